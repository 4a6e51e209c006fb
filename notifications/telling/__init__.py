"""Which event tells whom what: the table of notices, and the facts a letter is made of."""
