"""Entries of which a case has many leave out what goes without saying, and lose nothing by it."""

import json
from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.regulation.codes import Act, Stage, TimeUnit
from config.regulation.parts import Limit
from models import entries as e
from models.ids import CaseNo, Digest, PersonId, SeatKey
from models.journal.entry import GENESIS, Entry, canonical
from models.store.verify import brief
from models.store.verify.brief import said_in
from tests.factories.prepared import MONDAY_MORNING

BRIEF = {kind: cls for kind, cls in e.PAYLOADS.items() if cls.is_brief}
PARTS = {"paper": e.PaperRef, "evidence": e.PaperRef, "steps": e.PlannedStep, "within": Limit}
PERSON, DIGEST = PersonId("ly.thi.gia.dinh"), Digest("0" * 64)

_person = st.sampled_from((None, PERSON))
_digest = st.sampled_from((None, DIGEST))
_paper = st.none() | st.builds(
    e.PaperRef,
    number=st.just("7/BB"),
    dated=st.just(date(2020, 7, 6)),
    file=_digest,
    version=st.sampled_from((None, 2)),
    incoming=st.sampled_from((None, "12")),
)
_limit = st.none() | st.builds(Limit, amount=st.integers(0, 3), unit=st.just(TimeUnit.DAYS))
_said = {
    "step": st.integers(1, 9),
    "choice": st.sampled_from(("agree", "object")),
    "person": st.just(PERSON),
    "remarks": _digest,
    "on_behalf_of": _person,
    "evidence": _paper,
    "recorded_by": _person,
    "seen": st.sampled_from(("", DIGEST)),
    "identity": st.sampled_from(("", "paper", "passkey")),
    "signed_in": st.sampled_from((None, 0, 3)),
    "notes": st.sampled_from(((), ("one_clerk",))),
}
_planned = st.builds(
    e.PlannedStep,
    ordinal=st.integers(1, 20),
    stage=st.just(Stage.OPINIONS),
    act=st.just(Act.CONSULT),
    key=st.sampled_from(("", "visa_note")),
    seat=st.just(SeatKey("police/head")),
    outside=st.sampled_from((None, "mofa")),
    rests_on=st.sampled_from(((), ("dates",))),
    within=_limit,
)
PAYLOADS = st.one_of(
    st.builds(e.StepDecided, **_said, answer=_digest, paper=_paper, letter=_digest),
    st.builds(e.VoteCast, **_said, answer=_digest),
    st.builds(e.OpinionLate, **_said),
    st.builds(e.RouteDrawn, route=st.just("others"), steps=st.lists(_planned).map(tuple)),
    st.builds(
        e.StepOpened,
        step=st.integers(1, 9),
        stage=st.just(Stage.OPINIONS),
        act=st.just(Act.CONSULT),
        collective=st.booleans(),
        holders=st.just((PERSON,)),
        version=st.just(1),
        rests_on=st.sampled_from(((), ("dates",))),
        digest=st.just(DIGEST),
        digest_version=st.sampled_from((1, 2)),
        seat=st.just(SeatKey("police/head")),
        key=st.sampled_from(("", "visa_note")),
        due_at=st.none(),
        shows=st.sampled_from(((), (3, 4))),
    ),
)


def written(payload):
    entry = Entry(CaseNo("C"), 1, MONDAY_MORNING, MONDAY_MORNING, "doan", payload, GENESIS)
    return entry.body()


def row(kind, body):
    return SimpleNamespace(kind=kind, body=body)


@given(PAYLOADS)
def test_who_reads_a_brief_entry_reads_all_that_was_said(payload):
    read = e.payload_of(payload.kind, json.loads(written(payload)))

    assert read == payload


@given(PAYLOADS)
def test_the_auditor_reads_brief_and_long_entries_alike(payload):
    said = payload.model_dump(mode="json")
    long = canonical(said)

    assert said_in(row(payload.kind, written(payload))) == said
    assert said_in(row(payload.kind, long)) == said


@given(PAYLOADS)
def test_an_entry_that_was_written_long_keeps_its_words_and_its_hash(payload):
    at = (MONDAY_MORNING, MONDAY_MORNING)
    long = canonical(payload.model_dump(mode="json"))
    first = Entry(CaseNo("C"), 1, *at, "doan", payload, GENESIS, long)
    brief_one = Entry(CaseNo("C"), 1, *at, "doan", payload, GENESIS)

    assert first.body() == long
    assert (first.hash() == brief_one.hash()) is (long == brief_one.body())


def test_what_is_neither_brief_nor_long_is_read_as_it_stands():
    mixed = '{"answer":null,"choice":"agree","person":null,"step":1}'

    assert said_in(row("step_decided", mixed)) == json.loads(mixed)


def test_what_other_kinds_say_is_read_as_it_stands():
    assert said_in(row("case_archived", "{}")) == {}


def test_nothing_goes_without_saying_to_one_that_does_not_to_the_other():
    assert {kind: _defaults(cls) for kind, cls in BRIEF.items()} == brief._OF_KIND
    assert {name: _defaults(cls) for name, cls in PARTS.items()} == brief._OF_PART


@pytest.mark.parametrize("kind", BRIEF)
def test_the_parts_of_brief_entries_are_known_by_their_fields(kind):
    said = e.PAYLOADS[kind].model_json_schema()
    parts = {
        name
        for name, field in said["properties"].items()
        if "PaperRef" in str(field) or "PlannedStep" in str(field) or "Limit" in str(field)
    }

    assert parts <= PARTS.keys()


def _defaults(cls):
    """What a model's fields are where nothing is said, as JSON has it."""
    optional = {name: f for name, f in cls.model_fields.items() if not f.is_required()}
    said = {name: f.get_default(call_default_factory=True) for name, f in optional.items()}
    return json.loads(
        canonical({n: list(v) if isinstance(v, tuple) else v for n, v in said.items()})
    )
