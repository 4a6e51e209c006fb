"""What a unit hands in: a new version of its request."""
