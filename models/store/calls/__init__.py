"""What other systems were answered, so that who repeats a call has done it once; what they are told."""
