"""A request as a form: what fields it has, in which sections, and what a person wrote into them."""
