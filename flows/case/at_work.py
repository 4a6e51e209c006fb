"""A case under its lock: how something is added to it.

Everything is gathered first and written by `save`, in the transaction that holds the lock: entries,
letters, moments, bookings, and what stands in erasable tables. Rows only: nothing here sends, renders or
asks Prefect.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial

from sqlalchemy import Connection

from config.regulation.codes import Kind
from config.settings import Settings
from flows.case.answers import PaperGiven
from flows.case.read import CaseRead
from flows.case.waiting import Walked
from models import entries as e
from models.applying import after
from models.case import Case, Step
from models.errors import DecisionIncomplete
from models.ids import CaseNo, Digest, PersonId
from models.journal.entry import ENGINE, Entry, salted_digest
from models.journal.signing import signer
from models.programme.booking import Booking
from models.programme.items import Item
from models.request.base import Request
from models.request.form.written import Values
from models.request.parts import Passport
from models.request.reading import Attachment
from models.store import bookings, cases, dossiers, journal, moments, programmes
from models.store.database.announcements import announce_at_commit
from models.store.database.engine import in_one_go, savepoint
from models.store.figures.kept import follow
from models.store.mail.wishes import MailWishes
from models.store.moments import DueMoment
from models.store.privacy import address_book, passports
from models.store.privacy.passports import SealedPassports
from notifications.gathering.queueing import queue_letters, wishes_on
from notifications.telling.letters import LetterToSend, letters_for

Keep = Callable[[Connection], object]


@dataclass(frozen=True)
class _Gathered:
    """What waits to be written; a failed walk is undone by taking an older one back.

    `said` are the new texts by digest, `kept` what goes into erasable tables: each as the call that
    writes it.
    """

    case: Case
    entries: tuple[Entry, ...] = ()
    letters: tuple[LetterToSend, ...] = ()
    moments: tuple[DueMoment, ...] = ()
    bookings: tuple[Booking, ...] | None = None
    disarmed: tuple[int, ...] = ()
    said: Mapping[Digest, str] = field(default_factory=dict)
    kept: tuple[Keep, ...] = ()


class CaseAtWork(CaseRead):
    """One case inside the transaction that holds its lock."""

    def __init__(self, conn: Connection, case: Case, settings: Settings) -> None:
        super().__init__(conn, case, settings)
        self._gathered = _Gathered(case)
        # What was written in this transaction, kept already or not.
        self._words: dict[Digest, str] = {}
        self.walked = Walked(case, None)
        self.was_written = False

    @classmethod
    def begun(
        cls, conn: Connection, case_no: CaseNo, kind: Kind, settings: Settings
    ) -> "CaseAtWork":
        """Take a new case in hand, with the salt of its digests."""
        work = cls(conn, Case(case_no, kind), settings)
        work.salt = dossiers.new_salt()
        work._keep(partial(dossiers.keep_salt, case_no=case_no, salt=work.salt))
        return work

    @property
    def case(self) -> Case:
        """Return the case as it stands, what is not written yet included."""
        return self._gathered.case

    @property
    def said(self) -> Mapping[Digest, str]:
        """Return everything written in the case, by digest, what is not kept yet included."""
        return {**self._texts, **self._words}

    @property
    def booked(self) -> tuple[Booking, ...]:
        """Return what the case has booked, what is not written yet included."""
        gathered = self._gathered.bookings
        return super().booked if gathered is None else gathered

    # --- what is gathered ------------------------------------------------------------------------

    def record(self, payload: e.Payload, actor: str = ENGINE) -> None:
        """Add an entry to the journal and queue the messages it calls for."""
        before = self.case
        entry = Entry(
            case_no=before.no,
            seq=before.seq + 1,
            at=self.now,
            recorded_at=self.around.written_at,
            actor=actor,
            payload=payload,
            previous=before.head,
        )
        entries = (*self._gathered.entries, entry)
        self._gather(case=after(before, entry), entries=entries)
        self._gather(letters=(*self._gathered.letters, *letters_for(self, entry)))

    def keep_text(self, words: str) -> Digest | None:
        """Keep what a person wrote; return its digest, None when they wrote nothing."""
        return self.keep_words(words) if words.strip() else None

    def keep_words(self, words: str, lacking: str = "reason") -> Digest:
        """Keep what a person had to write; raises `DecisionIncomplete` (`lacking`) when they did not."""
        said = words.strip()
        if not said:
            raise DecisionIncomplete(lacking)
        digest = salted_digest(self.salt, said.encode())
        self._words[digest] = said
        self._gather(said={**self._gathered.said, digest: said})
        return digest

    def keep_paper(self, paper: PaperGiven | None) -> e.PaperRef | None:
        """Keep the file of a paper; return how the journal names the paper."""
        if paper is None:
            return None
        file = self.keep_file(paper.file) if paper.file else None
        return e.PaperRef(
            number=paper.number.strip(),
            dated=paper.dated,
            file=file,
            version=paper.version,
            incoming=paper.incoming.strip() or None,
        )

    def keep_file(self, file: Attachment) -> Digest:
        """Keep a file; return its digest."""
        digest = dossiers.digest_of_file(self.salt, file)
        self._keep(partial(dossiers.keep_file, case_no=self.case.no, digest=digest, file=file))
        return digest

    def keep_persons(self, persons: Sequence[Values], by: PersonId) -> None:
        """Keep persons of a request in the address book of its unit."""
        keys, unit, no = self.settings.passport_keys, self.case.unit, self.case.no
        keeps = partial(address_book.take_in, unit=unit, case_no=no, by=by, keys=keys)
        self._keep(partial(keeps, persons=persons))

    def dossier_arrives(self, version: int, request: Request) -> e.Beside:
        """Take a version of the dossier in hand; the entry that follows puts it in force.

        Return what that entry tells of what stands beside its facts.
        """
        self._dossiers[version] = dossiers.as_kept(request)
        sealed = self._sealed(request, request.passports())
        keeps = partial(dossiers.keep_dossier, case_no=self.case.no, version=version)
        self._keep(partial(keeps, request=request, sealed=sealed))
        return self._beside(request, sealed.ciphertexts)

    def amendment_arrives(self, number: int, version: int, request: Request) -> e.Beside:
        """Take the version in hand that an amendment proposes; the one in force stands.

        Return what the entry that proposes it tells of what stands beside its facts.
        """
        self._dossiers[version] = dossiers.as_kept(request)
        keys = self.settings.passport_keys
        sealed = passports.seal(self.case.no, request, request.passports(), keys)
        keeps = partial(dossiers.keep_amended, case_no=self.case.no, amendment=number)
        self._keep(partial(keeps, version=version, request=request, sealed=sealed))
        return self._beside(request, {0: sealed.boxed})

    def amendment_is_in_force(self, number: int, version: int) -> Digest:
        """Let travellers and passports be those of an amendment; the entry that follows says so.

        Return the digest of the passports in force.
        """
        no, request = self.case.no, self.version(version)
        keys = self.settings.passport_keys
        given = passports.amended_passports_of(self.conn, no, number, request, keys)
        sealed = self._sealed(request, given)
        self._keep(partial(dossiers.put_in_force, case_no=no, request=request, sealed=sealed))
        self._keep(partial(passports.drop_amended, case_no=no, amendment=number))
        return passports.digest_of_passports(self.salt, sealed.ciphertexts)

    def _sealed(self, request: Request, given: Mapping[int, Passport]) -> SealedPassports:
        keys = self.settings.passport_keys
        return passports.sealed_for(self.conn, self.case.no, request, given, keys)

    def _beside(self, request: Request, sealed: Mapping[int, bytes]) -> e.Beside:
        return e.Beside(
            letter=dossiers.digest_of_letter(self.salt, request),
            passports=passports.digest_of_passports(self.salt, sealed),
        )

    def programme_arrives(self, revision: int, items: tuple[Item, ...]) -> Digest:
        """Take a programme in hand; the entry that follows, with this digest, puts it in force."""
        self._programmes[revision] = items
        no = self.case.no
        self._keep(partial(programmes.keep_programme, case_no=no, revision=revision, items=items))
        return programmes.digest_of(self.salt, items)

    def void(self, step: Step, because: str) -> None:
        """Let a step count for nothing, and tell those it waited for."""
        self.record(e.StepVoided(step=step.number, because=because))

    def disarm(self, step: int) -> None:
        """Take back the moments of a step whose clock stands still."""
        self._gather(disarmed=(*self._gathered.disarmed, step))

    def arm(self, *due: DueMoment) -> None:
        """Set moments at which the case is looked at again."""
        self._gather(moments=(*self._gathered.moments, *due))

    def hold(self, wanted: Sequence[Booking]) -> None:
        """Keep other cases from booking the same until this transaction ends."""
        bookings.lock(self.conn, wanted)

    def book(self, wanted: tuple[Booking, ...]) -> None:
        """Have these bookings and no others; whoever calls has found them free under their lock."""
        self._gather(bookings=wanted)

    def _keep(self, keep: Keep) -> None:
        self._gather(kept=(*self._gathered.kept, keep))

    def _gather(self, **more: object) -> None:
        self._gathered = replace(self._gathered, **more)  # type: ignore[arg-type]

    # --- what is written -------------------------------------------------------------------------

    @property
    def has_gathered(self) -> bool:
        """Tell whether there is something to write."""
        gathered = self._gathered
        return bool(gathered.entries or gathered.moments or gathered.bookings is not None)

    @property
    def letters(self) -> tuple[LetterToSend, ...]:
        """Return the letters that what was gathered calls for, none of them queued yet."""
        return self._gathered.letters

    def save(self) -> None:
        """Write what was gathered."""
        gathered = self._gathered
        if not self.has_gathered:
            return
        wishes = wishes_on(self.conn, gathered.letters)
        with in_one_go(self.conn):
            self._write(gathered, wishes)
        for keep in gathered.kept:
            keep(self.conn)
        follow(self.conn, self._stored, self.case, lambda: self.request, lambda: self.kept_at_home)
        self._stored = gathered.case
        self._gathered = _Gathered(gathered.case)
        self.was_written = True

    def _write(self, gathered: _Gathered, wishes: Mapping[str, MailWishes]) -> None:
        case = gathered.case
        journal.append(self.conn, gathered.entries, signer(self.settings.journal_seed))
        cases.save(self.conn, self._stored, case)
        dossiers.keep_texts(self.conn, case.no, gathered.said)
        moments.disarm(self.conn, case.no, gathered.disarmed)
        moments.arm(self.conn, gathered.moments)
        if gathered.bookings is not None:
            bookings.replace(self.conn, case.no, gathered.bookings)
        moments.disarm(self.conn, case.no, _closed(self._stored, case))
        if gathered.letters:
            to = self.conn, gathered.letters, self.settings
            queue_letters(*to, at=self.now, calendar=self.calendar, wishes=wishes)
        announce_at_commit(self.conn, case.no)

    @contextmanager
    def undone_on_failure(self) -> Iterator[None]:
        """Work in a savepoint: on any failure the case is again what it was before."""
        stored, gathered = self._stored, self._gathered
        try:
            with savepoint(self.conn):
                yield
        except Exception:
            self._stored, self._gathered = stored, gathered
            raise


class CaseTried(CaseAtWork):
    """A case walked to see what would come of it: it holds nothing, and is never written."""

    def hold(self, wanted: Sequence[Booking]) -> None:
        """Hold nothing: whoever books does so under the lock."""

    def save(self) -> None:
        """Refuse: the connection reads only."""
        raise AssertionError("a case that was only tried is not written")


def _closed(before: Case, case: Case) -> list[int]:
    """Return the steps that waited for somebody before and do so no more."""
    return [s.number for s in before.open_steps if not case.steps[s.number - 1].is_open]
