"""`doan key`: the secret that signs the journal is changed, lost, or in other hands."""
