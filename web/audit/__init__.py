"""The auditor's room, which only reads: the timeline of a case, decisions of all, who looked."""
