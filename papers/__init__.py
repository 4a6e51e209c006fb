"""Papers drawn from a case in the layout of offices: what each says, as Word and on paper."""
