"""A new version of the dossier, uploaded by the unit: after a return, as a change, to amend it.

The upload is laid out as a folder, as on the unit's own disk, and read by the same reader.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from config.regulation.province import Regulation
from flows.acts.desk import Desk
from flows.acts.filing import Filing
from flows.acts.submitting import problems_today, resubmit
from flows.case.answers import Identified
from flows.case.entitled import verdict_on
from models.errors import DecisionIncomplete, DecisionRefused, Problem, RequestInvalid
from models.ids import CaseNo
from models.request.base import Request
from models.request.papers.taking import MOST_MEGABYTES
from models.request.parts import Paper
from models.request.problems import field_name, shown
from models.request.reading import Attachment, Check, papers_written, read_request_file
from models.request.syntax import plain_values
from models.store import dossiers
from web.ground.fields import Upload
from web.ground.form import Sent


@dataclass(frozen=True)
class _PaperAt:
    """A paper, its place in the list, and the name of its file without folders."""

    place: int
    paper: Paper
    name: str
    content: bytes = b""

    def is_like(self, other: "_PaperAt") -> bool:
        """Tell whether both say the same of the paper, whatever its file is called."""
        fileless = {"file": None}
        return self.paper.model_copy(update=fileless) == other.paper.model_copy(update=fileless)


def take_revision(desk: Desk, case_no: CaseNo, step_no: int, who: Identified, sent: Sent) -> None:
    """Put the uploaded request in force in answer to a return, with its attachments.

    Raises what `read_upload` does, `StepClosed` when the revision has come in the meantime,
    `DecisionRefused` when this person is not the one who is asked.
    """
    with desk.reading(case_no) as work:
        refusal = verdict_on(work, work.step(step_no), who.person).refusal
    if refusal:
        raise DecisionRefused(refusal, case=case_no, step=step_no)
    request, attachments = read_upload(desk, case_no, sent, partial(problems_today, desk))
    resubmit(desk, case_no, request, attachments, Filing(who.person, who.person, who.shown_by))


def read_upload(
    desk: Desk, case_no: CaseNo, sent: Sent, also: Check
) -> tuple[Request, dict[int, Attachment]]:
    """Return an uploaded version of a case's dossier with its attachments.

    An attachment that came with the version in force need not be uploaded again, so whoever calls has
    made sure that it is the unit that uploads. Raises `DecisionIncomplete` when there is no request
    file, `RequestInvalid` with all problems at once, those of the day (`also`) among them.
    """
    request_file, uploaded = sent.upload("request_file"), sent.uploads("attachments")
    if request_file is None:
        raise DecisionIncomplete("request_file")
    if request_file.too_large or any(file.too_large for file in uploaded):
        raise DecisionIncomplete("request_size", most=f"{MOST_MEGABYTES} MB")
    regulation, kept = _what_is_kept(desk, case_no)
    return _read(request_file, uploaded, regulation, kept, also)


def read_new(
    desk: Desk, request_file: Upload, uploaded: Sequence[Upload], also: Check
) -> tuple[Request, dict[int, Attachment]]:
    """Return an uploaded request that is to become a case, with its attachments.

    Raises `DecisionIncomplete` for a file that is too large, `RequestInvalid` as `read_upload` does.
    """
    if any(file.too_large for file in uploaded):
        raise DecisionIncomplete("request_size", most=f"{MOST_MEGABYTES} MB")
    return _read(request_file, uploaded, desk.regulation(), [], also)


def _read(
    request_file: Upload,
    uploaded: Sequence[Upload],
    regulation: Regulation,
    kept: Sequence[_PaperAt],
    also: Check,
) -> tuple[Request, dict[int, Attachment]]:
    with TemporaryDirectory(prefix="doan-") as folder:
        path, unclear = _laid_out(Path(folder), request_file, kept, uploaded, regulation)
        try:
            request, attachments = read_request_file(path, regulation, also=also)
        except RequestInvalid as invalid:
            fields = {problem.field for problem in unclear}
            others = (problem for problem in invalid.problems if problem.field not in fields)
            raise RequestInvalid((*others, *unclear)) from None
    if unclear:
        raise RequestInvalid(unclear)
    return request, attachments


def _what_is_kept(desk: Desk, case_no: CaseNo) -> tuple[Regulation, list[_PaperAt]]:
    """Return the regulation of the case, and the papers of its dossier in force that have files."""
    with desk.reading(case_no) as work:
        kept = [
            _PaperAt(place, paper, file.name, file.content)
            for place, paper in enumerate(work.request.papers)
            if paper.file and (file := dossiers.whole_file_of(work.conn, case_no, paper.file))
        ]
        return work.regulation, kept


def _laid_out(
    folder: Path,
    request_file: Upload,
    kept: Sequence[_PaperAt],
    uploaded: Sequence[Upload],
    regulation: Regulation,
) -> tuple[Path, tuple[Problem, ...]]:
    """Write the files where the request looks for them; what was uploaded now takes precedence.

    An upload has no folders. One whose name several paths end in is laid at none of them, nor is a
    kept file of which it cannot be told whose it is: each such path is a problem.
    """
    named = _papers_by_path(folder, request_file.content, regulation)
    paths = Counter(at.name for at in named.values())
    uploads = Counter(file.name for file in uploaded)
    contents = {file.name: file.content for file in uploaded}
    open_paths = {path: at for path, at in named.items() if at.name not in uploads}
    laid = {path: old.content for path, old in _kept_of(open_paths, kept).items()}
    unclear = []
    for path, at in named.items():
        if paths[at.name] == uploads[at.name] == 1:
            laid[path] = contents[at.name]
        elif path not in laid and (uploads[at.name] or any(at.name == old.name for old in kept)):
            field = field_name(("papers", at.place, "file"))
            told = (("name", shown(at.name)),)
            unclear.append(Problem(field, shown(at.paper.file), "attachment_unclear", told))
    for path, content in laid.items():
        # A path no disk takes is told by the reader as a file that is missing.
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    suffix = ".json" if request_file.name.lower().endswith(".json") else ".yaml"
    request_path = folder / f"request-as-uploaded{suffix}"
    request_path.write_bytes(request_file.content)
    return request_path, tuple(unclear)


def _kept_of(named: Mapping[Path, _PaperAt], kept: Sequence[_PaperAt]) -> dict[Path, _PaperAt]:
    """Return which path each kept file belongs to, by the surest tie that leaves no choice.

    The dossier keeps no folders, so among files of one name the papers themselves tell them apart.
    """
    paths = Counter(at.name for at in named.values())
    files = Counter(old.name for old in kept)
    ties: tuple[Callable[[_PaperAt, _PaperAt], bool], ...] = (
        lambda at, old: at.place == old.place and at.is_like(old),
        lambda at, old: at.is_like(old),
        lambda at, old: at.place == old.place and at.paper.kind == old.paper.kind,
        lambda at, old: paths[at.name] == files[old.name] == 1,
    )
    found: dict[Path, _PaperAt] = {}
    for tie in ties:
        taken = {old.place for old in found.values()}
        pairs = [
            (path, old)
            for path, at in named.items()
            for old in kept
            if path not in found and old.place not in taken
            if at.name == old.name and tie(at, old)
        ]
        of_path, of_file = Counter(p for p, _ in pairs), Counter(old.place for _, old in pairs)
        found |= {p: old for p, old in pairs if of_path[p] == of_file[old.place] == 1}
    return found


def _papers_by_path(folder: Path, content: bytes, regulation: Regulation) -> dict[Path, _PaperAt]:
    """Find the papers that name files within the folder; the first of those that share one.

    What cannot be read is left to the reader of requests, which says what is wrong with it.
    """
    try:
        values = plain_values(content.decode(errors="replace"), format=None)
    except RequestInvalid:
        return {}
    found: dict[Path, _PaperAt] = {}
    for place, paper in papers_written(values, regulation):
        path = (folder / (paper.file or "")).resolve()
        if paper.file and path != folder.resolve() and path.is_relative_to(folder.resolve()):
            found.setdefault(path, _PaperAt(place, paper, PurePosixPath(paper.file).name))
    return found
