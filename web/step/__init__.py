"""The page of a step: what it asks of one person, and the answer to it."""
