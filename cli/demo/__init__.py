"""The demos: people with habits who live whole delegations on real parts."""
