"""The auditor's room: what it shows, whom it lets in, and what it says to bad input; it only reads."""

import csv
import io
import json
import re
from contextlib import suppress
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from openpyxl import load_workbook
from sqlalchemy import insert, update

from config.regulation.codes import Act, Stage
from flows.acts.filing import Filing
from flows.acts.office import record_on_paper
from flows.acts.submitting import change
from flows.acts.taking_back import take_back
from flows.case.answers import Identified, PaperGiven
from flows.sweeps.checkpoints import number_and_sign
from models import entries as e
from models.errors import DecisionRefused
from models.ids import PersonId
from models.store import leaves, outbox
from models.store.auditing import run_states
from models.store.auditing.run_states import RunState
from models.store.database.clock import make_clock_movable
from models.store.house.journal import HOUSE
from models.store.journal import all_of
from models.store.tables import case_words, seats_held
from tests.factories.office import A_FILE, OFFICER, lets_act, make_answer
from tests.factories.prepared import MONDAY_MORNING
from tests.factories.request import make_head, make_leader, make_member, make_request
from tests.web.test_permissions_of_routes import FILLED_IN
from web.audit.asked import READY
from web.ground.download import no_formula

LIST = "/audit/decisions"
SATURDAY = datetime(2020, 7, 11, 3, tzinfo=UTC)
AUDITOR, CLERK = "cao.thi.thi.du", "bui.van.thi.du"
PAGES = ("/audit", "/audit/decisions", "/audit/looks", "/audit/house", "/audit/verify")


@pytest.fixture
def auditor(site):
    return site.browser().is_of(AUDITOR)


@pytest.fixture
def decided(office):
    """A case that came some way, told to the auditor's list."""
    office.submits()
    office.goes_on_until(Stage.OPINIONS)
    number_and_sign(office.desk)
    return office


# --- whose it is ----------------------------------------------------------------------------------


def test_the_desk_of_an_auditor_leads_there_and_nobody_elses(site, auditor):
    assert "/audit" in auditor.opens("/").links
    assert "/audit" not in site.browser().is_of(CLERK).opens("/").links


@pytest.mark.parametrize("page", PAGES)
def test_it_is_the_auditors_alone(site, auditor, page):
    assert auditor.opens(page).status == 200
    assert site.browser().is_of(CLERK).opens(page).status == 403
    assert site.browser().is_of("mai.van.mau").opens(page).status == 403


def test_whatever_form_an_auditor_sends_nothing_of_any_case_changes(site, auditor, decided):
    """With the very token each form has: no route is theirs that changes a case."""
    step = decided.case.open_steps[0].number
    filled = {**FILLED_IN, "case_no": decided.case_no, "step": step, "token": "x"}
    routes = [r for r in site.app.routes if "POST" in getattr(r, "methods", ())]
    before = site.state()

    for route in routes:
        address = route.path.format(**filled)
        sent = {"token": site.token_of(auditor, address), "choice": "approve", "reason": "vì sao"}
        auditor.client.post(address, data=sent)

    after = site.state()
    kinds = {row[4] for row in set(after["journal"]) - set(before["journal"])}
    assert {name for name in before if before[name] != after[name]} <= {"journal"}
    # An attempt to answer a step is journaled, and nothing else is.
    assert kinds <= {"refusal_noted"}
    assert len(routes) > 40


def test_who_audits_and_would_change_something_is_told_that_they_only_read(site, auditor, decided):
    shown = auditor.opens(f"/cases/{decided.case_no}/do/withdraw")

    assert shown.status == 403
    assert "xem được mọi hồ sơ, không thay đổi được gì" in shown.text


# --- where it begins -----------------------------------------------------------------------------


def test_it_says_how_far_the_journal_goes_and_which_checkpoint_is_the_newest(auditor, decided):
    with decided.desk.store.reading() as conn:
        size = leaves.size(conn)

    shown = auditor.opens("/audit").text

    assert f"{size} mục đã có chỗ trong chuỗi" in shown
    assert "Điểm kiểm chứng mới nhất: số 1" in shown


@pytest.mark.parametrize("written", ["DR-2020-0001", "dr 2020 1", "0001"])
def test_the_number_of_a_case_leads_to_its_timeline(auditor, decided, written):
    shown = auditor.opens(f"/audit?q={written}")

    assert shown.shows.url.path == f"/audit/cases/{decided.case_no}"


@pytest.mark.parametrize("written", ["DR-2020-9999", "Ai đó", "<b>"])
def test_what_is_no_number_of_a_case_is_said_and_leads_on_to_the_search(auditor, decided, written):
    shown = auditor.opens(f"/audit?q={written}")

    assert (shown.status, f"Không có hồ sơ nào mang số “{written}”" in shown.text) == (200, True)


# --- the timeline of a case ------------------------------------------------------------------------


def test_the_timeline_merges_journal_run_and_letters_with_both_times(auditor, decided):
    with decided.desk.store.writing() as conn:
        letter = outbox.messages_of(conn, decided.case_no)[0].id
        outbox.mark_sent(conn, letter, said={letter: "250 2.0.0 Ok: queued as 4F1A2B"})
        rests = RunState(
            "a",
            decided.case_no,
            "run-1",
            MONDAY_MORNING,
            "PAUSED",
            "Suspended",
            "waits for opinions",
            True,
        )
        run_states.keep(conn, [rests])

    shown = auditor.opens(f"/audit/cases/{decided.case_no}").text

    assert "250 2.0.0 Ok: queued as 4F1A2B" in shown
    assert "waits for opinions" in shown
    assert "Xảy ra 08:00 06/07/2020" in shown
    assert "ghi nhận" in shown
    assert "Không phải do Đoàn đặt" not in shown


def test_a_state_of_the_run_that_was_set_by_hand_is_flagged(auditor, decided):
    by_hand = RunState(
        "a", decided.case_no, "run-1", MONDAY_MORNING, "CANCELLED", "Cancelled", "", False
    )
    with decided.desk.store.writing() as conn:
        run_states.keep(conn, [by_hand])

    shown = auditor.opens(f"/audit/cases/{decided.case_no}").text

    assert "1 trạng thái trong Prefect không phải do Đoàn đặt" in shown


def test_while_a_body_votes_the_timeline_says_neither_who_nor_how(auditor, office):
    office.submits()
    step = office.goes_on_until(Stage.PARTY_DECISION)
    office.takes(step, make_answer("vote_against", remarks="Chưa cần."), step.holders[0])

    shown = auditor.opens(f"/audit/cases/{office.case_no}").text

    assert "Phiếu không được nêu tên" in shown
    assert "Không tán thành" not in shown


def test_the_page_of_a_case_leads_whoever_audits_to_its_timeline(site, auditor, decided):
    page, timeline = f"/cases/{decided.case_no}", f"/audit/cases/{decided.case_no}"

    assert timeline in auditor.opens(page).links
    assert timeline not in site.browser().is_of(CLERK).opens(page).links


def test_a_case_there_is_none_of_has_no_timeline(auditor):
    assert auditor.opens("/audit/cases/DR-2020-0009").status == 404


def test_that_the_timeline_was_looked_at_is_noted(site, auditor, decided):
    auditor.opens(f"/audit/cases/{decided.case_no}")
    site.app.state.running.openings.write(site.desk.store)

    looks = auditor.opens("/audit/looks").text

    assert "dòng thời gian kiểm toán" in looks
    assert decided.case_no in looks


# --- decisions ------------------------------------------------------------------------------------


def test_decisions_are_found_by_person_body_choice_and_day(auditor, decided):
    step = next(s for s in decided.case.steps if s.act is Act.SIGN)
    for asked in (
        f"person={step.decided_by}",
        "body=long_my",
        "choice=sign",
        "act=sign",
        "since=2020-07-06&until=06/07/2020",
    ):
        shown = auditor.opens(f"/audit/decisions?{asked}").text
        assert decided.case_no in shown, asked
    for asked in (
        "person=mai.van.mau",
        "choice=reject",
        "until=2020-07-05",
        "late=1",
        "what=refused",
    ):
        shown = auditor.opens(f"/audit/decisions?{asked}").text
        assert decided.case_no not in shown, asked


def test_decisions_by_substitutes_are_a_ready_question(auditor, office):
    lets_act(office.desk, "pham.van.mau", CLERK, "people_committee/chair")
    office.submits(make_request(members=(make_head(), make_member())))
    step = office.goes_on_until(Stage.STATE_DECISION)
    office.takes(step, make_answer("approve", answer="Đã xem xét."), CLERK)
    number_and_sign(office.desk)

    asked = next(link for link in auditor.opens("/audit").links if "substitutes" in link)
    shown = auditor.opens(asked).text

    assert shown.count("Xảy ra") == 1
    assert "thay Phạm Văn Mẫu" in shown


def _goes_by_a_substitute(office):
    lets_act(office.desk, "pham.van.mau", CLERK, "people_committee/chair")
    step = office.goes_on_until(Stage.STATE_DECISION)
    office.takes(step, make_answer("approve", answer="Đã xem xét."), CLERK)


def _is_signed_on_a_saturday(office):
    with office.desk.store.writing() as conn:
        make_clock_movable(conn, SATURDAY)
    office.goes_on_until(Stage.APPRAISAL)


def _is_approved_against_an_objection(office):
    asked = office.goes_on_until(Stage.OPINIONS)
    office.takes(asked, make_answer("object", remarks="Chưa rõ kinh phí."))
    office.goes_on_until(Stage.PREPARATION)


def _is_tried_by_somebody_else(office):
    with suppress(DecisionRefused):
        office.takes(office.waiting(Act.SIGN), make_answer("sign"), "dang.thi.mau")


def _comes_on_paper(office):
    office.goes_on_until(Stage.OPINIONS)
    step = office.waiting(Act.CONSULT, seat="police")
    paper = PaperGiven("77/CAT-PA", office.today, A_FILE)
    who = Identified(PersonId(CLERK), "mailbox_code")
    record_on_paper(
        office.desk, office.case_no, step.number, step.holders[0], make_answer("agree"), paper, who
    )


def _is_given_another_route(office):
    office.goes_on_until(Stage.APPRAISAL)
    changed = make_request(members=(make_leader(), make_member()))
    change(office.desk, office.case_no, changed, {}, Filing(OFFICER, OFFICER))


def _is_taken_back(office):
    signed = office.takes(office.waiting(Act.SIGN), make_answer("sign"))
    take_back(office.desk, office.case_no, signed.number, Identified(signed.decided_by, "x"))


# What a ready question is about: how a case becomes one it finds, and what else that answers.
ASKED_ABOUT = {
    "substitutes": (_goes_by_a_substitute, set()),
    "after_hours": (_is_signed_on_a_saturday, {"late"}),
    "overrides": (_is_approved_against_an_objection, set()),
    "refused": (_is_tried_by_somebody_else, set()),
    "on_paper": (_comes_on_paper, set()),
    "late": (_is_signed_on_a_saturday, {"after_hours"}),
    "rerouted": (_is_given_another_route, set()),
    "taken_back": (_is_taken_back, set()),
}


@pytest.mark.parametrize("question", ASKED_ABOUT)
def test_each_ready_question_finds_what_it_asks_for_and_nothing_else(auditor, office, question):
    office.submits(make_request(members=(make_head(), make_member())))
    happens, besides = ASKED_ABOUT[question]
    happens(office)
    number_and_sign(office.desk)

    found = {
        name for name, asked in READY.items() if "Xảy ra" in auditor.opens(asked.address(LIST)).text
    }

    # Decisions that took some time are there in any case that was decided.
    assert found - {"fastest"} == {question} | besides


def test_the_fastest_decisions_come_first(auditor, decided):
    lines = taken_out(auditor, "json", {"fastest": "1"})["rows"]

    took = [line["took"] for line in lines]
    assert (took == sorted(took), len(took)) == (True, 2)


@pytest.mark.parametrize(
    "asked",
    [
        "since=hôm+qua",
        "until=31/02/2020",
        "since=99999-01-01",
        "after=x",
        "after=2020-07-06T01:00:00~1",
        "after=~",
        "fastest=1&after=9~x",
        "what=gì",
        "person=%00",
        "choice=" + "x" * 5000,
    ],
)
def test_what_is_no_day_no_page_or_no_kind_is_no_fault(auditor, decided, asked):
    shown = auditor.opens(f"/audit/decisions?{asked}")

    assert shown.status == 200
    if asked.startswith(("since", "until")):
        assert "không phải là ngày" in shown.text


@pytest.mark.parametrize("asked", [{}, {"fastest": "1"}])
def test_pages_follow_each_other_without_gap_or_repeat(auditor, decided, monkeypatch, asked):
    monkeypatch.setattr("web.audit.decisions._PAGE", 1)
    there = len(taken_out(auditor, "json", asked)["rows"])
    page, seen = auditor.opens(f"/audit/decisions?{urlencode(asked)}"), []
    while onwards := [link for link in page.links if "after=" in link]:
        seen += re.findall(r"Xảy ra [0-9: /]+ · .*", page.text)
        page = auditor.opens(onwards[0])
    seen += re.findall(r"Xảy ra [0-9: /]+ · .*", page.text)

    assert len(seen) == there == 2


# --- taken out ------------------------------------------------------------------------------------


def taken_out(auditor, form, asked, of="decisions"):
    token = auditor.site.token_of(auditor, f"/audit/{of}/export")
    sent = {"token": token, "form": form, **asked}
    answer = auditor.client.post(f"/audit/{of}/export", data=sent)
    assert answer.status_code == 200
    if form == "json":
        return json.loads(answer.content)
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_a_list_is_taken_out_as_a_table_and_as_data_and_that_is_journaled(auditor, decided):
    table = taken_out(auditor, "csv", {"choice": "sign"})
    data = taken_out(auditor, "json", {"choice": "sign"})

    assert (len(table), len(data["rows"])) == (2, 1)
    assert data["sought"] == {"choice": "sign"}
    assert data["rows"][0]["case"] == decided.case_no == table[1][0]
    with decided.desk.store.reading() as conn:
        told = all_of(conn, HOUSE, e.ListExported.kind)
    sought = {"what": "decisions", "sought": {"choice": "sign"}, "rows": 1}
    assert [(each.actor, each.payload.model_dump(exclude={"identity"})) for each in told] == [
        (AUDITOR, {"form": form, **sought}) for form in ("csv", "json")
    ]


def test_who_took_what_out_is_shown_and_the_list_opens_as_it_was_asked_for(auditor, decided):
    for of, asked in (("decisions", {"choice": "sign"}), ("looks", {"case": "DR-2020-0001"})):
        taken_out(auditor, "csv", asked, of=of)

    shown = auditor.opens("/audit/looks")

    assert "Cao Thị Thí Dụ · CSV · 1 mục" in shown.text
    assert f"{LIST}?choice=sign" in shown.links
    assert "/audit/looks?case=DR-2020-0001" in shown.links


def test_a_formula_in_a_title_is_no_formula_in_the_table(auditor, decided):
    with decided.desk.store.writing() as conn:
        conn.execute(update(case_words).values(title='=HYPERLINK("http://x")'))

    rows = taken_out(auditor, "csv", {})[1:]

    assert {row[1] for row in rows} == {'\'=HYPERLINK("http://x")'}


def test_a_list_is_taken_out_as_a_workbook_without_formulas(auditor, decided):
    with decided.desk.store.writing() as conn:
        conn.execute(update(case_words).values(title="=1+1"))
    sent = {"token": auditor.site.token_of(auditor, f"{LIST}/export"), "form": "xlsx"}

    answer = auditor.client.post(f"{LIST}/export", data=sent)

    cells = [c for row in load_workbook(io.BytesIO(answer.content)).worksheets[0] for c in row]
    assert "=1+1" in {cell.value for cell in cells}
    assert "f" not in {cell.data_type for cell in cells}


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "  =1", "＝1", "\r=1"])
def test_whatever_a_program_could_take_for_a_formula_is_plain_text(cell):
    assert no_formula(cell) == f"'{cell}"


def test_who_looked_is_taken_out_too(site, auditor, decided):
    auditor.opens(f"/audit/cases/{decided.case_no}")
    site.app.state.running.openings.write(site.desk.store)

    (row,) = taken_out(auditor, "json", {"case": decided.case_no.lower()}, of="looks")["rows"]

    assert (row["case"], row["times"]) == (decided.case_no, 1)


def test_nobody_else_takes_a_list_out(site, decided):
    clerk = site.browser().is_of(CLERK)
    sent = {"token": site.token_of(clerk, "/audit/decisions/export"), "form": "csv"}

    assert clerk.client.post("/audit/decisions/export", data=sent).status_code == 403


def test_a_list_is_not_taken_out_by_another_sites_form(auditor, decided):
    answer = auditor.client.post("/audit/decisions/export", data={"form": "csv", "token": "x"})

    assert answer.status_code == 403


# --- the house on a day ----------------------------------------------------------------------------


def test_who_sat_where_on_a_day_and_which_regulation_was_in_force(site, auditor, decided):
    with site.desk.store.writing() as conn:
        conn.execute(
            insert(seats_held).values(
                seat="people_committee/chair",
                person=OFFICER,
                since=MONDAY_MORNING.date().replace(year=2018),
                until=MONDAY_MORNING.date().replace(year=2019),
            )
        )

    before, now = (
        auditor.opens("/audit/house?day=2018-12-01").text,
        auditor.opens("/audit/house").text,
    )

    assert "Nguyễn Thị Mẫu" in before
    assert "Đến ngày này chưa có quy định nào được đưa vào" in before
    assert "Có hiệu lực trong hệ thống từ 08:00 06/07/2020" in now


@pytest.mark.parametrize("day", ["32/13/2020", "hôm nay", "0001-01-01", "9999-12-31"])
def test_a_day_that_is_none_is_said_and_today_is_shown(auditor, day):
    shown = auditor.opens(f"/audit/house?day={day}")

    assert (shown.status, f"“{day}” không phải là ngày" in shown.text) == (200, True)
    assert "06/07/2020" in shown.text


# --- verification ---------------------------------------------------------------------------------


def verified(site, auditor, checkpoint=None):
    token = site.token_of(auditor, "/audit/verify")
    files = {"checkpoint": ("checkpoint.txt", checkpoint)} if checkpoint is not None else None
    answer = auditor.client.post("/audit/verify", data={"token": token}, files=files)
    site.app.state.running.verifying.wait(120)
    return answer


def test_the_journal_is_verified_from_the_page_with_a_checkpoint(site, auditor, decided):
    with site.desk.store.reading() as conn:
        (note,) = leaves.notes(conn).values()

    verified(site, auditor, note.encode())
    shown = auditor.opens("/audit/verify").text

    assert "Nhật ký nguyên vẹn: 1 hồ sơ" in shown
    assert "Điểm kiểm chứng ký lúc 08:00 06/07/2020 bao gồm" in shown


def test_a_difference_is_shown_with_its_place(site, auditor, decided):
    with site.desk.store.writing() as conn:
        conn.execute(update(case_words).values(title="Khác"))

    verified(site, auditor)
    shown = auditor.opens("/audit/verify").text

    assert "Có sai khác" in shown
    assert f"{decided.case_no}: case_words" in shown


NO_CHECKPOINTS = b"hello", b"\xff\xfe\x00", b"%PDF-1.4", b"a\n1\nx\n\n\xe2\x80\x94 a b"


@pytest.mark.parametrize("file", NO_CHECKPOINTS)
def test_a_file_that_is_no_checkpoint_is_said_and_nothing_is_verified(site, auditor, decided, file):
    answer = verified(site, auditor, file)

    assert answer.status_code in (200, 422, 500)
    assert "Điểm kiểm chứng không hợp lệ" in answer.text
    assert site.app.state.running.verifying.last is None
