"""What is asked of an authenticator, and whether its answer holds (WebAuthn, level 3).

A challenge is a random number, when it runs out, and a MAC over both and what it is for, so asking
writes nothing down: pages are read by robots too. That it is answered once is noted when it is answered.
"""

import hashlib
import hmac
import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import webauthn
from webauthn.helpers import (
    parse_authentication_credential_json,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorSelectionCriteria,
    CollectedClientData,
    PublicKeyCredentialDescriptor,
    RegistrationCredential,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from models.directory import Person
from models.errors import SignInRefused

log = logging.getLogger("doan.sign_in")

CHALLENGE_LIFE = timedelta(minutes=10)
# No authenticator's answer is longer by far, whatever it says of itself.
LONGEST_ANSWER = 16 * 1024
_NONCE, _MOMENT, _MAC = 16, 8, 32
# How long a browser waits for its person.
_PATIENCE_MS = 3 * 60 * 1000


class Ceremony(StrEnum):
    """What a challenge is for: to show a passkey, or to add one."""

    SHOW = "show"
    ADD = "add"


@dataclass(frozen=True)
class Doorway:
    """Where passkeys are shown: the host they are of, and the origin that browsers must name."""

    host: str
    origin: str


@dataclass(frozen=True)
class PasskeyShown:
    """What an authenticator answers when it is asked for a passkey, as it came, and to what."""

    credential: AuthenticationCredential
    said: CollectedClientData


@dataclass(frozen=True)
class PasskeyMade:
    """What an authenticator answers when it is asked for a new passkey, as it came."""

    credential: RegistrationCredential
    said: CollectedClientData


@dataclass(frozen=True)
class NewPasskey:
    """A passkey whose making was verified: what it is called, its public key (COSE), its count."""

    credential: bytes
    public_key: bytes
    sign_count: int


# --- challenges ---------------------------------------------------------------------------------


def new_challenge(key: bytes, what: Ceremony, whose: str, at: datetime) -> bytes:
    """Return a challenge that holds for some minutes, for `whose` browser or person alone."""
    until = int((at + CHALLENGE_LIFE).timestamp()).to_bytes(_MOMENT)
    said = secrets.token_bytes(_NONCE) + until
    return said + _mac(key, what, whose, said)


def runs_out_at(
    key: bytes, what: Ceremony, whose: str, challenge: bytes, at: datetime
) -> datetime | None:
    """Return when a challenge of ours runs out; None for one that has, or that is not ours for this."""
    said, mac = challenge[:-_MAC], challenge[-_MAC:]
    if len(said) != _NONCE + _MOMENT or not hmac.compare_digest(mac, _mac(key, what, whose, said)):
        return None
    until = datetime.fromtimestamp(int.from_bytes(said[_NONCE:]), UTC)
    return until if until > at else None


def _mac(key: bytes, what: Ceremony, whose: str, said: bytes) -> bytes:
    return hmac.new(key, f"passkey\n{what}\n{whose}\n".encode() + said, hashlib.sha256).digest()


# --- asking -------------------------------------------------------------------------------------


def asks_to_show(place: Doorway, challenge: bytes, of: tuple[bytes, ...] = ()) -> str:
    """Return what a browser is asked (JSON): any passkey of this place, or one of these."""
    options = webauthn.generate_authentication_options(
        rp_id=place.host,
        challenge=challenge,
        timeout=_PATIENCE_MS,
        allow_credentials=_described(of),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return webauthn.options_to_json(options)


def asks_to_add(
    place: Doorway, challenge: bytes, *, person: Person, handle: bytes, has: tuple[bytes, ...]
) -> str:
    """Return what a browser is asked (JSON): a new passkey of a person, on no device that `has` one."""
    options = webauthn.generate_registration_options(
        rp_id=place.host,
        rp_name="Đoàn",
        user_id=handle,
        user_name=person.mailbox,
        user_display_name=person.name,
        challenge=challenge,
        timeout=_PATIENCE_MS,
        # Found without its person naming themselves, and only by who unlocks the device.
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_described(has),
    )
    return webauthn.options_to_json(options)


def _described(credentials: tuple[bytes, ...]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=each) for each in credentials]


# --- answers ------------------------------------------------------------------------------------


def read_shown(answer: str) -> PasskeyShown:
    """Read the answer of a browser that was asked for a passkey; raises `SignInRefused`."""
    with _refusing("passkey_unreadable"):
        credential = parse_authentication_credential_json(_bounded(answer))
        return PasskeyShown(
            credential, parse_client_data_json(credential.response.client_data_json)
        )


def read_made(answer: str) -> PasskeyMade:
    """Read the answer of a browser that was asked for a new passkey; raises `SignInRefused`."""
    with _refusing("passkey_unreadable"):
        credential = parse_registration_credential_json(_bounded(answer))
        return PasskeyMade(credential, parse_client_data_json(credential.response.client_data_json))


def count_of(place: Doorway, shown: PasskeyShown, public_key: bytes, handle: bytes) -> int:
    """Return how often the authenticator says it was used, once its answer is verified.

    Raises `SignInRefused` for another place, page or person, for a signature of another key, and where
    nobody unlocked the device. Whether it has counted on is asked where the count is kept.
    """
    _demand_it_is_ours(shown.said)
    said_handle = shown.credential.response.user_handle
    if said_handle is not None and not hmac.compare_digest(said_handle, handle):
        raise SignInRefused("passkey_refused")
    with _refusing("passkey_refused"):
        verified = webauthn.verify_authentication_response(
            credential=shown.credential,
            expected_challenge=shown.said.challenge,
            expected_rp_id=place.host,
            expected_origin=place.origin,
            credential_public_key=public_key,
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    return verified.new_sign_count


def verified_new(place: Doorway, made: PasskeyMade) -> NewPasskey:
    """Return the passkey that was made, once that is verified; raises `SignInRefused`."""
    _demand_it_is_ours(made.said)
    with _refusing("passkey_refused"):
        verified = webauthn.verify_registration_response(
            credential=made.credential,
            expected_challenge=made.said.challenge,
            expected_rp_id=place.host,
            expected_origin=place.origin,
            require_user_verification=True,
        )
    return NewPasskey(verified.credential_id, verified.credential_public_key, verified.sign_count)


def _bounded(answer: str) -> str:
    if len(answer) > LONGEST_ANSWER:
        raise SignInRefused("passkey_unreadable")
    return answer


def _demand_it_is_ours(said: CollectedClientData) -> None:
    """No page of ours stands within another site's, so no answer comes from there."""
    if said.cross_origin:
        raise SignInRefused("passkey_refused")


@contextmanager
def _refusing(reason: str) -> Iterator[None]:
    """Refuse what the library refuses, and what it stumbles over: anybody can send it any bytes."""
    try:
        yield
    except SignInRefused:
        raise
    except Exception as fault:
        log.info("the answer of an authenticator was refused: %s", type(fault).__name__)
        raise SignInRefused(reason) from fault
