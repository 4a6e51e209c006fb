"""Tokens of other systems are made, shown and revoked. None of them decides anything."""

from collections.abc import Collection

from sqlalchemy import Connection

from flows.acts.desk import Desk
from flows.case.answers import Identified
from flows.case.poke import AT_THE_DOOR
from models.errors import DecisionIncomplete, SignInRefused
from models.ids import PersonId
from models.store import directory
from models.store.database.clock import now, today
from models.store.sign_in import security_log, tokens
from models.store.sign_in.security_log import SecurityEvent
from models.store.sign_in.tokens import (
    LONGEST_LIFE,
    LONGEST_NAME,
    MOST_TOKENS,
    AccessToken,
    Scope,
    TokenShown,
)
from notifications.facts.letters import TokenLetter
from notifications.telling.door_letters import tell_of_token


def make_token(
    desk: Desk,
    who: Identified,
    name: str,
    scopes: Collection[str],
    days: int | None,
    *,
    person: PersonId | None = None,
) -> str:
    """Let another system come in as whoever asks, or as a `person`; return the token, shown this once.

    Raises `DecisionIncomplete` for a token without a name or anything it may do, or that would last too
    long; `SignInRefused` beyond the most a person may have; `PersonUnknown`.
    """
    whose = person or who.person
    if not 0 < len(name.strip()) <= LONGEST_NAME:
        raise DecisionIncomplete("token_name", most=LONGEST_NAME)
    if not scopes or not set(scopes) <= set(Scope):
        raise DecisionIncomplete("token_scopes")
    if days is None or not 0 < days <= LONGEST_LIFE:
        raise DecisionIncomplete("token_days", most=LONGEST_LIFE)
    with desk.store.writing() as conn:
        directory.person(conn, whose)
        house = desk.house(conn, who)
        # Of two made at once the second is counted with the first.
        house.wait()
        tokens.forget_expired(house, whose)
        if len(tokens.tokens_of(conn, whose)) >= MOST_TOKENS:
            raise SignInRefused("token_many", most=MOST_TOKENS)
        made = tokens.make(house, whose, name.strip(), [Scope(each) for each in scopes], days=days)
        security_log.count(conn, SecurityEvent.ACCESS_GIVEN, person=whose)
        _tell(desk, conn, tokens.tokens_of(conn, whose)[0], who)
    desk.tell(AT_THE_DOOR)
    return made


def _tell(desk: Desk, conn: Connection, made: AccessToken, who: Identified) -> None:
    """Tell whoever a token calls for: also one that was made for them by somebody else."""
    letter = TokenLetter(
        name=made.name,
        scopes=tuple(made.scopes),
        expires_at=made.expires_at,
        by_console=who.person != made.person,
    )
    tell_of_token(conn, made.person, letter, desk.settings, digest=made.digest, at=now(conn))


def revoke_token(desk: Desk, digest: str, who: Identified) -> None:
    """Let a token of whoever asks let nobody in any more. Safe to repeat."""
    with desk.store.writing() as conn:
        if tokens.revoke(desk.house(conn, who), digest, who.person):
            security_log.count(conn, SecurityEvent.ACCESS_REVOKED, person=who.person)


def revoke_tokens(desk: Desk, person: PersonId, who: Identified) -> int:
    """Revoke all tokens of a person; return how many there were. Raises `PersonUnknown`."""
    with desk.store.writing() as conn:
        directory.person(conn, person)
        revoked = tokens.revoke_all(desk.house(conn, who), person, "revoked")
        if revoked:
            security_log.count(conn, SecurityEvent.ACCESS_REVOKED, person=person)
    return revoked


def show_token(desk: Desk, token: str) -> TokenShown:
    """Return the token that a system shows, and whose it is; that it is used is noted.

    Raises `SignInRefused` for one that is none of ours, was revoked, or ran out.
    """
    with desk.store.reading() as conn:
        shown = tokens.token_shown(conn, token, desk.signers, today(conn))
    if shown is None or shown.has_expired:
        raise SignInRefused("token_expired" if shown else "token_unknown")
    if shown.to_note:
        with desk.store.writing() as conn:
            tokens.note_used(conn, shown.token.digest)
    return shown
