"""What is amiss, and is told: what is set aside, sweeps that fail, a clock that jumped, damaged rows."""
