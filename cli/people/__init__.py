"""The house at the console: people, seats, authorities, and the systems of others."""
