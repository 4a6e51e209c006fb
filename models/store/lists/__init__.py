"""Lists over many cases: each in as many queries whatever the number of cases, and by pages."""
