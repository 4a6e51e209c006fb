"""The programme of a visit as guests and hosts read it: by day, every name in both languages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from config.regulation.codes import Act
from config.regulation.parts import Text
from config.words import Language, words
from flows.acts.programme.revising import is_open, may_revise
from flows.case.read import CaseRead
from flows.drawn.telling import programme_paper
from flows.stages.programme import items_in_force
from models.case import CaseStatus
from models.directory import Person, seat_title
from models.errors import ProgrammeUnknown
from models.ids import CaseNo, PersonId
from models.inbound.parts import HostLeader
from models.inbound.request import InboundRequest
from models.programme.calendar import Method
from models.programme.items import Item
from models.request.people.groups import group_called
from models.store import directory
from papers.told.paper import OfficialPaper
from web.ground.names import body_name, country_name, place_name


@dataclass(frozen=True)
class CalledShown:
    """Somebody who is called to an item, and what their calendar answered (a code, `none` without it).

    `outdated`: to an invitation that was changed since.
    """

    name: str
    answer: str
    note: str
    outdated: bool


@dataclass(frozen=True)
class BilingualItem:
    """An item in words. `can_change`: by whoever reads it, now. `called` is for who arranges alone."""

    number: int
    item: Item
    what: Text
    place: Text
    receives: Text
    answers: Text
    interpreter: str
    clashes: bool
    can_change: bool
    called: tuple[CalledShown, ...] = ()

    @property
    def group(self) -> Text | None:
        """Return which group alone takes part."""
        return group_called(self.item.group) if self.item.group else None

    @property
    def times(self) -> str:
        """Return from when to when it lasts."""
        return f"{self.item.begins:%H:%M} – {self.item.ends:%H:%M}"


@dataclass(frozen=True)
class BilingualDay:
    day: date
    items: tuple[BilingualItem, ...]


@dataclass(frozen=True)
class ProgrammeShown:
    """A programme, whole."""

    case_no: CaseNo
    request: InboundRequest
    head_position: Text
    unit: Text
    country: Text
    days: tuple[BilingualDay, ...]
    revision: int
    is_approved: bool
    paper: OfficialPaper

    def weekday(self, language: str, day: date) -> str:
        """Return a day with its name, in a language other than the reader's too."""
        return words(language).weekday(day)

    def said(self, language: str, msgid: str) -> str:
        """Return what stands beside the reader's language in the other one."""
        return words(language).text(msgid)


def programme_shown(work: CaseRead, person: PersonId) -> ProgrammeShown:
    """Return the programme in force for a reader; raises `ProgrammeUnknown` where there is none."""
    if not work.request.programmed:
        raise ProgrammeUnknown(case=work.case.no, item="")
    request = work.request_as(InboundRequest)
    return ProgrammeShown(
        case_no=work.case.no,
        request=request,
        head_position=_position_of_head(work, request),
        unit=body_name(work, work.case.unit),
        country=country_name(request.sender.country),
        days=tuple(_days(work, request, person)),
        revision=work.case.programme_revision,
        is_approved=work.case.status in (CaseStatus.APPROVED, CaseStatus.ARCHIVED),
        paper=programme_paper(work),
    )


def programme_by_day(work: CaseRead) -> list[tuple[date, list[tuple[int, Item]]]]:
    """Return the programme in force by day and hour; its items keep their numbers for life."""
    numbered = enumerate(items_in_force(work), start=1)
    in_order = sorted(numbered, key=lambda each: (each[1].day, each[1].begins, each[0]))
    days = groupby(in_order, key=lambda each: each[1].day)
    return [(day, list(of_day)) for day, of_day in days]


def _days(work: CaseRead, request: InboundRequest, person: PersonId) -> Iterator[BilingualDay]:
    persons = directory.persons_by_id(work.conn)
    known = _Known(work, persons)
    may_change = may_revise(work, person)
    asked = {step.key for step in work.case.open_steps if step.act is Act.RESOLVE}

    def shown(number: int, item: Item) -> BilingualItem:
        named = request.interpreters[item.interpreter - 1].name if item.interpreter else ""
        return BilingualItem(
            number=number,
            item=item,
            what=Text(vi=item.what, en=item.what_en or _activity(item, Language.ENGLISH)),
            place=place_name(work, item.place),
            receives=known.receives(request, item),
            answers=body_name(work, item.unit or work.case.unit),
            interpreter=named,
            clashes=str(number) in asked,
            can_change=may_change and is_open(work, number),
            called=tuple(_called(work, persons, number)) if may_change else (),
        )

    for day, items in programme_by_day(work):
        yield BilingualDay(day, tuple(shown(number, item) for number, item in items))


def _called(work: CaseRead, persons: Mapping[str, Person], number: int) -> Iterator[CalledShown]:
    """Yield who is called to an item, and what they answered last."""
    for call in work.case.calls:
        if call.item == number and call.why.method is Method.REQUEST and call.person in persons:
            yield CalledShown(
                name=persons[call.person].name,
                answer=call.answer or "none",
                note=work.said.get(call.note, "") if call.note else "",
                outdated=call.answered is not None and call.answered < call.sequence,
            )


def _activity(item: Item, language: Language) -> str:
    """Say what kind of activity it is, where nobody wrote it in this language."""
    return words(language).label("activity", item.activity)


def _position_of_head(work: CaseRead, request: InboundRequest) -> Text:
    """Return the position of the guests' head; in English their rank, which has a name in it."""
    rank = work.inbound_rules.guest_ranks.get(request.head.rank)
    position = request.head.position
    return Text(vi=position, en=rank.title.en if rank else position)


class _Known:
    """Whom the directory knows, and where they sit."""

    def __init__(self, work: CaseRead, persons: Mapping[str, Person]) -> None:
        self._work = work
        self._persons = persons
        self._sitting = directory.sitting(work.conn, work.today)

    def receives(self, request: InboundRequest, item: Item) -> Text:
        """Return who receives the guests at an item, with the position the request gives them."""
        named = (host for host in request.received_by if host.person == item.leader)
        host = next(named, None) if item.leader else None
        if host:
            position = self._position(host)
            return Text(vi=f"{host.name}, {position.vi}", en=f"{host.name}, {position.en}")
        known = self._persons.get(item.leader or "")
        name = known.name if known else ""
        return Text(vi=name, en=name)

    def _position(self, host: HostLeader) -> Text:
        """Return a host's position; in English it is their seat's, or else their rank's."""
        regulation, units = self._work.regulation, self._work.unit_names
        seats = (seat for seat, holders in sorted(self._sitting.items()) if host.person in holders)
        rank = regulation.ranks.get(host.rank)
        of_rank = rank.title.en if rank else host.position
        in_english = next((seat_title(s, regulation, units).en for s in seats), of_rank)
        return Text(vi=host.position, en=in_english)
