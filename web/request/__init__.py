"""What a unit hands in: a new version of its request; what would come of one before it is submitted."""
