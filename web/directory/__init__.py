"""The directory on a day: people, bodies and units with their seats, who acts for whom, days off."""
