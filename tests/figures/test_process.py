"""The process is discovered from what happened: counts, working time, ways, and the route."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from config.province_time import WorkingCalendar, office_closes, office_opens
from models.figures.process.conformance import OffRoute, conformance
from models.figures.process.discovery import Occurred, Trace, WorkingHours, discovered
from models.ids import BodyKey, CaseNo

CALENDAR = WorkingCalendar()
FRIDAY, MONDAY = date(2020, 7, 10), date(2020, 7, 13)
OPENS = office_opens(FRIDAY)
WAY = ("case_submitted", "appraisal.appraise", "state_decision.decide", "case_approved")


def make_trace(*activities, no="DR-2020-0001", every=timedelta(hours=1), planned=WAY[1:3]):
    events = tuple(Occurred(name, OPENS + n * every, seq=n) for n, name in enumerate(activities))
    return Trace(CaseNo(no), BodyKey("long_my"), events, planned)


TRACES = st.lists(
    st.lists(st.sampled_from(WAY), min_size=1, max_size=6).map(lambda way: make_trace(*way)),
    max_size=5,
)


def test_what_follows_what_is_counted_with_its_median_of_working_time():
    slow = make_trace(*WAY, no="DR-2020-0002", every=timedelta(hours=3))
    found = discovered([make_trace(*WAY), make_trace(*WAY), slow], CALENDAR)

    assert [(e.source, e.target, e.count, e.median_minutes) for e in found.edges] == [
        (a, b, 3, 60) for a, b in sorted(pairwise(WAY))
    ]
    assert [name for name, _ in found.activities] == list(WAY)


def test_a_night_and_a_weekend_are_no_working_time():
    hours = WorkingHours(CALENDAR)
    evening, morning = office_closes(FRIDAY) - timedelta(minutes=20), office_opens(MONDAY)

    assert hours.minutes(evening, morning + timedelta(minutes=10)) == 30
    assert hours.minutes(morning, evening) == 0


def test_the_longest_time_of_all_together_is_the_first_bottleneck():
    trace = make_trace(*WAY)
    events = (
        *trace.events[:2],
        *(Occurred(e.activity, e.at + timedelta(hours=5)) for e in trace.events[2:]),
    )
    found = discovered([Trace(trace.case_no, trace.unit, events)], CALENDAR)

    assert (found.bottlenecks[0].source, found.bottlenecks[0].target) == WAY[1:3]


@given(TRACES)
def test_edges_and_activities_count_every_event_once(traces):
    found = discovered(traces, CALENDAR)
    events = sum(len(trace.events) for trace in traces)

    assert sum(count for _, count in found.activities) == events
    assert sum(edge.count for edge in found.edges) == events - len(traces)


@given(TRACES)
def test_every_case_takes_one_way(traces):
    found = discovered(traces, CALENDAR)

    assert sum(len(variant.cases) for variant in found.variants) == len(traces) == found.cases


@given(st.integers(0, 45_000), st.integers(0, 30_000))
def test_working_time_is_never_more_than_time(start, minutes):
    start = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=start)
    found = WorkingHours(CALENDAR).minutes(start, start + timedelta(minutes=minutes))

    assert 0 <= found <= minutes


def test_a_case_that_went_by_its_route_conforms_and_one_on_the_way_is_not_judged():
    found = conformance([make_trace(*WAY), make_trace(*WAY[:2], no="DR-2020-0002")])

    assert (found.judged, found.conforming, found.deviations) == (1, 1, ())


def test_what_is_left_out_or_comes_before_its_turn_is_told_with_its_cases():
    skipped = make_trace(WAY[0], WAY[2], WAY[3], no="DR-2020-0002")
    turned = make_trace(WAY[0], WAY[2], WAY[1], WAY[3], no="DR-2020-0003")
    found = conformance([skipped, turned])

    told = {(d.how, d.activity): d.cases for d in found.deviations}
    assert told == {
        (OffRoute.LEFT_OUT, WAY[1]): ("DR-2020-0002",),
        (OffRoute.TOO_EARLY, WAY[2]): ("DR-2020-0003",),
    }
    assert found.conforming == 0


def test_what_a_return_makes_be_asked_again_is_no_deviation():
    again = make_trace(WAY[0], WAY[1], WAY[2], "dossier_revised", WAY[1], WAY[2], WAY[3])

    assert conformance([again]).conforming == 1
