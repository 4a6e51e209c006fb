"""A list whole: handed out as a file, or on paper."""
