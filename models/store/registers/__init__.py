"""The registers as they are kept: each change an entry of the house's journal, found by their words."""
