"""What time does: moments fire, seats change hands, the journal is signed, troubles are told."""
