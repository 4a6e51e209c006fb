"""What goes on beside the pages: who was turned away, who opened what of a case, a verification."""
