"""Letters that failed or wait, and why: for the focal office a case's, for the administrator all."""
