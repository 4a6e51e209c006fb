"""What somebody does in a scenario: a call bound to what it is about, given again word for word."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from config.regulation.codes import Act, Stage
from flows.case.answers import Identified
from flows.sweeps.sweep import sweep
from models.competence.seeing import digest_shown
from models.ids import PersonId
from models.store.database.clock import move_clock
from tests.factories.office import VOTE_FOR, Office, comes_next, make_answer


@dataclass(frozen=True)
class Command:
    """What somebody does, bound to what it is about, so that it can be done again."""

    name: str
    act: Callable[[], object]

    @property
    def is_sweep(self) -> bool:
        """Tell whether time does it: of moments that come together any may be the first."""
        return self.name == TIME_PASSES


TIME_PASSES = "time passes"


def submits(office: Office, request) -> Command:
    """A unit submits; whoever had no answer looks whether the case is there before trying again."""

    def act():
        with office.desk.store.reading() as conn:
            there = conn.exec_driver_sql("SELECT no FROM cases").scalars().all()
        if there:
            office.case_no = there[0]
        else:
            office.submits(request)

    return Command("submit", act)


def takes(office: Office, step, answer, person="") -> Command:
    # The step is looked up once: who clicks again clicks on the same page.
    seen = answer.seen or office_digest(office, step)
    bound = make_answer(**{**vars(answer), "seen": seen})
    name = f"{step.act} {answer.choice}"
    return Command(name, partial(office.takes, step, bound, person))


def office_digest(office: Office, step) -> str:
    return digest_shown(office.case, step)


def smoothly(office: Office, step) -> Command:
    """The next person a step waits for answers it in the usual way."""
    if step.collective:
        voted = {vote.person for vote in step.votes}
        return takes(office, step, VOTE_FOR, next(p for p in step.holders if p not in voted))
    return takes(office, step, office.smooth_answer(step))


def time_passes(office: Office) -> Command:
    """The clock moves to what is due next, and the sweep fires it."""
    with office.desk.store.writing() as conn:
        move_clock(conn, comes_next(conn) + timedelta(seconds=1))
    return Command(TIME_PASSES, partial(sweep, office.desk))


def until(office: Office, stage: Stage | None) -> Iterator[Command]:
    """Everybody answers smoothly until a stage has an open step, or to the end."""
    while not office.case.is_over:
        waiting = [step for step in office.case.open_steps if step.act is not Act.OVERSEE]
        if any(step.stage is stage for step in waiting):
            return
        yield smoothly(office, waiting[0]) if waiting else time_passes(office)


def amended(office: Office) -> Iterator[Command]:
    """Everybody on an amendment's way agrees."""
    while office.case.open_amendment:
        open_steps = office.case.open_steps
        yield smoothly(office, next(s for s in open_steps if s.stage is Stage.AMENDMENT))


def who(person: str) -> Identified:
    return Identified(PersonId(person), "mailbox_code")
