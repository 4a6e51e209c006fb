"""Signing in: one-time codes, passkeys, sessions, known devices, and the log of what happened there.

Neither a code nor the id of a session or a device stands in the database, only its digest. All limits
go by the machine's own time: the clock of a demo folder, which people may move, shortens or prolongs
none.
"""
