"""Letters that wait or do not arrive: whose turn it is, what keeps them, which failed or came back."""
