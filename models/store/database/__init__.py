"""The database itself: connections, clock, leases, announcements, guards of the journal."""
