"""A page of one's own: language, mailbox, devices, seats, and who acts for whom."""
