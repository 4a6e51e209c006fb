"""Who lets whom act for them: given, held, waiting for a word."""
