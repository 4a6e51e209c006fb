"""Whoever must sign, issue or file finds the draft there, made from the dossier and the journal."""

import pytest

from config.regulation.codes import Act, Stage
from papers.told.paper import Layout
from papers.told.paper import PaperType as Type
from tests.factories.office import Office, make_answer
from tests.factories.request import make_leader, make_member, make_request

CHAIR = "pham.van.mau"


def until(office, stage, act):
    """Go on until a stage asks for an act."""
    while True:
        asked = [s for s in office.case.open_steps if (s.stage, s.act) == (stage, act)]
        if asked:
            return asked[0]
        office.goes_on()


@pytest.fixture
def graded(office: Office):
    """A delegation of which one member has what the annex lists."""
    member = make_member(
        grade_code="01.003", grade_step="4/9", grade_kind="A1", note="Biên bản", workplace="Sở Y tế"
    )
    office.submits(make_request(members=(make_leader(), member)))
    return office


@pytest.mark.parametrize(
    ("stage", "act", "papers"),
    [
        (Stage.UNIT_SIGNATURE, Act.SIGN, (Type.SUBMISSION,)),
        (Stage.APPRAISAL, Act.APPRAISE, (Type.SUBMISSION, Type.SENDING_DECISION, Type.REFUSAL)),
        (Stage.OPINIONS, Act.CONSULT, ()),
        (Stage.PARTY_DECISION, Act.DECIDE, (Type.PARTY_OPINION, Type.REFUSAL)),
        (Stage.STATE_DECISION, Act.DECIDE, (Type.SENDING_DECISION, Type.REFUSAL)),
        (Stage.STATE_DECISION, Act.ISSUE, (Type.SENDING_DECISION,)),
        (Stage.REPORT, Act.FILE, (Type.REPORT,)),
        (Stage.ACCOUNTS, Act.SETTLE, (Type.SETTLEMENT,)),
    ],
)
def test_of_a_delegation_each_step_has_its_papers(office, offered, stage, act, papers):
    office.submits()

    assert offered(until(office, stage, act)) == papers


@pytest.mark.parametrize(
    ("stage", "act", "papers"),
    [
        (Stage.UNIT_SIGNATURE, Act.SIGN, (Type.SUBMISSION,)),
        (Stage.STATE_DECISION, Act.DECIDE, (Type.RECEPTION_PLAN, Type.REFUSAL)),
        (Stage.RECEPTION, Act.OVERSEE, (Type.RECEPTION_PLAN, Type.PROGRAMME)),
        (Stage.REPORT, Act.FILE, (Type.REPORT,)),
    ],
)
def test_of_guests_each_step_has_its_papers(office, offered, stage, act, papers):
    office.receives()

    assert offered(until(office, stage, act)) == papers


def test_the_decision_lists_the_members_as_the_forms_do(graded, drawn):
    text = drawn(until(graded, Stage.STATE_DECISION, Act.ISSUE), Type.SENDING_DECISION)

    annex = text.partition("PHỤ LỤC")[2]
    columns = "STT\nHọ và tên\nChức vụ\nĐơn vị công tác\nMã ngạch, CDNN\nBậc\nLoại\nGhi chú"
    assert columns in annex
    leader = "1\nTrần Thị Ví Dụ\nChủ tịch Ủy ban nhân dân\nỦy ban nhân dân thị xã Long Mỹ"
    assert f"{leader}\n\n\n\nTrưởng đoàn" in annex
    assert (
        "2\nNguyễn Văn Mẫu\nChuyên viên Phòng Kinh tế\nSở Y tế\n01.003\n4/9\nA1\nBiên bản" in annex
    )


def test_the_decision_has_its_nine_parts(graded, drawn, told):
    step = until(graded, Stage.STATE_DECISION, Act.ISSUE)
    text, paper = drawn(step, Type.SENDING_DECISION), told(step, Type.SENDING_DECISION).paper

    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert paper.issuer.name == "ỦY BAN NHÂN DÂN TỈNH HẬU GIANG"
    assert paper.number.endswith("/QĐ-UBND")
    assert "Hậu Giang, ngày …… tháng …… năm 2020" in text
    assert "QUYẾT ĐỊNH\nVề việc cử đoàn đi công tác nước ngoài" in text
    assert "Điều 1. Cử đoàn công tác gồm 02 người, do Trần Thị Ví Dụ" in text
    assert (paper.signing.lines, paper.signing.name) == (("CHỦ TỊCH",), "Phạm Văn Mẫu")
    assert "Nơi nhận:\n- Như Điều 3;" in text
    assert "- Lưu: VT." in text


def test_the_decision_rests_on_the_party_s_opinion_by_its_number(graded, drawn):
    step = until(graded, Stage.STATE_DECISION, Act.DECIDE)
    given = next(s for s in graded.case.steps if s.stage is Stage.PARTY_DECISION and s.paper_number)

    text = drawn(step, Type.SENDING_DECISION)

    assert f"Căn cứ ý kiến của cấp ủy tại văn bản số {given.paper_number}" in text


def test_what_the_party_says_stands_in_its_own_layout(graded, drawn, told):
    step = until(graded, Stage.PARTY_DECISION, Act.ISSUE)

    text, paper = drawn(step, Type.PARTY_OPINION), told(step, Type.PARTY_OPINION).paper

    assert (paper.issuer.layout, paper.signing.lines) == (
        Layout.PARTY,
        ("T/M BAN THƯỜNG VỤ", "BÍ THƯ"),
    )
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in text
    assert paper.number.endswith("-CV/TU")
    assert paper.to[0] == "Ủy ban nhân dân tỉnh"


def test_a_member_who_may_not_go_stands_in_no_decision(graded, drawn):
    step = until(graded, Stage.STATE_DECISION, Act.DECIDE)
    some = make_answer(
        "approve_some", refused_members=(2,), remarks="Chưa cần thiết.", answer="Đã xem xét."
    )
    graded.takes(step, some)

    text = drawn(until(graded, Stage.STATE_DECISION, Act.ISSUE), Type.SENDING_DECISION)

    assert "gồm 01 người" in text
    assert "Nguyễn Văn Mẫu" not in text


def test_the_report_names_the_days_that_were_confirmed(graded, drawn):
    text = drawn(until(graded, Stage.REPORT, Act.FILE), Type.REPORT)

    for part in ("I. DIỄN BIẾN", "II. KẾT QUẢ", "III. NỘI DUNG THỎA THUẬN", "IV. KIẾN NGHỊ",
                 "V. NỘI DUNG KHÁC VỚI KẾ HOẠCH VÀ LÝ DO", "VI. KINH PHÍ SO VỚI DỰ TOÁN"):  # fmt: skip
        assert part in text
    assert "xuất cảnh ngày 24 tháng 8 năm 2020" in text


def test_drawing_a_draft_writes_nothing(graded, drawn):
    step = until(graded, Stage.STATE_DECISION, Act.DECIDE)
    before = graded.journal()

    first, second = (drawn(step, Type.SENDING_DECISION) for _ in range(2))

    assert first == second
    assert graded.journal() == before
