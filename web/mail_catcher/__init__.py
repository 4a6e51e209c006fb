"""The local catcher's messages, where no mail server is set."""
