"""The list of cases somebody may see, searched and filtered."""
