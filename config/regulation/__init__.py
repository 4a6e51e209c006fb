"""A province's regulation as typed data: the codes it shares with the journal, its parts, its text."""
