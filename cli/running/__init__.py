"""The processes of a running Doan, and how they are started and stopped together."""
