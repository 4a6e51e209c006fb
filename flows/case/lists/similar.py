"""What somebody who judges a request is shown of how like ones were decided."""

from datetime import timedelta

from config.regulation.codes import Stage
from flows.case.entitled import acting_in
from flows.case.lists.reach import reach_of
from flows.case.read import CaseRead
from models.case import Step
from models.competence.deciding import JUDGING
from models.competence.seeing import Shown
from models.ids import PersonId
from models.request.values.countries import COUNTRIES
from models.store.lists.similar import Similar, similar_decisions

# Our arrangement: older ones were decided under other plans, and mostly by other people.
_OF_LATE = timedelta(days=365)


def similar_to(work: CaseRead, step: Step, person: PersonId) -> tuple[Similar, ...]:
    """Return how the seat of an open step decided on like requests within a year; of others nothing.

    Whoever sits in the seat, or acts in it, sees what it decided. Of a body's decisions each sees those
    of the cases whose outcomes are shown to them.
    """
    if step.act not in JUDGING or step.stage is Stage.AMENDMENT or not step.is_open:
        return ()
    in_seat = person in work.holders(step.seat) or person in acting_in(work, step.seat)
    reads_all = in_seat and not step.collective
    conn, around = work.conn, work.around
    sees = None if reads_all else reach_of(work.settings, around, person, Shown.OUTCOMES)
    since = work.now - _OF_LATE
    # Being sent by some organisation, or nobody's citizen, makes no two requests alike.
    countries = work.request.countries & COUNTRIES.keys()
    return similar_decisions(conn, work.case, step, countries, since=since, sees=sees)
