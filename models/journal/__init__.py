"""The journal's pure side: entries and hashes, the tree over all of them, the signed checkpoint."""
