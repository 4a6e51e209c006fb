"""A programme, where a case has one: its items, what they take, and who is called to them."""
