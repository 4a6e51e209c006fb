"""The pages: a room a subject people know, and one that all of them stand on."""
