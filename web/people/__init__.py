"""The people of the directory: their mailboxes and seats, which two change."""
