"""What the focal office does with its registers: rows are entered, changed, moved, brought in a sheet."""
