"""The auditor's check of the registers: rebuilt from the house's entries, and held against the tables."""
