"""What the focal office does with its registers: rows entered, changed, moved, brought in sheets."""
