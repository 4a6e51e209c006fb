"""A third kind of case, planted for the tests alone: a note that a body approves. Nobody travels."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import pytest
from prefect import flow
from prefect.client.schemas.objects import State

from config.regulation.codes import Kind
from flows.case.at_work import CaseAtWork
from flows.lifecycles import LIFECYCLES
from flows.runs.delegations import FLOWS, walk_and_rest
from flows.stages.afterwards import archive
from flows.stages.approval import sign_by_unit, state_decision
from models.ids import CaseNo
from models.kind_of_case import KindOfCase
from models.kinds import KINDS
from models.request.base import Request
from models.request.fields import Day
from models.request.legible import day_in, text_in
from models.store import dossiers
from tests.factories.province import text_of_the_tests

# Declared for good, as codes are; it is a kind of case only while it is planted.
NOTE = Kind.declare("note", "wanted_by")

ROUTE = """routes:
  - key: note
    title: {vi: Tờ trình, en: Note}
    when: {kind: note}
    source: {document: cv_1431, mark: confirmed}
    steps:
      - stage: unit_signature
        act: sign
        seat: unit/head
        rests_on: [unit, title, purpose, wanted_by]
        source: {document: cv_1431, mark: confirmed}
      - stage: state_decision
        act: decide
        seat: standing_committee/member
        rests_on: [unit, title, purpose, wanted_by]
        source: {document: cv_1431, mark: confirmed}
"""


class NoteRequest(Request):
    """What a unit asks a body to approve, and by when."""

    kind: ClassVar[Kind] = NOTE
    first_day: ClassVar[str] = "wanted_by"

    wanted_by: Day

    @property
    def begins(self) -> date:
        return self.wanted_by

    @property
    def ends(self) -> date:
        return self.wanted_by


def _legible(given):
    read: dict[str, Any] = {"unit": text_in(given, "unit"), "wanted_by": day_in(given, "wanted_by")}
    return NoteRequest.model_construct(**read)


def _plan(_request, _regulation, approval, _guest_class):
    yield from approval


def note(case: CaseAtWork) -> None:
    """Walk a note."""
    sign_by_unit(case)
    state_decision(case)
    archive(case)


@flow(name="note", persist_result=False, validate_parameters=False)
def note_run(case_id: str) -> State[None]:
    """Walk a note's case, tell what was found, rest until it is woken again."""
    return walk_and_rest(CaseNo(case_id))


@contextmanager
def notes_planted() -> Iterator[None]:
    """Let notes be a kind of case within: what it knows, its lifecycle, its flow."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(KINDS, NOTE, KindOfCase(NoteRequest, "TT", _legible, _plan))
        patch.setitem(LIFECYCLES, NOTE, note)
        patch.setitem(FLOWS, NOTE, note_run)
        dossiers.read_content.cache_clear()
        yield


def regulation_with_notes(folder: Path) -> Path:
    """Write the province's regulation with a route for notes."""
    path = folder / "with_notes.yaml"
    text = text_of_the_tests().replace("routes:\n", ROUTE, 1)
    path.write_text(text, encoding="utf-8")
    return path


def note_text(**changed: str) -> str:
    """What a unit writes."""
    said = {
        "kind": "note",
        "unit": "long_my",
        "letter": "{number: 12/TTr-UBND, date: 2020-07-03}",
        "title": "Phương án tiếp công dân nước ngoài",
        "purpose": "Xin chủ trương tiếp công dân nước ngoài tại trụ sở.",
        "area": "cooperation_and_friendship",
        "wanted_by": "2020-08-03",
        **changed,
    }
    return "\n".join(f"{name}: {value}" for name, value in said.items())
