"""Everything Doan refuses or cannot do, as types that carry facts.

    DoanError
    ├── RequestInvalid          the request has problems, all of them listed
    ├── RegulationInvalid       the regulation file contradicts itself
    │   └── NoRouteApplies      its route table has no row for a request
    ├── DirectoryInvalid        the directory file names what is not there
    ├── SecretPaper             a paper marked secret was offered
    ├── CaseUnknown / StepUnknown / PersonUnknown
    ├── DecisionRefused         this person may not decide this step (the reason is a code)
    ├── DecisionIncomplete      the decision lacks something the choice needs
    ├── StepClosed              the step has its outcome already
    ├── TooLate                 the case has gone on too far for this
    ├── NothingChanged          a change that changes nothing
    ├── AuthorityRefused        somebody cannot be let act for somebody else so
    ├── AuthorityUnknown
    ├── DossierChanged          the page showed another version than the one in force
    ├── ProgrammeUnknown        the case has no programme, or it has no such item
    ├── ProgrammeClosed         the programme is not approved yet, or the visit is over
    ├── ProgrammeChanged        the page showed the item as it was before another change
    ├── ProgrammeClash          another visit has the hall, leader, vehicle or interpreter then
    ├── SeatVacant              nobody holds a seat that must act
    ├── LinkInvalid             a link was tampered with or belongs to another person
    ├── MessageNotSent          the mail server did not take a message
    │   └── AddressUnusable     nothing can be sent to the address
    ├── CheckpointInvalid       a checkpoint is malformed, or another key signed it
    └── SetupError              the installation lacks something, named in the message

Each class names its sentence by a catalogue id `error.<code>`; `str()` gives it in English,
`said(words)` in the reader's language. No one sees a bare traceback.
"""

from dataclasses import dataclass
from typing import ClassVar

from config.words import Words, words
from models.programme.booking import Taken


class DoanError(Exception):
    """The root: a code, and the facts its sentence is made of."""

    code: ClassVar[str] = "doan"

    def __init__(self, **facts: object) -> None:
        super().__init__()
        self.facts = facts

    def said(self, w: Words) -> str:
        """Say what is wrong, in the reader's language."""
        return w.text(f"error.{self.code}", **self.facts)

    def __str__(self) -> str:
        return self.said(words("en"))


@dataclass(frozen=True)
class Problem:
    """One thing wrong with what a person wrote: where, what they wrote, what is allowed.

    `field` is empty where the text as a whole is meant, `value` where nothing was written.
    """

    field: str
    value: str
    msgid: str
    facts: tuple[tuple[str, str], ...] = ()

    def said(self, w: Words) -> str:
        """Say the problem in one line that starts with the field and quotes the value."""
        allowed = w.text(f"problem.{self.msgid}", **dict(self.facts))
        if not self.field:
            return allowed
        line = "problem.line" if self.value else "problem.line_unwritten"
        return w.text(line, field=self.field, value=self.value, allowed=allowed)


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
    """`regulation` names the file, `title` the request that no row takes."""

    code = "no_route_applies"


class DirectoryInvalid(DoanError):
    code = "directory_invalid"


class SecretPaper(DoanError):
    code = "secret_paper"


class CaseUnknown(DoanError):
    code = "case_unknown"


class StepUnknown(DoanError):
    code = "step_unknown"


class PersonUnknown(DoanError):
    code = "person_unknown"


class DecisionRefused(DoanError):
    """`reason` is a code of `models.competence.deciding.Refusal`; the sentence is `refusal.<reason>`."""

    code = "decision_refused"

    def __init__(self, reason: str, **facts: object) -> None:
        super().__init__(reason=reason, **facts)
        self.reason = reason

    def said(self, w: Words) -> str:
        return w.text(f"refusal.{self.reason}", **self.facts)


class DecisionIncomplete(DoanError):
    """`field` is what lacks or is wrong; the sentence is `lacking.<field>`."""

    code = "decision_incomplete"

    def __init__(self, field: str, **facts: object) -> None:
        super().__init__(field=field, **facts)
        self.field = field

    def said(self, w: Words) -> str:
        return w.text(f"lacking.{self.field}", **self.facts)


class StepClosed(DoanError):
    code = "step_closed"


class TooLate(DoanError):
    """`case` has come to `status`: what is asked can no longer be done."""

    code = "too_late"

    def said(self, w: Words) -> str:
        status = w.label("status", str(self.facts.get("status", "")))
        return w.text(f"error.{self.code}", **{**self.facts, "status": status})


class NothingChanged(DoanError):
    """The request that was sent says just what the dossier in force says."""

    code = "nothing_changed"


class AuthorityUnknown(DoanError):
    code = "authority_unknown"


class AuthorityRefused(DoanError):
    """`lacks` are the reasons why `giver` cannot let `holder` act, all of them."""

    code = "authority_refused"

    def __init__(self, lacks: tuple[str, ...], **facts: object) -> None:
        super().__init__(**facts)
        self.lacks = lacks

    def said(self, w: Words) -> str:
        return "\n".join([super().said(w), *(f"- {w.text(f'authority.{k}')}" for k in self.lacks)])


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
    code = "seat_vacant"


class CheckpointInvalid(DoanError):
    """A checkpoint is malformed, or another key signed it."""

    code = "checkpoint_invalid"


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


class AddressUnusable(MessageNotSent):
    """The mailbox is missing or malformed, or of a kind mail servers in between may not know."""

    code = "address_unusable"

    def __init__(self, trouble: str) -> None:
        super().__init__(trouble, reply_code=553, permanent=True)


class SetupError(DoanError):
    """`what` says what lacks and the command that brings it, in English."""

    code = "setup"
