"""What comes back to the sender's mailbox: fetched, read, and handed on to whoever acts on it."""
