"""Any two commands meet on PostgreSQL, wherever a case stands: one came first.

Of the two hundred pairs each is played at some places of its statements; those in which something is at
stake are played at every place (`test_interleavings`).
"""

from itertools import combinations_with_replacement

import pytest

from tests.proofs.interleaving import Theatre
from tests.proofs.meeting import meet
from tests.proofs.pairs_of_everything import STATES
from tests.proofs.setting import sample

PAIRS_SAMPLED = 3
MOST_ORDERS_EACH_WAY = 12


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_of_any_two_commands_one_came_first_wherever_a_case_stands(state, met, saved):
    commands = state(met)
    saved.save("met")
    pairs = list(combinations_with_replacement(commands, 2))
    with Theatre(met.desk.store) as theatre:
        for one, other in sample(pairs, PAIRS_SAMPLED):
            meet(theatre, saved, commands[one], commands[other], most=MOST_ORDERS_EACH_WAY)
