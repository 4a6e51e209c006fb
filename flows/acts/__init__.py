"""What people do with a case, each in one transaction under its lock."""
