"""What the house's journal says: of people, seats, authorities, sign-ins, regulations and keys.

Names and mailboxes stand in no entry: a person's are sealed by a digest under a salt of their own.
"""

from datetime import date, datetime
from typing import ClassVar

from models.authority import Capacity
from models.entries.base import OfHouse
from models.ids import BodyKey, Digest, PersonId, SeatKey


class JournalTakenOver(OfHouse):
    """The entries of the days before there were signatures, as they were found: how many, their root.

    They stand in the order of their cases and numbers. No other entry may be without a signature.
    """

    kind: ClassVar[str] = "journal_taken_over"
    entries: int
    root: str


class KeyInForce(OfHouse):
    """From now on entries and checkpoints are signed by another key, and this one is the first.

    `key` and `before` are public keys in Base64. `why` is `first`, `rotation`, `lost` or `compromised`;
    of a compromised key only what it signed among the first `covered` entries counts, `root` is theirs.
    """

    kind: ClassVar[str] = "key_in_force"
    key: str
    before: str | None = None
    why: str = "first"
    covered: int | None = None
    root: str | None = None


class GuardsRelaid(OfHouse):
    """Guards of the journal were missing or changed, and somebody had them laid anew."""

    kind: ClassVar[str] = "guards_relaid"
    guards: str


class KeyHandedOver(OfHouse):
    """The key in force names the one that follows: signed by it, so that auditors can go along."""

    kind: ClassVar[str] = "key_handed_over"
    to: str


class UnitEntered(OfHouse):
    """A unit that submits, by its names in Vietnamese and English."""

    kind: ClassVar[str] = "unit_entered"
    unit: BodyKey
    name_vi: str
    name_en: str


class UnitRenamed(OfHouse):
    """A unit that submits has other names from now on."""

    kind: ClassVar[str] = "unit_renamed"
    unit: BodyKey
    name_vi: str
    name_en: str


class PersonEntered(OfHouse):
    """Somebody is known to the directory; `sealed` is the digest of their name, language and mailbox."""

    kind: ClassVar[str] = "person_entered"
    person: PersonId
    sealed: Digest


class PersonChanged(OfHouse):
    """A person's name, language or mailbox is another from now on.

    `change` is the number of the change of their mailbox that counts now; only by one is it another.
    """

    kind: ClassVar[str] = "person_changed"
    person: PersonId
    sealed: Digest
    change: int | None = None


class MailboxProposed(OfHouse):
    """Somebody proposes another mailbox for a person; `sealed` is its digest."""

    kind: ClassVar[str] = "mailbox_proposed"
    number: int
    person: PersonId
    sealed: Digest
    proposed_by: PersonId


class SeatProposed(OfHouse):
    """Somebody proposes that a person takes a seat from `since` on, or leaves it after `until`.

    Of a seat that is left, `since` is the day it was taken.
    """

    kind: ClassVar[str] = "seat_proposed"
    number: int
    person: PersonId
    seat: SeatKey
    leaves: bool
    since: date
    until: date | None = None
    proposed_by: PersonId


class ChangeConfirmed(OfHouse):
    """A second person confirms what was proposed; it counts from the beginning of a day on.

    It is called as in the days when only mailboxes were changed so.
    """

    kind: ClassVar[str] = "mailbox_confirmed"
    number: int
    confirmed_by: PersonId
    counts_from: date


class ChangeTurnedDown(OfHouse):
    """What was proposed comes to nothing: turned down, taken back by its proposer, or done already."""

    kind: ClassVar[str] = "mailbox_turned_down"
    number: int
    turned_down_by: PersonId


class PersonErased(OfHouse):
    """A person's name, language and mailbox are erased, with the salt they were sealed under.

    Their id stays, in other entries and as a row that says nothing else.
    """

    kind: ClassVar[str] = "person_erased"
    person: PersonId
    because: str


class SeatTaken(OfHouse):
    """Somebody holds a seat from a day on (and until a day, the last one in it).

    `backdated`: a day it tells was over when it was written; `because` says why. What was decided before
    is judged by who was known to sit there then. `change` is the number of the proposal that counts now;
    without one it is only entered at the console.
    """

    kind: ClassVar[str] = "seat_taken"
    seat: SeatKey
    person: PersonId
    since: date
    until: date | None = None
    backdated: bool = False
    because: str = ""
    change: int | None = None


class SeatLeft(OfHouse):
    """Somebody who holds a seat since a day leaves it; `until` is the last day on which they hold it.

    `backdated`, `because` and `change` are those of `SeatTaken`.
    """

    kind: ClassVar[str] = "seat_left"
    seat: SeatKey
    person: PersonId
    since: date
    until: date
    backdated: bool = False
    because: str = ""
    change: int | None = None


class AuthorityGiven(OfHouse):
    """Somebody may act for somebody else in seats, once `confirmed`; both days are included."""

    kind: ClassVar[str] = "authority_given"
    number: int
    giver: PersonId
    holder: PersonId
    seats: tuple[SeatKey, ...]
    since: date
    until: date
    capacity: Capacity
    set_by: PersonId
    confirmed: bool
    ended_on: date | None = None


class AuthorityConfirmed(OfHouse):
    """The giver has confirmed what somebody else set in their name."""

    kind: ClassVar[str] = "authority_confirmed"
    number: int


class AuthorityEnded(OfHouse):
    """An authority does not hold any more, from a day on."""

    kind: ClassVar[str] = "authority_ended"
    number: int
    on: date


class SessionBegun(OfHouse):
    """Somebody has shown who they are: what they do in a session rests on this. All moments are UTC.

    `session` is the digest by which it stands in the database.
    """

    kind: ClassVar[str] = "session_begun"
    person: PersonId
    session: str
    shown_by: str
    device: str = ""
    expires_at: datetime


class ProvedAgain(OfHouse):
    """The person of a session has shown anew who they are, in the way that `identity` says."""

    kind: ClassVar[str] = "proved_again"
    person: PersonId
    session: str
    proved_at: datetime


class SessionsEnded(OfHouse):
    """Sessions are over: `ended` by somebody, `rested` too long, or their person `left` all seats."""

    kind: ClassVar[str] = "sessions_ended"
    sessions: tuple[str, ...]
    why: str


class PasskeyAdded(OfHouse):
    """Somebody can sign in by a passkey from now on (UTC).

    `passkey` is the digest by which it stands in the database, `key` that of its public key.
    """

    kind: ClassVar[str] = "passkey_added"
    person: PersonId
    passkey: str
    key: str
    device: str = ""
    added_at: datetime


class PasskeysRemoved(OfHouse):
    """Passkeys of a person sign nobody in any more.

    They were `removed` by their person; or went with the mailbox (`mailbox`), the person (`erased`) or
    the key of the journal (`key`) that they rested on.
    """

    kind: ClassVar[str] = "passkeys_removed"
    passkeys: tuple[str, ...]
    why: str


class TokenMade(OfHouse):
    """Another system can come in as somebody from now on, for so long and to do so much (UTC).

    `token` is the digest by which it stands in the database, `sealed` that of what it is called.
    """

    kind: ClassVar[str] = "token_made"
    person: PersonId
    token: str
    sealed: Digest
    scopes: tuple[str, ...]
    made_at: datetime
    expires_at: datetime


class TokensRevoked(OfHouse):
    """Tokens let nobody in any more.

    They were `revoked`; or went with the mailbox (`mailbox`), the person (`erased`), or the key of the
    journal (`key`) that they rested on; or ran out (`expired`).
    """

    kind: ClassVar[str] = "tokens_revoked"
    tokens: tuple[str, ...]
    why: str


class RegulationInForce(OfHouse):
    """From now on new cases are submitted under a regulation."""

    kind: ClassVar[str] = "regulation_in_force"
    name: str
    digest: str


class LooksSealed(OfHouse):
    """Who opened what since the last time, as it stands under the number of a batch from now on."""

    kind: ClassVar[str] = "looks_sealed"
    batch: int
    rows: int
    digest: str


class LooksForgotten(OfHouse):
    """Who opened what was kept as long as it is kept: all batches up to one are erased."""

    kind: ClassVar[str] = "looks_forgotten"
    through: int


class ListExported(OfHouse):
    """Somebody took a list out of the auditor's room: which one, in which form, sought how, how much."""

    kind: ClassVar[str] = "list_exported"
    what: str
    form: str
    sought: dict[str, str]
    rows: int


class ClockMoved(OfHouse):
    """The clock of a demo folder was moved forward (UTC)."""

    kind: ClassVar[str] = "clock_moved"
    to: datetime


class QuarantineEnded(OfHouse):
    """A restored or copied Doan works from now on, because somebody says that it is the one.

    `why` it was silent is `restored` or `copied`; `entries` are those it had then, in all chains.
    """

    kind: ClassVar[str] = "quarantine_ended"
    why: str
    entries: int
    because: str
