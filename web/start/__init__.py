"""A person's desk, like steps answered together, a secretary's folder; what Doan is; probes."""
