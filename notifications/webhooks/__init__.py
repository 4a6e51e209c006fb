"""Others are told what happens: which entries, in which words, signed, and how they are called."""
