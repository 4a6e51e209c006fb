"""The lists of the board as rows of a file: the same that their pages show, all of them."""

from collections.abc import Iterator
from dataclasses import replace

from config.words import Words
from models.store.database.engine import Store
from models.store.lists.found import CaseFound, cases_found
from models.store.lists.keyset import ListPlace
from models.store.lists.owed import all_owed
from models.store.lists.sought import Sought
from web.finding.looked import Looked
from web.finding.owed import DutyShown, OwedAsker, OwedLooked, owed_sought
from web.finding.shown import Asker
from web.ground.listed.handing_out import Value

# So many are read at a time: a file takes no more memory than they do.
_AT_ONCE = ListPlace(size=500, counts=False)
CASE_COLUMNS = (
    "no", "kind", "unit", "title", "begins", "ends", "status", "stages", "since", "due", "late",
)  # fmt: skip
OWED_COLUMNS = (
    "stage", "no", "title", "unit", "owed_by", "holders", "owed_to", "due", "days_left", "late",
)  # fmt: skip


def columns_of(names: tuple[str, ...], w: Words) -> list[str]:
    """Return what the columns of a file are called."""
    return [w.text(f"page.export.column.{name}") for name in names]


def case_rows(
    store: Store, asker: Asker, wanted: Sought, looked: Looked, w: Words
) -> Iterator[list[Value]]:
    """Yield a row a case; they are read some hundreds at a time, each on a connection of its own."""
    language, names = w.language, asker.around.unit_names
    units = {unit: name.of(language) for unit, name in names.items()}
    place: ListPlace | None = _AT_ONCE
    while place:
        with store.reading() as conn:
            found = cases_found(
                conn,
                wanted,
                asker.sees,
                asker.reads,
                place,
                sort=looked.order,
                now=asker.around.now,
            )
        yield from (_case_row(each, units, w) for each in found.items)
        place = replace(_AT_ONCE, after=found.after) if found.after else None


def _case_row(each: CaseFound, units: dict[str, str], w: Words) -> list[Value]:
    return [
        each.no,
        w.label("kind", each.kind),
        units.get(each.unit, each.unit),
        each.title or w.text("page.case.erased_title"),
        each.begins,
        each.ends,
        w.label("status", each.status),
        ", ".join(w.label("stage", stage) for stage in each.stages),
        each.since,
        each.due_at,
        _yes(each.is_late, w),
    ]


def owed_rows(
    store: Store, asker: OwedAsker, looked: OwedLooked, w: Words
) -> Iterator[list[Value]]:
    """Yield a row a duty, all as they stood at one moment."""
    with store.reading(one_moment=True) as conn:
        for duty in all_owed(conn, owed_sought(looked, asker), asker.sees):
            yield _owed_row(asker.shown(duty), w)


def _owed_row(each: DutyShown, w: Words) -> list[Value]:
    return [
        w.label("stage", each.step.stage),
        each.step.case_no,
        each.step.title or w.text("page.case.erased_title"),
        each.unit,
        each.seat,
        ", ".join(each.holders),
        each.owed_to,
        each.step.due_at,
        each.days_left,
        _yes(each.is_late, w),
    ]


def _yes(is_so: bool, w: Words) -> str:
    return w.text("page.export.yes") if is_so else ""
