"""The domain, pure but for `store/`: cases, who may decide, votes, findings, what the journal says."""
