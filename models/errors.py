"""Everything Doan refuses or cannot do, as types that carry facts.

    DoanError
    ├── RequestInvalid          the request has problems, all of them listed
    ├── RegulationInvalid       the regulation file contradicts itself
    │   └── NoRouteApplies      its route table has no row for a request
    ├── DirectoryInvalid        the directory file names what is not there
    ├── SecretPaper             a paper marked secret was offered
    ├── CaseUnknown / StepUnknown / PersonUnknown / BodyUnknown
    ├── DecisionRefused         this person may not decide this step (the reason is a code)
    ├── DecisionIncomplete      the decision lacks something the choice needs
    │   ├── FileRefused         a file that came with it is not taken (`why` is a code)
    │   └── FilesRefused        all else is kept, these files are not
    ├── StepClosed              the step has its outcome already
    ├── TooLate                 the case has gone on too far for this
    ├── CaseErased              what the case was about is erased, as the rules have it
    ├── ErasureRefused          it may not be erased yet: the case is open, held, or still writes
    ├── EvidenceRefused         no bundle can be made of a case now
    ├── PassportMisplaced       a passport lies where it was not put
    ├── RowUnreadable           what the database holds of a case is damaged
    ├── DirectoryUnreadable     a row of the directory is damaged
    ├── FileDamaged             a file is not any more what was handed in
    ├── PeriodRefused           statistics cannot be told of such a period (the reason is a code)
    ├── NothingChanged          a change that changes nothing
    ├── AuthorityRefused        somebody cannot be let act for somebody else so
    ├── AuthorityUnknown
    ├── MailboxRefused          a mailbox cannot be changed so (the reason is a code)
    ├── MailboxChangeUnknown
    ├── DraftUnknown            there is no such draft, or it is another unit's
    ├── DraftFiled              it was filed: `case` came of it
    ├── DraftChanged            a colleague changed the same part of it meanwhile
    ├── CallRepeated            another system has just called the same: it was done once
    ├── WebhookUnknown
    ├── WebhookRefused          a webhook cannot be registered or called so (the reason is a code)
    ├── EntryUnknown            no address book of a person's unit has such an entry
    ├── SignInRefused           somebody has not shown who they are, or may not come in (a code says why)
    ├── SomeNotTaken            of several answers given together some were refused, each with its reason
    ├── DossierChanged          the page showed another version than the one in force
    ├── ProgrammeUnknown        the case has no programme, or it has no such item
    ├── ProgrammeClosed         the programme is not approved yet, or the visit is over
    ├── ProgrammeChanged        the page showed the item as it was before another change
    ├── ProgrammeClash          another visit has the hall, leader, vehicle or interpreter then
    ├── SeatVacant              nobody holds a seat that must act
    ├── LinkInvalid             a link was tampered with or belongs to another person
    ├── MessageNotSent          the mail server did not take a message
    │   └── AddressUnusable     nothing can be sent to the address
    ├── NoticeUnknown           there is no message of this name
    ├── MailboxAway             the sender's mailbox cannot be read
    ├── CheckpointInvalid       a checkpoint is malformed, or another key signed it
    ├── DatabaseAltered         the database has another shape than the release made
    ├── ClockFixed              the clock is the real one, or would go back
    ├── JournalBeyondUs         the journal's key is another one, or its beginning is gone
    ├── BackupRefused           a backup cannot be made, or not be restored here (`why` is a code)
    ├── InQuarantine            a restored or copied Doan sends and signs nothing yet
    ├── QuarantineRefused       there is none to be ended, or no reason is given
    └── SetupError              the installation lacks something, named in the message

Each class names its sentence by a catalogue id `error.<code>`; `str()` gives it in English,
`said(words)` in the reader's language. No one sees a bare traceback.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from config.regulation.parts import Text
from config.words import Language, Words, words
from models.ids import CaseNo
from models.programme.booking import Taken
from models.request.labels import label_of


class DoanError(Exception):
    """The root: a code, and the facts its sentence is made of."""

    code: ClassVar[str] = "doan"

    def __init__(self, **facts: object) -> None:
        super().__init__()
        self.facts = facts

    def said(self, w: Words) -> str:
        """Say what is wrong, in the reader's language."""
        return self.say(w, f"error.{self.code}")

    def say(self, w: Words, msgid: str, **more: object) -> str:
        """Say a sentence with the facts in their places: names and days as people of the language do."""
        return w.text(msgid, **{n: _said(fact, w) for n, fact in {**self.facts, **more}.items()})

    def __str__(self) -> str:
        return self.said(words("en"))


def _said(fact: object, w: Words) -> object:
    match fact:
        case Text():
            return fact.of(w.language)
        # A moment is a date too, and is said by those who know what of it matters.
        case date() if type(fact) is date:
            return w.date(fact)
        case _:
            return fact


def fault_said(fault: str, w: Words) -> str:
    """Say what keeps a case from going on: the code of an error, or the kind of one nobody foresaw."""
    known = f"fault.{fault}"
    return w.text(known) if known in w.catalogue else w.text("fault.other", name=fault)


@dataclass(frozen=True)
class Offered:
    """A code that is meant by what may be written: what it is called in Vietnamese and in English."""

    code: str
    vi: str
    en: str

    def said(self, w: Words) -> str:
        """Say what it is called, which may be written for it."""
        return self.en if w.language is Language.ENGLISH else self.vi

    def said_with_code(self, w: Words) -> str:
        """Say what it is called, and how a file writes it."""
        return f"{self.said(w)} ({self.code})" if self.said(w) != self.code else self.code


# A file names these in one way alone; anything else may be written as people call it.
_WRITTEN_BY_CODE = frozenset({"unknown_field", "unknown_unit", "unknown_person_like"})


@dataclass(frozen=True)
class Problem:
    """One thing wrong with what a person wrote: where, what they wrote, what is allowed.

    `field` is empty where the text as a whole is meant, `value` where nothing was written. `offered`
    are the codes that may be written instead, the likeliest first; a fact that is a kind of case is
    its code.
    """

    field: str
    value: str
    msgid: str
    facts: tuple[tuple[str, str], ...] = ()
    offered: tuple[Offered, ...] = ()

    def said(self, w: Words) -> str:
        """Say the problem in one line that starts with the field's label and quotes the value."""
        allowed = self.said_alone(w)
        if not self.field:
            return allowed
        line = "problem.line" if self.value else "problem.line_unwritten"
        return w.text(line, field=self._named(w), value=self.value, allowed=allowed)

    def said_alone(self, w: Words) -> str:
        """Say what is allowed, where field and value stand beside it."""
        told = {name: _fact_said(name, fact, w) for name, fact in self.facts}
        by_code = self.msgid in _WRITTEN_BY_CODE
        said = [o.said_with_code(w) if by_code else o.said(w) for o in self.offered]
        told = {"allowed": "; ".join(said) or "–", **told}
        return w.text(f"problem.{self.msgid}", **told)

    def _named(self, w: Words) -> str:
        """Return the field's label; a name that is none of the request's stays as it was written."""
        if self.msgid != "unknown_field":
            return label_of(self.field, w)
        whole, _, name = self.field.rpartition(".")
        return f"{label_of(whole, w)}, {name}" if whole else name


def _fact_said(name: str, fact: str, w: Words) -> str:
    """Say a fact as people do: a day in their order, a kind of case by its label."""
    if name in ("kind", "new_kind"):
        return w.label("kind", fact)
    try:
        return w.date(date.fromisoformat(fact))
    except ValueError:
        return fact


class RequestInvalid(DoanError):
    """The request has problems; every one of them is in `problems`."""

    code = "request_invalid"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(count=len(problems))
        self.problems = problems

    def said(self, w: Words) -> str:
        return "\n".join([super().said(w), *(f"- {problem.said(w)}" for problem in self.problems)])


class RegulationInvalid(DoanError):
    code = "regulation_invalid"


class NoRouteApplies(RegulationInvalid):
    """`regulation` is its title, `title` that of the request no row takes."""

    code = "no_route_applies"


class Wrong:
    """One thing wrong with what the directory is told: where, and the code of its sentence."""

    def __init__(self, place: str, why: str, **facts: object) -> None:
        self.place, self.why, self.facts = place, why, facts
        self.stands_at: tuple[int, int] | None = None

    def at(self, stands_at: tuple[int, int] | None) -> "Wrong":
        """Return it with the line and the column of a file where it stands, counted from 1."""
        self.stands_at = stands_at
        return self

    def said(self, w: Words) -> str:
        """Say it in one line that begins with its place; a day is written as people do."""
        told = {n: _said(fact, w) for n, fact in self.facts.items()}
        said = w.text(f"directory.{self.why}", **told)
        if self.stands_at:
            line, column = self.stands_at
            where = w.text("directory.stands_at", line=line, column=column)
            return f"{where}, {self.place}: {said}"
        return f"{self.place}: {said}" if self.place else said


class DirectoryInvalid(DoanError):
    """What is `wrong` with what the directory is told, all of it; the sentences `directory.<why>`."""

    code = "directory_invalid"

    def __init__(self, *wrong: Wrong) -> None:
        super().__init__(count=len(wrong))
        self.wrong = wrong

    def said(self, w: Words) -> str:
        return "\n".join([super().said(w), *(f"- {each.said(w)}" for each in self.wrong)])


class SecretPaper(DoanError):
    code = "secret_paper"


class CaseUnknown(DoanError):
    code = "case_unknown"


class StepUnknown(DoanError):
    code = "step_unknown"


class PersonUnknown(DoanError):
    code = "person_unknown"


class BodyUnknown(DoanError):
    code = "body_unknown"


class DecisionRefused(DoanError):
    """`reason` is a code of `models.competence.deciding.Refusal`; the sentence is `refusal.<reason>`."""

    code = "decision_refused"

    def __init__(self, reason: str, **facts: object) -> None:
        super().__init__(reason=reason, **facts)
        self.reason = reason

    def said(self, w: Words) -> str:
        return self.say(w, f"refusal.{self.reason}")


class DecisionIncomplete(DoanError):
    """`field` is what lacks or is wrong; the sentence is `lacking.<field>`."""

    code = "decision_incomplete"

    def __init__(self, field: str, **facts: object) -> None:
        super().__init__(field=field, **facts)
        self.field = field

    def said(self, w: Words) -> str:
        return self.say(w, f"lacking.{self.field}")


class FileRefused(DecisionIncomplete):
    """A file is not taken: `name` is what it is called; `problem.attachment_<why>` says why."""

    code = "file_refused"

    def __init__(self, why: str, name: str, **facts: object) -> None:
        super().__init__("paper_file", name=name, **facts)
        self.why = why
        self.name = name

    def said(self, w: Words) -> str:
        why = w.text(f"problem.attachment_{self.why}", **self.facts)
        return w.text(f"error.{self.code}", name=self.name, why=why)


class FilesRefused(DecisionIncomplete):
    """What else was written is kept, but some files are not: each by the field it was chosen in."""

    code = "files_refused"

    def __init__(self, refused: tuple[tuple[str, FileRefused], ...]) -> None:
        super().__init__("paper_file", count=len(refused))
        self.refused = refused

    def said(self, w: Words) -> str:
        return w.text(f"error.{self.code}", count=len(self.refused))

    def beside(self, w: Words) -> dict[str, tuple[str, ...]]:
        """Say why, by field."""
        fields = dict.fromkeys(field for field, _ in self.refused)
        return {name: tuple(r.said(w) for f, r in self.refused if f == name) for name in fields}


class StepClosed(DoanError):
    code = "step_closed"


class SomeNotTaken(DoanError):
    """Of several answers given together some were refused: `refused` says of which case and why.

    Those of `taken` are recorded and stand.
    """

    code = "some_not_taken"

    def __init__(
        self, taken: tuple[CaseNo, ...], refused: tuple[tuple[CaseNo, "DoanError"], ...]
    ) -> None:
        super().__init__(taken=len(taken), refused=len(refused))
        self.taken = taken
        self.refused = refused


class TooLate(DoanError):
    """`case` has come to `status`: what is asked can no longer be done."""

    code = "too_late"

    def said(self, w: Words) -> str:
        status = w.label("status", str(self.facts.get("status", "")))
        return self.say(w, f"error.{self.code}", status=status)


class CaseErased(DoanError):
    """Dossier, texts and files of `case` are erased since `at`; its journal stays."""

    code = "case_erased"

    def __init__(self, *, case: str, at: datetime | None) -> None:
        super().__init__(case=case)
        self.at = at

    def said(self, w: Words) -> str:
        day = w.day_of(self.at) if self.at else "–"
        return self.say(w, f"error.{self.code}", day=day)


class ErasureRefused(DoanError):
    """`why` is a code: as `open` or `held`; its sentence `erasure.<why>`."""

    code = "erasure_refused"

    def __init__(self, why: str, **facts: object) -> None:
        super().__init__(**facts)
        self.why = why

    def said(self, w: Words) -> str:
        return self.say(w, f"erasure.{self.why}")


class EvidenceRefused(DoanError):
    """No bundle can be made: a body `votes` just now, or the case goes on too fast (`in_motion`).

    The sentence is `evidence.<why>`.
    """

    code = "evidence_refused"

    def __init__(self, why: str, case: CaseNo) -> None:
        super().__init__(case=case)
        self.why = why

    def said(self, w: Words) -> str:
        return self.say(w, f"evidence.{self.why}")


class PeriodRefused(DoanError):
    """Statistics cannot be told of what was asked for: `why` is a code, `field` what is wrong."""

    code = "period"

    def __init__(self, why: str, **facts: object) -> None:
        super().__init__(**facts)
        self.why = why

    def said(self, w: Words) -> str:
        """Say what is wrong with the period."""
        return self.say(w, f"period.{self.why}")


class PassportMisplaced(DoanError):
    code = "passport_misplaced"


class RowUnreadable(DoanError):
    """Something the database holds of `case` is not what it must be, and cannot be read."""

    code = "row_unreadable"


class DirectoryUnreadable(DoanError):
    """A `row` of the directory, by its number, is not what it must be, and cannot be read."""

    code = "directory_unreadable"


class FileDamaged(DoanError):
    """A file is kept whose bytes are not those that were handed in."""

    code = "file_damaged"


class NothingChanged(DoanError):
    """The request that was sent says just what the dossier in force says."""

    code = "nothing_changed"


class MailboxChangeUnknown(DoanError):
    code = "mailbox_change_unknown"


class MailboxRefused(DoanError):
    """`reason` is why a mailbox cannot be changed so; the sentence is `mailbox.<reason>`."""

    code = "mailbox_refused"

    def __init__(self, reason: str, **facts: object) -> None:
        super().__init__(reason=reason, **facts)
        self.reason = reason

    def said(self, w: Words) -> str:
        return self.say(w, f"mailbox.{self.reason}")


class DraftUnknown(DoanError):
    code = "draft_unknown"


class DraftFiled(DoanError):
    """`case` is the case that came of it."""

    code = "draft_filed"


class DraftChanged(DoanError):
    """`name` is who changed it; `theirs` are their words by field, where they differ."""

    code = "draft_changed"

    def __init__(self, name: str, theirs: Mapping[str, str]) -> None:
        super().__init__(name=name)
        self.theirs = theirs


class EntryUnknown(DoanError):
    """The address book of a person's unit has no such entry, or has it no more."""

    code = "entry_unknown"


class AuthorityUnknown(DoanError):
    code = "authority_unknown"


class AuthorityRefused(DoanError):
    """`lacks` are the reasons why `giver` cannot let `holder` act, all; `days` is the longest span."""

    code = "authority_refused"

    def __init__(self, lacks: tuple[str, ...], **facts: object) -> None:
        super().__init__(**facts)
        self.lacks = lacks

    def said(self, w: Words) -> str:
        lines = (self.say(w, f"authority.{lack}") for lack in self.lacks)
        return "\n".join([super().said(w), *(f"- {line}" for line in lines)])


class CallRepeated(DoanError):
    code = "call_repeated"


class WebhookUnknown(DoanError):
    code = "webhook_unknown"


class WebhookRefused(DoanError):
    """`why` a webhook is not registered or called: the sentence `webhook.<why>`."""

    code = "webhook_refused"

    def __init__(self, why: str, **facts: object) -> None:
        super().__init__(**facts)
        self.why = why

    def said(self, w: Words) -> str:
        return self.say(w, f"webhook.{self.why}")


class SignInRefused(DoanError):
    """`reason` is why somebody is not let in, or a passkey not taken: the sentence `door.<reason>`."""

    code = "sign_in_refused"

    def __init__(self, reason: str, **facts: object) -> None:
        super().__init__(reason=reason, **facts)
        self.reason = reason

    def said(self, w: Words) -> str:
        return self.say(w, f"door.{self.reason}")


class DossierChanged(DoanError):
    code = "dossier_changed"


class ProgrammeUnknown(DoanError):
    code = "programme_unknown"


class ProgrammeClosed(DoanError):
    code = "programme_closed"


class ProgrammeChanged(DoanError):
    code = "programme_changed"


class ProgrammeClash(DoanError):
    """`taken` is what another visit has at that time; a line of each is `clash.<kind>`."""

    code = "programme_clash"

    def __init__(self, taken: tuple[Taken, ...]) -> None:
        super().__init__(count=len(taken))
        self.taken = taken

    def said(self, w: Words) -> str:
        return "\n".join([super().said(w), *(f"- {line}" for line in self.lines(w))])

    def lines(self, w: Words) -> tuple[str, ...]:
        """Say of each what it is, which case has it, and from when to when."""
        return tuple(
            w.text(
                f"clash.{one.kind}",
                name=one.name,
                case=one.case_no,
                begins=w.moment(one.begins),
                ends=w.moment(one.ends),
            )
            for one in self.taken
        )


class SeatVacant(DoanError):
    """`seat` is the seat, `called` what people call it."""

    code = "seat_vacant"

    def said(self, w: Words) -> str:
        return self.say(w, f"error.{self.code}", seat=self.facts["called"])


class CheckpointInvalid(DoanError):
    """A checkpoint cannot be read, or another key signed it; the sentence is `checkpoint.<why>`."""

    code = "checkpoint_invalid"

    def __init__(self, why: str, **facts: object) -> None:
        super().__init__(**facts)
        self.why = why

    def said(self, w: Words) -> str:
        return self.say(w, f"error.{self.code}", why=self.say(w, f"checkpoint.{self.why}"))


class LinkInvalid(DoanError):
    code = "link_invalid"


class MessageNotSent(DoanError):
    """`reply_code` is the mail server's (0: it gave none); `permanent` ones are tried no more.

    `trouble` is what the server or the network said, for those who look after the system.
    """

    code = "message_not_sent"

    def __init__(self, trouble: str, *, reply_code: int = 0, permanent: bool = False) -> None:
        super().__init__(trouble=trouble, reply_code=reply_code)
        self.trouble = trouble
        self.reply_code = reply_code
        self.permanent = permanent


class NoticeUnknown(DoanError):
    """There is no message of this name; `near` is the one that is written most alike."""

    code = "notice_unknown"


class AddressUnusable(MessageNotSent):
    """The mailbox is missing or malformed, or of a kind mail servers in between may not know."""

    code = "address_unusable"

    def __init__(self, trouble: str) -> None:
        super().__init__(trouble, reply_code=553, permanent=True)


class MailboxAway(DoanError):
    """The sender's mailbox cannot be read; `trouble` is what its server or this machine says."""

    code = "mailbox_away"

    def __init__(self, trouble: str) -> None:
        super().__init__(trouble=trouble)
        self.trouble = trouble


class JournalBeyondUs(DoanError):
    """The journal is signed by another key than the installation has, or the house's part is gone.

    `why` is `other_key` or `house_gone`; the sentence is `error.journal_<why>`.
    """

    def __init__(self, why: str) -> None:
        super().__init__()
        self.why = why

    def said(self, w: Words) -> str:
        return w.text(f"error.journal_{self.why}")


class DatabaseAltered(DoanError):
    """The database has something the release has not, such as a trigger, or lacks something it has."""

    code = "database_altered"


class ClockFixed(DoanError):
    """The clock stays: it is the `real` one, or is told to go `back`; the sentence is `clock.<why>`."""

    code = "clock_fixed"

    def __init__(self, why: str, **facts: object) -> None:
        super().__init__(**facts)
        self.why = why

    def said(self, w: Words) -> str:
        told = {n: w.moment(f) if isinstance(f, datetime) else f for n, f in self.facts.items()}
        return w.text(f"clock.{self.why}", **told)


class BackupRefused(DoanError):
    """A backup cannot be made, or not be restored here; the sentence is `backup.<why>`."""

    code = "backup_refused"

    def __init__(self, why: str, **facts: object) -> None:
        super().__init__(**facts)
        self.why = why

    def said(self, w: Words) -> str:
        return w.text(f"error.{self.code}", what=self.say(w, f"backup.{self.why}"))


class InQuarantine(DoanError):
    """This Doan was `restored` or `copied` (`why`) and is silent `since` (UTC)."""

    code = "in_quarantine"

    def __init__(self, why: str, since: datetime) -> None:
        super().__init__(since=since)
        self.why = why
        self.since = since

    def said(self, w: Words) -> str:
        why = w.text(f"quarantine.{self.why}")
        return w.text(f"error.{self.code}", why=why, since=w.moment(self.since))


class QuarantineRefused(DoanError):
    """A quarantine is not ended: there is `none`, or no reason fits; `quarantine_refused.<why>`."""

    code = "quarantine_refused"

    def __init__(self, why: str) -> None:
        super().__init__()
        self.why = why

    def said(self, w: Words) -> str:
        return w.text(f"error.{self.code}", what=w.text(f"quarantine_refused.{self.why}"))


class SetupError(DoanError):
    """`lack` is what is missing or wrong, and what mends it; the sentence is `setup.<lack>`."""

    code = "setup"

    def __init__(self, lack: str, **facts: object) -> None:
        super().__init__(**facts)
        self.lack = lack

    def said(self, w: Words) -> str:
        return w.text(f"error.{self.code}", what=w.text(f"setup.{self.lack}", **self.facts))
