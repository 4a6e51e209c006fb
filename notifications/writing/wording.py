"""What a message says: its template, filled with frozen facts, in the reader's language.

A folder a message, a file a language: the first line is the subject, the rest is Markdown. What a
template needs and the facts lack is an error, never a gap in the text. A file that an office has in a
folder of its own (`Settings.templates`) stands for ours; what it can do is no more than ours can.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from config.regulation.codes import Stage
from config.words import Words, words
from models.directory import Person
from models.errors import fault_said
from models.request.values.origins import ORIGINS
from notifications.facts.base import Facts
from notifications.facts.cases import CaseFacts, StepFacts
from notifications.facts.letters import (
    AuthorityLetter,
    CarryingLetter,
    CaseLetter,
    CheckpointLetter,
    CheckpointUnreached,
    ClockJumpedLetter,
    DigestLetter,
    DraftLetter,
    GuessingLetter,
    MailboxLetter,
    NewDeviceLetter,
    PasskeyLetter,
    RegistersDueLetter,
    ReplyRefusedLetter,
    SeatsLetter,
    SetAsideLetter,
    SeveralLetter,
    SignInLetter,
    StandardLetter,
    TokenLetter,
    UnclaimedLetter,
    UndeliveredLetter,
)
from notifications.gathering.digests import DIGEST
from notifications.gathering.several import OF_SEVERAL
from notifications.telling.authority_letters import OF_AUTHORITIES
from notifications.telling.checkpoint_letters import CHECKPOINT, UNREACHED
from notifications.telling.door_letters import (
    ACCESS_GIVEN,
    MANY_WRONG_CODES,
    NEW_DEVICE,
    PASSKEY_ADDED,
)
from notifications.telling.draft_letters import DRAFT_RESTS
from notifications.telling.mailbox_letters import OF_MAILBOXES, OF_SEATS
from notifications.telling.of_no_case import (
    CLOCK_JUMPED,
    REGISTERS_DUE,
    REPLY_REFUSED,
    SET_ASIDE,
    UNCLAIMED,
    UNDELIVERED,
)
from notifications.writing.addressing import PLAINLY, Addressed
from notifications.writing.carried import LinkTo, Written, cases_told, no_link
from notifications.writing.markdown import escaped, one_line

TEMPLATES = Path(__file__).parents[1] / "templates"
# What several messages have in common; no message is called so.
SHARED = "_shared"
SUBJECT_LINE = "Subject: "

STANDARD = "plain_standard"
SIGN_IN_CODE = "sign_in_code"
# Of which family a message is; all others are about a case.
_FAMILIES: dict[str, type[Facts]] = {
    CHECKPOINT: CheckpointLetter,
    UNREACHED: CheckpointUnreached,
    UNDELIVERED: UndeliveredLetter,
    UNCLAIMED: UnclaimedLetter,
    REPLY_REFUSED: ReplyRefusedLetter,
    SET_ASIDE: SetAsideLetter,
    REGISTERS_DUE: RegistersDueLetter,
    CLOCK_JUMPED: ClockJumpedLetter,
    DIGEST: DigestLetter,
    **dict.fromkeys(OF_SEVERAL, SeveralLetter),
    STANDARD: StandardLetter,
    SIGN_IN_CODE: SignInLetter,
    NEW_DEVICE: NewDeviceLetter,
    DRAFT_RESTS: DraftLetter,
    PASSKEY_ADDED: PasskeyLetter,
    ACCESS_GIVEN: TokenLetter,
    MANY_WRONG_CODES: GuessingLetter,
    **dict.fromkeys(OF_AUTHORITIES, AuthorityLetter),
    **dict.fromkeys(OF_MAILBOXES, MailboxLetter),
    **dict.fromkeys(OF_SEATS, SeatsLetter),
}


@dataclass(frozen=True)
class Wording:
    """The subject as one line, the body as Markdown in which facts are escaped."""

    subject: str
    body: str


@dataclass(frozen=True)
class Office:
    """Where readers with a question turn to, whether answers are read, and its own templates.

    `by_reply` are the answers that count when they are given by reply to this very letter;
    `link_to` says of each message that a letter carries where its reader is led.
    """

    address: str = ""
    telephone: str = ""
    reads_answers: bool = False
    by_reply: tuple[str, ...] = ()
    templates: Path | None = None
    link_to: LinkTo = no_link


NO_OFFICE = Office()


def family_of(template: str) -> type[Facts]:
    """Return the family of letters that a template is filled with."""
    return _FAMILIES.get(template, CaseLetter)


def wording(
    template: str,
    reader: Words,
    letter: Facts,
    *,
    person: Person,
    link: str | None,
    at: datetime | None = None,
    to: Addressed = PLAINLY,
    office: Office = NO_OFFICE,
) -> Wording:
    """Fill a template in a language with the facts of a letter, whom it goes to, its link and moment.

    `you` is how its reader is spoken to, `as_holder`
    the seat they are written to in, if that is sure.

    Raises `jinja2.TemplateError` (and what a filter raises) when the facts do not suffice.
    """
    spoken_to = {"you": reader.label("you", to.as_whom), "as_holder": to.seat}
    beside = {"person": person, "link": link, "at": at, "office": office}
    facts = {**dict(letter), **spoken_to, **beside}
    name = f"{template}/{reader.language}.md"
    own = office.templates
    subjects = environment(FilePart.SUBJECT, reader.language, own)
    bodies = environment(FilePart.BODY, reader.language, own)
    if isinstance(letter, CarryingLetter):
        facts["cases"] = cases_told(
            letter.told,
            reader,
            {**spoken_to, **beside},
            subjects=subjects,
            bodies=bodies,
            link_to=office.link_to,
            of_one_case=isinstance(letter, SeveralLetter),
        )
    subject = subjects.get_template(name).render(facts)
    return Wording(one_line(subject), bodies.get_template(name).render(facts))


def subject_pattern(template: str, language: str) -> str:
    """Return the subject as its template has it, with the places of the facts still open."""
    loader = _PartOfFile(FilePart.SUBJECT)
    return loader.get_source(Environment(autoescape=True), f"{template}/{language}.md")[0].strip()


class FilePart(StrEnum):
    """The two parts of a template's file, each filled by itself."""

    SUBJECT = "subject"
    BODY = "body"


class _PartOfFile(FileSystemLoader):
    """Reads one part of the messages' files. Cut before filling, so that no fact moves the cut."""

    def __init__(self, part: FilePart, own: Path | None = None) -> None:
        super().__init__([own, TEMPLATES] if own else TEMPLATES)
        self._part = part

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        source, filename, unchanged = super().get_source(environment, template)
        if not source.startswith(SUBJECT_LINE):
            return source, filename, unchanged
        subject, _, body = source.removeprefix(SUBJECT_LINE).partition("\n")
        return (subject if self._part is FilePart.SUBJECT else body), filename, unchanged


@cache
def environment(part: FilePart, language: str, own: Path | None = None) -> Environment:
    """Return what fills a part of the templates in a language, an office's own before ours."""
    # The result is Markdown and a header, not HTML: facts are escaped by `finalize`, and the HTML
    # part is made from the parsed Markdown.
    environment = ImmutableSandboxedEnvironment(
        loader=_PartOfFile(part, own),
        undefined=StrictUndefined,
        finalize=_escaped_fact if part is FilePart.BODY else _fact,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.filters |= _filters(words(language))
    return environment


def _filters(reader: Words) -> dict[str, Callable[..., str]]:
    """Return how facts are said in a language."""
    place = ("vi", "en").index(reader.language)

    def of(family: str, case: CaseFacts, stage: str | None = None) -> str:
        """Return what something is called for the kind of a case: `"matter"|of(case, step.stage)`."""
        if family == "matter" and case.amends:
            return reader.label(family, case.amends)
        return reader.label(family, stage if stage == Stage.HOSTING else case.called)

    def field(path: str) -> str:
        """Return what people call a field of the dossier: `members[2]` is member 2."""
        name, _, rest = path.partition("[")
        number = f" {rest.partition(']')[0]}" if rest else ""
        return reader.label("fact", name.partition(".")[0]) + number

    def countries(codes: Iterable[str]) -> str:
        return ", ".join(ORIGINS.get(code, (code, code))[place] for code in codes)

    def marks(case: CaseFacts, step: StepFacts | None) -> str:
        """Return what a subject begins with: that a step is urgent, or amends, or calls off."""
        codes = ["urgent"] if case.urgent else []
        codes += [case.amends] if case.amends else []
        return "".join(f" – {reader.label('mark', code)}" for code in codes if step)

    return {
        "marks": marks,
        "said": lambda text: text.of(reader.language),
        "label": lambda code, family, *within: reader.label(family, code, *within),
        "of": of,
        "field": field,
        "countries": countries,
        "fault": lambda code: fault_said(code, reader),
        # A day that is None would be taken for today.
        "day": lambda day: reader.date(day) if day else _fact(day),
        "moment": reader.moment,
    }


def _fact(value: object) -> str:
    if value is None:
        raise UndefinedError("a fact the template needs is None")
    return str(value)


def _escaped_fact(value: object) -> str:
    return value if isinstance(value, Written) else escaped(_fact(value))
