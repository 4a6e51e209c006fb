"""Evidence for somebody outside: a case that proves itself, two checkpoints held together."""
