"""The page of a case: where it stands, what its unit can do with it, its files."""
