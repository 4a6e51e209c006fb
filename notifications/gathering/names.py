"""What the letters are called that carry others. Stored: the names never change."""

DIGEST = "digest"
