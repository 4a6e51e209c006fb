"""Answering a step from its page: what is taken, what is not, and that nothing written is lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from config.regulation.codes import Act, Stage
from flows.acts.filing import Filing
from flows.acts.submitting import resubmit
from models.case import StepState
from models.store import dossiers
from models.store.directory import end_seat
from models.store.tables import journal, seats_held
from tests.factories.house import house
from tests.factories.office import OFFICER, make_answer
from tests.factories.request import make_leader, make_member, make_request, make_speech

TEN_MEGABYTES = 10 * 1024 * 1024


def last_entry(site):
    with site.desk.store.reading() as conn:
        of_cases = select(journal).where(journal.c.case_no.startswith("D"))
        return conn.execute(of_cases.order_by(journal.c.seq.desc()).limit(1)).one()


@pytest.fixture
def signing(office):
    office.submits()
    return office.waiting(Act.SIGN)


@pytest.fixture
def head(browser, signing):
    """The head of the unit, with the page of the signature open."""
    return browser.signs_in(signing, signing.holders[0])


@pytest.fixture
def issuing(office):
    office.submits()
    office.goes_on_until(Stage.STATE_DECISION)
    office.takes_smoothly(office.waiting(Act.DECIDE))
    return office.waiting(Act.ISSUE)


@pytest.fixture
def clerk(browser, issuing):
    """The clerk, with the page of the decision's number and date open."""
    return browser.signs_in(issuing, issuing.holders[0])


def paper(content=b"%PDF a paper", name="quyet-dinh.pdf"):
    return {"paper_file": (name, content, "text/html")}


# --- what is taken ------------------------------------------------------------------------------


def test_an_answer_is_recorded_in_the_name_of_who_is_signed_in(office, signing, head):
    head.answers("sign")

    step = office.case.step(signing.number)
    assert (step.choice, step.decided_by) == ("sign", signing.holders[0])


def test_how_identity_was_shown_is_journaled(office, head):
    head.answers("sign")

    decided = next(p for p in office.journal() if p.kind == "step_decided")
    assert decided.identity == "mailbox_code_fresh"


def test_that_the_code_was_entered_earlier_is_journaled_as_such(site, office, head):
    site.time_passes(timedelta(minutes=15))

    head.answers("sign")

    decided = next(p for p in office.journal() if p.kind == "step_decided")
    assert decided.identity == "mailbox_code"


def test_after_an_answer_the_page_shows_what_is_recorded(head):
    head.answers("sign")

    assert "Đã ghi nhận Ký đề nghị" in head.text


def test_pressing_the_button_twice_is_no_mistake(head):
    form = head.form()
    head.sends(form, choice="sign")

    head.sends(form, choice="sign")

    assert head.status == 200


def test_a_paper_is_taken_with_number_date_and_file(office, issuing, clerk):
    clerk.answers("issue", files=paper(), paper_number="1205/QĐ-UBND", paper_date="2020-07-06")

    step = office.case.step(issuing.number)
    assert (step.paper_number, step.paper_date) == ("1205/QĐ-UBND", date(2020, 7, 6))


def test_a_date_written_as_in_the_province_is_understood(office, issuing, clerk):
    clerk.answers("issue", files=paper(), paper_number="1205/QĐ-UBND", paper_date="06/07/2020")

    assert office.case.step(issuing.number).paper_date == date(2020, 7, 6)


def test_a_vote_of_the_body_is_recorded_for_the_member(office, site, browser):
    office.submits()
    step = office.goes_on_until(Stage.PARTY_DECISION)

    browser.signs_in(step, step.holders[1]).answers("vote_for")

    votes = office.case.step(step.number).votes
    assert [(vote.person, vote.choice) for vote in votes] == [(step.holders[1], "vote_for")]


def test_a_day_is_confirmed(office, browser):
    office.submits()
    step = office.goes_on_until(Stage.DEPARTURE)

    browser.signs_in(step, step.holders[0]).answers("confirm", day=office.today.isoformat())

    assert office.case.step(step.number).day == office.today


def test_what_cannot_be_seen_or_turns_a_line_is_left_out_of_remarks(site, office, signing, head):
    head.answers("return", remarks="Chưa\u202e đủ\x00.\r\nThêm thư mời.")

    with site.desk.store.reading() as conn:
        said = dossiers.texts_of(conn, office.case_no)
    assert said[office.case.step(signing.number).remarks] == "Chưa đủ.\nThêm thư mời."


# --- what lacks ---------------------------------------------------------------------------------


def test_an_incomplete_answer_is_refused_beside_the_field(head):
    head.answers("return", remarks="")

    assert (head.status, 'id="remarks-problem"' in head.html) == (422, True)


def test_an_incomplete_answer_records_nothing(site, head):
    before = site.state()

    head.answers("return", remarks="")

    assert site.state() == before


def test_what_was_written_is_kept_when_something_lacks(clerk):
    clerk.answers("issue", paper_number="1205/QĐ-UBND", paper_date="2020-07-06", remarks="Đã ký.")

    values = clerk.form().values
    assert (values["paper_number"], values["paper_date"], values["remarks"]) == (
        "1205/QĐ-UBND",
        "2020-07-06",
        "Đã ký.",
    )


def test_the_choice_is_kept_when_something_lacks(head):
    head.answers("return", remarks="")

    assert head.form().values["choice"] == "return"


def test_without_a_choice_nothing_is_recorded(head):
    head.sends(head.form(), remarks="Tôi sẽ xem sau.")

    assert (head.status, head.form().values["remarks"]) == (422, "Tôi sẽ xem sau.")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"paper_date": "06/13/2020"}, "Không đọc được ngày"),
        ({"paper_date": "2099-01-01"}, "không được sau hôm nay"),
        ({"paper_number": "9" * 81}, "tối đa 80 ký tự"),
        ({"paper_number": ""}, "Cần đủ ba nội dung"),
    ],
)
def test_a_paper_that_cannot_be_right_is_refused_with_the_reason(clerk, written, said):
    values = {"paper_number": "1205/QĐ-UBND", "paper_date": "2020-07-06", **written}

    clerk.answers("issue", files=paper(), **values)

    assert (clerk.status, said in clerk.text) == (422, True)


def test_whoever_agrees_against_an_objection_must_answer_it(office, browser):
    office.submits()
    office.goes_on_until(Stage.OPINIONS)
    objection = make_answer("object", remarks="Không cần thiết.")
    office.takes(office.waiting(Act.CONSULT, seat="police"), objection)
    step = office.goes_on_until(Stage.STATE_DECISION)

    browser.signs_in(step, step.holders[0]).answers("approve")

    assert (browser.status, 'id="answer-problem"' in browser.html) == (422, True)


def test_a_file_of_ten_megabytes_is_taken(office, issuing, clerk):
    file = paper(b"%PDF".ljust(TEN_MEGABYTES, b"0"))

    clerk.answers("issue", files=file, paper_number="1", paper_date="2020-07-06")

    assert office.case.step(issuing.number).state is StepState.DECIDED


def test_a_file_of_more_than_ten_megabytes_is_refused_with_the_rest_kept(clerk):
    file = paper(b"0" * (TEN_MEGABYTES + 1))

    clerk.answers("issue", files=file, paper_number="1205/QĐ-UBND", paper_date="2020-07-06")

    assert (clerk.status, "tối đa 10 MB" in clerk.text) == (422, True)
    assert clerk.form().values["paper_number"] == "1205/QĐ-UBND"


def test_a_body_without_end_is_refused(clerk):
    file = paper(b"0" * (61 * 1024 * 1024))

    clerk.answers("issue", files=file, paper_number="1", paper_date="2020-07-06")

    assert clerk.status == 413


# --- who may not --------------------------------------------------------------------------------


def test_without_a_session_nothing_is_recorded_and_what_was_written_comes_back(site, head):
    form, before = head.form(), site.state()
    stranger = site.browser()

    stranger.sends(form, choice="return", remarks="Một ý kiến dài.")

    assert (stranger.status, site.state() == before) == (403, True)
    assert "Một ý kiến dài." in stranger.text


def test_an_attempt_without_a_session_stands_in_the_security_log(site, head):
    site.browser().sends(head.form(), choice="sign")

    assert site.turned_away() == ["not_signed_in"]


def test_in_the_session_of_another_person_nothing_is_recorded(site, signing, head):
    before = site.state()
    other = site.browser().signs_in(signing, OFFICER)
    other.opens(site.link(signing, signing.holders[0]))

    other.sends(head.form(), choice="sign")

    assert (other.status, site.state() == before) == (403, True)


def test_a_form_without_its_token_is_refused_and_the_text_comes_back(site, head):
    before = site.state()

    head.answers("return", token="", remarks="Một ý kiến dài.")

    assert (head.status, site.state() == before) == (403, True)
    assert "Một ý kiến dài." in head.text


def test_the_token_of_another_step_does_not_do(site, office, signing, head):
    token = head.form().values["token"]
    office.takes_smoothly(signing)
    appraisal = office.waiting(Act.APPRAISE)
    appraiser = site.browser().signs_in(appraisal, appraisal.holders[0])

    appraiser.answers("forward", token=token)

    assert office.case.step(appraisal.number).is_open


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://elsewhere.example"}]
)
def test_a_form_from_another_site_is_refused(site, head, headers):
    before = site.state()

    head.sends(head.form(), headers=headers, choice="sign")

    assert (head.status, site.state() == before) == (403, True)


def test_a_forged_form_stands_in_the_security_log(site, head):
    head.answers("sign", token="made-up")

    assert site.turned_away() == ["form_forged"]


def test_who_has_left_the_seat_is_refused_with_the_reason(site, signing, head):
    form = head.form()
    with site.desk.store.writing() as conn:
        end_seat(house(conn), signing.seat, signing.holders[0], date(2020, 7, 5))

    head.sends(form, choice="return", remarks="Một ý kiến dài.")

    assert (head.status, "không giữ chức danh" in head.text) == (403, True)
    assert "Một ý kiến dài." in head.text


def test_a_refusal_is_journaled(site, signing, head):
    form = head.form()
    with site.desk.store.writing() as conn:
        end_seat(house(conn), signing.seat, signing.holders[0], date(2020, 7, 5))

    head.sends(form, choice="sign")

    assert last_entry(site).kind == "decision_refused"


def test_a_refusal_shows_nothing_of_the_dossier(site, office, signing, head):
    office.takes_smoothly(signing)
    appraisal = office.waiting(Act.APPRAISE)
    appraiser = site.browser().signs_in(appraisal, appraisal.holders[0])
    form = appraiser.form()
    form.values["token"] = ""

    head.sends(form, choice="forward")

    assert "Gokseong" not in head.text


# --- what happens meanwhile ---------------------------------------------------------------------


@pytest.fixture
def shared(site, office):
    """The signature of a unit with two heads."""
    with site.desk.store.writing() as conn:
        second = {"seat": "long_my/head", "person": "cao.van.vi.du", "since": date(2020, 1, 1)}
        conn.execute(seats_held.insert().values(second))
    office.submits()
    return office.waiting(Act.SIGN)


def test_whoever_answers_second_sees_what_is_recorded(site, office, shared):
    first, second = shared.holders
    late = site.browser().signs_in(shared, second)
    answer = make_answer("return", remarks="Cần nêu rõ chương trình.")
    office.takes(shared, answer, first)

    late.answers("sign", remarks="Một ý kiến dài.")

    assert (late.status, "Cần nêu rõ chương trình." in late.text) == (409, True)
    assert "Một ý kiến dài." in late.text


def test_of_two_answers_at_the_same_moment_one_is_recorded(site, office, shared):
    devices = [site.browser().signs_in(shared, person) for person in shared.holders]
    ways = ({"choice": "sign"}, {"choice": "return", "remarks": "Chưa đủ."})

    with ThreadPoolExecutor(2) as both:
        list(both.map(lambda pair: pair[0].answers(**pair[1]), zip(devices, ways, strict=True)))

    assert sorted(device.status for device in devices) == [200, 409]


def changed_meanwhile(office):
    """The dossier goes back to the unit and comes again with a speech, while a page stays open."""
    appraisal = office.waiting(Act.APPRAISE)
    office.takes(appraisal, make_answer("return", remarks="Thiếu bài phát biểu."))
    members = (make_leader(), make_member())
    request = make_request(members=members, speeches=(make_speech(),))
    resubmit(office.desk, office.case_no, request, {}, Filing(OFFICER, OFFICER))


def test_an_answer_to_a_dossier_that_has_changed_is_not_recorded(site, office, signing, head):
    changed_seen = head.form().values | {"seen": "0" * 64}

    head.answers("sign", **changed_seen)

    assert (head.status, office.case.step(signing.number).is_open) == (409, True)


def test_after_a_change_the_page_shows_the_new_dossier_and_keeps_the_text(site, head):
    head.answers("return", seen="0" * 64, remarks="Một ý kiến dài.")

    values = head.form().values
    assert (values["seen"], values["remarks"]) == (
        site.office.case.dossier_digest,
        "Một ý kiến dài.",
    )


def test_after_a_change_the_page_names_what_changed(site, office, signing, head):
    office.takes_smoothly(signing)
    first_seen = office.case.dossier_digest
    changed_meanwhile(office)
    again = office.waiting(Act.SIGN)
    head.signs_in(again, again.holders[0])

    head.answers("sign", seen=first_seen)

    assert (head.status, "Nội dung sửa đổi: bài phát biểu" in head.text) == (409, True)


def test_a_program_is_no_paper_whatever_it_is_called(office, issuing, clerk):
    file = [("paper_file", ("quyet-dinh.pdf", b"MZ this program cannot be run"))]

    clerk.answers("issue", files=file, paper_number="1", paper_date="2020-07-06")

    assert (clerk.status, "quyet-dinh.pdf" in clerk.text) == (422, True)
    assert office.case.step(issuing.number).is_open
