"""Steps are read by systems and answered by who is signed in; nobody answers what they have not seen."""

from datetime import timedelta

import pytest

from config.regulation.codes import Act
from config.settings import Settings
from flows.acts.filing import Filing
from flows.acts.submitting import change
from models.case import CaseStatus
from models.ids import PersonId
from tests.factories import seen
from tests.factories.calling import session_of, system_of
from tests.factories.office import OFFICER
from tests.factories.prefect import free_port
from tests.factories.request import make_leader, make_member, make_request
from tests.factories.rules import sample_with

HEAD, APPRAISER = "nguyen.van.thi.du", "dang.thi.mau"


@pytest.fixture
def case(office):
    return office.submits()


@pytest.fixture
def head(site, case):
    """The head of the unit, signed in."""
    return session_of(site, HEAD)


def at(case, step=1):
    return f"cases/{case.no}/steps/{step}"


def answers(system, path, tag=None, key="k", **said):
    tag = system.reads(path).headers["etag"] if tag is None else tag
    headers = {"idempotency-key": key, **({"if-match": tag} if tag else {})}
    return system.sends(f"{path}/answer", json=said, headers=headers)


def told(answer):
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    return answer.status_code, answer.json()["code"]


def test_a_step_says_what_it_asks_and_what_may_be_answered(head, case):
    said = head.reads(at(case)).json()

    assert [choice["key"] for choice in said["choices"]] == ["sign", "return"]
    assert said["choices"][1]["needs"] == ["remarks"]
    assert (said["refusal"], said["outcome"], said["state"]) == ("", None, "open")
    assert said["question"]


def test_a_token_reads_the_step_of_its_person_and_answers_none(site, case, office):
    system = system_of(site, HEAD)
    path = at(case)

    read, answered = system.reads(path), answers(system, path, choice="sign")

    assert (read.status_code, len(read.json()["choices"])) == (200, 2)
    assert told(answered) == (403, "session_needed")
    assert office.case.steps[0].is_open
    assert "access_beyond_scope" in site.turned_away()


def test_who_is_signed_in_answers_and_it_stands_in_the_journal_as_of_the_session(
    head, case, office
):
    answer = answers(head, at(case), choice="sign", remarks="Đồng ý trình.")

    assert (answer.status_code, answer.json()["choice"]) == (200, "sign")
    step = office.case.steps[0]
    assert (step.choice, step.decided_by) == ("sign", HEAD)
    said = head.reads(at(case)).json()
    assert (said["outcome"]["remarks"], said["choices"]) == ("Đồng ý trình.", [])


def test_what_an_answer_lacks_is_told_by_the_field_of_the_form(head, case, office):
    answer = answers(head, at(case), choice="return")

    assert told(answer) == (422, "decision_incomplete")
    assert [each["field"] for each in answer.json()["errors"]] == ["remarks"]
    assert office.case.steps[0].is_open


@pytest.mark.parametrize("said", [{"choise": "sign"}, {"seen": "x", "choice": "sign"}])
def test_a_field_there_is_not_is_told(head, case, said):
    assert told(answers(head, at(case), **said)) == (422, "call_unclear")


@pytest.mark.parametrize("said", [{"choice": {"a": 1}}, {"choice": [["sign"]]}])
def test_what_no_field_can_hold_is_told(head, case, said):
    assert told(answers(head, at(case), **said)) == (422, "call_unclear")


def test_a_choice_there_is_not_is_told(head, case):
    assert told(answers(head, at(case), choice="approve")) == (422, "decision_incomplete")


# --- as it was read ------------------------------------------------------------------------------


@pytest.mark.parametrize("tag", ["", "*"])
def test_without_a_tag_nothing_is_answered(head, case, tag):
    assert told(answers(head, at(case), tag, choice="sign")) == (428, "tag_needed")


@pytest.mark.parametrize("tag", ['"made-up"', "nonsense", '""', '"a", "b"'])
def test_a_tag_that_is_made_up_answers_nothing(head, case, office, tag):
    assert told(answers(head, at(case), tag, choice="sign")) == (412, "tag_stale")
    assert office.case.steps[0].is_open


def test_a_weak_tag_matches_nothing(head, case):
    tag = head.reads(at(case)).headers["etag"]

    assert told(answers(head, at(case), f"W/{tag}", choice="sign")) == (412, "tag_stale")


def test_one_of_several_tags_is_enough(head, case):
    tag = head.reads(at(case)).headers["etag"]

    assert answers(head, at(case), f'"x", {tag}', choice="sign").status_code == 200


def test_nobody_signs_what_was_changed_meanwhile(site, head, case, office):
    tag = head.reads(at(case)).headers["etag"]
    other = make_request(members=(make_leader(), make_member()), title="Tên khác")
    change(site.desk, case.no, other, {}, Filing(PersonId(OFFICER), OFFICER))

    assert told(answers(head, at(case), tag, choice="sign")) == (412, "tag_stale")
    assert office.case.open_steps


def test_a_step_is_answered_once_by_two_who_race(site, head, case, office):
    tag = head.reads(at(case)).headers["etag"]

    first = answers(head, at(case), tag, key="a", choice="sign")
    second = answers(head, at(case), tag, key="b", choice="return", remarks="Khoan đã.")

    assert (first.status_code, told(second)) == (200, (412, "tag_stale"))
    assert office.case.steps[0].choice == "sign"


def test_the_tag_of_one_reader_is_not_anothers(site, head, case):
    of_office = system_of(site, "bui.van.thi.du").reads(f"cases/{case.no}").headers["etag"]

    assert told(answers(head, at(case), of_office, choice="sign")) == (412, "tag_stale")


# --- sent again ----------------------------------------------------------------------------------


def test_the_same_answer_sent_again_is_answered_the_same(head, case):
    tag = head.reads(at(case)).headers["etag"]
    first = answers(head, at(case), tag, choice="sign")

    again = answers(head, at(case), tag, choice="sign")

    assert (again.status_code, again.json()) == (200, first.json())
    assert again.headers["idempotent-replayed"] == "true"


def test_another_answer_under_the_same_key_is_refused(head, case):
    answers(head, at(case), choice="sign")

    other = answers(head, at(case), choice="return", remarks="Khoan đã.")

    assert told(other) == (422, "key_used")


def test_the_same_key_at_another_step_is_another_call(site, head, case, office):
    answers(head, at(case), choice="sign")
    appraiser = session_of(site, APPRAISER)

    assert answers(appraiser, at(case, 2), choice="forward").status_code == 200


# --- freshly proved ------------------------------------------------------------------------------


class TestWhereARegulationAsksForACodeEachTime:
    @pytest.fixture
    def settings(self, tmp_path):
        rules = "sign_in: {code_for_each_decision: true}\n"
        regulation = sample_with(tmp_path, rules)
        return Settings(folder=tmp_path, catcher_port=free_port(), regulation=regulation)

    def test_a_session_of_an_hour_ago_signs_nothing(self, site, head, case, office):
        site.time_passes(timedelta(hours=1))

        assert told(answers(head, at(case), choice="sign")) == (403, "proof_needed")
        assert office.case.steps[0].is_open

    def test_one_that_was_proved_just_now_does(self, head, case, office):
        assert answers(head, at(case), choice="sign").status_code == 200
        decided = next(p for p in office.journal() if p.kind == "step_decided")
        assert decided.identity == "mailbox_code_fresh"


# --- who may -------------------------------------------------------------------------------------


def test_nobody_answers_the_step_of_another(site, case, office):
    other = session_of(site, "ta.thi.vi.du")

    answer = answers(other, at(case), '"x"', choice="sign")

    assert told(answer) == (403, "not_for_you")
    assert office.case.steps[0].is_open


def test_who_prepares_a_step_reads_it_and_may_answer_nothing(site, office):
    seen.until_the_chair_is_asked(office)
    step = office.waiting(Act.DECIDE, seat="people_committee")
    path = f"cases/{office.case_no}/steps/{step.number}"

    said = system_of(site, "lam.thi.vi.du", "read").reads(path)

    assert (said.status_code, said.json()["choices"]) == (200, [])


# --- beside an answer ----------------------------------------------------------------------------


def does_at(system, path, verb, tag=None, key="d", **said):
    tag = system.reads(path).headers["etag"] if tag is None else tag
    headers = {"idempotency-key": key, "if-match": tag}
    return system.sends(f"{path}/do/{verb}", json=said, headers=headers)


def test_who_judges_asks_the_unit_and_the_step_waits_for_its_answer(site, office):
    office.submits()
    step = office.goes_on_until_asked(Act.APPRAISE).number
    path = at(office.case, step)
    appraiser = session_of(site, APPRAISER)
    assert "ask_unit" in appraiser.reads(path).json()["may"]

    answer = does_at(appraiser, path, "ask_unit", question="Ai trả tiền vé?")

    assert (answer.status_code, answer.json()["verb"]) == (200, "ask_unit")
    assert office.case.step(step).is_open
    assert "ask_unit" not in appraiser.reads(path).json()["may"]


def test_what_is_asked_without_a_question_is_told_by_its_field(site, office):
    office.submits()
    step = office.goes_on_until_asked(Act.APPRAISE).number

    answer = does_at(session_of(site, APPRAISER), at(office.case, step), "ask_unit")

    assert told(answer) == (422, "decision_incomplete")
    assert [each["field"] for each in answer.json()["errors"]] == ["question"]


def test_who_signed_takes_it_back_and_saying_it_again_changes_nothing(head, case, office):
    answers(head, at(case), choice="sign")
    tag = head.reads(at(case)).headers["etag"]
    assert head.reads(at(case)).json()["may"] == ["take_back"]

    first, again = (does_at(head, at(case), "take_back", tag) for _ in range(2))

    assert (first.status_code, again.status_code) == (200, 200)
    assert again.headers["idempotent-replayed"] == "true"
    assert office.case.steps[0].is_void


def test_nobody_takes_back_what_another_decided(site, head, case):
    answers(head, at(case), choice="sign")

    answer = does_at(session_of(site, "ta.thi.vi.du"), at(case), "take_back", '"x"')

    assert told(answer)[0] == 403


def test_nothing_is_done_at_a_step_that_is_another_one_by_now(head, case, office):
    tag = head.reads(at(case)).headers["etag"]
    answers(head, at(case), choice="sign")

    assert told(does_at(head, at(case), "take_back", tag)) == (412, "tag_stale")
    assert not office.case.steps[0].is_void


def test_a_token_does_nothing_at_a_step(site, case, head, office):
    answers(head, at(case), choice="sign")

    assert told(does_at(system_of(site, HEAD), at(case), "take_back")) == (403, "session_needed")
    assert not office.case.steps[0].is_void


def test_the_clerks_verbs_are_on_the_pages_alone(head, case):
    assert does_at(head, at(case), "reassign").status_code == 422


def test_a_step_there_is_not_is_not_found(head, case):
    assert told(head.reads(at(case, 99))) == (404, "step_unknown")
    assert told(head.reads(at(case, 0))) == (404, "no_such_page")
    assert told(head.reads(f"cases/{case.no}/steps/x")) == (404, "no_such_page")


# --- what a unit does ----------------------------------------------------------------------------


def does(system, case, verb, key="k", tag=None, **said):
    tag = system.reads(f"cases/{case.no}").headers["etag"] if tag is None else tag
    headers = {"idempotency-key": key, **({"if-match": tag} if tag else {})}
    return system.sends(f"cases/{case.no}/do/{verb}", json=said, headers=headers)


def test_a_unit_withdraws_its_request(site, case, office):
    unit = system_of(site, OFFICER, "read", "submit")

    answer = does(unit, case, "withdraw", reason="Đối tác hoãn.")

    assert (answer.status_code, answer.json()["verb"]) == (200, "withdraw")
    assert office.case.status is CaseStatus.WITHDRAWN
    assert unit.reads(f"cases/{case.no}").json()["ended_because"] == "Đối tác hoãn."


def test_a_verb_that_is_not_open_is_refused_in_a_sentence(site, case):
    unit = system_of(site, OFFICER, "read", "submit")

    assert told(does(unit, case, "cancel", reason="x")) == (409, "too_late")
    assert told(does(unit, case, "withdraw")) == (422, "decision_incomplete")
    assert told(does(unit, case, "dance")) == (422, "call_unclear")
    assert told(does(unit, case, "withdraw", tag="", reason="x")) == (428, "tag_needed")
    assert told(does(unit, case, "withdraw", tag='"x"', reason="x")) == (412, "tag_stale")


def test_what_is_another_units_is_left_alone(site, case, office):
    other = system_of(site, "ta.thi.vi.du", "read", "submit")

    assert told(does(other, case, "withdraw", tag='"x"', reason="x")) == (403, "not_for_you")
    assert office.case.status is CaseStatus.IN_APPROVAL
