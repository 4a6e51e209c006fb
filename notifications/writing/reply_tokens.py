"""The reference by which a letter can be answered: it names step, version seen and person.

It stands among the References of the letter that asks, so every mail program that keeps a
conversation together brings it back (RFC 5322, 3.6.4). It grants nothing: whether whoever it names may
take the step is asked as on the page.
It lives as long as its step is open and the version is in force; nothing of it is stored.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from itsdangerous import BadData, URLSafeSerializer

from config.settings import Purpose, Settings
from models.ids import CaseNo, PersonId

# Raised when all references sent so far shall be void; the key may stay.
GENERATION = 1
# Far longer than any of ours.
_LONGEST = 600
_REFERENCE = re.compile(r"<reply-([A-Za-z0-9_.-]{1,600})@([^<>\s@]+)>")


@dataclass(frozen=True)
class ReplyAsked:
    """What a letter asked for: a step, of whom, and the digest of the version it told of."""

    case_no: CaseNo
    step: int
    seen: str
    person: PersonId


def reply_reference(settings: Settings, asked: ReplyAsked) -> str:
    """Return the reference for a letter that asks, in the form of a Message-ID."""
    told = [GENERATION, asked.case_no, asked.step, asked.seen, asked.person]
    # What is signed may begin with a point, and two in a row are not allowed.
    return f"<reply-{_references(settings).dumps(told)}@{settings.mail_domain}>"


def read_reply_reference(settings: Settings, ids: Iterable[str]) -> ReplyAsked | None:
    """Return what the first reference of ours among some Message-IDs asked for; None without one."""
    found = (_REFERENCE.fullmatch(each) for each in ids)
    tokens = (match[1] for match in found if match and len(match[1]) <= _LONGEST)
    return next((asked for each in tokens if (asked := _read(settings, each))), None)


def _read(settings: Settings, token: str) -> ReplyAsked | None:
    try:
        generation, case_no, step, seen, person = _references(settings).loads(token)
    except (BadData, ValueError, TypeError):
        return None
    if generation != GENERATION:
        return None
    return ReplyAsked(CaseNo(case_no), step, seen, PersonId(person))


def _references(settings: Settings) -> URLSafeSerializer:
    """Return the maker of references; the newest of its keys stands last."""
    return URLSafeSerializer(
        [*reversed(settings.keys_for(Purpose.REPLIES))],
        salt="doan.answer-by-reply",
        signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256},
    )
