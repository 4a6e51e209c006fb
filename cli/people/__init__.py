"""The house at the console: people, seats, authorities."""
