"""What people do to the house: who sits where, and mailboxes that two people change."""
