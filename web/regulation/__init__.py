"""The rules in force: what each rests on, and what of it is to be confirmed yet."""
