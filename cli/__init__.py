"""The `doan` command: a module a subject, a verb a command, no rules inside."""
