"""Papers drawn from a case: which a step calls for, and what each is told of the case."""
