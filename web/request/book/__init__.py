"""The address book of a unit: its page, and its persons where a request is written."""
