"""A case at one glance: what a decider has to see first, on one screen of a phone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from config.regulation.codes import Level, Stage
from flows.case.read import CaseRead
from models import entries as e
from models.case import CaseStatus, Step, StepState
from models.competence.seeing import View
from models.findings import Finding
from models.ids import CaseNo
from models.journal.entry import Entry
from models.request.parts import Reckoned, Sum, Urgent
from models.store.other_trips import OtherTrip
from models.timeline.late_start import open_at_start
from web.dossier.outcomes import StepPaper
from web.ground.names import NamesKnown

# What is found on amounts stands beside the amounts: one above its norm, and norms nobody has entered.
_OVER = frozenset({"over_norm", "norm_not_allowed"})
# In these, decisions get their number and date; those on what was approved amend it.
_DECIDED_IN = (Stage.HOSTING, Stage.PARTY_DECISION, Stage.STATE_DECISION, Stage.AMENDMENT)
_TO_ENTER = frozenset({"norm_to_enter", "reception_norm_to_enter", "reception_norms_unknown"})


@dataclass(frozen=True)
class AgainstShown:
    """An objection in its words, or a silence (`state`), of those that still stand.

    `late` is what was chosen in an opinion that came after its silence was recorded.
    """

    state: str
    late: str
    seat: str
    by: str
    at: datetime | None
    words: str


@dataclass(frozen=True)
class NoteShown:
    """What a secretary noted for the leader for whom a step waits; it decides nothing."""

    step: int
    by: str
    at: datetime
    words: str


@dataclass(frozen=True)
class DecisionGlanced:
    """A decision that has its number and date already, and whose paper it is."""

    seat: str
    paper: StepPaper


@dataclass(frozen=True)
class Glance:
    """Who, where, when, why, at what cost; and before all that what speaks against it.

    `reckoned` is what the sums come to in dong, where not all are. `findings` are None for
    whoever is not shown any. `norm` tells how the costs stand to their norms: `over`, `to_enter` where
    there is none to hold them against, empty where nothing is found. `owes` are those of the travellers
    who owe the report of an earlier trip. `urgent` says why a request that waits for its approval is
    urgent, and by whose instruction.
    """

    case_no: CaseNo
    version: int
    title: str
    unit: str
    programmed: bool
    head: str
    position: str
    people: int
    where: str
    begins: date
    ends: date
    purpose: str
    sums: tuple[Sum, ...]
    reckoned: Reckoned | None
    norm: str
    findings: tuple[Finding, ...] | None
    owes: tuple[str, ...]
    against: tuple[AgainstShown, ...]
    notes: tuple[NoteShown, ...] = ()
    urgent: Urgent | None = None
    has_begun: bool = False
    decisions: tuple[DecisionGlanced, ...] = ()

    @property
    def days(self) -> int:
        """Return how many days it lasts, both ends counted."""
        return (self.ends - self.begins).days + 1

    @property
    def weighty(self) -> tuple[Finding, ...]:
        """Return the findings that block or warn."""
        return tuple(each for each in self.findings or () if each.level is not Level.NOTE)


def glance_at(  # noqa: PLR0913 (all that one screen shows)
    work: CaseRead,
    view: View,
    names: NamesKnown,
    *,
    sums: Sequence[Sum],
    trips: Sequence[OtherTrip],
    findings: Sequence[Finding] | None,
    entries: Sequence[Entry] = (),
    beside: Step | None = None,
    files: Mapping[str, str] | None = None,
) -> Glance:
    """Return a case at one glance for a reader to whom its dossier is shown.

    `entries` are those of the case that tell of notes; `beside` is the step before which they stand: it
    does not speak against itself. `files` are the names of those that can be opened from there.
    """
    request = work.request
    persons = [name for name, _ in request.persons]
    head = next((n for n, name in enumerate(persons) if name == request.head_name), None)
    staying = work.kept_at_home
    owing = (t.number for t in trips if t.owes_report and t.same_person and t.number not in staying)
    return Glance(
        case_no=work.case.no,
        version=work.case.version,
        title=request.title,
        unit=names.body(request.unit),
        programmed=request.programmed,
        head=request.head_name,
        position=request.positions[head] if head is not None else "",
        people=len(persons) - len(staying),
        where=names.countries(request.countries),
        begins=request.begins,
        ends=request.ends,
        purpose=request.purpose,
        sums=tuple(sums),
        reckoned=request.reckoned if sums else None,
        norm=_norm(findings or ()),
        findings=None if findings is None else tuple(findings),
        owes=tuple(persons[number - 1] for number in dict.fromkeys(owing)),
        against=tuple(_against(work, view, names, beside)),
        notes=tuple(_notes_of_open(work, view, names, entries)),
        urgent=request.urgent if work.case.status is CaseStatus.IN_APPROVAL else None,
        has_begun=bool(open_at_start(work.case, work.today)) and not request.comes_afterwards,
        decisions=tuple(_decisions(work, view, names, files or {})),
    )


def _decisions(
    work: CaseRead, view: View, names: NamesKnown, files: Mapping[str, str]
) -> Iterator[DecisionGlanced]:
    """Yield the decisions that have their number already and still count, oldest first."""
    for step in work.case.steps:
        if step.stage not in _DECIDED_IN or step.state is not StepState.DECIDED:
            continue
        if step.paper_number and view.sees_outcome(step) and work.counts_for_now(step):
            kept = step.paper_file if step.paper_file in files else None
            paper = StepPaper(
                step.paper_number,
                step.paper_date,
                kept or "",
                files.get(kept or "", ""),
                secret=step.paper_file is None,
            )
            yield DecisionGlanced(names.asked_of(step), paper)


def notes_shown(
    work: CaseRead, view: View, names: NamesKnown, entries: Sequence[Entry]
) -> tuple[NoteShown, ...]:
    """Return what secretaries noted at the steps of a case, for this reader, oldest first."""
    noted = ((entry, entry.payload) for entry in entries)
    return tuple(
        NoteShown(said.step, names.person(said.person), entry.at, work.said.get(said.what, ""))
        for entry, said in noted
        if isinstance(said, e.SecretaryNoted) and view.sees_notes(work.step(said.step))
    )


def _notes_of_open(
    work: CaseRead, view: View, names: NamesKnown, entries: Sequence[Entry]
) -> Iterator[NoteShown]:
    found = notes_shown(work, view, names, entries)
    return (note for note in found if work.step(note.step).is_open)


def _norm(findings: Sequence[Finding]) -> str:
    found = {finding.key for finding in findings}
    if found & _OVER:
        return "over"
    return "to_enter" if found & _TO_ENTER else ""


def _against(
    work: CaseRead, view: View, names: NamesKnown, beside: Step | None
) -> Iterator[AgainstShown]:
    for step in work.case.steps:
        if step is not beside and _stands_against(work, view, step):
            yield AgainstShown(
                state=step.state,
                late=(step.choice or "") if step.is_late else "",
                seat=names.asked_of(step),
                by=names.person(step.decided_by),
                at=step.decided_at,
                words=work.said.get(step.remarks, "") if step.remarks else "",
            )


def _stands_against(work: CaseRead, view: View, step: Step) -> bool:
    """Tell whether a decider must see this before anything else: an objection, a silence."""
    speaks = step.objects or step.state is StepState.SILENT
    reads = view.sees_outcome(step) and view.sees_words(step)
    return speaks and reads and work.counts(step)
