"""What people are written when guests come: a real case is walked, and its outbox is read."""

from datetime import date

import pytest

from config.regulation.codes import Act, Stage
from models.inbound.parts import Unannounced
from tests.factories.letters import letters, said, told, want_receipts
from tests.factories.office import OFFICERS, Office, make_answer
from tests.factories.visit import (
    make_conference,
    make_head_guest,
    make_item,
    make_visit_request,
)

HOST_OFFICER = OFFICERS["phung_hiep"]
COORDINATOR = "bui.van.thi.du"
POLICE = "duong.van.vi.du"
CHAIR = "pham.van.mau"
BUSY = "Đang tập trung lực lượng cho việc khác."


@pytest.fixture
def office(desk):
    return Office(desk)


def declines(office, key):
    asked = next(s for s in office.case.open_steps if (s.act, s.key) == (Act.ARRANGE, key))
    office.takes(asked, make_answer("decline", remarks=BUSY))


# --- every letter of a whole life ----------------------------------------------------------------


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_message_of_a_visit_can_be_written_in_both_languages(office, language):
    office.receives()
    office.goes_on_to_the_end()
    notices = sorted({row.notice for row in letters(office)})

    texts = {notice: said(office, notice, language=language) for notice in notices}

    assert {n for n, text in texts.items() if "Park Seo-yeon (Vụ trưởng" not in text} == set()


def test_a_request_is_told_with_its_guests_their_sender_and_where_they_go(office):
    office.receives()

    text = said(office, "to_sign")

    assert "Hồ sơ đề nghị đón đoàn khách nước ngoài của UBND huyện Phụng Hiệp" in text
    assert "- Cơ quan, tổ chức cử khách: Chính quyền huyện Gangjin (Hàn Quốc)\n" in text
    assert "- Nơi đến: Huyện Phụng Hiệp\n" in text
    assert "- Xếp hạng khách: Hạng C\n" in text


def test_no_passport_and_no_birthday_is_in_any_message(office):
    office.receives()
    office.goes_on_to_the_end()

    keys = {key for row in letters(office) for key in row.facts["case"]}

    assert keys & {"passport", "passports", "born", "guests"} == set()


# --- before the approval -------------------------------------------------------------------------


def test_police_and_office_are_told_at_once_of_guests_who_came_without_notice(office):
    today = date(2020, 7, 6)
    reason = Unannounced(reason="Khách đi ngang qua tỉnh.")
    programme = (make_item(day=today),)
    days = {"arrives": today, "departs": today, "lodging": (), "programme": programme}

    office.receives(make_visit_request(unannounced=reason, **days))

    assert told(office, "to_acknowledge") == [POLICE, COORDINATOR]
    text = said(office, "to_acknowledge")
    assert "đã đến đột xuất" in text
    assert "- Lý do khách đến đột xuất: Khách đi ngang qua tỉnh.\n" in text


def test_the_unit_is_told_which_class_was_fixed_for_a_rank_that_has_none(office):
    office.receives(make_visit_request(guests=(make_head_guest(rank="provincial_governor"),)))
    step = office.goes_on_until(Stage.CLASSIFICATION)

    office.takes_smoothly(step)

    assert told(office, "to_classify") == [CHAIR]
    assert "“Xác định hạng khách”: Hạng B." in said(office, "progress", to=HOST_OFFICER)


def test_a_conference_is_put_before_the_decider_as_a_question_of_hosting(office):
    day = date(2020, 9, 24)
    programme = (make_item(day=day),)
    office.receives(make_conference(arrives=day, departs=day, lodging=(), programme=programme))

    office.goes_on_until(Stage.HOSTING)

    assert "đề nghị đăng cai hội nghị, hội thảo quốc tế" in said(office, "to_decide")


def test_a_scheme_is_asked_for_as_a_scheme_and_no_report(office):
    day = date(2020, 9, 24)
    programme = (make_item(day=day),)
    office.receives(make_conference(arrives=day, departs=day, lodging=(), programme=programme))
    asked = office.goes_on_until_asked(Act.FILE)
    want_receipts(office.desk.store)

    office.takes_smoothly(asked)

    assert letters(office, "to_file") == []
    assert "nộp đề án tổ chức" in said(office, "to_file_scheme")
    assert "- Kết quả: Nộp đề án tổ chức\n" in said(office, "receipt", to=HOST_OFFICER)


# --- the reception -------------------------------------------------------------------------------


def test_each_assignment_names_what_is_asked_of_whom(office):
    office.receives()
    office.goes_on_until(Stage.RECEPTION)

    text = said(office, "to_arrange", to=POLICE)

    assert "Giám đốc, Công an tỉnh được phân công nhiệm vụ “Bảo đảm an ninh, trật tự”" in text


def test_the_coordinator_reads_what_still_waits_and_of_whom(office):
    office.receives()
    office.goes_on_until(Stage.RECEPTION)

    text = said(office, "to_oversee", to=COORDINATOR)

    assert "- Bảo đảm an ninh, trật tự: Giám đốc, Công an tỉnh\n" in text


def test_the_coordinator_reads_who_declined_and_in_which_words(office):
    office.receives()
    office.goes_on_until(Stage.RECEPTION)

    declines(office, "security")

    text = said(office, "to_reassign", to=COORDINATOR)
    assert "Giám đốc, Công an tỉnh không nhận nhiệm vụ “Bảo đảm an ninh, trật tự”" in text
    assert f"- Lý do không nhận: {BUSY}\n" in text


def test_who_is_asked_again_reads_what_the_coordinator_says(office):
    office.receives()
    office.goes_on_until(Stage.RECEPTION)
    declines(office, "security")

    office.takes(
        office.waiting(Act.REASSIGN), make_answer("ask_again", remarks="Chỉ cần hai người.")
    )

    assert "- Ý kiến điều phối: Chỉ cần hai người.\n" in said(office, "to_arrange", to=POLICE)


def test_who_is_given_a_declined_assignment_is_asked_in_the_place_of_the_first(office):
    office.receives()
    office.goes_on_until(Stage.RECEPTION)
    declines(office, "security")
    want_receipts(office.desk.store)

    office.takes(
        office.waiting(Act.REASSIGN), make_answer("give_to", seat="military_command/commander")
    )

    assert "“Bảo đảm an ninh, trật tự”" in said(office, "to_arrange", to="ha.van.gia.dinh")
    assert "- Giao cho: " in said(office, "receipt", to=COORDINATOR)


def test_the_unit_hears_once_that_everything_is_arranged(office):
    office.receives()

    office.arranges_everything()

    assert told(office, "reception_confirmed") == [COORDINATOR, HOST_OFFICER]
    stages = [row.facts["step"]["stage"] for row in letters(office, "progress")]
    assert Stage.RECEPTION not in stages


def test_the_unit_is_told_in_which_words_the_coordinator_goes_on_without(office):
    office.receives()
    office.goes_on_until(Stage.RECEPTION)

    office.takes_smoothly(office.waiting(Act.OVERSEE))

    text = said(office, "progress", to=HOST_OFFICER)
    assert "Tiếp tục khi còn nhiệm vụ chưa có cơ quan nhận" in text
    assert "- Ý kiến: Đơn vị tự lo.\n" in text


def test_coordinator_and_unit_hear_of_an_assignment_that_fell_through(office):
    office.receives()
    office.arranges_everything()
    works = [s for s in office.case.open_steps if s.act is Act.DELIVER]
    work = next(s for s in works if s.key == "security")

    office.takes(work, make_answer("fell_through", remarks=BUSY))

    assert told(office, "fell_through") == [COORDINATOR, HOST_OFFICER]
    assert "nhiệm vụ “Bảo đảm an ninh, trật tự”" in said(office, "fell_through")


def test_what_nobody_took_on_is_withdrawn_when_the_guests_have_gone(office):
    office.receives()
    office.goes_on_until(Stage.RECEPTION)
    office.takes_smoothly(office.waiting(Act.OVERSEE))
    while Stage.REPORT not in {s.stage for s in office.case.open_steps}:
        coming = [s for s in office.case.open_steps if s.act is Act.CONFIRM]
        office.takes_smoothly(coming[0]) if coming else office.time_passes()

    text = said(office, "step_withdrawn", to=POLICE)

    assert "không còn hiệu lực: khách đã về." in text
    assert "sẽ gửi thư mới" not in text
