"""Whoever leaves all seats is signed in no more, by whatever way; who has another, or will, stays."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from config.province_time import PROVINCE_TIME
from flows.acts.authority import give_authority
from flows.acts.door.sessions import Device, sign_in
from flows.acts.house.directory import enter_directory, leave_seat
from flows.case.answers import Identified
from flows.sweeps.sweep import sweep
from models.authority import Capacity
from models.directory import DirectoryFile
from models.errors import SignInRefused
from models.ids import PersonId, SeatKey
from models.store.database.clock import make_clock_movable
from models.store.house.journal import HOUSE
from models.store.journal import newest
from models.store.sign_in import sessions
from models.store.sign_in.sessions import MAILBOX_CODE, OIDC, PASSKEY
from models.store.tables import security_log
from tests.factories.audit import verify

ACCOUNT = Identified(PersonId("console:root"), "console:root")
OFFICER, SEAT = PersonId("nguyen.thi.mau"), SeatKey("long_my/officer")
HEAD, OF_HEAD = PersonId("nguyen.van.thi.du"), SeatKey("long_my/head")
TODAY, TOMORROW = date(2020, 7, 6), date(2020, 7, 7)


def comes(desk, day):
    """It is the morning of a day, and the sweep looks around."""
    at = datetime(day.year, day.month, day.day, 8, 0, tzinfo=PROVINCE_TIME)
    with desk.store.writing() as conn:
        make_clock_movable(conn, at)
    sweep(desk)


def leaves(desk, last_day=TODAY, **more):
    leave_seat(desk, SEAT, OFFICER, last_day, ACCOUNT, **more)


def enters(desk, *seats):
    file = DirectoryFile.model_validate({"units": {}, "persons": {}, "seats": list(seats)})
    enter_directory(desk, file, ACCOUNT)


def signed_in(desk, person=OFFICER):
    with desk.store.reading() as conn:
        return len(sessions.sessions_of(conn, person))


@pytest.fixture
def officer(desk):
    """The officer of a unit, signed in; somebody else is, too."""
    sign_in(desk, OFFICER, Device())
    sign_in(desk, HEAD, Device())


def test_on_the_last_day_in_a_seat_its_holder_is_signed_in_still(desk, officer):
    leaves(desk)
    sweep(desk)

    assert signed_in(desk) == 1


def test_the_day_after_they_are_not_and_others_stay(desk, officer):
    leaves(desk)
    comes(desk, TOMORROW)

    assert (signed_in(desk), signed_in(desk, HEAD)) == (0, 1)


def test_the_journal_says_why_and_verifies(desk, officer):
    leaves(desk)
    comes(desk, TOMORROW)

    with desk.store.reading() as conn:
        told = newest(conn, HOUSE, "sessions_ended")
        assert verify(conn).difference is None
    assert (told.payload.model_dump()["why"], len(told.payload.model_dump()["sessions"])) == (
        "left",
        1,
    )


def test_a_seat_that_is_found_to_be_over_ends_them_at_once(desk, officer):
    leaves(desk, TODAY - timedelta(days=3), backdated="Quyết định đến chậm.")

    assert signed_in(desk) == 0


def test_a_file_that_tells_of_it_ends_them_at_once_too(desk, officer):
    file = {"seat": SEAT, "person": OFFICER, "since": "2020-01-01", "until": "2020-07-01"}
    directory_file = DirectoryFile.model_validate({"units": {}, "persons": {}, "seats": [file]})
    enter_directory(desk, directory_file, ACCOUNT, backdated="Quyết định đến chậm.")

    assert signed_in(desk) == 0


def test_who_has_another_seat_stays(desk, officer):
    enters(desk, {"seat": OF_HEAD, "person": OFFICER, "since": str(TODAY)})
    leaves(desk)
    comes(desk, TOMORROW)

    assert signed_in(desk) == 1


def test_who_has_a_seat_to_come_stays(desk, officer):
    enters(desk, {"seat": OF_HEAD, "person": OFFICER, "since": "2020-09-01"})
    leaves(desk)
    comes(desk, TOMORROW)

    assert signed_in(desk) == 1


def test_who_acts_for_somebody_stays_until_that_is_over(desk, officer):
    give_authority(
        desk,
        giver=HEAD,
        holder=OFFICER,
        seats=(OF_HEAD,),
        since=TODAY,
        until=TOMORROW,
        capacity=Capacity.DEPUTY,
        set_by=Identified(HEAD, MAILBOX_CODE),
    )
    leaves(desk)
    comes(desk, TOMORROW)
    while_it_holds = signed_in(desk)
    comes(desk, TOMORROW + timedelta(days=1))

    assert (while_it_holds, signed_in(desk)) == (1, 0)


@pytest.mark.parametrize("shown_by", [MAILBOX_CODE, PASSKEY, OIDC])
def test_nobody_without_a_seat_is_let_in_whatever_they_show(desk, shown_by):
    leaves(desk)
    comes(desk, TOMORROW)

    with pytest.raises(SignInRefused, match="no seat"):
        sign_in(desk, OFFICER, Device(), shown_by=shown_by)

    with desk.store.reading() as conn:
        noted = conn.execute(select(security_log.c.what, security_log.c.person)).all()
    assert (signed_in(desk), noted) == (0, [("without_seat", OFFICER)])


def test_a_sweep_with_nobody_to_send_away_writes_nothing(desk, officer):
    with desk.store.reading() as conn:
        before = newest(conn, HOUSE).seq
    sweep(desk)

    with desk.store.reading() as conn:
        assert newest(conn, HOUSE).seq == before
