"""The local catcher's messages, where they were asked to be caught."""
