"""The people of the directory: their mailboxes, which two change."""
