"""A case as a reader sees it: its dossier in words, what was said of it, what hangs on its steps."""
