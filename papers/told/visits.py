"""What papers say of guests who are received, from their dossier and the programme in force. Pure."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from config.words import Language, words
from models.inbound.parts import Guest, GuestRole
from models.inbound.request import InboundRequest
from models.programme.items import Item
from models.request.values.origins import ORIGINS
from papers.told.facts import CostRow, DayRows, GuestRow, ItemRow, TaskRow, VisitFacts
from papers.told.written import counted, day_written, money, short_span, span

_VI, _EN = words(Language.VIETNAMESE), words(Language.ENGLISH)


@dataclass(frozen=True)
class Called:
    """What the province calls its places, and the bodies and units that answer for items."""

    place: Callable[[str], str]
    body: Callable[[str], str]
    guest_class: str = ""
    tasks: Sequence[tuple[str, str, str]] = field(default=())


def visit_facts(request: InboundRequest, programme: Sequence[Item], called: Called) -> VisitFacts:
    """Return the facts of a visit; items that were cancelled are not in it.

    `called.tasks` are what is arranged: what, by whom, until when.
    """
    entry, letter = request.plan_entry, request.letter
    return VisitFacts(
        title=request.title,
        purpose=request.purpose,
        sender=request.sender.name,
        country=_country(request.sender.country),
        arrives=day_written(request.arrives),
        departs=day_written(request.departs),
        lasts="; ".join(span(first, last) for first, last in request.spans),
        count=counted(len(request.guests)),
        head=request.head.name,
        head_position=request.head.position,
        guest_class=called.guest_class,
        guests=tuple(_guest(n, guest) for n, guest in enumerate(_head_first(request), start=1)),
        receivers=tuple(f"{host.name}, {host.position}" for host in request.received_by),
        days=tuple(_days(request, programme, called)),
        tasks=tuple(
            TaskRow(str(number), what, who, due)
            for number, (what, who, due) in enumerate(called.tasks, start=1)
        ),
        lodging=tuple(
            f"{each.name}, {called.place(each.place)} ({short_span(each.arrives, each.leaves)})"
            for each in request.lodging
        ),
        interpreters=tuple(f"{each.name} ({each.language})" for each in request.interpreters),
        costs=tuple(
            CostRow(
                number=str(number),
                item=cost.item,
                amount=money(cost.amount, cost.currency),
                payer=_VI.label("payer", cost.payer),
            )
            for number, cost in enumerate(request.costs, start=1)
        ),
        totals=tuple(
            f"{_VI.label('payer', each.payer)}: {money(each.amount, each.currency)}"
            for each in request.estimate
        ),
        plan=f"Kế hoạch số {entry.plan} ({entry.entry})" if entry else "",
        letter=f"số {letter.number} {day_written(letter.date)}",
    )


def _head_first(request: InboundRequest) -> list[Guest]:
    return sorted(request.guests, key=lambda guest: guest.role is not GuestRole.HEAD)


def _country(code: str) -> str:
    return ORIGINS.get(code, (code, code))[0]


def _guest(number: int, guest: Guest) -> GuestRow:
    note = "" if guest.role is GuestRole.MEMBER else _VI.label("guest_role", guest.role)
    return GuestRow(str(number), guest.name, guest.position, _country(guest.nationality), note)


def _days(request: InboundRequest, programme: Iterable[Item], called: Called) -> Iterator[DayRows]:
    going_on = sorted(
        (item for item in programme if not item.cancelled), key=lambda i: (i.day, i.begins)
    )
    for day, items in groupby(going_on, key=lambda item: item.day):
        rows = tuple(_item(request, item, called) for item in items)
        yield DayRows(_VI.weekday(day), _EN.weekday(day), rows)


def _item(request: InboundRequest, item: Item, called: Called) -> ItemRow:
    hosts = {host.person: f"{host.name}, {host.position}" for host in request.received_by}
    in_charge = (hosts.get(item.leader, "") if item.leader else "", called.body(item.unit or ""))
    place = called.place(item.place)
    return ItemRow(
        time=f"{item.begins:%H:%M} - {item.ends:%H:%M}",
        what=item.what,
        what_en=item.what_en or _EN.label("activity", item.activity),
        place=f"{item.hall}, {place}" if item.hall else place,
        in_charge="; ".join(said for said in in_charge if said),
    )
