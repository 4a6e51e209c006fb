"""Signing in: by a link or a mailbox, a passkey, an account; devices; the security log."""
