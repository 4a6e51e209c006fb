"""The board: the list of cases, searched and filtered, what is owed, the calendar; lists as files."""
