"""A new version of the dossier, uploaded by the unit to which it was returned.

The upload is laid out as a folder, as on the unit's own disk, and read by the same reader.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from config.regulation import Regulation
from flows.case_at_work import CaseAtWork
from flows.deciding import Identified, step_of, verdict_on
from flows.desk import Desk
from flows.submission import Filing, resubmit
from models.errors import DecisionIncomplete, DecisionRefused, RequestInvalid
from models.request_reading import read_request_file
from models.request_syntax import plain_values
from models.store import cases, dossiers
from web.forms import MOST_MEGABYTES, Posted, Upload


def take_revision(desk: Desk, case_no: str, step_no: int, who: Identified, posted: Posted) -> None:
    """Put the uploaded request in force in answer to a return, with its attachments.

    An attachment that came with the version before need not be uploaded again. Raises
    `DecisionIncomplete` when there is no request file, `RequestInvalid` with all problems at once,
    `StepClosed` when the revision has come in the meantime, `DecisionRefused` when this person is
    not the one who is asked.
    """
    request_file = posted.request_file
    if request_file is None:
        raise DecisionIncomplete("request_file")
    if request_file.too_large or any(file.too_large for file in posted.attachments):
        raise DecisionIncomplete("request_size", most=f"{MOST_MEGABYTES} MB")
    regulation, kept = _what_is_kept(desk, case_no, step_no, who.person)
    with TemporaryDirectory(prefix="doan-") as folder:
        path = _laid_out(Path(folder), request_file, (*kept, *posted.attachments))
        request, attachments = read_request_file(path, regulation)
    by = Filing(who.person, who.person, who.shown_by)
    resubmit(desk, case_no, request, attachments, by)


def _what_is_kept(
    desk: Desk, case_no: str, step_no: int, person: str
) -> tuple[Regulation, tuple[Upload, ...]]:
    """Return the regulation of the case and the files of its dossier in force."""
    with desk.store.reading() as conn:
        work = CaseAtWork(conn, cases.read_case(conn, case_no), desk.settings)
        verdict = verdict_on(work, step_of(work.case, step_no), person)
        if verdict.refusal:
            raise DecisionRefused(verdict.refusal, case=case_no, step=step_no)
        papers = [paper.file for paper in work.request.papers if paper.file]
        found = (dossiers.file_of(conn, case_no, digest) for digest in papers)
        return work.regulation, tuple(Upload(f.name, f.content) for f in found if f)


def _laid_out(folder: Path, request_file: Upload, files: Iterable[Upload]) -> Path:
    """Write the files where the request looks for them; what was uploaded now takes precedence."""
    by_name = {file.name: file.content for file in files}
    for named in _files_named(request_file.content):
        place = (folder / named).resolve()
        content = by_name.get(PurePosixPath(named).name)
        if content is not None and place.is_relative_to(folder.resolve()):
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
    suffix = ".json" if request_file.name.lower().endswith(".json") else ".yaml"
    path = folder / f"request-as-uploaded{suffix}"
    path.write_bytes(request_file.content)
    return path


def _files_named(content: bytes) -> Iterator[str]:
    """Find the names under `papers[].file`; a text that cannot be read is refused by the reader."""
    try:
        values = plain_values(content.decode(errors="replace"), format=None)
    except RequestInvalid:
        return
    papers = values.get("papers") if isinstance(values, dict) else None
    for paper in papers if isinstance(papers, list) else ():
        named = paper.get("file") if isinstance(paper, dict) else None
        if isinstance(named, str) and named and len(named) < 300:
            yield named
