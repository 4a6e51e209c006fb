"""Statistics: delegations, turns and persons of a period, with the cases behind each number; as files."""
