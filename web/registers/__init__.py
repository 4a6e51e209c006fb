"""The registers of the office: lists, a page a row with its lines and history, sheets that come and go."""
