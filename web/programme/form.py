"""The form of an item of the programme: what it offers, what came back, and the change it means."""

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request

from config.regulation.parts import Text
from flows.acts.revising_programme import ItemChange
from flows.case.read import CaseRead
from models.errors import DecisionIncomplete, DoanError, ProgrammeClash, RequestInvalid
from models.inbound.request import InboundRequest
from models.programme.items import Item
from models.store import directory
from web.ground.fields import text_of, uploads_of
from web.ground.names import body_name, place_name
from web.ground.posted import FIELD_OF, MOST_UNIDENTIFIED_BYTES, Posted, paper_of
from web.ground.visitor import Visitor, VisitorHere

REQUIRED = ("day", "begins", "ends", "place", "what")
OPTIONAL = ("what_en", "unit", "leader", "hall", "vehicle", "interpreter")
_FIELDS = (*REQUIRED, *OPTIONAL)


@dataclass(frozen=True)
class ItemPosted:
    """The fields of the form as the person wrote them, with the paper that may come along."""

    written: dict[str, str] = field(default_factory=dict)
    cancelled: bool = False
    seen: str = ""
    token: str = ""
    paper: Posted = field(default_factory=Posted)

    @property
    def words(self) -> tuple[str, ...]:
        """Return what would be painful to write again."""
        return tuple(said for name in ("what", "what_en") if (said := self.written.get(name)))


@dataclass(frozen=True)
class Offered:
    """What the fields of the form offer to choose from."""

    places: dict[str, Text]
    units: dict[str, Text]
    persons: dict[str, str]
    interpreters: dict[str, str]

    def of(self, what: str, language: str) -> list[tuple[str, str]]:
        """Return places or units by key with their names in a language, in the order of these."""
        named: dict[str, Text] = getattr(self, what)
        return sorted(((key, name.of(language)) for key, name in named.items()), key=lambda n: n[1])


async def _item_posted(request: Request, visitor: VisitorHere) -> ItemPosted:
    """Read the form of a request; a large one only where somebody is signed in."""
    announced = request.headers.get("content-length", "")
    small = announced.isdigit() and int(announced) <= MOST_UNIDENTIFIED_BYTES
    if visitor.session is None and not small:
        return ItemPosted()
    async with request.form(max_files=2, max_fields=40) as form:
        files = await uploads_of(form, "paper_file")
        return ItemPosted(
            written={name: text_of(form, name) for name in _FIELDS},
            cancelled=bool(text_of(form, "cancelled")),
            seen=text_of(form, "seen"),
            token=text_of(form, "token"),
            paper=Posted(
                paper_number=text_of(form, "paper_number"),
                paper_date=text_of(form, "paper_date"),
                paper_file=files[0] if files else None,
            ),
        )


ItemPostedHere = Annotated[ItemPosted, Depends(_item_posted)]


def change_of(posted: ItemPosted) -> ItemChange:
    """Return the change a form means; raises `DecisionIncomplete` for a paper that lacks a part."""
    fields: dict[str, object] = {name: posted.written.get(name, "") for name in REQUIRED}
    fields |= {name: posted.written.get(name) or None for name in OPTIONAL}
    return ItemChange(
        fields={**fields, "cancelled": posted.cancelled},
        acceptance=paper_of(posted.paper),
        seen=int(posted.seen) if posted.seen.isdecimal() else -1,
    )


def as_written(item: Item, revision: int) -> ItemPosted:
    """Return the form as it stands before anybody changed anything in it."""
    written = {name: getattr(item, name) for name in _FIELDS}
    said = {name: "" if value is None else str(value) for name, value in written.items()}
    said |= {name: f"{getattr(item, name):%H:%M}" for name in ("begins", "ends")}
    return ItemPosted(said, item.cancelled, str(revision))


def offered(work: CaseRead) -> Offered:
    """Return the places, bodies, people and interpreters to choose from."""
    bodies = {key: body for key, body in work.regulation.bodies.items() if not body.outside}
    return Offered(
        places={key: place_name(work, key) for key in work.inbound_rules.places},
        units={key: body_name(work, key) for key in sorted({*work.unit_names, *bodies})},
        persons={p.id: p.name for p in directory.persons_by_id(work.conn).values()},
        interpreters={
            str(n): f"{interpreter.name} ({interpreter.language})"
            for n, interpreter in enumerate(work.request_as(InboundRequest).interpreters, start=1)
        },
    )


def told(refusal: DoanError | None, visitor: Visitor) -> dict[str, tuple[str, ...]]:
    """Return by field what speaks against a change; under "" what is about the item as a whole."""
    w = visitor.words
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
