"""The annual plan of foreign affairs, and what units register for it: requests, use, findings, steps."""
