"""Signing in: by the link of a message, or by a registered mailbox."""
