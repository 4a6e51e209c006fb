"""How thorough the proofs are: all there is to try, or a sample of it that fits into every run."""

import os

FULL = os.environ.get("DOAN_PROOFS") == "full"
