"""What cases count for, made up: as values, and as the rows of a database without their journals."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st
from sqlalchemy import Connection, insert

from config.regulation.codes import Kind
from models.figures.counted import Borne, CaseFigures, Journey, Turn
from models.ids import BodyKey, CaseNo
from models.store.figures.kept import keep_figures
from models.store.tables import cases

A_MOMENT = datetime(2020, 7, 6, 1, tzinfo=UTC)
COUNTRIES, RANKS = ("KH", "KR", "LA"), ("leader", "official")
UNITS, AREAS = ("long_my", "nga_bay"), ("consular", "culture")
DECIDERS = ("people_committee/chair", "standing_committee/member")
_DAYS = st.dates(date(2019, 1, 1), date(2020, 12, 31))


def make_figures(*, begins=date(2020, 7, 20), persons=(1, 2), countries=("KR",), **changed):
    """Make what a delegation counts for that goes once: who they are, by their numbers."""
    turns = tuple(
        Turn(1, number, place, country, "official", person)
        for number, person in enumerate(persons, start=1)
        for place, country in enumerate(countries)
    )
    defaults = {
        "kind": Kind.OUTBOUND,
        "unit": BodyKey("long_my"),
        "nature": "official",
        "area": "consular",
        "rank": "official",
        "decider": "people_committee/chair",
        "decided_on": date(2020, 7, 10),
        "plan_entry": "1112/KH-UBND: II.2",
        "report_due": A_MOMENT + timedelta(days=40),
        "report_filed": None,
        "journeys": (Journey(1, begins, begins + timedelta(days=4), len(persons)),),
        "turns": turns,
        "costs": (Borne("state_budget", "VND", 5_000_000_00, 5_000_000),),
    }
    return CaseFigures(**{**defaults, **changed})


@st.composite
def figures(draw):
    """Draw what a case counts for: up to three journeys of up to four people."""
    people = draw(
        st.lists(st.tuples(st.integers(1, 5), st.sampled_from(RANKS)), min_size=1, max_size=4)
    )
    days = sorted(draw(st.lists(_DAYS, min_size=1, max_size=3)))
    went = draw(st.lists(st.sets(st.sampled_from(COUNTRIES), min_size=1), min_size=4, max_size=4))
    turns = tuple(
        Turn(visit, number, place, country, rank, person)
        for visit in range(1, len(days) + 1)
        for number, (person, rank) in enumerate(people, start=1)
        for place, country in enumerate(sorted(went[number - 1]))
    )
    return make_figures(
        unit=BodyKey(draw(st.sampled_from(UNITS))),
        nature=draw(st.sampled_from(("official", "private"))),
        area=draw(st.sampled_from(AREAS)),
        rank=draw(st.sampled_from(RANKS)),
        decider=draw(st.sampled_from(DECIDERS)),
        plan_entry=draw(st.sampled_from((None, "1112: I.1", "1112: II.2"))),
        report_due=draw(st.sampled_from((None, A_MOMENT))),
        report_filed=draw(st.sampled_from((None, A_MOMENT, A_MOMENT + timedelta(days=1)))),
        journeys=tuple(
            Journey(visit, day, day + timedelta(days=3), len(people))
            for visit, day in enumerate(days, start=1)
        ),
        turns=turns,
    )


# Some cases by their numbers, and what each counts for.
SOME_CASES = st.lists(figures(), max_size=6).map(
    lambda found: {CaseNo(f"DR-2020-{n:04d}"): each for n, each in enumerate(found, start=1)}
)


def keep_all(conn: Connection, counted: Mapping[CaseNo, CaseFigures]) -> None:
    """Let there be these cases and no others, each with what it counts for."""
    for table in ("case_figures", "case_turns", "case_costs", "case_waits"):
        conn.exec_driver_sql(f"DELETE FROM {table}")
    conn.exec_driver_sql("DELETE FROM cases")
    for no, each in counted.items():
        conn.execute(insert(cases).values(**_case_row(no, each)))
        keep_figures(conn, no, each)


def _case_row(no: CaseNo, figures: CaseFigures):
    return {
        "no": no,
        "kind": figures.kind,
        "unit": figures.unit,
        "year": 2020,
        "status": "approved",
        "version": 1,
        "begins": figures.journeys[0].begins,
        "ends": figures.journeys[-1].ends,
        "regulation": "test",
        "regulation_digest": "0" * 64,
        "dossier_digest": "0" * 64,
        "route": "",
        "filed_for": "",
        "typed_by": "",
        "authors": [],
        "opened_at": A_MOMENT,
        "seq": 1,
        "head": "0" * 64,
    }
