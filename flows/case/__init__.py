"""A case in hand: read, at work, who is entitled, what is open, how something is asked."""
