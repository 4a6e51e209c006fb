"""Who may decide, and who may record what others decided: with a reason for every refusal."""
