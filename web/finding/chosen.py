"""By what a list was chosen, in words: what its printed page says above the rows. Pure."""

from collections.abc import Iterator, Mapping

from config.regulation.codes import Stage
from config.regulation.parts import Text
from config.regulation.province import Regulation
from config.words import Words
from models.case import CaseStatus
from models.kinds import KINDS
from web.finding.looked import STANDINGS, Looked
from web.finding.owed import OwedLooked

# What is asked for by a tick: its title says all.
_TICKED = {"late": "page.found.late", "faulty": "page.found.faulty"}
_CALLED = {
    "kind": "page.found.kind",
    "unit": "page.found.unit",
    "country": "page.found.country",
    "partner": "page.found.partner",
    "person": "page.found.person",
    "area": "page.found.area",
    "plan": "page.found.plan",
    "month": "page.found.month",
    "year": "page.found.year",
}


def chosen_of_cases(
    looked: Looked, units: Mapping[str, Text], regulation: Regulation, w: Words
) -> Iterator[str]:
    """Yield what a list of cases was chosen by."""
    yield _pair(w.text("page.found.status"), _standing(looked.standing, w))
    for name, value in looked.said.items():
        if name in _TICKED:
            yield w.text(_TICKED[name])
        elif name == "q":
            yield w.text("page.found.for", words=value)
        elif name == "stage":
            yield _pair(w.text("page.export.column.stages"), _stage(value, w))
        elif name in _CALLED:
            yield _pair(w.text(_CALLED[name]), _value(name, value, units, regulation, w))


def chosen_of_owed(looked: OwedLooked, units: Mapping[str, Text], w: Words) -> Iterator[str]:
    """Yield what a list of duties was chosen by."""
    if looked.stage in set(Stage):
        yield _pair(w.text("page.export.column.stage"), _stage(looked.stage, w))
    if looked.unit in units:
        yield _pair(w.text("page.found.unit"), units[looked.unit].of(w.language))
    if looked.late:
        yield w.text("page.owed.late")


def _value(
    name: str, value: str, units: Mapping[str, Text], regulation: Regulation, w: Words
) -> str:
    if name == "kind" and value in KINDS:
        return w.label("kind", value)
    if name == "unit" and value in units:
        return units[value].of(w.language)
    if name == "area" and value in regulation.areas_of_work:
        return regulation.areas_of_work[value].of(w.language)
    return value


def _standing(value: str, w: Words) -> str:
    if value in set(CaseStatus):
        return w.label("status", value)
    return w.text(f"page.found.standing.{value if value in STANDINGS else 'open'}")


def _stage(value: str, w: Words) -> str:
    return w.label("stage", value) if value in set(Stage) else w.text("page.found.stage_none")


def _pair(title: str, value: str) -> str:
    return f"{title}: {value}"
