"""What is written is held against all rules, and filed: for a new case, or as a later version of one."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from flows.acts.amending import problems_today as problems_of_amendment
from flows.acts.amending import propose
from flows.acts.desk import Desk
from flows.acts.filing import Filing
from flows.acts.submitting import change, problems_today, resubmit, submit
from flows.case.answers import Identified
from flows.case.read import CaseRead
from flows.drafting.papers import regulation_of
from flows.drafting.writing import read_draft
from models.errors import DraftFiled
from models.ids import CaseNo
from models.request.base import Request
from models.request.form.written import Values
from models.request.reading import Attachment, Check, read_values
from models.store import dossiers, drafts
from models.store.drafts import Draft, Task

Ready = tuple[Request, dict[int, Attachment]]


def ready(desk: Desk, draft: Draft) -> Ready:
    """Return the request that a draft says, and the files of its papers by their places.

    Raises as `said_by` does.
    """
    request = said_by(desk, draft)
    with desk.store.reading() as conn:
        files = drafts.files_of(conn, draft.id)
    return request, _attachments(draft, files)


def said_by(desk: Desk, draft: Draft) -> Request:
    """Return the request that a draft says, for pages, which need none of its files.

    Raises `RequestInvalid` with all that is wrong or missing, `DraftFiled`.
    """
    if draft.is_filed:
        raise DraftFiled(case=draft.case_no)
    return read_values(as_file(draft), regulation_of(desk, draft), also=_check(desk, draft))


def as_file(draft: Draft) -> Values:
    """Return the plain values of the file that a draft equals: files by their names, no empty rows."""
    values: Values = {name: _filled(value) for name, value in draft.values.items()}
    for paper in values.get("papers", ()):
        if "file" in paper:
            paper["file"] = drafts.name_in(paper["file"])
    return {"kind": str(draft.kind), **values}


def as_filed(work: CaseRead) -> Values:
    """Return the plain values of the file that the version in force equals; without passports.

    Its papers have the names their files came with.
    """
    values: Values = work.request.model_dump(mode="json", exclude_none=True)
    names = dossiers.file_names(work.conn, work.case.no)
    for paper in values.get("papers", ()):
        if paper.get("file") in names:
            paper["file"] = names[paper["file"]]
    return {"kind": str(work.case.kind), **values}


def file_draft(desk: Desk, who: Identified, draft: str, reason: str = "") -> CaseNo:
    """File a draft; return the case. Pressed twice it is filed once.

    Raises `RequestInvalid`, `DraftFiled`, `DraftUnknown`, and what `submit`, `resubmit`, `change` or
    `propose` raise.
    """
    found = read_draft(desk, who.person, draft)
    request, files = ready(desk, found)
    by = Filing(who.person, who.person, who.shown_by, draft)
    case_no = found.case_no or CaseNo("")
    match found.task:
        case Task.SUBMIT:
            return submit(desk, request, files, by).case.no
        case Task.RESUBMIT:
            return resubmit(desk, case_no, request, files, by).case.no
        case Task.CHANGE:
            return change(desk, case_no, request, files, by).case.no
        case Task.AMEND:
            return propose(desk, case_no, request, files, reason, by).case.no


def _check(desk: Desk, draft: Draft) -> Check:
    if draft.task is Task.AMEND and draft.case_no:
        return partial(problems_of_amendment, desk, draft.case_no)
    return partial(problems_today, desk)


def _attachments(draft: Draft, files: Mapping[str, Attachment]) -> dict[int, Attachment]:
    """Return the files of the papers by place; one content may stand there by several names."""
    rows = (row for row in draft.values.get("papers", ()) if row)
    named = enumerate(row.get("file", "") for row in rows)
    return {
        place: replace(files[drafts.digest_in(file)], name=drafts.name_in(file))
        for place, file in named
        if drafts.digest_in(file) in files
    }


def _filled(value: object) -> object:
    """Return a value without the rows in which nothing stands yet."""
    if isinstance(value, dict):
        return {name: _filled(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_filled(each) for each in value if each not in ({}, "")]
    return value
