"""A request begun from the text of an entry of the annual plan: what was read, and of which words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi.responses import Response

from flows.drafting import writing
from models.kinds import KINDS
from models.request.form.described import Field, Input
from models.request.form.plan_text import read_plan
from models.request.labels import label_of
from models.store.drafts import Draft
from web.ground.identify import known
from web.ground.permission import Permission, Router
from web.ground.visitor import SignedIn, VisitorHere
from web.request.desk import lists_for, section_of
from web.request.lists import Lists
from web.request.pages import address_of, to
from web.request.papers import DraftId
from web.request.widgets import day_shown

router = Router()


@dataclass(frozen=True)
class ReadShown:
    """A field of which a text tells: what it is called, its value or why it has none, the words."""

    label: str
    said: str
    words: str
    address: str


@router.shows("/requests/{draft}/plan", Permission.SIGNED_IN)
def show_what_was_read(draft: DraftId, visitor: VisitorHere) -> Response:
    """Show a unit what the text of the plan said for sure, and what the unit has to say itself."""
    reader = known(visitor)
    found = writing.read_draft(reader.running.desk, reader.person.id, draft)
    if found.is_filed:
        return to(f"/cases/{found.case_no}")
    if not KINDS[found.kind].model.on_calendar:
        # A plan is begun from no entry of one.
        return to(address_of(found.id))
    text = str(found.values.get("plan_entry", {}).get("entry", ""))
    read, lists = read_plan(text, KINDS[found.kind].model), lists_for(reader)
    w, fields = reader.words, writing.fields_of(found.kind)
    taken = [
        (x.field, _words(fields, x.field, x.value, lists, reader), x.words) for x in read.taken
    ]
    left = [(x.field, w.text(f"page.plan.left.{x.why}"), x.words) for x in read.left]
    return reader.page(
        "request/plan.html",
        draft=found,
        text=text,
        taken=[_shown(found, *each, reader) for each in taken],
        left=[_shown(found, *each, reader) for each in left],
        onwards=address_of(found.id),
    )


def _shown(draft: Draft, field: str, said: str, words: str, reader: SignedIn) -> ReadShown:
    address = f"{address_of(draft.id, section_of(draft, field))}#{field}"
    return ReadShown(label_of(field, reader.words), said, words, address)


def _words(fields: Sequence[Field], path: str, value: str, lists: Lists, reader: SignedIn) -> str:
    """Return a value as its field shows it."""
    for name in re.sub(r"\[\d+\]", "", path).split("."):
        field = next(each for each in fields if each.name == name)
        fields = field.parts
    return day_shown(value, reader.words) if field.input is Input.DAY else lists.words(field, value)
