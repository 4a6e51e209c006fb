"""Who may decide, who may record what others decided, and who is shown what of a case."""
