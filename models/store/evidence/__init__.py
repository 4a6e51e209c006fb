"""What proves a case to somebody outside: its rows as they were sealed, with their proofs."""
