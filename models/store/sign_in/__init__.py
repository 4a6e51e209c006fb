"""Signing in: codes, passkeys, sessions, known devices, calendars' addresses; the log of what happened.

Neither a code, a secret address, nor the id of a session or a device stands in the database, only its
digest. All limits go by the machine's own time: the clock of a demo folder, which people may move,
shortens or prolongs none.
"""
