"""Lists over many cases for one person: what waits, what is owed, what they decided, what is found."""
