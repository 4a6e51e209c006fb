"""What commands tell: sentences for people or one JSON document for programs, errors, progress."""
