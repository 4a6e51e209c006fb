"""What people do to the house: who sits where, and what two people change."""
