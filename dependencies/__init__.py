"""What Doan stands on: whether the lock files say all of it, and whether it may be stood on."""
