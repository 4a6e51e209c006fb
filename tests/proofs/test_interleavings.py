"""Two commands meet on PostgreSQL: whatever the order of their statements, one came first."""

import pytest

from tests.proofs.interleaving import Theatre
from tests.proofs.meeting import meet
from tests.proofs.pairs_of_answers import ANSWERS
from tests.proofs.pairs_of_authority import AUTHORITIES
from tests.proofs.pairs_of_cases import CASES
from tests.proofs.pairs_of_meetings import MEETINGS
from tests.proofs.pairs_of_units import VOTES_AND_DOSSIERS

PAIRS = (*ANSWERS, *VOTES_AND_DOSSIERS, *CASES, *MEETINGS, *AUTHORITIES)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.__name__)
def test_of_two_commands_that_meet_one_came_first(pair, met, saved):
    one, other = pair(met)
    saved.save("met")
    with Theatre(met.desk.store) as theatre:
        meet(theatre, saved, one, other)
