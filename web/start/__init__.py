"""The start page: what waits for a person; and the probes of whoever runs Doan."""
