"""A request is begun, written section by section, and given up: nothing of it is said to anybody yet."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection

from config.regulation.codes import Kind
from flows.acts.desk import Desk
from flows.case.read import CaseRead
from flows.case.verbs import Verb, demand, open_revision
from flows.drafting.papers import FileGiven, lay_files
from flows.drafting.registered import laid_in
from models.errors import (
    DecisionRefused,
    DraftChanged,
    DraftFiled,
    DraftUnknown,
    FileRefused,
    StepClosed,
)
from models.ids import BodyKey, CaseNo, PersonId
from models.journal.entry import canonical
from models.kinds import KINDS
from models.request.base import Request
from models.request.form.described import Field, described
from models.request.form.written import Values, as_form, differing
from models.store import directory, dossiers, drafts
from models.store.database.clock import today
from models.store.drafts import Draft, Task

_VERBS = {Task.CHANGE: Verb.CHANGE, Task.AMEND: Verb.AMEND}
# Of an earlier request these are not taken over: they are of that one alone.
_OF_ONE_REQUEST = ("letter", "urgent", "unannounced", "papers")


def fields_of(kind: Kind) -> tuple[Field, ...]:
    """Return the fields of a kind's request."""
    model: type[Request] = KINDS[kind].model
    return described(model)


def section_fields(kind: Kind, section: str) -> tuple[Field, ...]:
    """Return the fields of a section; raises `KeyError` for one there is not."""
    by_name = {field.name: field for field in fields_of(kind)}
    return tuple(by_name[name] for name in KINDS[kind].sections[section])


def begin(
    desk: Desk, who: PersonId, kind: Kind, given: object = None
) -> tuple[str, tuple[str, ...]]:
    """Begin a draft, empty or with plain values of any shape; return it, and what had no place in it.

    Raises `DecisionRefused` for who holds no seat in a unit.
    """
    values, lost = as_form(fields_of(kind), given)
    for paper in values.get("papers", ()):
        # Files come by themselves.
        paper.pop("file", None)
    with desk.store.writing() as conn:
        units = directory.units_of(conn, who)
        if not units:
            raise DecisionRefused("not_of_any_unit", person=who)
        unit = BodyKey(values["unit"]) if values.get("unit") in units else units[0]
        if given is None:
            values, _ = as_form(fields_of(kind), laid_in(conn, kind, None, today(conn)))
        values = {**values, "unit": unit}
        return drafts.begin(conn, who, unit, kind, values, desk.settings.passport_keys), lost


def begin_like(desk: Desk, who: PersonId, case_no: CaseNo) -> str:
    """Begin a draft with what an earlier request of the same unit said.

    Raises `DecisionRefused` for who is not of that unit.
    """
    with desk.reading(case_no) as work:
        _demand_of_unit(work, who)
        kind, given = work.case.kind, _said(work)
    for name in _OF_ONE_REQUEST:
        given.pop(name, None)
    return begin(desk, who, kind, given)[0]


def begin_version(desk: Desk, who: PersonId, case_no: CaseNo, task: Task) -> str:
    """Begin a later version of a case, or go on with the one that is being written.

    What was said before stands in it, with the files; passports do not: who gives none keeps theirs.
    Raises `StepClosed`, `TooLate` and `DecisionRefused` as filing it would.
    """
    keys = desk.settings.passport_keys
    with desk.at_work(case_no, who) as work:
        _demand(work, task, who)
        if there := drafts.of_case(work.conn, case_no, task, keys):
            return there.id
        more = laid_in(work.conn, work.case.kind, work.request, work.today)
        values, _ = as_form(fields_of(work.case.kind), {**_said(work), **more})
        draft = drafts.begin(
            work.conn, who, work.case.unit, work.case.kind, values, keys, task=task, case_no=case_no
        )
        for paper in values.get("papers", ()):
            digest = paper.pop("file", None)
            file = dossiers.whole_file_of(work.conn, case_no, digest) if digest else None
            if file:
                paper["file"] = drafts.keep_file(work.conn, draft, file)
        drafts.write(work.conn, draft, values, who, keys)
    return draft


def read_draft(desk: Desk, who: PersonId, draft: str) -> Draft:
    """Return a draft of a unit somebody is of today; raises `DraftUnknown` for another's."""
    with desk.store.reading() as conn:
        return _theirs(conn, drafts.draft_of(conn, draft, desk.settings.passport_keys), who)


def drafts_of(desk: Desk, who: PersonId) -> tuple[Draft, ...]:
    """Return the drafts of the units somebody is of, the last changed first."""
    with desk.store.reading() as conn:
        return drafts.of_units(conn, directory.units_of(conn, who), desk.settings.passport_keys)


def write_section(
    desk: Desk,
    who: PersonId,
    draft: str,
    section: str,
    written: Values,
    *,
    seen: str,
    files: Sequence[FileGiven] = (),
) -> tuple[tuple[str, FileRefused], ...]:
    """Keep what somebody wrote into a section with its files; return by field those not taken.

    `seen` is the digest of the section as they were shown it (`digest_of`). Raises `DraftChanged` when
    somebody wrote something else into it since, `DraftFiled`, `DraftUnknown`.
    """
    with _to_change(desk, who, draft) as (conn, found):
        names = KINDS[found.kind].sections[section]
        before = {name: found.values[name] for name in names if name in found.values}
        if seen != digest_of(before) and before != written:
            name = directory.person(conn, found.changed_by).name
            raise DraftChanged(name, differing(before, written))
        laid = lay_files(conn, draft, written.get("papers", ()), files)
        written = {**written, "papers": laid.papers} if laid.papers else written
        others = {name: value for name, value in found.values.items() if name not in names}
        keys = desk.settings.passport_keys
        drafts.write(conn, draft, {**others, **written}, who, keys)
    return tuple(laid.refused)


def digest_of(values: Values) -> str:
    """Return by what a section is known again as it was shown."""
    return sha256(canonical(values).encode()).hexdigest()


def discard(desk: Desk, who: PersonId, draft: str) -> None:
    """Erase a draft that nobody wants any more; one that was filed stays."""
    with _to_change(desk, who, draft) as (conn, _):
        drafts.drop(conn, draft)


@contextmanager
def _to_change(desk: Desk, who: PersonId, draft: str) -> Iterator[tuple[Connection, Draft]]:
    keys = desk.settings.passport_keys
    with desk.store.writing() as conn:
        drafts.lock(conn, draft)
        yield conn, _theirs(conn, drafts.draft_of(conn, draft, keys), who)


def _theirs(conn: Connection, found: Draft, who: PersonId) -> Draft:
    if found.unit not in directory.units_of(conn, who):
        raise DraftUnknown
    return found


def _demand(work: CaseRead, task: Task, who: PersonId) -> None:
    _demand_of_unit(work, who)
    if task is Task.SUBMIT:
        raise DraftFiled(case=work.case.no)
    if task in _VERBS:
        demand(work, _VERBS[task], who)
    elif open_revision(work.case) is None:
        raise StepClosed(case=work.case.no)


def _demand_of_unit(work: CaseRead, who: PersonId) -> None:
    if not work.is_of_unit(who):
        raise DecisionRefused("not_of_unit", person=who, unit=work.case.unit)


def _said(work: CaseRead) -> dict[str, Any]:
    """Return what the version in force says; its passports stand elsewhere."""
    return work.request.model_dump(mode="json", exclude_none=True)
