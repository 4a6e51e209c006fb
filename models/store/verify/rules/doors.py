"""Sessions, passkeys, tokens, calendars' addresses, webhooks, as the auditor rebuilds them: who comes in
how, and who is told what happens.
"""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from models.store.verify.keys import HOUSE
from models.store.verify.reading import Difference, moment, read_moment

Rows = dict[tuple[Any, ...], dict[str, Any]]
Rebuilt = dict[str, Rows]

_LONGEST_SESSION, _LONGEST_REST = timedelta(days=30), timedelta(days=7)


def session_begun(rebuilt: Rebuilt, said: dict[str, Any]) -> None:
    """Lay out the row of a session that begins."""
    expires = datetime.fromisoformat(said["expires_at"])
    began = moment((expires - _LONGEST_SESSION).isoformat())
    names = ("person", "entry", "shown_by", "device")
    rebuilt["sessions"][(said["session"],)] = {
        **{name: said[name] for name in names},
        "began_at": began,
        "proved_at": began,
        "expires_at": moment(said["expires_at"]),
    }


def proved_again(rebuilt: Rebuilt, said: dict[str, Any]) -> None:
    """Whoever shows anew who they are has shown it so; entries of before tell of codes alone."""
    session = rebuilt["sessions"][(said["session"],)]
    session["proved_at"] = moment(said["proved_at"])
    session["shown_by"] = said["identity"] or session["shown_by"]


def sessions_ended(rebuilt: Rebuilt, said: dict[str, Any]) -> None:
    """Take out the rows of sessions that are over."""
    for session in said["sessions"]:
        del rebuilt["sessions"][(session,)]


def passkey_added(rebuilt: Rebuilt, said: dict[str, Any]) -> None:
    """Lay out the row of a passkey; `key` is the digest of its public key."""
    told = {name: said[name] for name in ("person", "entry", "device", "key")}
    rebuilt["passkeys"][(said["passkey"],)] = {**told, "added_at": moment(said["added_at"])}


def passkeys_removed(rebuilt: Rebuilt, said: dict[str, Any]) -> None:
    """Take out the rows of passkeys that sign nobody in any more."""
    for passkey in said["passkeys"]:
        del rebuilt["passkeys"][(passkey,)]


def token_made(rebuilt: Rebuilt, said: dict[str, Any]) -> None:
    """Lay out the row of a token; `sealed` is the digest of what it is called."""
    told = {name: said[name] for name in ("person", "entry", "sealed", "scopes")}
    moments = {name: moment(said[name]) for name in ("made_at", "expires_at")}
    rebuilt["access_tokens"][(said["token"],)] = {**told, **moments}


def tokens_revoked(rebuilt: Rebuilt, said: dict[str, Any]) -> None:
    """Take out the rows of tokens that let nobody in any more."""
    for token in said["tokens"]:
        del rebuilt["access_tokens"][(token,)]


def calendar_feed_made(rebuilt: Rebuilt, said: dict[str, Any]) -> None:
    """Lay out the row of an address at which somebody's calendar is read."""
    told = {name: said[name] for name in ("person", "entry")}
    rebuilt["calendar_feeds"][(said["feed"],)] = {**told, "made_at": moment(said["made_at"])}


def calendar_feeds_withdrawn(rebuilt: Rebuilt, said: dict[str, Any]) -> None:
    """Take out the rows of addresses that lead nowhere any more."""
    for feed in said["feeds"]:
        del rebuilt["calendar_feeds"][(feed,)]


def webhook_registered(rebuilt: Rebuilt, said: dict[str, Any]) -> None:
    """Lay out the row of a webhook; `sealed` is the digest of what it is called and where it is."""
    told = {name: said[name] for name in ("entry", "sealed", "kinds")}
    made_at = moment(said["made_at"])
    rebuilt["webhooks"][(said["number"],)] = {**told, "made_at": made_at, "ended": None}


def webhooks_ended(rebuilt: Rebuilt, said: dict[str, Any]) -> None:
    """Take out the rows of webhooks that are no more; one whose receiver is gone is listed still."""
    for number in said["webhooks"]:
        if said["why"] == "gone":
            rebuilt["webhooks"][(number,)]["ended"] = "gone"
        else:
            del rebuilt["webhooks"][(number,)]


def rest_difference(place: str, stored: dict[str, Any]) -> Difference | None:
    """A session is used, and may rest, within bounds: it cannot be made to last."""
    began, seen, rests = (
        read_moment(stored[name]) for name in ("began_at", "seen_at", "rests_until")
    )
    if not began <= seen <= began + _LONGEST_SESSION:
        return Difference(HOUSE, f"{place}, column seen_at", str(seen), "a moment of the session")
    if not seen < rests <= seen + _LONGEST_REST:
        where = f"{place}, column rests_until"
        return Difference(HOUSE, where, str(rests), "a week after it was used, at most")
    return None


def passkey_difference(
    place: str, stored: dict[str, Any], told: dict[str, Any]
) -> Difference | None:
    """A passkey is called as its credential is, and its public key is the one that was added."""
    for column, expected in (("credential", stored["id"]), ("public_key", told["key"])):
        if hashlib.sha256(bytes(stored[column])).hexdigest() != expected:
            return Difference(HOUSE, f"{place}, column {column}", "another", "the one added")
    return None
