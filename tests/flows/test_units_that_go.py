"""A unit is no more: another one goes on with its cases, and the journal tells from when."""

from datetime import date, datetime

import pytest

from config.province_time import PROVINCE_TIME
from config.regulation.codes import Act, Stage
from flows.acts.filing import Filing
from flows.acts.house.directory import enter_directory
from flows.acts.house.handing_over import hand_over
from flows.acts.submitting import resubmit
from flows.case.answers import Identified
from models.directory import DirectoryFile
from models.errors import DecisionRefused, DirectoryInvalid
from models.ids import BodyKey, PersonId, SeatKey
from models.store import directory
from tests.factories.audit import verify
from tests.factories.office import make_answer
from tests.factories.request import make_leader, make_member, make_request

ACCOUNT = Identified(PersonId("console:root"), "console:root")
GONE, HEIR = BodyKey("long_my"), BodyKey("vi_binh")
OFFICER, NEW_OFFICER = PersonId("nguyen.thi.mau"), PersonId("moi.thi.thi.du")
TODAY, TOMORROW = date(2020, 7, 6), date(2020, 7, 7)
NEW_UNIT = {
    "units": {HEIR: {"name": {"vi": "Phường Vĩ Bình", "en": "Vi Binh ward"}}},
    "persons": {
        each: {"name": name, "mailbox": f"{each}@tinh.example"}
        for each, name in ((NEW_OFFICER, "Mới Thị Thí Dụ"), ("moi.van.mau", "Mới Văn Mẫu"))
    },
    "seats": [
        {"seat": "vi_binh/officer", "person": NEW_OFFICER, "since": TODAY},
        {"seat": "vi_binh/head", "person": "moi.van.mau", "since": TODAY},
    ],
}


@pytest.fixture
def returned(office):
    """A case that waits for its unit's revision, and a unit that has come into being."""
    office.submits()
    appraisal = office.goes_on_until(Stage.APPRAISAL)
    office.takes(appraisal, make_answer("supplement", remarks="Thiếu giấy mời."))
    enter_directory(office.desk, DirectoryFile.model_validate(NEW_UNIT), ACCOUNT)
    return office


def a_new_version():
    members = (make_leader(), make_member())
    return make_request(members=members, purpose="Trao đổi về nông nghiệp và giáo dục.")


def test_before_it_is_handed_over_nobody_else_hands_in_what_was_returned(returned):
    by = Filing(NEW_OFFICER, NEW_OFFICER)

    with pytest.raises(DecisionRefused):
        resubmit(returned.desk, returned.case_no, a_new_version(), {}, by)


def test_a_returned_case_of_a_unit_that_is_no_more_goes_on_with_its_successor(returned):
    hand_over(returned.desk, GONE, HEIR, TOMORROW, ACCOUNT)
    returned.time_passes(datetime(2020, 7, 8, 8, tzinfo=PROVINCE_TIME))
    by = Filing(NEW_OFFICER, NEW_OFFICER)

    assert returned.waiting(Act.REVISE).holders == (NEW_OFFICER,)
    resubmit(returned.desk, returned.case_no, a_new_version(), {}, by)

    assert not [s for s in returned.case.open_steps if s.act is Act.REVISE]
    with returned.desk.store.reading() as conn:
        assert verify(conn).difference is None


def test_whoever_sat_there_leaves_the_day_before(returned):
    hand_over(returned.desk, GONE, HEIR, TOMORROW, ACCOUNT)

    with returned.desk.store.reading() as conn:
        seat = SeatKey(f"{GONE}/officer")
        sits = [directory.holders(conn, seat, day) for day in (TODAY, TOMORROW)]
    assert sits == [(OFFICER,), (NEW_OFFICER,)]


@pytest.mark.parametrize(
    ("unit", "successor", "day", "why"),
    [
        ("long_mi", HEIR, TOMORROW, "unit_unknown"),
        (GONE, "police", TOMORROW, "unit_unknown"),
        (GONE, HEIR, TODAY, "is_over"),
        (GONE, GONE, TOMORROW, "hands_over_to_itself"),
    ],
)
def test_what_cannot_be_handed_over_is_refused_by_name(returned, unit, successor, day, why):
    with pytest.raises(DirectoryInvalid) as refused:
        hand_over(returned.desk, BodyKey(unit), BodyKey(successor), day, ACCOUNT)

    assert [each.why for each in refused.value.wrong] == [why]


def test_a_successor_without_people_takes_nothing(office):
    unit = {**NEW_UNIT, "persons": {}, "seats": []}
    enter_directory(office.desk, DirectoryFile.model_validate(unit), ACCOUNT)

    with pytest.raises(DirectoryInvalid, match="nobody holds this seat"):
        hand_over(office.desk, GONE, HEIR, TOMORROW, ACCOUNT)
