"""The way cases really take: what follows what, after how long, in which ways, and by their routes."""
