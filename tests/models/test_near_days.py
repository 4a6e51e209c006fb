"""Every day of a request lies near what it is about: a year mistyped by habit is refused."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from config.regulation.parts import Text
from flows.drafting.writing import fields_of
from models.kinds import KINDS
from models.request.admission import problems_at_filing
from models.request.form.described import Input
from models.request.near_days import BOUNDS, days_far_off, days_in
from models.request.parts import Allowed, ExchangeRate, Letter, Urgent
from tests.factories.regulation import make_regulation
from tests.factories.request import (
    make_cost,
    make_head,
    make_member,
    make_passport,
    make_request,
)
from tests.factories.visit import (
    ARRIVES,
    make_head_guest,
    make_ngo_visit,
    make_press_visit,
    make_visit_request,
)

TODAY = date(2020, 7, 6)
DAY = timedelta(days=1)
INSTRUCTION = Letter(number="1/UBND", date=TODAY)


def day_fields(fields, within=""):
    for field in fields:
        if field.input is Input.DAY:
            yield f"{within}{field.name}"
        yield from day_fields(field.parts, f"{within}{field.name}.")


@pytest.mark.parametrize("kind", KINDS)
def test_every_day_of_a_request_has_its_bounds(kind):
    asked = set(day_fields(fields_of(kind)))

    assert asked
    assert asked - BOUNDS.keys() == set()


def test_no_bounds_are_of_a_day_that_nobody_asks_for():
    asked = {path for kind in KINDS for path in day_fields(fields_of(kind))}

    assert set(BOUNDS) - asked == set()


RATE = ExchangeRate(vnd=Decimal(23_200), day=TODAY, source="Vietcombank")
TRIP = make_request(
    urgent=Urgent(reason="Lý do", instruction=INSTRUCTION),
    allowed=Allowed(reason="Lý do", instruction=INSTRUCTION),
    costs=(make_cost(currency="USD", rate=RATE),),
    members=(make_head(born=date(1970, 1, 1), passport=make_passport()), make_member()),
)
VISIT = make_visit_request(
    guests=(make_head_guest(born=date(1970, 1, 1), passport=make_passport()),)
)
REQUESTS = (TRIP, VISIT, make_ngo_visit(), make_press_visit())


def with_day(part, where, day):
    """Return a request with another day in one place; what does not fit together is not asked."""
    name, *rest = where
    if isinstance(part, tuple):
        return tuple(with_day(p, rest, day) if n == name else p for n, p in enumerate(part))
    changed = with_day(getattr(part, name), rest, day) if rest else day
    return part.model_copy(update={name: changed})


def places():
    for request in REQUESTS:
        for pattern, where, _ in days_in(request):
            if BOUNDS[pattern]:
                yield pytest.param(request, where, id=f"{request.title[:12]}-{pattern}")


def test_a_usual_request_has_no_day_far_off():
    assert [p for request in REQUESTS for p in days_far_off(request, TODAY)] == []


CENTURIES = [date(20, 7, 6), date(1820, 7, 6), date(2099, 7, 6), date(9999, 7, 6)]


@pytest.mark.parametrize(("request_", "where"), list(places()))
def test_a_day_of_another_century_is_refused_beside_its_field(request_, where):
    for day in CENTURIES:
        far = with_day(request_, list(where), day)

        (problem,) = days_far_off(far, TODAY)
        facts = dict(problem.facts)
        assert problem.msgid == "day_far_off"
        assert not facts["earliest"] <= day.isoformat() <= facts["latest"]


@pytest.mark.parametrize(("back", "taken"), [(366, True), (367, False)])
def test_a_letter_is_a_year_old_at_most(back, taken):
    letter = Letter(number="1/UBND", date=TODAY - back * DAY)

    found = list(days_far_off(make_request(letter=letter), TODAY))

    assert (found == []) is taken


def test_what_the_request_in_force_says_is_not_asked_again():
    later = TODAY + 800 * DAY
    changed = TRIP.model_copy(update={"title": "Tên khác"})

    assert list(days_far_off(changed, later)) != []
    assert list(days_far_off(changed, later, TRIP)) == []


def test_each_field_is_told_of_once():
    ahead = TRIP.model_copy(update={"letter": Letter(number="1/UBND", date=date(2099, 7, 6))})

    found = problems_at_filing(
        ahead,
        units={"long_my": Text(vi="Long Mỹ", en="Long My")},
        regulation=make_regulation(),
        persons={},
        today=TODAY,
    )

    assert [(p.field, p.msgid) for p in found] == [("letter.date", "paper_ahead")]


def test_a_visit_far_ahead_is_refused():
    far = timedelta(days=4 * 366)
    request = make_visit_request().model_copy(update={"arrives": ARRIVES + far})

    assert [p.field for p in days_far_off(request, TODAY)] == ["arrives"]
