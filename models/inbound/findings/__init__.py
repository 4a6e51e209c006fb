"""What speaks against receiving guests so, or has to be known first: a module a field of the law."""
