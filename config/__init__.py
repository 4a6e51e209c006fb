"""What an installation is set to: settings, its province's regulation, its calendar, its words."""
