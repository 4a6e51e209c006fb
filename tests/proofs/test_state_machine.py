"""Whatever people do, in whatever order, with whatever breaking: the case is what the model has it."""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.proofs.lives import LIVES
from tests.proofs.machine import Weeks
from tests.proofs.setting import FULLY

# `make test` walks the same ways every time; `make proofs` looks for new ones.
ALWAYS = settings(
    max_examples=1500 if FULLY else 10,
    stateful_step_count=50 if FULLY else 20,
    derandomize=not FULLY,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate, Phase.shrink),
)


@pytest.fixture(scope="module")
def weeks(bench):
    """A machine whose weeks begin on an empty bench."""

    class Here(Weeks):
        pass

    Here.bench, Here.empty = bench, bench.keep()
    return Here


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.__name__)
def test_a_told_life_is_at_every_moment_what_the_model_has_it(weeks, life):
    weeks().lives(life)


def test_a_delegation_is_at_every_moment_what_the_model_has_it(weeks):
    run_state_machine_as_test(weeks, settings=ALWAYS)
