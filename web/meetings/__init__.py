"""Meetings of a body: its agenda, and the form of its minutes."""
