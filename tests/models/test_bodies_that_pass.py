"""What passes on where a body is no more: whose people sit where, and who is never missing."""

from hypothesis import given
from hypothesis import strategies as st

from config.regulation.province import load_regulation
from models.competence.passing import (
    deciding_seats,
    left_without,
    paired,
    seats_of_body,
    standing_seats,
    voting_bodies,
    with_those_before,
)
from models.ids import BodyKey, PersonId, SeatKey, body_of
from tests.factories.province import province_of_the_tests

NAMES = st.sampled_from(("chair", "head", "member", "clerk"))
PEOPLE = st.frozensets(st.sampled_from(tuple(map(PersonId, "abcd"))), max_size=3)


def seats(body):
    return st.frozensets(NAMES.map(lambda name: SeatKey(f"{body}/{name}")), max_size=4)


@given(ours=seats("x"), theirs=seats("y"), heirs=st.data(), needed=seats("x"))
def test_whatever_passes_on_no_needed_seat_is_empty_but_those_that_are_named(
    ours, theirs, heirs, needed
):
    pairs = paired(ours, theirs, {})
    sitting = {to: heirs.draw(PEOPLE) for to in pairs.values() if to}

    lacking = left_without(pairs, sitting, needed, ())

    held = {seat for seat, to in pairs.items() if to and sitting[to]}
    assert set(lacking) == (needed & ours) - held


@given(ours=seats("x"), theirs=seats("y"), heirs=st.data())
def test_a_body_that_votes_lacks_nobody_as_long_as_anybody_sits_in_it(ours, theirs, heirs):
    pairs = paired(ours, theirs, {})
    sitting = {to: heirs.draw(PEOPLE) for to in pairs.values() if to}

    lacking = left_without(pairs, sitting, ours, {BodyKey("x")})

    assert set(lacking) == (set() if any(sitting.values()) else ours)


@given(ours=seats("x"), theirs=seats("y"))
def test_a_seat_passes_to_that_of_its_name_where_nothing_else_is_said(ours, theirs):
    pairs = paired(ours, theirs, {})

    assert set(pairs) == ours
    assert all(to is None or to.partition("/")[2] == s.partition("/")[2] for s, to in pairs.items())
    assert set(pairs.values()) - {None} <= theirs


@given(before=seats("w"), ours=seats("x"), theirs=seats("y"))
def test_what_passed_to_it_before_passes_on_along_with_it(before, ours, theirs):
    earlier, pairs = paired(before, ours, {}), paired(ours, theirs, {})

    found = with_those_before(pairs, [earlier])

    assert {s: to for s, to in found.items() if s in pairs} == pairs
    along = {seat: pairs[to] for seat, to in earlier.items() if to}
    assert {s: to for s, to in found.items() if s not in pairs} == along


def test_the_sample_province_names_who_decides_and_who_is_always_there():
    regulation = load_regulation(province_of_the_tests())

    assert SeatKey("people_committee/chair") in deciding_seats(regulation)
    assert SeatKey("police/head") not in deciding_seats(regulation)
    assert SeatKey(regulation.focal_office) in standing_seats(regulation)
    assert BodyKey("standing_committee") in voting_bodies([regulation])
    of_council = seats_of_body(BodyKey("people_council"), [regulation, regulation])
    assert of_council == ("people_council/chair", "people_council/clerk")
    assert {body_of(seat) for seat in of_council} == {"people_council"}
