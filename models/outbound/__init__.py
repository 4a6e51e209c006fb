"""A delegation that goes abroad: its request, its findings, its plan."""
