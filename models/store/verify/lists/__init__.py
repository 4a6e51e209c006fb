"""What auditors read beside the journal, held against it: the lines of their list, who opened what."""
