"""A request is written: begun, kept as it grows, filed. A draft is its unit's, and no case yet."""
