"""The auditor's check: it shares no code with those who write."""
