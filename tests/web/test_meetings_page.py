"""A body meets: its agenda as a sheet, its minutes entered in one go."""

import pytest

from config.regulation.codes import Stage
from tests.factories.letters import told
from tests.factories.office import OFFICER, VOTE_FOR

CLERK = "ngo.thi.thi.du"
BODY = "/bodies/standing_committee"
FILE = [("paper_file", ("bien-ban.pdf", b"%PDF-1.4 made-up minutes"))]
PAPER = {"paper_number": "12-BB/TU", "paper_date": "2020-07-07"}


@pytest.fixture
def clerk(site):
    return site.browser().is_of(CLERK)


@pytest.fixture
def decision(office):
    office.submits()
    step = office.goes_on_until(Stage.PARTY_DECISION)
    office.time_passes()
    return step


@pytest.fixture
def minutes(clerk, decision):
    """The form of the minutes is open before the clerk."""
    return clerk.opens(f"{BODY}/minutes")


def vote(office, step, person):
    return f"vote.{office.case_no}.{step.number}.{person}"


def everybody(form):
    """Those whose vote the form asks for."""
    return [name.split(".", 3)[3] for name in form.offers if name.startswith("vote.")]


def filled_in(form, present=None, **written):
    """The form of a meeting that took up every case, in which all who were present voted for."""
    ballots = (name for name in form.offers if name.startswith("vote."))
    marks = {".".join(name.split(".", 3)[1:3]) for name in ballots}
    ticked = {f"{name}.{mark}": "1" for name in ("taken", "others_for") for mark in marks}
    there = everybody(form) if present is None else present
    return {**form.values, **PAPER, **ticked, "present": there, **written}


def enters(clerk, files=FILE, present=None, **written):
    form = clerk.form("/minutes$")
    values = filled_in(form, present, **written)
    clerk._shows = clerk.client.post(form.action, data=values, files=files)
    return clerk


def test_the_agenda_tells_of_each_case_what_the_body_needs(clerk, office, decision):
    shown = clerk.opens(f"{BODY}/agenda")

    assert (shown.status, "Gokseong" in shown.text, office.case_no in shown.text) == (
        200, True, True,
    )  # fmt: skip


def test_an_agenda_without_cases_says_so(clerk):
    assert "không có hồ sơ nào" in clerk.opens(f"{BODY}/agenda").text


def test_minutes_decide_for_all_who_were_present(clerk, office, decision, minutes):
    enters(clerk)

    decided = office.case.step(decision.number)
    assert (decided.choice, decided.evidence.number) == ("approve", "12-BB/TU")
    assert {v.person for v in decided.votes} == set(decision.holders)


def test_nothing_is_preset_in_the_minutes(clerk, office, decision, minutes):
    form = clerk.form("/minutes$")

    assert (form.checked, {v for k, v in form.values.items() if k.startswith("vote.")}) == (
        {},
        {""},
    )


def test_minutes_in_which_nothing_is_said_decide_nothing(clerk, office, decision, minutes):
    form = clerk.form("/minutes$")
    clerk.client.post(form.action, data={**form.values, **PAPER}, files=FILE)

    assert (office.case.step(decision.number).votes, office.case.open_steps[0].is_open) == (
        (),
        True,
    )


def test_who_is_present_and_of_whom_nothing_is_said_is_named(clerk, office, decision, minutes):
    enters(clerk, **{f"others_for.{office.case_no}.{decision.number}": ""})

    assert (clerk.status, "chưa ghi Trần Thí Dụ biểu quyết thế nào" in clerk.text) == (422, True)
    assert office.case.step(decision.number).is_open


def test_each_member_whose_vote_was_entered_is_told(clerk, office, decision, minutes):
    enters(clerk)

    assert sorted(told(office, "vote_recorded_for_you")) == sorted(decision.holders)


def test_secret_minutes_are_entered_by_number_and_date_alone(clerk, office, decision, minutes):
    enters(clerk, files=None, paper_secret="yes")

    evidence = office.case.step(decision.number).evidence
    assert (evidence.number, evidence.file) == ("12-BB/TU", None)


def test_a_file_of_secret_minutes_is_not_taken(clerk, office, decision, minutes):
    enters(clerk, paper_secret="yes")

    assert (clerk.status, "không tải tệp lên" in clerk.text) == (422, True)
    assert office.case.step(decision.number).is_open


def test_the_clerk_comes_back_to_the_agenda_and_is_told(clerk, minutes):
    enters(clerk)

    assert clerk.shows.url.path == f"{BODY}/agenda"
    assert "Đã ghi biên bản" in clerk.text


def test_who_was_not_ticked_did_not_vote(clerk, office, decision, minutes):
    enters(clerk, present=list(decision.holders[1:]))

    decided = office.case.step(decision.number)
    assert decision.holders[0] not in {v.person for v in decided.votes}


def test_a_vote_of_an_absent_member_is_refused_by_case_and_name(clerk, office, decision, minutes):
    absent = "le.thi.vi.du"
    present = [person for person in decision.holders if person != absent]

    enters(clerk, present=present, **{vote(office, decision, absent): "vote_against"})

    said = f"Hồ sơ {office.case_no}: Lê Thị Ví Dụ không có mặt"
    assert (clerk.status, said in clerk.text) == (422, True)


def test_refused_minutes_keep_everything_that_was_written(clerk, office, decision, minutes):
    present = list(decision.holders[:2])
    voter = vote(office, decision, decision.holders[0])
    remarks = f"remarks.{office.case_no}.{decision.number}"
    enters(clerk, present=present, **{voter: "abstain", remarks: "Thống nhất tại cuộc họp."})

    form = clerk.form("/minutes$")
    assert (clerk.status, form.checked["present"]) == (422, present)
    assert (form.values["paper_number"], form.values[voter], form.values[remarks]) == (
        "12-BB/TU", "abstain", "Thống nhất tại cuộc họp.",
    )  # fmt: skip


def test_too_few_votes_name_the_case(clerk, office, decision, minutes):
    enters(clerk, present=list(decision.holders[:2]))

    assert (clerk.status, f"Hồ sơ {office.case_no}: số phiếu chưa đủ" in clerk.text) == (422, True)
    assert office.case.step(decision.number).is_open


def test_a_case_the_meeting_did_not_take_up_stays_open(clerk, office, decision, minutes):
    enters(clerk, **{f"taken.{office.case_no}.{decision.number}": ""})

    assert (clerk.status, office.case.step(decision.number).is_open) == (422, True)


def test_a_vote_before_the_meeting_stands(clerk, office, decision):
    early = decision.holders[0]
    office.takes(decision, VOTE_FOR, early)
    clerk.opens(f"{BODY}/minutes")

    enters(clerk)

    cast = [v.person for v in office.case.step(decision.number).votes]
    assert (cast.count(early), len(cast)) == (1, len(decision.holders))


def test_minutes_without_their_file_are_not_taken(clerk, office, decision, minutes):
    enters(clerk, files=None)

    assert (clerk.status, office.case.step(decision.number).is_open) == (422, True)


def test_minutes_sent_twice_decide_once(clerk, office, minutes):
    form = clerk.form("/minutes$")
    enters(clerk)
    before = office.case.seq

    again = clerk.client.post(form.action, data=filled_in(form), files=FILE)

    assert (again.status_code, office.case.seq) == (422, before)


@pytest.mark.parametrize("page", ["agenda", "minutes"])
def test_meetings_are_for_clerks(site, decision, page):
    officer = site.browser().is_of(OFFICER).opens(f"{BODY}/{page}")

    assert (officer.status, "Gokseong" in officer.html) == (403, False)


@pytest.mark.parametrize("body", ["people_committee", "nobody"])
def test_a_body_that_does_not_vote_has_no_agenda(clerk, body):
    assert clerk.opens(f"/bodies/{body}/agenda").status == 404
