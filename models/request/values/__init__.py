"""What a person types for a single value, in any of the ways people write it, and what it means."""
