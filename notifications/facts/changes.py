"""What changed of a dossier, by name: who came and who left, not merely which section it was. Pure."""

from collections.abc import Collection

from models.journal.entry import JSON
from models.request.base import Request
from models.request.differences import FactDifference, called_by, differences
from notifications.facts.cases import ChangeFacts

# What a part is called by, where that is no code or day but what people wrote.
_WRITTEN = frozenset(("name", "item", "what", "title"))
# Facts that are one text in people's own words.
_TEXTS = frozenset(("title", "purpose"))
# Of these everybody hears who has a part in receiving guests, be it for an hour.
OF_THE_RECEPTION = frozenset(
    ("dates", "further_visits", "guests", "interpreters", "lodging", "programme", "received_by",
     "sender")
)  # fmt: skip


def changes_between(
    before: Request, after: Request, facts: Collection[str]
) -> tuple[ChangeFacts, ...]:
    """Return what changed of some facts, as far as it has names or words of its own."""
    found: dict[str, list[FactDifference]] = {}
    for each in differences(before.facts(), after.facts()):
        if each.fact in facts:
            found.setdefault(each.fact, []).append(each)
    told = (_change(fact, of_fact) for fact, of_fact in found.items())
    return tuple(change for change in told if len(change.given()) > 1)


def _change(fact: str, of_fact: list[FactDifference]) -> ChangeFacts:
    names: dict[str, dict[str, None]] = {"came": {}, "left": {}, "changed": {}}
    said: dict[str, str] = {}
    for each in of_fact:
        what = "came" if each.is_new else "left" if each.is_gone else "changed"
        if each.part and (name := _named(each.part)):
            names[what][name] = None
        elif fact in _TEXTS and not each.path:
            said = {"old": str(each.old or ""), "new": str(each.new or "")}
    told = {what: tuple(found) for what, found in names.items() if found}
    return ChangeFacts.model_validate({"fact": fact, **told, **said})


def _named(part: JSON) -> str:
    """Return what people call a part of a list, and a person's position beside; empty for a code."""
    field = called_by(part)
    if field not in _WRITTEN:
        return ""
    position = part.get("position")
    return f"{part[field]} ({position})" if position else str(part[field])
