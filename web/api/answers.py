"""The shape of what other systems are answered; the description is made of it. Moments are UTC."""

from datetime import date, datetime
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from config.regulation.codes import Kind, Stage
from flows.case.verbs import StepVerb
from models.case import CaseStatus, StepState
from models.store.drafts import Task
from models.store.sign_in.tokens import Scope
from models.timeline.lines import When
from web.audit.timeline import EventSource

T = TypeVar("T")


class ApiAnswer(BaseModel):
    """Every answer: it has what stands here, and nothing else."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class NamedAnswer(ApiAnswer):
    """A key that never changes, and what people call it."""

    key: str
    name: str


class MeAnswer(ApiAnswer):
    """For whom a call is; `scopes` are those of its token, none for a session, which has all.

    In a session what changes something sends `form_token` along as `X-Form-Token`.
    """

    person: NamedAnswer
    seats: list[NamedAnswer]
    scopes: list[Scope]
    expires_at: datetime | None
    form_token: str


class CaseInList(ApiAnswer):
    """A case as lists show it; `is_erased`: nothing of what it was about is left."""

    no: str
    kind: Kind
    unit: NamedAnswer
    status: CaseStatus
    title: str
    is_urgent: bool
    is_erased: bool
    begins: date | None
    ends: date | None
    stages: list[str]
    since: datetime | None
    due_at: datetime | None
    is_late: bool
    has_fault: bool
    href: str


class PageAnswer(ApiAnswer, Generic[T]):
    """A page of a list; `next` and `previous` are the addresses of those beside it.

    `total` is how many there are of all; not `is_counted`, there are at least so many. `unread` are the
    cases of what would stand here and is damaged.
    """

    items: list[T]
    next: str | None
    previous: str | None
    total: int
    is_counted: bool
    unread: list[str]


class StepInCase(ApiAnswer):
    """A step the case waits for; `is_mine`: whoever calls may answer it."""

    number: int
    stage: str
    act: str
    asked: str
    who: str
    due_at: datetime | None
    days_left: int | None
    is_overdue: bool
    is_mine: bool
    href: str


class LineAnswer(ApiAnswer):
    """A line of the timeline: what was or will be asked of whom, and what came of it."""

    when: When
    asked: str
    seat: str
    outcome: str
    who: str
    at: datetime | None
    is_unconfirmed: bool
    is_undone: bool


class OutcomeAnswer(ApiAnswer):
    """What came of a step, as far as it is for whoever calls."""

    step: int
    stage: str
    act: str
    seat: str
    state: StepState
    choice: NamedAnswer | None
    by: str
    remarks: str
    answer: str
    at: datetime | None
    counts: bool


class AskedAnswer(ApiAnswer):
    """A question to the unit, or a condition of a decision: its words, whose it is, how it stands."""

    words: str
    seat: str
    standing: str


class CaseAnswer(ApiAnswer):
    """A case as its page shows it to whoever calls.

    `may_do` are the verbs open to them, `left_out` what of it is not for them. `dossier` is the request
    in the form of a file; it is for whoever reads the dossier, and births and passports are not in it.
    """

    no: str
    kind: Kind
    unit: NamedAnswer
    status: CaseStatus
    title: str
    version: int
    begins: date | None
    ends: date | None
    filed_for: str
    erased_at: datetime | None
    open_steps: list[StepInCase]
    timeline: list[LineAnswer]
    outcomes: list[OutcomeAnswer]
    conditions: list[AskedAnswer]
    questions: list[AskedAnswer]
    may_do: list[str]
    ended_because: str
    left_out: str
    dossier: dict[str, Any] | None
    href: str
    page: str


class ChoiceOffered(ApiAnswer):
    """An answer that is open: what it has to bring (`needs`), and what it may."""

    key: str
    name: str
    needs: list[str]
    may: list[str]


class StepAnswer(ApiAnswer):
    """A step as its page shows it to whoever calls; without `choices` there is nothing to answer now.

    `refusal` says why it is not theirs to answer, `dossier` is the digest of what is asked about;
    `revises`: it is answered by a new version of the request. `may`: what whoever calls may do beside
    answering. The `ETag` is sent as `If-Match` with an answer, and with what is done beside.
    """

    case_no: str
    number: int
    stage: str
    act: str
    state: StepState
    question: str
    seat: str
    version: int
    dossier: str
    opened_at: datetime
    due_at: datetime | None
    is_overdue: bool
    choices: list[ChoiceOffered]
    answers_objection: bool
    revises: bool
    refusal: str
    outcome: OutcomeAnswer | None
    may: list[StepVerb]
    href: str
    page: str


class DutyAnswer(ApiAnswer):
    """What is owed in a case: by whom, to whom, until when."""

    case_no: str
    step: int
    title: str
    kind: Kind
    stage: Stage
    unit: NamedAnswer
    seat: str
    owed_to: str
    holders: list[str]
    due_at: datetime | None
    working_days_left: int | None
    is_late: bool
    is_mine: bool
    href: str


class StayAnswer(ApiAnswer):
    """A delegation that is abroad, or guests who are here; `names` for whoever reads the dossier."""

    case_no: str
    kind: Kind
    unit: NamedAnswer
    title: str
    begins: date
    ends: date
    names: list[str]
    href: str


class StaysAnswer(ApiAnswer):
    """Who is abroad or here between two days, both included."""

    first: date
    last: date
    items: list[StayAnswer]


class EventAnswer(ApiAnswer):
    """Something that happened in a case, as the auditor's room tells it."""

    source: EventSource
    number: str
    at: datetime
    recorded_at: datetime | None
    said: str
    who: str
    details: list[str]
    is_by_hand: bool


class JournalAnswer(ApiAnswer):
    """All that is known of a case, in the order in which it happened."""

    case_no: str
    items: list[EventAnswer]


class SubmittedAnswer(ApiAnswer):
    """The case that came of a request."""

    case_no: str
    href: str
    page: str


class DecidedAnswer(ApiAnswer):
    """That an answer is recorded, and where."""

    case_no: str
    step: int
    choice: str
    href: str


class DoneAtStepAnswer(ApiAnswer):
    """That something is done at a step beside answering it, and where."""

    case_no: str
    step: int
    verb: StepVerb
    href: str


class DoneAnswer(ApiAnswer):
    """That a verb is done with a case."""

    case_no: str
    verb: str
    href: str


class DraftAnswer(ApiAnswer):
    """A request that is being written; `values` are those of its file. Passports stand in it."""

    id: str
    unit: str
    kind: Kind
    task: Task
    title: str
    case_no: str | None
    changed_at: datetime
    values: dict[str, Any]
    href: str
    page: str


class DraftsAnswer(ApiAnswer):
    """The drafts of somebody's units, the last changed first; what stands in them is read one by one."""

    items: list["DraftInList"]


class DraftInList(ApiAnswer):
    """A draft as a list shows it."""

    id: str
    unit: str
    kind: Kind
    task: Task
    title: str
    case_no: str | None
    changed_at: datetime
    href: str


class FieldWrong(ApiAnswer):
    """One thing that is wrong: the name of the field as the form has it, and the form's sentence."""

    field: str
    value: str = ""
    message: str


class ProblemAnswer(BaseModel):
    """An error (RFC 9457): what it is by its code, and its sentence in the language of the caller."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[FieldWrong] = []
    reference: str = ""
