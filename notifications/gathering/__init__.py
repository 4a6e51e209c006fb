"""When each message reaches its reader: at once, in the digest of the working day, or on request."""
