"""The registers of the office: lists, a page a row with its life, sheets that come and go."""
