"""Statistics of a period, with the cases behind each number and as files; the process; the month."""
