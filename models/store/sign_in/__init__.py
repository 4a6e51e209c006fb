"""Signing in: codes, passkeys, tokens, sessions, known devices, calendars' addresses, the security log.

Of a code, a token, a secret address, the id of a session or a device the database has the digest alone.
All limits go by the machine's own time: the clock of a demo folder, which people may move, shortens or
prolongs none.
"""
