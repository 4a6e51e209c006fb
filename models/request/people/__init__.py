"""The people of a request: groups that travel apart, and who is kept at home by a decision."""
