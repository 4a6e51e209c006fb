"""What every entry is held against: the auditor's own reading of plan, holders, votes and clock."""
