"""The house: its own journal, how it begins, and its keys."""
