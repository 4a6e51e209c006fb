"""Foreign non-governmental aid: certificates, projects, the priority list, opinions asked for. Pure.

NĐ 58/2022/NĐ-CP (before: NĐ 12/2012): a certificate has an area and a term, the province reports by
18 December; QĐ 2370/QĐ-UBND of 13 December 2017 is the province's priority list, looked through yearly;
an opinion is given within 10 working days [unconfirmed for the province].
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated

from config.province_time import WorkingCalendar
from models.errors import Problem
from models.registers.dues import Due, DueKind, a_year_after, next_of_year
from models.registers.lines import LineKind
from models.registers.register import Content, LineNow, Register, RegisterKey, last_day
from models.registers.stages import Stage, moves
from models.request.fields import Amount, Count, CurrencyCode, Day, Line
from models.request.values.choices import by_name

ANSWER_WORKING_DAYS = 10
_REPORT_MONTH, _REPORT_DAY = 12, 18
CERTIFICATES = ("operation", "office", "none")
NGO_STAGES = (Stage.PREPARED, Stage.IN_FORCE, Stage.EXPIRED, Stage.WITHDRAWN, Stage.ENDED)
PROJECT_STAGES = (Stage.PROPOSED, Stage.APPROVED, Stage.RUNNING, Stage.DONE, Stage.ENDED)
PRIORITY_STAGES = (Stage.LISTED, Stage.TAKEN_UP, Stage.DONE, Stage.ENDED)
OPINION_STAGES = (Stage.ASKED, Stage.ANSWERED, Stage.ENDED)
_ALL_LINES = (LineKind.CONTACT, LineKind.COMMITMENT, LineKind.DOCUMENT, LineKind.NOTE)


class Ngo(Content):
    """A foreign NGO with its certificate: which one, for which area, until when."""

    stage: Annotated[str, by_name(NGO_STAGES, "register_stage")]
    certificate: Annotated[str, by_name(CERTIFICATES, "register_certificate")]
    number: Line | None = None
    issued: Day | None = None
    until: Day | None = None
    area: Line | None = None
    field: Line | None = None
    reported: Day | None = None

    def lacking(self, today: date) -> Iterator[Problem]:
        """Yield what is wrong: a certificate in force without its last day, or over before it began."""
        yield from super().lacking(today)
        if self.stage == Stage.IN_FORCE and self.certificate != "none" and self.until is None:
            yield Problem("until", "", "register_term_missing")
        # One that is extended holds beyond the day since when.
        begins = self.since if self.stage == Stage.IN_FORCE else self.issued
        if begins and self.until and self.until < begins:
            told = (("signed", begins.isoformat()),)
            yield Problem("until", self.until.isoformat(), "register_until_before", told)

    def dues(self, lines: Sequence[LineNow], calendar: WorkingCalendar) -> Iterator[Due]:
        """Yield the end of its certificate, and its yearly report behind the last one."""
        if self.stage != Stage.IN_FORCE:
            return
        if self.until:
            yield Due(0, DueKind.TERM, self.until)
        behind = self.reported or self.since
        yield Due(0, DueKind.REPORT, next_of_year(_REPORT_MONTH, _REPORT_DAY, behind))


class Project(Content):
    """A project or aid that is not a project: who gives, who approved, how much, how much came."""

    stage: Annotated[str, by_name(PROJECT_STAGES, "register_stage")]
    partner: Count | None = None
    donor: Line
    owner: Line | None = None
    approval: Line | None = None
    approved: Day | None = None
    begins: Day | None = None
    until: Day | None = None
    currency: CurrencyCode
    value: Amount
    disbursed: Amount | None = None
    disbursed_on: Day | None = None

    @property
    def rests_on(self) -> tuple[int, ...]:
        """Return the number of the organisation, where it is one of the register."""
        return (self.partner,) if self.partner else ()

    def lacking(self, today: date) -> Iterator[Problem]:
        """Yield what is wrong: it goes on without an approval, or more was paid than it is worth."""
        yield from super().lacking(today)
        if self.stage in (Stage.APPROVED, Stage.RUNNING, Stage.DONE) and not self.approval:
            yield Problem("approval", "", "register_approval_missing")
        if self.disbursed and self.disbursed > self.value:
            told = (("value", f"{self.value}"),)
            yield Problem("disbursed", f"{self.disbursed}", "register_disbursed_more", told)
        if self.begins and self.until and self.until < self.begins:
            told = (("signed", self.begins.isoformat()),)
            yield Problem("until", self.until.isoformat(), "register_until_before", told)

    def dues(self, lines: Sequence[LineNow], calendar: WorkingCalendar) -> Iterator[Due]:
        """Yield its end."""
        if self.stage in (Stage.APPROVED, Stage.RUNNING) and self.until:
            yield Due(0, DueKind.TERM, self.until)


class Priority(Content):
    """An entry of the list of what aid is called for: where, how much, by which decision."""

    stage: Annotated[str, by_name(PRIORITY_STAGES, "register_stage")]
    place: Line | None = None
    decision: Line | None = None
    field: Line | None = None
    currency: CurrencyCode | None = None
    value: Amount | None = None

    def dues(self, lines: Sequence[LineNow], calendar: WorkingCalendar) -> Iterator[Due]:
        """Yield its next look through, a year after the last one."""
        if self.stage == Stage.LISTED:
            looked = last_day(lines, LineKind.REVIEW) or self.since
            yield Due(0, DueKind.REVIEW, a_year_after(looked))


class Opinion(Content):
    """An opinion the province is asked for, about an organisation: answered within its days."""

    stage: Annotated[str, by_name(OPINION_STAGES, "register_stage")]
    partner: Count | None = None
    asked_by: Line
    letter: Line | None = None
    received: Day
    answered: Day | None = None
    answer: Line | None = None

    @property
    def rests_on(self) -> tuple[int, ...]:
        """Return the number of the organisation, where it is one of the register."""
        return (self.partner,) if self.partner else ()

    def lacking(self, today: date) -> Iterator[Problem]:
        """Yield what is wrong: answered on no day, or before it was asked."""
        yield from super().lacking(today)
        if self.stage == Stage.ANSWERED and self.answered is None:
            yield Problem("answered", "", "register_answered_missing")
        if self.answered and self.answered < self.received:
            told = (("signed", self.received.isoformat()),)
            yield Problem("answered", self.answered.isoformat(), "register_until_before", told)

    def dues(self, lines: Sequence[LineNow], calendar: WorkingCalendar) -> Iterator[Due]:
        """Yield the last of its working days; the first one is the one after it came."""
        if self.stage == Stage.ASKED:
            last = calendar.add_working_days(self.received, ANSWER_WORKING_DAYS)
            yield Due(0, DueKind.ANSWER, last)


NGOS = Register(
    RegisterKey.NGO,
    Ngo,
    NGO_STAGES,
    moves(
        prepared=(Stage.IN_FORCE, Stage.ENDED),
        in_force=(Stage.EXPIRED, Stage.WITHDRAWN, Stage.ENDED),
        expired=(Stage.IN_FORCE, Stage.ENDED),
        withdrawn=(Stage.IN_FORCE, Stage.ENDED),
    ),
    _ALL_LINES,
)
PROJECTS = Register(
    RegisterKey.PROJECT,
    Project,
    PROJECT_STAGES,
    moves(
        proposed=(Stage.APPROVED, Stage.ENDED),
        approved=(Stage.RUNNING, Stage.ENDED),
        running=(Stage.DONE, Stage.ENDED),
    ),
    _ALL_LINES,
    over=frozenset((Stage.DONE, Stage.ENDED)),
    rests_on=(RegisterKey.NGO,),
)
PRIORITIES = Register(
    RegisterKey.PRIORITY,
    Priority,
    PRIORITY_STAGES,
    moves(
        listed=(Stage.TAKEN_UP, Stage.ENDED),
        taken_up=(Stage.DONE, Stage.LISTED, Stage.ENDED),
    ),
    (LineKind.REVIEW, LineKind.DOCUMENT, LineKind.NOTE),
    over=frozenset((Stage.DONE, Stage.ENDED)),
)
OPINIONS = Register(
    RegisterKey.OPINION,
    Opinion,
    OPINION_STAGES,
    moves(asked=(Stage.ANSWERED, Stage.ENDED)),
    (LineKind.DOCUMENT, LineKind.NOTE),
    over=frozenset((Stage.ANSWERED, Stage.ENDED)),
    rests_on=(RegisterKey.NGO,),
)
