"""`make bench-web`: the pages, with fifty people at once who read, write and decide, on PostgreSQL."""
