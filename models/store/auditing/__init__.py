"""What auditors read beside the journal: Prefect's states, decisions, who opened what."""
