"""The form of an item of the programme: what it offers, what came back, and the change it means."""

from dataclasses import dataclass

from config.regulation.parts import Text
from config.words import Words
from flows.acts.programme.revising import ItemChange
from flows.case.read import CaseRead
from models.errors import DecisionIncomplete, DoanError, ProgrammeClash, RequestInvalid
from models.inbound.request import InboundRequest
from models.programme.items import Item
from models.store import directory
from web.ground.fields import FIELD_OF, number_in
from web.ground.form import Sent
from web.ground.names import body_name, place_name

REQUIRED = ("day", "begins", "ends", "place", "what")
OPTIONAL = ("what_en", "unit", "leader", "hall", "vehicle", "interpreter")
_FIELDS = (*REQUIRED, *OPTIONAL)


@dataclass(frozen=True)
class ItemOffers:
    """What the fields of the form offer to choose from."""

    places: dict[str, Text]
    units: dict[str, Text]
    persons: dict[str, str]
    interpreters: dict[str, str]

    def of(self, what: str, language: str) -> list[tuple[str, str]]:
        """Return places or units by key with their names in a language, in the order of these."""
        named: dict[str, Text] = getattr(self, what)
        return sorted(((key, name.of(language)) for key, name in named.items()), key=lambda n: n[1])


def change_of(sent: Sent) -> ItemChange:
    """Return the change a form means; raises `DecisionIncomplete` for a paper that lacks a part."""
    fields: dict[str, object] = {name: sent[name] for name in REQUIRED}
    fields |= {name: sent[name] or None for name in OPTIONAL}
    seen = number_in(sent["seen"])
    return ItemChange(
        fields={**fields, "cancelled": bool(sent["cancelled"])},
        acceptance=sent.paper(),
        seen=-1 if seen is None else seen,
    )


def as_it_is(item: Item, revision: int) -> Sent:
    """Return the form as it stands before anybody changed anything in it."""
    written = {name: getattr(item, name) for name in _FIELDS}
    said = {name: "" if value is None else str(value) for name, value in written.items()}
    said |= {name: f"{getattr(item, name):%H:%M}" for name in ("begins", "ends")}
    said |= {"seen": str(revision), "cancelled": "yes" if item.cancelled else ""}
    return Sent({name: (text,) for name, text in said.items()})


def offered(work: CaseRead) -> ItemOffers:
    """Return the places, bodies, people and interpreters to choose from."""
    bodies = {key: body for key, body in work.regulation.bodies.items() if not body.outside}
    return ItemOffers(
        places={key: place_name(work, key) for key in work.inbound_rules.places},
        units={key: body_name(work, key) for key in sorted({*work.unit_names, *bodies})},
        persons={p.id: p.name for p in directory.persons_by_id(work.conn).values()},
        interpreters={
            str(n): f"{interpreter.name} ({interpreter.language})"
            for n, interpreter in enumerate(work.request_as(InboundRequest).interpreters, start=1)
        },
    )


def told(refusal: DoanError | None, w: Words) -> dict[str, tuple[str, ...]]:
    """Return by field what speaks against a change; under "" what is about the item as a whole."""
    found: dict[str, tuple[str, ...]] = {}
    match refusal:
        case None:
            return {}
        case RequestInvalid():
            for problem in refusal.problems:
                name = problem.field.rpartition(".")[2]
                place = name if name in _FIELDS else ""
                found[place] = (*found.get(place, ()), problem.said(w))
            return found
        case DecisionIncomplete():
            return {FIELD_OF.get(refusal.field, ""): (refusal.said(w),)}
        case ProgrammeClash():
            return {"": refusal.lines(w)}
        case _:
            return {"": (refusal.said(w),)}
