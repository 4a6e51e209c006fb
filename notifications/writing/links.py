"""The link of a message: it locates a step, a case or a page for one person and grants nothing.

The token is a MAC over case, step and person under the installation's key: nothing is stored. It
lives as long as its step is open; afterwards the page shows what is recorded.
"""

import hashlib
from contextlib import suppress
from dataclasses import dataclass

from itsdangerous import BadData, URLSafeSerializer

from config.settings import Purpose, Settings
from models.errors import LinkInvalid
from models.ids import NO_CASE, CaseNo, PersonId
from notifications.writing.spoilt_links import LONGEST, mended

# Raised when all links sent so far shall be void; the key may stay.
GENERATION = 1
_LEADS, _SWITCHES_OFF = "doan.link-to-a-step", "doan.switch-off"


@dataclass(frozen=True)
class Located:
    """Where a link leads, and the person it was sent to.

    Step 0 is the whole case; without a case it is a `page` that is of none, by its path: without one
    that on which the person finds what waits.
    """

    case_no: CaseNo
    step: int
    person: PersonId
    page: str = ""


def link_to(settings: Settings, case_no: CaseNo, step: int, person: str) -> str:
    """Return the address of a step for a person, or of what `Located` says."""
    token = _tokens(settings).dumps([GENERATION, case_no, step, person])
    return f"{settings.base_url}/v/{token}"


def link_to_page(settings: Settings, page: str, person: str) -> str:
    """Return the address of a page that is of no case, for a person."""
    token = _tokens(settings).dumps([GENERATION, NO_CASE, 0, person, page])
    return f"{settings.base_url}/v/{token}"


def read_token(settings: Settings, token: str) -> Located:
    """Return what a token locates; raises `LinkInvalid` unless it is ours, whole and in force.

    What a mail program wrote into it or behind it is forgiven where the rest passes the same checks.
    """
    for whole in (token, *mended(token)):
        with suppress(LinkInvalid):
            return _read_whole(settings, whole)
    raise LinkInvalid


def _read_whole(settings: Settings, token: str) -> Located:
    if len(token) > LONGEST or not token.isascii():
        raise LinkInvalid
    try:
        generation, case_no, step, person, *page = _tokens(settings).loads(token)
    except (BadData, ValueError) as not_ours:
        raise LinkInvalid from not_ours
    if generation != GENERATION:
        raise LinkInvalid
    return Located(CaseNo(case_no), step, PersonId(person), *page)


def link_to_switch_off(settings: Settings, what: str, person: str) -> str:
    """Return the address at which a person is told of something no more (RFC 8058).

    It opens nothing: whoever has it can stop mail that is no duty, and nothing else.
    """
    token = _tokens(settings, _SWITCHES_OFF).dumps([GENERATION, what, person])
    return f"{settings.base_url}/unsubscribe/{token}"


def read_switch_off(settings: Settings, token: str) -> tuple[str, PersonId]:
    """Return what a token switches off, and for whom; raises `LinkInvalid` unless it is ours."""
    if len(token) > LONGEST or not token.isascii():
        raise LinkInvalid
    try:
        generation, what, person = _tokens(settings, _SWITCHES_OFF).loads(token)
    except (BadData, ValueError) as not_ours:
        raise LinkInvalid from not_ours
    if generation != GENERATION:
        raise LinkInvalid
    return what, PersonId(person)


def _tokens(settings: Settings, salt: str = _LEADS) -> URLSafeSerializer:
    """Return the maker of tokens; its salt keeps them apart from whatever else the key signs."""
    # The newest stands last. Links of earlier days were made with the secret itself.
    keys = [settings.key, *reversed(settings.keys_for(Purpose.LINKS))]
    return URLSafeSerializer(
        keys,
        salt=salt,
        signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256},
    )
