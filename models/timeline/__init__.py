"""A case's way as people see it: what happened, what is waited for, what is to come and when."""
