"""What stands around every page: where one is, and the pages of a list."""
