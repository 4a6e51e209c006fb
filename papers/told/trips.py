"""What papers say of a delegation that goes abroad, from its dossier. Pure."""

from collections.abc import Collection, Iterator

from config.regulation.codes import Trip
from config.words import Language, words
from models.outbound.parts import Member, Role
from models.outbound.request import HOME, OutboundRequest
from models.request.values.origins import ORIGINS
from papers.told.facts import ActingRow, CostRow, MemberRow, StopRow, TripFacts
from papers.told.written import counted, day_written, money, short_span, span

_VI = words(Language.VIETNAMESE)


def trip_facts(
    request: OutboundRequest, *, unit: str, stay_home: Collection[int] = ()
) -> TripFacts:
    """Return the facts of a delegation; members who may not go (by number) are not in it.

    `unit` is where a member works who names no workplace.
    """
    numbered = list(enumerate(request.members, start=1))
    going = [member for number, member in numbered if number not in stay_home]
    going.sort(key=lambda member: member.role is not Role.HEAD)
    head = request.head
    invitation = request.host.invitation
    return TripFacts(
        title=request.title,
        title_within=request.title[:1].lower() + request.title[1:],
        purpose=request.purpose,
        is_private=request.trip is Trip.PRIVATE,
        host=request.host.name,
        countries=", ".join(_country(code) for code in _in_order(request)),
        invitation=_dated(invitation.number, invitation.date) if invitation else "",
        invited_by=(invitation.signed_by or "") if invitation else "",
        departs=day_written(request.departs),
        returns=day_written(request.returns),
        lasts=span(request.departs, request.returns),
        days_count=counted((request.returns - request.departs).days + 1),
        count=counted(len(going)),
        head=head.name,
        head_position=head.position,
        members=tuple(_row(n, member, unit) for n, member in enumerate(going, start=1)),
        stops=tuple(
            StopRow(
                days=short_span(stop.arrives, stop.leaves),
                place=f"{stop.place}, {_country(stop.country)}",
                activity=stop.activity or "",
            )
            for stop in request.itinerary
        ),
        costs=tuple(
            CostRow(
                number=str(number),
                item=cost.item,
                amount=money(cost.amount, cost.currency),
                payer=cost.payer_name or _VI.label("payer", cost.payer),
            )
            for number, cost in enumerate(request.costs, start=1)
        ),
        totals=tuple(_totals(request)),
        acting=tuple(
            ActingRow(member.name, member.acting.name, member.acting.position)
            for member in going
            if member.acting
        ),
        plan=plan_called(request),
        letter=letter_called(request),
        urgent=request.urgent.reason if request.urgent else "",
        has_grades=any(m.grade_code or m.grade_step or m.grade_kind for m in going),
    )


def plan_called(request: OutboundRequest) -> str:
    """Return how a paper cites the annual plan; empty where the request names none."""
    entry = request.plan_entry
    return f"Kế hoạch số {entry.plan} ({entry.entry})" if entry else ""


def letter_called(request: OutboundRequest) -> str:
    """Return how a paper cites the unit's own letter."""
    return _dated(request.letter.number, request.letter.date)


def _dated(number: str | None, day: object) -> str:
    written = day_written(day)  # type: ignore[arg-type]
    return f"số {number} {written}" if number else written


def _in_order(request: OutboundRequest) -> Iterator[str]:
    """Yield the countries in the order they are travelled to, each once."""
    abroad = (s.country for s in request.itinerary if s.country != HOME)
    yield from dict.fromkeys(abroad) or dict.fromkeys((request.host.country,))


def _country(code: str) -> str:
    return ORIGINS.get(code, (code, code))[0]


def _row(number: int, member: Member, unit: str) -> MemberRow:
    note = "" if member.role is Role.MEMBER else _VI.label("role", member.role)
    return MemberRow(
        number=str(number),
        name=member.name,
        position=member.position,
        unit=member.workplace or unit,
        grade_code=member.grade_code or "",
        grade_step=member.grade_step or "",
        grade_kind=member.grade_kind or "",
        note="; ".join(said for said in (note, member.note or "") if said),
    )


def _totals(request: OutboundRequest) -> Iterator[str]:
    """Yield what each payer bears, in words for a paragraph."""
    borne: dict[str, list[str]] = {}
    for each in request.estimate:
        borne.setdefault(each.payer, []).append(money(each.amount, each.currency))
    for payer, amounts in borne.items():
        yield f"{_VI.label('payer', payer)}: {' và '.join(amounts)}"
