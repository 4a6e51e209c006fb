"""The board: cases searched and filtered, what is owed, the calendar and its address; lists as files."""
