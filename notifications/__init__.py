"""Messages, from the event that calls for one to the mail server that takes it."""
