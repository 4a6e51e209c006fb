"""What is done about the programme of an approved visit: items are changed, invitations answered."""
