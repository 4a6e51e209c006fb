"""What is noted beside the pages: who was turned away, and who opened what of a case."""
