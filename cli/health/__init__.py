"""`doan doctor`: all that an installation needs is tried, and what to mend is said."""
