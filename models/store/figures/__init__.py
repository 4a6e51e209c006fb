"""What is counted: rows kept beside the cases, and what statistics ask of them."""
