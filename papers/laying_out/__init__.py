"""Templates as Word documents: laid out from our wording, or an office's own; filled and checked."""
