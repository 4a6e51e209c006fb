"""What the form of a step offers one person: its choices, and what they can bring along."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from config.regulation.codes import Act, Stage
from flows.acts.checking import at_once, must_answer
from flows.case.open_choices import open_choices, seats_to_give
from flows.case.read import CaseRead
from flows.case.travelling import to_tell_apart
from models.acts import ACTS, Choice, Effect, Needs
from models.authority import Authority
from models.case import Step
from models.competence.seeing import digest_shown
from models.ids import BodyKey, PersonId, SeatKey
from models.request.parts import Sum
from models.store import directory
from web.dossier.history import CaseHistory
from web.dossier.outcomes import ActedFor, acts_for
from web.dossier.readable import FieldOffered
from web.ground.names import Names
from web.step.answer import Row, settled_field


@dataclass(frozen=True)
class MemberOffered:
    """A member who can be refused."""

    number: int
    name: str
    position: str


@dataclass(frozen=True)
class NamesakeOffered:
    """Somebody of the directory who bears a member's name; `written` is how the dossier writes it."""

    person: PersonId
    name: str
    seats: tuple[str, ...]
    written: str


@dataclass(frozen=True)
class SumOffered:
    """A sum of the estimate, and the field in which it is told what was spent of it."""

    estimated: Sum
    field: str


@dataclass(frozen=True)
class AnswerForm:
    """The choices open to this person and the fields they bring; `seen` binds it to the dossier.

    `seats` are those something can be given to, or that can owe what was agreed on; `commitments`
    the rows a report brings for that, as an earlier report filled them; `members` those who can be
    refused, `namesakes` those an appraiser tells apart from a member, `fields` those that can be
    remarked on; `settles` are the sums of the estimate, `at_once` the choices that one press gives.
    `acts_for` says in whose place they answer; `judges`: what they say is an opinion or a decision.
    """

    choices: tuple[Choice, ...]
    seen: str
    latest_day: date
    answers_objection: bool
    judges: bool
    at_once: tuple[Choice, ...] = ()
    seats: Mapping[BodyKey, tuple[SeatKey, ...]] = field(default_factory=dict)
    commitments: tuple[Row, ...] | None = None
    members: tuple[MemberOffered, ...] = ()
    namesakes: tuple[NamesakeOffered, ...] = ()
    fields: tuple[FieldOffered, ...] = ()
    settles: tuple[SumOffered, ...] = ()
    acts_for: ActedFor | None = None

    @property
    def remarks_needed(self) -> tuple[str, ...]:
        """Return the choices that must say why."""
        return tuple(c.key for c in self.choices if Needs.REMARKS in c.needs)

    def takes(self, what: str) -> bool:
        """Tell whether some choice brings this, as `Needs` calls it."""
        return any(what in c.needs or what in c.may for c in self.choices)

    @property
    def day_required(self) -> bool:
        """Tell whether every choice brings the day."""
        return all(Needs.DAY in c.needs for c in self.choices)

    @property
    def paper_required(self) -> bool:
        """Tell whether every choice brings the paper."""
        return all(Needs.PAPER in c.needs for c in self.choices)


def answer_form(
    history: CaseHistory, step: Step, person: PersonId, authority: Authority | None = None
) -> AnswerForm:
    """Return the form of an answer; a revision is answered by a new dossier and has another one."""
    work = history.work
    offered = open_choices(work, step)
    files_report = (step.stage, step.act) == (Stage.REPORT, Act.FILE)
    reports = files_report and work.request.tells_commitments
    gives = any(Needs.SEAT in choice.needs for choice in offered)
    returns = any(choice.effect is Effect.TO_UNIT for choice in offered)
    return AnswerForm(
        choices=offered,
        seen=digest_shown(work.case, step),
        latest_day=work.today,
        answers_objection=must_answer(work, step, person),
        judges=ACTS[step.act].judges,
        at_once=at_once(work, step, person),
        seats=seats_to_give(work) if gives or reports else {},
        commitments=_told_before(history) if reports else None,
        members=_members(work) if any(Needs.MEMBERS in c.needs for c in offered) else (),
        namesakes=_namesakes(work, step, history.names),
        fields=_fields(history, step) if returns else (),
        settles=_settles(work) if any(Needs.SUMS in c.needs for c in offered) else (),
        acts_for=acts_for(authority, history.names),
    )


def _members(work: CaseRead) -> tuple[MemberOffered, ...]:
    request, gone = work.request, work.kept_at_home
    named = zip(request.persons, request.positions, strict=True)
    return tuple(
        MemberOffered(number, name, position)
        for number, ((name, _), position) in enumerate(named, start=1)
        if number not in gone
    )


def _namesakes(work: CaseRead, step: Step, names: Names) -> tuple[NamesakeOffered, ...]:
    return tuple(
        NamesakeOffered(
            person,
            names.person(person),
            tuple(names.seat(seat) for seat in directory.seats_of(work.conn, person, work.today)),
            written,
        )
        for person, written in to_tell_apart(work, step)
    )


def _fields(history: CaseHistory, step: Step) -> tuple[FieldOffered, ...]:
    """Return what can be remarked on; parts of an amended dossier may be numbered otherwise."""
    whole = step.stage is Stage.AMENDMENT
    return tuple(field for field in history.readable.fields() if not (whole and field.group))


def _settles(work: CaseRead) -> tuple[SumOffered, ...]:
    estimate = work.request.estimate
    return tuple(SumOffered(each, settled_field(each.payer, each.currency)) for each in estimate)


def _told_before(history: CaseHistory) -> tuple[Row, ...]:
    """Return what the last report said was agreed on, so that nobody writes it again."""
    commitments = history.work.case.commitments
    last = max((made.step for made in commitments), default=0)
    return tuple(
        {
            "what": history.subjects.words(made),
            "owner": made.owner,
            "due": made.due.isoformat(),
            "agreement": "yes" if made.agreement else "",
        }
        for made in commitments
        if made.step == last
    )
