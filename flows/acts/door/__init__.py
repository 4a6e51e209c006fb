"""What people do at the door: codes entered, passkeys and accounts shown, sessions begun and ended."""
