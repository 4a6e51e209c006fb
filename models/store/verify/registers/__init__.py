"""The auditor's check of the registers: rebuilt from the house's entries, held against the tables."""
