"""Whoever owns the database tells an entry anew, chain and tables after it: the rules find where.

Every lie (`tests/lies/`) is told so well that nothing else could find it.
"""

from contextlib import ExitStack

import pytest

from config.settings import Settings
from flows.acts.desk import Desk
from models.entries.base import PAYLOADS, OfHouse
from models.store.verify.rules.entries import RULES
from models.store.verify.rules.shapes import FORMS
from tests.factories.audit import verify
from tests.factories.forging import Journal
from tests.factories.office import Office
from tests.lies import asking, form, outcomes, plans, steps, time, words
from tests.lies.lives import LIVES
from tests.lies.telling import LIES

# The house's journal is read elsewhere.
OF_CASES = {kind: cls for kind, cls in PAYLOADS.items() if not issubclass(cls, OfHouse)}
# Who imports them hears their lies.
SUBJECTS = (asking, form, outcomes, plans, steps, time, words)


@pytest.fixture(scope="module")
def lived(on_sqlite, tmp_path_factory):
    """A case of each life in a database of its own, each lived on the same days."""
    cases = {life: _lived(life, on_sqlite, tmp_path_factory.mktemp("life")) for life in LIVES}
    yield cases
    for store, _ in cases.values():
        store.close()


def _lived(life, on_sqlite, folder):
    store = on_sqlite.copy(folder, with_directory=True)
    office = Office(Desk(store, Settings(folder=folder)))
    life(office)
    return store, office.case_no


@pytest.fixture
def told(lived):
    """The databases in which somebody lies; afterwards each is what it was."""
    with ExitStack() as opened:

        def journal_of(life):
            store, case_no = lived[life]
            conn = opened.enter_context(store.engine.connect())
            conn.execution_options(doan_writes=True)
            opened.callback(conn.begin().rollback)
            return Journal.of(conn, case_no)

        yield journal_of


def found_in(journal: Journal) -> str:
    """Write what is told, and return where the auditor finds it."""
    journal.written()
    difference = verify(journal.conn).difference
    assert difference is not None
    assert difference.case_no == journal.case_no
    return difference.place


@pytest.mark.parametrize("life", LIVES)
def test_each_of_these_lives_verifies(lived, life):
    store, _ = lived[life]
    with store.reading() as conn:
        assert verify(conn).difference is None


def test_there_is_a_form_and_a_rule_for_every_kind_of_entry():
    assert FORMS.keys() == RULES.keys() == OF_CASES.keys()


def test_the_auditor_knows_every_field_of_every_kind_of_entry():
    fields = {kind: set(payload.model_fields) for kind, payload in OF_CASES.items()}

    assert {kind: set(form) for kind, form in FORMS.items()} == fields


@pytest.mark.parametrize("life", LIVES)
def test_what_is_told_again_as_it_was_is_no_lie(told, life):
    journal = told(life)
    journal.written()

    assert verify(journal.conn).difference is None


@pytest.mark.parametrize(("life", "tells", "what"), LIES)
def test_a_lie_is_found_and_its_place_is_named(told, life, tells, what):
    journal = told(life)
    entry = tells(journal)

    found = found_in(journal)

    assert found == f"entry {journal.place(entry)}, {what.partition(' case_')[0]}"
