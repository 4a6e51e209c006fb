"""What letters may say: each fact is named here and nowhere else, a family of letters is one model."""
