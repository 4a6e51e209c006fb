"""What an act or an entry is, it says itself; whatever does not say is refused, never let through."""

from dataclasses import fields
from typing import ClassVar

import pytest

from config.regulation.codes import Act, Kind, Stage
from models import entries as e
from models.acts import ACTS, Chosen
from models.applying import _apply, after
from models.case import Case, Step
from models.competence.deciding import may_decide
from models.ids import CaseNo, PersonId
from models.journal.entry import GENESIS, Entry
from models.kinds import KINDS
from models.route.planned import planned_step
from models.store.tables import cases, journal, metadata, outbox, steps
from models.store.verify.rebuilt import _ONLY_TELL, _READ_BACK
from notifications.telling.notices import NOTICES
from tests.factories.prepared import MONDAY_MORNING

CHANGES = {kind: cls for kind, cls in e.PAYLOADS.items() if issubclass(cls, e.Changes)}
TELLS = {kind: cls for kind, cls in e.PAYLOADS.items() if issubclass(cls, e.Tells)}


@pytest.fixture
def _no_other_kinds(monkeypatch):
    """Whatever a test defines is no kind of entry for any other test."""
    monkeypatch.setattr("models.entries.base.PAYLOADS", {})


# --- acts ----------------------------------------------------------------------------------------


def test_every_act_says_what_it_is():
    assert set(ACTS) == set(Act)


def test_an_act_that_does_not_say_is_open_to_nobody(monkeypatch):
    monkeypatch.delitem(ACTS, Act.FILE)
    filing = planned_step(Stage.REPORT, Act.FILE, "office/officer", None)
    case, holder = Case(CaseNo("DR-2020-0001"), Kind.OUTBOUND), PersonId("pham.van.mau")

    with pytest.raises(KeyError):
        may_decide(holder, case, filing, holders=frozenset({holder}), travellers=frozenset())


# --- entries -------------------------------------------------------------------------------------


@pytest.mark.usefixtures("_no_other_kinds")
def test_an_entry_that_says_neither_is_none():
    with pytest.raises(TypeError, match="neither Changes a case nor Tells"):

        class Hint(e.Payload):
            kind: ClassVar[str] = "hint"


@pytest.mark.usefixtures("_no_other_kinds")
def test_a_name_stands_for_one_entry():
    class Hint(e.Tells):
        kind: ClassVar[str] = "hint"

    with pytest.raises(TypeError, match="Nudge and Hint are both hint"):

        class Nudge(e.Tells):
            kind: ClassVar[str] = "hint"


def test_no_entry_both_changes_and_only_tells():
    assert not CHANGES.keys() & TELLS.keys()


@pytest.mark.parametrize("cls", CHANGES.values(), ids=CHANGES)
def test_every_entry_that_changes_has_a_rule(cls):
    assert _apply.dispatch(cls) not in (_apply.dispatch(e.Payload), _apply.dispatch(e.Tells))


@pytest.mark.parametrize("cls", TELLS.values(), ids=TELLS)
def test_no_entry_that_only_tells_has_a_rule(cls):
    assert _apply.dispatch(cls) is _apply.dispatch(e.Tells)


@pytest.mark.usefixtures("_no_other_kinds")
def test_an_entry_that_changes_and_has_no_rule_is_an_error():
    class Blessed(e.Changes):
        kind: ClassVar[str] = "blessed"

    case = Case(CaseNo("DR-2020-0001"), Kind.OUTBOUND)
    entry = Entry(case.no, 1, MONDAY_MORNING, MONDAY_MORNING, "doan", Blessed(), GENESIS)

    with pytest.raises(NotImplementedError, match="blessed"):
        after(case, entry)


def test_the_auditor_knows_the_same_entries_by_a_list_of_its_own():
    assert (set(_READ_BACK), set(_ONLY_TELL)) == (set(CHANGES), set(TELLS))


# --- rows ----------------------------------------------------------------------------------------


def test_whatever_an_entry_says_of_a_case_has_its_column_or_its_table():
    told = {field.name for field in fields(Case)} - {*metadata.tables, "plan"}

    assert told == {column.name for column in cases.columns} - {"has_more"}


def test_whatever_an_entry_says_of_a_step_has_its_column():
    told = {field.name for field in fields(Step)} - {"votes"}

    assert told == {column.name for column in steps.columns} - {"case_no"}


@pytest.mark.parametrize(
    ("column", "codes"),
    [
        (cases.c.kind, tuple(KINDS)),
        (steps.c.stage, Stage),
        (steps.c.act, Act),
        (steps.c.choice, Chosen),
        (journal.c.kind, e.PAYLOADS),
        (outbox.c.notice, [notice.key for notice in NOTICES]),
    ],
    ids=str,
)
def test_every_code_is_short_enough_for_its_column(column, codes):
    assert [code for code in codes if len(code) > column.type.length] == []
