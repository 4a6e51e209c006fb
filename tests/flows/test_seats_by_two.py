"""Who sits where is changed by two people on pages, and counts the next working day."""

from datetime import date, time

import pytest
from sqlalchemy import select

from flows.acts.house.confirming import confirm_change, confirm_changes, turn_down_change
from flows.acts.house.directory import enter_directory, leave_seat
from flows.case.answers import Identified
from models import entries as e
from models.directory import DirectoryFile, SeatRow, Standing
from models.errors import DecisionRefused, DirectoryInvalid, MailboxRefused
from models.ids import PersonId, SeatKey
from models.store import directory
from models.store.house import proposed
from models.store.house.journal import HOUSE
from models.store.journal import entries_of
from models.store.tables import outbox
from tests.factories.audit import place_found, verify
from tests.factories.house import house
from tests.flows.test_mailboxes import morning

CHAIR, DEPUTY = PersonId("pham.van.mau"), PersonId("tran.thi.du")
SEAT = SeatKey("people_committee/chair")
OF_DEPUTY = SeatKey("police/head")
ADMINISTRATOR = Identified(PersonId("mai.van.mau"), "mailbox_code_fresh")
SECOND = Identified(PersonId("bui.van.thi.du"), "mailbox_code_fresh")
CONSOLE = Identified(PersonId("console:root"), "console:root")
MONDAY, TUESDAY, AUGUST = date(2020, 7, 6), date(2020, 7, 7), date(2020, 8, 3)


def proposes(desk, *rows, who=ADMINISTRATOR):
    seats = tuple(SeatRow(seat=seat, person=person, since=since) for seat, person, since in rows)
    entered, _ = enter_directory(desk, DirectoryFile(units={}, persons={}, seats=seats), who)
    assert entered.seats == 0
    return waiting(desk)[-1]


def takes(desk, since=MONDAY, person=DEPUTY, seat=SEAT):
    return proposes(desk, (seat, person, since))


def leaves(desk, last_day=MONDAY, who=ADMINISTRATOR):
    leave_seat(desk, SEAT, CHAIR, last_day, who)
    return waiting(desk)[-1]


def waiting(desk):
    with desk.store.reading() as conn:
        return proposed.under_way(conn)


def sits(desk, on, seat=SEAT):
    with desk.store.reading() as conn:
        return directory.holders(conn, seat, on)


def standing(desk, change):
    with desk.store.writing() as conn:
        return proposed.change_of(conn, change.number).standing


def letters(desk):
    with desk.store.reading() as conn:
        return [(r.notice, r.recipient) for r in conn.execute(select(outbox).order_by(outbox.c.id))]


def difference(desk):
    with desk.store.reading() as conn:
        return verify(conn).difference


def test_a_proposal_changes_nothing_and_is_told_to_whom_it_concerns_and_whoever_confirms(desk):
    takes(desk)

    assert sits(desk, TUESDAY) == (CHAIR,)
    assert letters(desk) == [
        ("seats_proposed", DEPUTY),
        ("seats_proposed", CHAIR),
        ("seats_to_confirm", SECOND.person),
    ]
    assert difference(desk) is None


def test_confirmed_it_counts_as_the_next_working_day_begins(desk):
    change = confirm_change(desk, takes(desk).number, SECOND)
    assert (change.counts_from, sits(desk, TUESDAY)) == (TUESDAY, (CHAIR,))

    morning(desk, at=time(0))

    assert sits(desk, TUESDAY) == (CHAIR, DEPUTY)
    with desk.store.reading() as conn:
        told = [x.payload for x in entries_of(conn, HOUSE) if isinstance(x.payload, e.SeatTaken)][
            -1
        ]
    assert (told.change, told.since, told.backdated) == (change.number, TUESDAY, False)
    assert (standing(desk, change), difference(desk)) == (Standing.COUNTS, None)


def test_a_day_further_off_is_kept(desk):
    change = confirm_change(desk, takes(desk, AUGUST).number, SECOND)
    morning(desk, at=time(0))
    assert sits(desk, AUGUST) == (CHAIR,)

    morning(desk, AUGUST, at=time(0))

    assert (change.counts_from, sits(desk, AUGUST)) == (AUGUST, (CHAIR, DEPUTY))


def test_whoever_leaves_holds_the_seat_for_the_next_working_day_yet(desk):
    change = confirm_change(desk, leaves(desk).number, SECOND)
    morning(desk, at=time(0))

    assert sits(desk, TUESDAY) == (CHAIR,)
    assert sits(desk, date(2020, 7, 8)) == ()
    assert (standing(desk, change), difference(desk)) == (Standing.COUNTS, None)


def test_after_days_without_doan_it_counts_from_today_and_nothing_is_backdated(desk):
    confirm_change(desk, takes(desk).number, SECOND)

    morning(desk, date(2020, 7, 10))

    assert (sits(desk, TUESDAY), sits(desk, date(2020, 7, 10))) == ((CHAIR,), (CHAIR, DEPUTY))
    assert difference(desk) is None


@pytest.mark.parametrize(
    "who",
    [
        ADMINISTRATOR,
        Identified(DEPUTY, "mailbox_code_fresh"),
        Identified(CHAIR, "mailbox_code_fresh"),
    ],
)
def test_neither_who_proposes_nor_whom_it_is_about_confirms(desk, who):
    change = takes(desk)

    with pytest.raises(DecisionRefused):
        confirm_change(desk, change.number, who)


def test_nobody_confirms_at_the_console(desk):
    change = takes(desk)

    with pytest.raises(DecisionRefused):
        confirm_change(desk, change.number, Identified(SECOND.person, "console:root"))


def test_nobody_but_an_administrator_proposes(desk):
    for act in (takes_as(desk, SECOND), lambda: leaves(desk, who=SECOND)):
        with pytest.raises(DecisionRefused):
            act()

    assert waiting(desk) == ()


def takes_as(desk, who):
    return lambda: proposes(desk, (SEAT, DEPUTY, MONDAY), who=who)


def test_whom_it_is_about_turns_it_down_until_it_counts(desk):
    change = confirm_change(desk, takes(desk).number, SECOND)

    turn_down_change(desk, change.number, Identified(DEPUTY, "mailbox_code"))
    morning(desk)

    assert (sits(desk, TUESDAY), difference(desk)) == ((CHAIR,), None)


def test_several_are_confirmed_in_one_go_or_none(desk):
    takes(desk)
    proposes(desk, (OF_DEPUTY, DEPUTY, AUGUST))
    first, second = (each.number for each in waiting(desk))
    turn_down_change(desk, second, ADMINISTRATOR)

    with pytest.raises(MailboxRefused):
        confirm_changes(desk, (first, second), SECOND)

    assert [each.standing for each in waiting(desk)] == [Standing.PROPOSED]


def test_a_file_with_many_seats_writes_one_letter_to_each_reader(desk):
    proposes(desk, (SEAT, DEPUTY, MONDAY), (OF_DEPUTY, DEPUTY, MONDAY))

    assert [reader for notice, reader in letters(desk) if notice != "seats_proposed"] == [
        SECOND.person
    ]
    assert letters(desk).count(("seats_proposed", DEPUTY)) == 1


def test_one_change_of_a_person_in_a_seat_waits_at_a_time(desk):
    takes(desk)

    with pytest.raises(DirectoryInvalid, match="waiting"):
        takes(desk, AUGUST)


def test_a_day_that_is_over_is_not_proposed(desk):
    with pytest.raises(DirectoryInvalid, match="5 July 2020"):
        takes(desk, date(2020, 7, 5))


def test_who_holds_a_seat_does_not_take_it(desk):
    with pytest.raises(DirectoryInvalid, match="already"):
        takes(desk, AUGUST, person=CHAIR)


def test_days_that_are_over_before_it_could_count_are_refused(desk):
    row = SeatRow(seat=SEAT, person=DEPUTY, since=MONDAY, until=MONDAY)
    enter_directory(desk, DirectoryFile(units={}, persons={}, seats=(row,)), ADMINISTRATOR)

    with pytest.raises(MailboxRefused) as refused:
        confirm_change(desk, waiting(desk)[0].number, SECOND)

    assert refused.value.reason == "past"


def test_what_the_console_has_entered_meanwhile_is_not_done_twice(desk):
    change = confirm_change(desk, takes(desk).number, SECOND)
    row = SeatRow(seat=SEAT, person=DEPUTY, since=MONDAY)
    enter_directory(desk, DirectoryFile(units={}, persons={}, seats=(row,)), CONSOLE)

    morning(desk)

    assert (standing(desk, change), sits(desk, TUESDAY)) == (Standing.TURNED_DOWN, (CHAIR, DEPUTY))
    assert difference(desk) is None


def test_a_seat_that_one_alone_has_changed_on_a_page_is_found_though_its_entries_are_signed(desk):
    row = SeatRow(seat=SEAT, person=DEPUTY, since=MONDAY)
    with desk.store.writing() as conn:
        file = DirectoryFile(units={}, persons={}, seats=(row,))
        directory.load_directory(desk.house(conn, ADMINISTRATOR), file)

        assert place_found(conn).endswith("column body")


def test_a_seat_that_counts_unconfirmed_is_found(desk):
    change = takes(desk)
    with desk.store.writing() as conn:
        proposed.let_seat_count(house(conn), change, TUESDAY)

        assert place_found(conn).endswith("column body")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("seat", "'police/head'"),
        ("since", "'2020-07-07'"),
        ("until", "'2020-07-31'"),
        ("what", "'seat_left'"),
        ("mailbox", "'x@y.example'"),
        ("person", "'mai.van.mau'"),
    ],
)
def test_a_proposal_altered_behind_doans_back_is_found(desk, column, value):
    takes(desk)
    with desk.store.writing() as conn:
        conn.exec_driver_sql(f"UPDATE mailbox_changes SET {column} = {value}")

        assert place_found(conn) == f"mailbox_changes 1, column {column}"
