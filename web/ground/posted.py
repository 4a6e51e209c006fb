"""Reading what a person sent: the form of a step as it came, and the answer it amounts to."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData

from config.regulation.codes import Gate
from flows.case.answers import Answer, CommitmentGiven, ConditionGiven, PaperGiven, RemarkGiven
from models.acts import CHOICES, Needs
from models.errors import DecisionIncomplete
from web.ground.fields import MOST_MEGABYTES, Upload, text_of, uploads_of
from web.ground.visitor import VisitorHere

MOST_FILES = 30
# The columns of the database hold no more.
LONGEST_NUMBER = 80
# What is written without a session is only shown again, so it may be long but not endless.
MOST_UNIDENTIFIED_BYTES = 256 * 1024
# Rows for what was agreed on during a visit.
MOST_COMMITMENTS = 5
# Rows for conditions, and for remarks on single fields.
MOST_CONDITIONS = 4
MOST_REMARKS = 5
# A delegation has up to a hundred members, each of whom can be refused.
MOST_FIELDS = 200
_GIVES = frozenset(c.key for cs in CHOICES.values() for c in cs if Needs.SEAT in c.needs)

# The form's field beside which a lack is told.
FIELD_OF = {
    "choice": "choice",
    "supplement": "choice",
    "remarks": "remarks",
    "answer": "answer",
    "paper": "paper_number",
    "paper_number": "paper_number",
    "paper_date": "paper_date",
    "paper_day": "paper_date",
    "paper_size": "paper_file",
    "acceptance": "paper_number",
    "day": "day",
    "day_ahead": "day",
    "day_before": "day",
    "seat": "seat",
    "seat_vacant": "seat",
    "commitments": "commitments",
    "commitment_what": "commitments",
    "commitment_owner": "commitments",
    "commitment_due": "commitments",
    "conditions": "conditions",
    "members": "refused_member",
    "members_all": "refused_member",
    "members_unknown": "refused_member",
    "members_of_guests": "refused_member",
    "remark_field": "remarks_on",
    "remark_what": "remarks_on",
    "remarks_on": "remarks_on",
    "question": "question",
    "question_vacant": "question",
    "request_file": "request_file",
    "request_size": "request_file",
}


@dataclass(frozen=True)
class CommitmentWritten:
    """A row of what was agreed on, as the person wrote it."""

    what: str = ""
    owner: str = ""
    due: str = ""
    agreement: bool = False


@dataclass(frozen=True)
class ConditionWritten:
    """A row of the conditions, as the person wrote it."""

    what: str = ""
    gate: str = ""


@dataclass(frozen=True)
class RemarkWritten:
    """A row of the remarks on single fields, as the person wrote it."""

    field: str = ""
    what: str = ""


@dataclass(frozen=True)
class Posted:
    """The fields of a step's form, as the person wrote them."""

    token: str = ""
    seen: str = ""
    choice: str = ""
    remarks: str = ""
    answer: str = ""
    paper_number: str = ""
    paper_date: str = ""
    day: str = ""
    seat: str = ""
    code: str = ""
    paper_file: Upload | None = None
    request_file: Upload | None = None
    attachments: tuple[Upload, ...] = ()
    commitments: tuple[CommitmentWritten, ...] = ()
    conditions: tuple[ConditionWritten, ...] = ()
    refused: tuple[str, ...] = ()
    remarks_on: tuple[RemarkWritten, ...] = ()
    question: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """Return what would be painful to write again."""
        rows = [row.what for row in self.commitments]
        rows += [row.what for row in self.conditions] + [row.what for row in self.remarks_on]
        written = (self.remarks, self.answer, self.question, *rows)
        return tuple(text for text in written if text)


NOTHING = Posted()


async def _posted(request: Request, visitor: VisitorHere) -> Posted:
    """Read the form of a request; a large one only where somebody is signed in."""
    announced = request.headers.get("content-length", "")
    small = announced.isdigit() and int(announced) <= MOST_UNIDENTIFIED_BYTES
    if visitor.session is None and not small:
        return NOTHING
    async with request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS) as form:
        papers = await uploads_of(form, "paper_file")
        requests = await uploads_of(form, "request_file")
        return Posted(
            **{name: text_of(form, name) for name in _TEXTS},
            paper_file=papers[0] if papers else None,
            request_file=requests[0] if requests else None,
            attachments=await uploads_of(form, "attachments"),
            commitments=_rows(form),
            conditions=_condition_rows(form),
            refused=tuple(str(number) for number in form.getlist("refused_member")),
            remarks_on=_remark_rows(form),
        )


PostedHere = Annotated[Posted, Depends(_posted)]
_TEXTS = (
    "token", "seen", "choice", "remarks", "answer", "paper_number", "paper_date", "day", "seat",
    "code", "question",
)  # fmt: skip


def answer_of(posted: Posted) -> Answer:
    """Return the answer a form amounts to; raises `DecisionIncomplete` for what cannot be read.

    What a choice needs is not asked here but where it is recorded.
    """
    return Answer(
        choice=posted.choice,
        seen=posted.seen,
        remarks=posted.remarks,
        answer=posted.answer,
        paper=paper_of(posted),
        day=_day(posted.day, "day"),
        # A seat chosen before another choice was made is not given anything.
        seat=posted.seat or None if posted.choice in _GIVES else None,
        commitments=tuple(_commitment(n, row) for n, row in enumerate(posted.commitments, start=1)),
        conditions=tuple(_condition(row) for row in posted.conditions),
        refused_members=tuple(sorted({_number(written) for written in posted.refused})),
        remarks_on=tuple(RemarkGiven(row.field, row.what) for row in posted.remarks_on),
    )


def paper_of(posted: Posted) -> PaperGiven | None:
    """Return the paper; None when nothing of it was given, a lack when only a part was."""
    file, number = posted.paper_file, posted.paper_number
    if file and file.too_large:
        raise DecisionIncomplete("paper_size", most=f"{MOST_MEGABYTES} MB")
    if not (file or number or posted.paper_date):
        return None
    dated = _day(posted.paper_date, "paper_day")
    if not (file and number and dated):
        raise DecisionIncomplete("paper")
    if len(number) > LONGEST_NUMBER:
        raise DecisionIncomplete("paper_number", most=LONGEST_NUMBER)
    return PaperGiven(number, dated, file.attachment())


def _rows(form: FormData) -> tuple[CommitmentWritten, ...]:
    """Return the rows in which something was written."""
    rows = (
        CommitmentWritten(
            what=text_of(form, f"commitment_what_{number}"),
            owner=text_of(form, f"commitment_owner_{number}"),
            due=text_of(form, f"commitment_due_{number}"),
            agreement=bool(text_of(form, f"commitment_agreement_{number}")),
        )
        for number in range(1, MOST_COMMITMENTS + 1)
    )
    return tuple(row for row in rows if row != CommitmentWritten())


def _condition_rows(form: FormData) -> tuple[ConditionWritten, ...]:
    """Return the rows with words; what a condition waits for is always chosen."""
    rows = (
        ConditionWritten(
            what=text_of(form, f"condition_what_{number}"),
            gate=text_of(form, f"condition_gate_{number}"),
        )
        for number in range(1, MOST_CONDITIONS + 1)
    )
    return tuple(row for row in rows if row.what)


def _remark_rows(form: FormData) -> tuple[RemarkWritten, ...]:
    rows = (
        RemarkWritten(
            field=text_of(form, f"remark_field_{number}"),
            what=text_of(form, f"remark_what_{number}"),
        )
        for number in range(1, MOST_REMARKS + 1)
    )
    return tuple(row for row in rows if row != RemarkWritten())


def _condition(row: ConditionWritten) -> ConditionGiven:
    if row.gate not in set(Gate):
        raise DecisionIncomplete("conditions")
    return ConditionGiven(row.what, Gate(row.gate))


def _number(written: str) -> int:
    """Return the number of a member; 0, whom nobody has, for what no form of ours sends."""
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 4 else 0


def _commitment(number: int, row: CommitmentWritten) -> CommitmentGiven:
    try:
        due = _day(row.due, "day")
    except DecisionIncomplete:
        due = None
    if due is None:
        raise DecisionIncomplete("commitment_due", number=number, value=row.due)
    return CommitmentGiven(row.what, row.owner, due, row.agreement)


def _day(written: str, field: str) -> date | None:
    """Read a day as browsers send it, or as people of the province write it."""
    if not written:
        return None
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(written, pattern).date()  # noqa: DTZ007 - a day has no zone.
        except ValueError:
            continue
    raise DecisionIncomplete("paper_day" if field == "paper_day" else "day", value=written)
