"""The link of a message: it locates a step, a case or a page for one person and grants nothing.

The token is a MAC over case, step and person under the installation's key: nothing is stored. It
lives as long as its step is open; afterwards the page shows what is recorded.
"""

import hashlib
from dataclasses import dataclass

from itsdangerous import BadData, URLSafeSerializer

from config.settings import Settings
from models.errors import LinkInvalid
from models.ids import CaseNo, PersonId

# Raised when all links sent so far shall be void; the key may stay.
GENERATION = 1
# Far longer than any token of ours: what is longer is not even looked at.
_LONGEST = 600


@dataclass(frozen=True)
class Located:
    """Where a link leads, and the person it was sent to.

    Step 0 is the whole case; without a case it is the page on which the person finds what waits.
    """

    case_no: CaseNo
    step: int
    person: PersonId


def link_to(settings: Settings, case_no: CaseNo, step: int, person: str) -> str:
    """Return the address of a step for a person, or of what `Located` says."""
    token = _tokens(settings).dumps([GENERATION, case_no, step, person])
    return f"{settings.base_url}/v/{token}"


def read_token(settings: Settings, token: str) -> Located:
    """Return what a token locates; raises `LinkInvalid` unless it is ours, whole and in force."""
    if len(token) > _LONGEST or not token.isascii():
        raise LinkInvalid
    try:
        generation, case_no, step, person = _tokens(settings).loads(token)
    except (BadData, ValueError) as not_ours:
        raise LinkInvalid from not_ours
    if generation != GENERATION:
        raise LinkInvalid
    return Located(CaseNo(case_no), step, PersonId(person))


def _tokens(settings: Settings) -> URLSafeSerializer:
    """Return the maker of tokens; its salt keeps them apart from whatever else the key signs."""
    return URLSafeSerializer(
        settings.key,
        salt="doan.link-to-a-step",
        signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256},
    )
