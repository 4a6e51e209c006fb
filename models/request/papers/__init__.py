"""The papers of a request: which the regulation asks for, and which files are taken for them."""
