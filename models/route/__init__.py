"""Which way a case takes through the offices: the row of the table that applies, and its plan."""
