"""How a message leaves: the deliverer, the mail server, further tries; and the local catcher."""
