"""What people do at the door: codes, passkeys, sessions that begin and end, addresses of calendars."""
