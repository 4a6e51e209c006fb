"""Whatever people do, in whatever order, with whatever breaking: the case is what the model has it."""

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.proofs.machine import Weeks
from tests.proofs.setting import FULLY

# `make test` walks the same ways every time; `make proofs` looks for new ones.
ALWAYS = settings(
    max_examples=1500 if FULLY else 25,
    stateful_step_count=50 if FULLY else 30,
    derandomize=not FULLY,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate, Phase.shrink),
)


def test_a_delegation_is_at_every_moment_what_the_model_has_it(bench):
    class Here(Weeks):
        pass

    Here.bench, Here.empty = bench, bench.keep()

    run_state_machine_as_test(Here, settings=ALWAYS)
