"""What the province counts: delegations, turns and persons, by period and by what they were."""
