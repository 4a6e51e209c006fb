"""Who sits where is entered and ended by entries; the past is not rewritten."""

from datetime import date

import pytest

from flows.acts.house.directory import enter_directory, leave_seat
from flows.case.answers import Identified
from models.directory import DirectoryFile
from models.errors import DirectoryInvalid, PersonUnknown
from models.ids import PersonId, SeatKey
from models.store import directory
from models.store.house.journal import HOUSE
from models.store.journal import entries_of
from tests.factories.audit import verify

ACCOUNT = Identified(PersonId("console:root"), "console:root")
CHAIR, SEAT = PersonId("pham.van.mau"), SeatKey("people_committee/chair")
MINH_HOA = "do.thi.minh.hoa"
TODAY, LATER, YESTERDAY = date(2020, 7, 6), date(2020, 7, 31), date(2020, 7, 5)


def file(*seats, persons=None, units=None):
    rows = [dict(zip(("seat", "person", "since", "until"), seat, strict=False)) for seat in seats]
    said = {"units": units or {}, "persons": persons or {}, "seats": rows}
    return DirectoryFile.model_validate(said)


def enters(desk, *seats, backdated="", **said):
    return enter_directory(desk, file(*seats, **said), ACCOUNT, backdated=backdated)


def leaves(desk, seat=SEAT, person=CHAIR, last_day=LATER, backdated=""):
    return leave_seat(desk, seat, person, last_day, ACCOUNT, backdated=backdated)


def newest(desk):
    with desk.store.reading() as conn:
        assert verify(conn).difference is None
        return entries_of(conn, HOUSE)[-1]


def sits(desk, on, seat=SEAT):
    with desk.store.reading() as conn:
        return directory.holders(conn, seat, on)


def test_a_file_that_ends_a_seat_ends_it_by_an_entry(desk):
    entered, _ = enters(desk, (SEAT, CHAIR, "2020-01-01", LATER))

    entry = newest(desk)
    assert (entry.kind, entry.payload.until, entry.actor) == ("seat_left", LATER, "console:root")
    assert (entered.seats, sits(desk, LATER), sits(desk, date(2020, 8, 1))) == (1, (CHAIR,), ())


def test_what_stands_as_the_file_says_is_left_alone(desk):
    entered, _ = enters(desk, (SEAT, CHAIR, "2020-01-01"))

    assert (entered.units, entered.persons, entered.seats) == (0, 0, 0)


def test_a_seat_that_was_left_is_not_taken_again_by_an_older_file(desk):
    leaves(desk)

    with pytest.raises(DirectoryInvalid, match=r"people_committee/chair, pham.van.mau: until"):
        enters(desk, (SEAT, CHAIR, "2020-01-01"))


def test_an_end_that_has_not_come_may_be_another(desk):
    leaves(desk)

    enters(desk, (SEAT, CHAIR, "2020-01-01", "2020-08-31"))

    assert sits(desk, date(2020, 8, 31)) == (CHAIR,)


def test_a_name_and_a_language_are_corrected_by_a_file(desk):
    mailbox = f"{MINH_HOA}@hau-giang.example"
    row = {"name": "Đỗ Thị Minh Hoàng", "language": "en", "mailbox": mailbox}

    enters(desk, persons={MINH_HOA: row})

    assert newest(desk).kind == "person_changed"
    with desk.store.reading() as conn:
        known = directory.person(conn, PersonId(MINH_HOA))
        bears = directory.namesakes(conn, ["DO THI MINH HOANG"])
    assert (known.name, known.language, set(bears)) == ("Đỗ Thị Minh Hoàng", "en", {MINH_HOA})


def test_a_unit_is_given_other_names_by_a_file(desk):
    enters(desk, units={"long_my": {"name": {"vi": "Phường Long Mỹ", "en": "Long My ward"}}})

    assert newest(desk).kind == "unit_renamed"


@pytest.mark.parametrize(
    "seat",
    [
        ("long_my/officer", CHAIR, YESTERDAY),
        ("long_my/officer", CHAIR, "2020-01-01", LATER),
        (SEAT, CHAIR, "2020-01-01", YESTERDAY),
    ],
)
def test_a_day_that_is_over_is_refused_without_a_reason(desk, seat):
    with pytest.raises(DirectoryInvalid, match="backdated"):
        enters(desk, seat)


def test_with_a_reason_the_entry_says_that_it_is_backdated_and_why(desk):
    enters(desk, ("long_my/officer", CHAIR, YESTERDAY), backdated="the decision came late")

    said = newest(desk).payload
    assert (said.since, said.backdated, said.because) == (YESTERDAY, True, "the decision came late")


def test_a_reason_stands_at_no_day_that_is_to_come(desk):
    enters(desk, ("long_my/officer", CHAIR, TODAY), backdated="the decision came late")

    said = newest(desk).payload
    assert (said.backdated, said.because) == (False, "")


def test_a_reason_is_short(desk):
    with pytest.raises(DirectoryInvalid, match="200"):
        leaves(desk, last_day=YESTERDAY, backdated="x" * 201)


def test_an_end_that_is_over_does_not_become_another_without_a_reason(desk):
    leaves(desk, last_day=YESTERDAY, backdated="the decision came late")

    with pytest.raises(DirectoryInvalid, match="5 July 2020 is over"):
        enters(desk, (SEAT, CHAIR, "2020-01-01", LATER))


def test_a_seat_is_left_by_an_entry(desk):
    leaves(desk)

    said = newest(desk).payload
    assert (said.kind, said.since, said.until) == ("seat_left", date(2020, 1, 1), LATER)
    assert (said.identity, said.backdated) == ("console:root", False)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"seat": "people_comittee/chair"}, "the nearest is people_committee/chair"),
        ({"person": PersonId("le.thi.vi.du")}, "le.thi.vi.du does not hold it, but pham.van.mau"),
        ({"last_day": date(2019, 12, 31)}, "holds it 2020-01-01"),
        ({"last_day": YESTERDAY}, "backdated"),
    ],
)
def test_leaving_what_is_not_held_so_names_what_is_wrong(desk, asked, says):
    with pytest.raises(DirectoryInvalid, match=says):
        leaves(desk, **asked)

    assert newest(desk).kind != "seat_left"


def test_a_person_nobody_knows_leaves_nothing(desk):
    with pytest.raises(PersonUnknown):
        leaves(desk, person=PersonId("ai.do"))


def test_a_seat_held_before_keeps_its_days_when_a_later_one_ends(desk):
    leaves(desk, last_day=TODAY)
    enters(desk, (SEAT, CHAIR, "2020-08-01"))

    leaves(desk, last_day=date(2020, 9, 30))

    days = (TODAY, date(2020, 7, 15), date(2020, 9, 30), date(2020, 10, 1))
    assert [sits(desk, day) for day in days] == [(CHAIR,), (), (CHAIR,), ()]


@pytest.mark.parametrize(
    "mailbox", ["Pham.Van.Mau@hau-giang.example", "pham.van.mau@HAU-GIANG.example"]
)
def test_a_mailbox_in_other_letters_is_named_with_both_its_persons(desk, mailbox):
    row = {"name": "Mới Thị Thí Dụ", "mailbox": mailbox}

    with pytest.raises(DirectoryInvalid, match=r"moi.thi.thi.du.*pham.van.mau already"):
        enters(desk, persons={"moi.thi.thi.du": row})


def test_two_persons_of_a_file_with_one_mailbox_are_both_named(desk):
    rows = {
        each: {"name": "Mới Thị Thí Dụ", "mailbox": mailbox}
        for each, mailbox in (("a", "m@x.example"), ("b", "M@x.example"))
    }

    with pytest.raises(DirectoryInvalid, match=r"persons.b.mailbox: M@x.example is that of a"):
        enters(desk, persons=rows)


def test_a_last_day_before_the_first_is_refused(desk):
    with pytest.raises(DirectoryInvalid, match="is before the first day"):
        enters(desk, ("long_my/officer", CHAIR, LATER, TODAY))


@pytest.mark.parametrize(
    ("seat", "near"),
    [
        ("people_comittee/chair", "people_committee/chair"),
        ("so_cong_thuongg/head", "so_cong_thuong"),
    ],
)
def test_a_seat_of_a_body_nobody_knows_is_refused_with_the_nearest(desk, seat, near):
    with pytest.raises(DirectoryInvalid, match=rf"{seat}: there is no such body or unit.*{near}"):
        enters(desk, (seat, CHAIR, TODAY))


def test_everything_that_is_wrong_with_a_file_is_told_at_once(desk):
    with pytest.raises(DirectoryInvalid) as refused:
        enters(desk, (SEAT, "ai.do", TODAY), (SEAT, CHAIR, LATER, TODAY))

    assert [each.why for each in refused.value.wrong] == ["person_unknown", "ends_before"]


@pytest.mark.parametrize(
    ("seat", "near"),
    [("people_committee/chiar", "people_committee/chair"), ("long_my/hed", "head")],
)
def test_a_seat_without_a_part_is_entered_and_named(desk, seat, near):
    entered, remarks = enters(desk, (seat, "le.thi.vi.du", TODAY))

    assert (entered.seats, [r.why for r in remarks]) == (1, ["seat_without_part"])
    assert near in str(remarks[0].facts["near"])


def test_a_seat_for_one_that_two_hold_from_a_day_on_is_told_when_it_is_entered(desk):
    _, remarks = enters(desk, (SEAT, "vo.van.minh.hoa", "2020-07-07"))

    assert [(r.why, r.facts["since"]) for r in remarks] == [("held_by_two", date(2020, 7, 7))]


def test_a_successor_from_the_day_after_the_predecessor_left_holds_a_seat_alone(desk):
    leaves(desk)

    _, remarks = enters(desk, (SEAT, "vo.van.minh.hoa", "2020-08-01"))

    assert remarks == ()


@pytest.mark.parametrize("seat", ["standing_committee/member", "long_my/officer"])
def test_members_and_officers_may_be_several(desk, seat):
    _, remarks = enters(desk, (seat, "dang.thi.mau", TODAY))

    assert remarks == ()
