"""The way cases really take: what follows what, how long it takes, which ways there are, and by the rules."""
