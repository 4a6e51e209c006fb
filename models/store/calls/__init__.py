"""What other systems were answered, so that who repeats a call has done it once; and what they are told."""
