"""Copies of a whole Doan: taken while people work, sealed, opened again, and kept silent elsewhere."""
