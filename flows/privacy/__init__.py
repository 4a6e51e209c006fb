"""What people may ask of what Doan keeps of them: that it is erased, kept for a court, or told."""
