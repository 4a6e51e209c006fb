"""Two commands meet on PostgreSQL: whatever the order of their statements, one came first.

One runs to its n-th statement or commit, the other to its end or until it waits for a lock, then the
first to its end; for every n, and with the parts exchanged. What is left behind is what one of the two
orders without any overlap leaves behind, and whoever lost is told by an error of ours.
"""

from itertools import combinations_with_replacement

import pytest

from cli.people.directory_file import read_directory
from cli.setting_up import SAMPLE_DIRECTORY
from config.settings import Settings
from flows.acts.desk import Desk
from models.errors import DoanError
from models.store import directory
from models.store.database.clock import make_clock_movable
from models.store.database.engine import Store
from models.store.migrations import migrate
from tests.factories.house import house, the_signer
from tests.factories.office import Office
from tests.factories.prepared import MONDAY_MORNING
from tests.proofs.interleaving import Command, Ended, Theatre
from tests.proofs.outcome import differences, left_behind
from tests.proofs.pairs_of_answers import ANSWERS
from tests.proofs.pairs_of_authority import AUTHORITIES
from tests.proofs.pairs_of_cases import CASES
from tests.proofs.pairs_of_everything import STATES
from tests.proofs.pairs_of_meetings import MEETINGS
from tests.proofs.pairs_of_units import VOTES_AND_DOSSIERS
from tests.proofs.saved import Saved, make_database
from tests.proofs.setting import sample

PAIRS = (*ANSWERS, *VOTES_AND_DOSSIERS, *CASES, *MEETINGS, *AUTHORITIES)
SAMPLE = 3
PAIRS_SAMPLED = 3


@pytest.fixture(scope="module")
def desk(postgres_url, tmp_path_factory):
    store = Store(make_database(postgres_url, "proofs_interleavings"))
    migrate(store, the_signer())
    with store.writing() as conn:
        make_clock_movable(conn, MONDAY_MORNING)
        directory.load_directory(house(conn), read_directory(SAMPLE_DIRECTORY))
    yield Desk(store, Settings(folder=tmp_path_factory.mktemp("interleavings")))
    store.close()


@pytest.fixture(scope="module")
def saved(desk):
    saved = Saved(desk.store)
    saved.save("empty")
    return saved


@pytest.fixture
def office(desk, saved):
    saved.put_back("empty")
    return Office(desk)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.__name__)
def test_of_two_commands_that_meet_one_came_first(pair, office, saved):
    one, other = pair(office)
    saved.save("met")
    with Theatre(office.desk.store) as theatre:
        meet(theatre, saved, one, other)


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_of_any_two_commands_one_came_first_wherever_a_case_stands(state, office, saved):
    commands = state(office)
    saved.save("met")
    pairs = list(combinations_with_replacement(commands, 2))
    with Theatre(office.desk.store) as theatre:
        for one, other in sample(pairs, PAIRS_SAMPLED):
            meet(theatre, saved, commands[one], commands[other])


def meet(theatre: Theatre, saved: Saved, one: Command, other: Command) -> None:
    """Play two commands in every order of their statements; what is left, one of two orders leaves."""
    orders, points = {}, {}
    for name, first, second in (("one", one, other), ("other", other, one)):
        saved.put_back("met")
        ended = theatre.alone(first), theatre.alone(second)
        points[name] = ended[0].points
        told = said(ended) if name == "one" else said(ended[::-1])
        orders[name] = (told, left_behind(saved.store))
        assert differences(saved.store) == []
    for name, first, second in (("one", one, other), ("other", other, one)):
        for stop in sample(range(1, points[name] + 1), SAMPLE):
            saved.put_back("met")
            ended = theatre.interleaved(first, second, stop)
            told = said(ended) if name == "one" else said(ended[::-1])
            found = (told, left_behind(saved.store))
            assert found in orders.values(), why(name, stop, found, orders)
            assert differences(saved.store) == []


def said(ended: tuple[Ended, ...]) -> tuple[str, ...]:
    """Tell how commands ended; an error that is not ours is no answer to anybody."""
    for each in ended:
        if each.error and not isinstance(each.error, DoanError):
            raise each.error
    return tuple(map(str, ended))


def why(name, stop, found, orders) -> str:
    """Say in which order of the statements something came out that neither order gives."""
    lines = [f"{name} stopped before {stop}: {found[0]}"]
    for order, (told, left) in orders.items():
        lines.append(f"{order} first: {told}")
        for what, rows in left.items():
            lines += [f"  - {row}" for row in rows if row not in found[1][what]]
            lines += [f"  + {row}" for row in found[1][what] if row not in rows]
    return "\n".join(lines)
