"""What papers say of a case, as templates name it: each field is a line or rows of lines. Pure.

A field that is not known is empty, and a template has to say what then. All days are written out.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class MemberRow:
    """A traveller as the annex of a sending decision lists them; `note` says who leads."""

    number: str
    name: str
    position: str
    unit: str
    grade_code: str
    grade_step: str
    grade_kind: str
    note: str


@dataclass(frozen=True)
class StopRow:
    days: str
    place: str
    activity: str


@dataclass(frozen=True)
class CostRow:
    number: str
    item: str
    amount: str
    payer: str


@dataclass(frozen=True)
class ActingRow:
    """Who does a leader's work meanwhile."""

    absent: str
    name: str
    position: str


@dataclass(frozen=True)
class TripFacts:
    """A delegation that goes abroad. `count` and `days_count` have a nought below ten.

    `title_within` is the title as it stands within a sentence.
    """

    title: str
    title_within: str
    purpose: str
    is_private: bool
    host: str
    countries: str
    invitation: str
    invited_by: str
    departs: str
    returns: str
    lasts: str
    days_count: str
    count: str
    head: str
    head_position: str
    members: tuple[MemberRow, ...]
    stops: tuple[StopRow, ...]
    costs: tuple[CostRow, ...]
    totals: tuple[str, ...]
    acting: tuple[ActingRow, ...]
    plan: str
    letter: str
    urgent: str
    has_grades: bool


@dataclass(frozen=True)
class GuestRow:
    number: str
    name: str
    position: str
    nationality: str
    note: str


@dataclass(frozen=True)
class ItemRow:
    """An item of the programme; in English what it has in English, else the same."""

    time: str
    what: str
    what_en: str
    place: str
    in_charge: str


@dataclass(frozen=True)
class DayRows:
    day: str
    day_en: str
    items: tuple[ItemRow, ...]


@dataclass(frozen=True)
class TaskRow:
    """Who arranges what of a visit, and until when."""

    number: str
    what: str
    who: str
    due: str


@dataclass(frozen=True)
class VisitFacts:
    """Guests who are received. `receivers` are those who receive them, each with their position."""

    title: str
    purpose: str
    sender: str
    country: str
    arrives: str
    departs: str
    lasts: str
    count: str
    head: str
    head_position: str
    guest_class: str
    guests: tuple[GuestRow, ...]
    receivers: tuple[str, ...]
    days: tuple[DayRows, ...]
    tasks: tuple[TaskRow, ...]
    lodging: tuple[str, ...]
    interpreters: tuple[str, ...]
    costs: tuple[CostRow, ...]
    totals: tuple[str, ...]
    plan: str
    letter: str


@dataclass(frozen=True)
class OpinionRow:
    """What a body said, and on which paper; `remarks` are its words, empty where it wrote none."""

    body: str
    said: str
    paper: str
    remarks: str


@dataclass(frozen=True)
class CommitmentRow:
    number: str
    what: str
    owner: str
    due: str


@dataclass(frozen=True)
class SettledRow:
    """A sum of the estimate, what was spent of it, and the difference."""

    payer: str
    estimated: str
    spent: str
    difference: str


@dataclass(frozen=True)
class CourseFacts:
    """What happened to the case so far, as far as papers say it.

    `laws` and `bases` are what it rests on, each whole (Căn cứ …, Theo …). `reason` is what a
    refusal or change gives as its reason. `decision` is the decision in force by number and day,
    `opinion` that of the party body, empty while there is none. `departed` and `came_home` are the days
    that were confirmed.
    """

    unit: str
    decider: str
    decider_in_capitals: str
    laws: tuple[str, ...]
    bases: tuple[str, ...]
    opinions: tuple[OpinionRow, ...]
    conditions: tuple[str, ...]
    stays_home: tuple[str, ...]
    reason: str
    changed: tuple[str, ...]
    decision: str
    opinion: str
    departed: str
    came_home: str
    commitments: tuple[CommitmentRow, ...]
    settled: tuple[SettledRow, ...]


@dataclass(frozen=True)
class ProposalRow:
    """What is proposed: one body leads, others work with it, until a day."""

    number: str
    what: str
    lead: str
    along: str
    due: str


@dataclass(frozen=True)
class ReportFacts:
    """What a report says that nothing else of the case tells; each part is what was typed, or empty."""

    course: str = ""
    done: str = ""
    under_way: str = ""
    deviations: str = ""
    proposals: tuple[ProposalRow, ...] = ()
