"""The folder of the day: what a secretary lays before a leader, and the word beside it."""

import pytest

from config.regulation.codes import Act, Stage
from flows.case.answers import Identified
from models.ids import PersonId
from models.store import authorities
from tests.factories.office import lets_act, make_answer
from tests.factories.request import make_leader, make_member, make_request

SECRETARY, CHAIR, DEPUTY = "lam.thi.vi.du", "pham.van.mau", "bui.van.thi.du"
AUDITOR, OFFICER = "cao.thi.thi.du", "nguyen.thi.mau"
SEAT = "people_committee/chair"
WORDS = "Đã xin lùi ngày một lần."


def submits(office, **changed):
    office.submits(make_request(members=(make_leader(), make_member()), **changed))
    return office


@pytest.fixture
def decision(office):
    submits(office, title="Đoàn thứ nhất")
    office.goes_on_until(Stage.OPINIONS)
    said = make_answer("object", remarks="Một thành viên đang bị xác minh.")
    office.takes(office.waiting(Act.CONSULT, seat="police"), said)
    return office.goes_on_until(Stage.STATE_DECISION)


def opens(site, person, address):
    return site.browser().is_of(person).opens(address)


def notes(site, step, words=WORDS):
    browser = opens(site, SECRETARY, site.page_of(step))
    return browser.sends(browser.form("/note$"), note=words)


def test_what_waits_for_the_leader_is_laid_before_them(site, decision):
    text = opens(site, SECRETARY, "/folder").text

    for said in (
        "Phạm Văn Mẫu",
        "1. Đoàn thứ nhất",
        "ngày làm việc",
        "Một thành viên đang bị xác minh.",
        "Hồ sơ chưa có: Dự toán kinh phí.",
    ):
        assert said in text


def test_what_is_due_first_comes_first(site, office, decision):
    submits(office, title="Đoàn thứ hai").goes_on_until(Stage.STATE_DECISION)

    text = opens(site, SECRETARY, "/folder").text

    assert text.index("1. Đoàn thứ nhất") < text.index("2. Đoàn thứ hai")


def test_what_is_decided_is_laid_there_no_more(site, office, decision):
    office.takes_smoothly(decision)

    assert "Đoàn thứ nhất" not in opens(site, SECRETARY, "/folder").text


def test_somebody_elses_folder_is_empty(site, decision):
    text = opens(site, OFFICER, "/folder").text

    assert ("Đoàn thứ nhất" in text, "không chuẩn bị hồ sơ cho lãnh đạo nào" in text) == (
        False,
        True,
    )


def test_only_a_secretarys_desk_leads_there(site, decision):
    leads = {p: "/folder" in opens(site, p, "/").links for p in (SECRETARY, CHAIR, OFFICER)}

    assert leads == {SECRETARY: True, CHAIR: False, OFFICER: False}


def test_the_secretary_opens_the_step_and_is_offered_no_answer(site, decision):
    browser = opens(site, SECRETARY, site.page_of(decision))

    assert browser.status == 200
    assert [f.action for f in browser.forms if f.action.startswith("/cases/")] == [
        f"{site.page_of(decision)}/note"
    ]


def test_an_answer_sent_all_the_same_is_refused(site, office, decision):
    browser = opens(site, SECRETARY, site.page_of(decision))
    address = site.page_of(decision)
    token = site.token_of(browser, address)

    sent = {
        "token": token,
        "choice": "approve",
        "answer": "Rõ.",
        "seen": office.case.dossier_digest,
    }
    browser._shows = browser.client.post(address, data=sent)

    assert (browser.status, office.case.step(decision.number).is_open) == (403, True)


def test_once_decided_the_page_is_theirs_no_more(site, office, decision):
    office.takes_smoothly(decision)

    assert opens(site, SECRETARY, site.page_of(decision)).status == 403


def test_the_note_stands_before_the_leader_in_the_secretarys_name(site, office, decision):
    assert notes(site, decision).status == 200

    text = opens(site, CHAIR, site.page_of(decision)).text

    assert f"Thư ký ghi chú: {WORDS} Lâm Thị Ví Dụ" in text


def test_whoever_acts_for_the_leader_reads_it_too(site, office, decision):
    notes(site, decision)
    lets_act(office.desk, CHAIR, "trinh.thi.minh.hoa", SEAT)

    assert WORDS in opens(site, "trinh.thi.minh.hoa", site.page_of(decision)).text


def test_the_auditor_reads_it_on_the_case_and_nobody_else_does(site, office, decision):
    notes(site, decision)
    case = f"/cases/{office.case_no}"
    others = (OFFICER, "nguyen.van.thi.du", "dang.thi.mau", DEPUTY, "duong.van.vi.du")

    read = {person for person in (AUDITOR, *others) if WORDS in opens(site, person, case).text}

    assert read == {AUDITOR}


def test_an_empty_note_is_told_beside_its_field(site, decision):
    browser = notes(site, decision, "  ")

    assert (browser.status, "Chưa ghi nội dung." in browser.text) == (422, True)


# --- the leader is away ---------------------------------------------------------------------------


def test_the_secretary_prepares_an_authority_on_the_page_of_authorities(site, office):
    browser = opens(site, SECRETARY, "/authorities")

    browser.sends(
        browser.form("/authorities$"),
        seats=f"{CHAIR} {SEAT}",
        holder=DEPUTY,
        since="2020-07-06",
        until="2020-07-31",
        capacity="kt",
    )

    with office.desk.store.reading() as conn:
        (kept,) = authorities.everything(conn)
    assert (kept.giver, kept.set_by, kept.confirmed) == (CHAIR, SECRETARY, False)


def test_the_leader_confirms_it_with_one_press_on_their_desk(site, office):
    by = Identified(PersonId(SECRETARY), "mailbox_code")
    lets_act(office.desk, CHAIR, DEPUTY, SEAT, set_by=by)
    chair = opens(site, CHAIR, "/")

    chair.sends(chair.form("/confirm$"))

    with office.desk.store.reading() as conn:
        (kept,) = authorities.everything(conn)
    assert (chair.status, kept.confirmed) == (200, True)
