"""A leader's secretary sees what the leader sees while it waits there, notes a word, decides nothing."""

from dataclasses import replace

import pytest

from config.regulation.codes import Stage
from config.regulation.province import load_regulation
from config.regulation.text import regulation_text
from flows.acts.amending import drop_amendment, propose_cancellation
from flows.acts.asking_the_unit import ask_unit
from flows.acts.authority import confirm_authority, end_authority, leaders_of
from flows.acts.deciding import Ticked, take_step, take_together
from flows.acts.disputing import dispute
from flows.acts.filing import Filing
from flows.acts.office import note_for_leader, reassign_step, record_on_paper, take_over
from flows.acts.submitting import change
from flows.acts.taking_back import take_back
from flows.acts.withdrawing import withdraw
from flows.case.answers import Identified, PaperGiven
from flows.case.views import has_part_in, view_of
from models.acts import CHOICES, VOTES
from models.competence.seeing import Shown, digest_shown
from models.errors import (
    AuthorityRefused,
    DecisionIncomplete,
    DecisionRefused,
    DoanError,
    SomeNotTaken,
    StepClosed,
)
from models.ids import PersonId, SeatKey
from tests.factories.audit import verify
from tests.factories.office import A_FILE, MONDAY, lets_act, make_answer
from tests.factories.request import make_leader, make_member, make_request

SECRETARY, CHAIR, DEPUTY = (
    PersonId("lam.thi.vi.du"),
    PersonId("pham.van.mau"),
    PersonId("bui.van.thi.du"),
)
AS_SECRETARY = Identified(SECRETARY, "mailbox_code")
BY_SECRETARY = Filing(SECRETARY, SECRETARY)
SEAT = SeatKey("people_committee/chair")


@pytest.fixture
def decision(office):
    office.submits(make_request(members=(make_leader(), make_member())))
    return office.goes_on_until(Stage.STATE_DECISION)


def shown(office, person=SECRETARY):
    with office.desk.reading(office.case_no) as work:
        view = view_of(work, person)
        return {what for what in Shown if view.sees(what)}


def notes(office, step, words, who=AS_SECRETARY):
    note_for_leader(office.desk, office.case_no, step.number, words, who)


def noted(office):
    return [p for p in office.journal() if p.kind == "secretary_noted"]


# --- what they see --------------------------------------------------------------------------------


def test_while_it_waits_with_the_leader_the_secretary_sees_what_the_leader_sees(office, decision):
    assert shown(office) == shown(office, CHAIR)
    assert Shown.OPINIONS in shown(office)


def test_before_it_comes_there_and_once_it_is_decided_they_see_nothing(office):
    office.submits(make_request(members=(make_leader(), make_member())))
    before = shown(office)
    office.takes_smoothly(office.goes_on_until(Stage.STATE_DECISION))

    assert (before, shown(office)) == (set(), set())


def test_what_waits_there_is_no_part_of_theirs(office, decision):
    with office.desk.reading(office.case_no) as work:
        assert not has_part_in(work, work.step(decision.number), SECRETARY)


def test_a_ballot_of_the_leader_is_prepared_by_nobody(office):
    office.submits(make_request(members=(make_leader(), make_member())))
    vote = office.goes_on_until(Stage.PARTY_DECISION)

    assert (CHAIR in vote.holders, shown(office)) == (True, set())


# --- what they note -------------------------------------------------------------------------------


def test_a_note_stands_in_the_journal_as_the_secretarys_and_moves_nothing(office, decision):
    before = office.case.steps

    notes(office, decision, "Đã xin lùi ngày một lần.")

    (entry,) = noted(office)
    assert (entry.person, entry.step, office.case.steps) == (SECRETARY, decision.number, before)
    with office.desk.reading(office.case_no) as work:
        assert work.said[entry.what] == "Đã xin lùi ngày một lần."


def test_the_auditor_finds_nothing_wrong_with_it(office, decision):
    notes(office, decision, "Đã xin lùi ngày một lần.")
    office.takes_smoothly(decision)

    with office.desk.store.reading() as conn:
        assert verify(conn).difference is None


def test_the_same_note_twice_is_one(office, decision):
    notes(office, decision, "Gấp.")
    notes(office, decision, " Gấp. ")

    assert len(noted(office)) == 1


def test_a_note_has_words(office, decision):
    with pytest.raises(DecisionIncomplete):
        notes(office, decision, "  ")


@pytest.mark.parametrize("person", [CHAIR, DEPUTY, "nguyen.thi.mau", "dang.thi.mau"])
def test_nobody_else_notes_anything(office, decision, person):
    with pytest.raises(DecisionRefused):
        notes(office, decision, "Gấp.", Identified(PersonId(person), "mailbox_code"))

    assert noted(office) == []


def test_who_travels_notes_nothing_on_their_own_trip(office):
    travels = make_member(name="Lâm Thị Ví Dụ", person=SECRETARY)
    office.submits(make_request(members=(make_leader(), travels)))
    step = office.goes_on_until(Stage.STATE_DECISION)

    with pytest.raises(DecisionRefused):
        notes(office, step, "Gấp.")


def test_once_it_is_decided_nothing_is_noted(office, decision):
    office.takes_smoothly(decision)

    with pytest.raises((StepClosed, DecisionRefused)):
        notes(office, decision, "Gấp.")


# --- what they cannot -----------------------------------------------------------------------------

EVERY_ANSWER = sorted({c.key for cs in CHOICES.values() for c in cs} | {c.key for c in VOTES})


def test_no_answer_is_taken_from_them(office, decision):
    before, seen = office.case.steps, digest_shown(office.case, decision)

    for choice in EVERY_ANSWER:
        answer = make_answer(choice, seen=seen, remarks="Theo chỉ đạo.")
        with pytest.raises(DecisionRefused):
            take_step(office.desk, office.case_no, decision.number, AS_SECRETARY, answer)

    assert office.case.steps == before


def on_paper(office, step):
    paper = PaperGiven("1/QĐ", MONDAY, A_FILE, version=1)
    approves = make_answer("approve")
    record_on_paper(office.desk, office.case_no, step.number, CHAIR, approves, paper, AS_SECRETARY)


EVERY_ACT = {
    "together": lambda o, s: take_together(
        o.desk, AS_SECRETARY, [Ticked(o.case_no, s.number, digest_shown(o.case, s))], "approve"
    ),
    "ask": lambda o, s: ask_unit(o.desk, o.case_no, s.number, AS_SECRETARY, "Vì sao?"),
    "take back": lambda o, s: take_back(o.desk, o.case_no, s.number, AS_SECRETARY),
    "dispute": lambda o, s: dispute(o.desk, o.case_no, s.number, AS_SECRETARY),
    "on paper": on_paper,
    "reassign": lambda o, s: reassign_step(
        o.desk, o.case_no, s.number, DEPUTY, "Vắng.", AS_SECRETARY
    ),
    "take over": lambda o, _: take_over(o.desk, o.case_no, "Vắng.", AS_SECRETARY),
    "withdraw": lambda o, _: withdraw(o.desk, o.case_no, AS_SECRETARY, "Hoãn."),
    "call off": lambda o, _: propose_cancellation(o.desk, o.case_no, "Hoãn.", BY_SECRETARY),
    "drop an amendment": lambda o, _: drop_amendment(o.desk, o.case_no, BY_SECRETARY),
    "change": lambda o, _: change(o.desk, o.case_no, make_request(), {}, BY_SECRETARY),
}


@pytest.mark.parametrize("act", EVERY_ACT)
def test_every_act_is_refused_to_them(office, decision, act):
    before = office.case.steps

    with pytest.raises((DecisionRefused, SomeNotTaken, StepClosed)):
        EVERY_ACT[act](office, decision)

    assert office.case.steps == before


def test_what_the_leader_decided_the_secretary_does_not_take_back(office, decision):
    office.takes_smoothly(decision)

    with pytest.raises(DecisionRefused):
        take_back(office.desk, office.case_no, decision.number, AS_SECRETARY)

    assert office.case.step(decision.number).choice == "approve"


# --- the leader is away ---------------------------------------------------------------------------


def test_an_authority_a_secretary_prepares_waits_for_the_leaders_word(office, decision):
    prepared = lets_act(office.desk, CHAIR, DEPUTY, SEAT, set_by=AS_SECRETARY)
    before = office.case.step(decision.number).holders

    confirm_authority(office.desk, prepared.number, Identified(CHAIR, "mailbox_code_fresh"))

    assert (prepared.confirmed, DEPUTY in before) == (False, False)
    assert DEPUTY in office.case.step(decision.number).holders


@pytest.mark.parametrize("done", [confirm_authority, end_authority])
def test_the_secretary_neither_confirms_nor_ends_it(office, done):
    prepared = lets_act(office.desk, CHAIR, DEPUTY, SEAT, set_by=AS_SECRETARY)

    with pytest.raises(DecisionRefused):
        done(office.desk, prepared.number, AS_SECRETARY)


@pytest.mark.parametrize("set_by", [SECRETARY, CHAIR])
def test_nobody_lets_the_secretary_act_for_the_leader(office, set_by):
    with pytest.raises(AuthorityRefused) as refused:
        lets_act(office.desk, CHAIR, SECRETARY, SEAT, set_by=Identified(set_by, "mailbox_code"))

    assert refused.value.lacks == ("prepares",)


def test_a_secretary_of_another_office_prepares_it_as_well(office, tmp_path):
    """Where the regulation names a seat of another body, whoever sits there prepares too."""
    clerk, office = PersonId("do.thi.minh.hoa"), prepared_by(office, "pc_office/clerk", tmp_path)
    with office.desk.store.reading() as conn:
        leaders = leaders_of(conn, office.desk.regulation(), clerk, MONDAY)

    kept = lets_act(office.desk, CHAIR, DEPUTY, SEAT, set_by=Identified(clerk, "mailbox_code"))

    assert (leaders, kept.confirmed) == (((CHAIR, SEAT),), False)


def test_whoever_prepares_for_nobody_of_another_body_prepares_none(office):
    police = Identified(PersonId("duong.van.vi.du"), "mailbox_code")

    with pytest.raises(DoanError):
        lets_act(office.desk, CHAIR, DEPUTY, SEAT, set_by=police)


def prepared_by(office, seat, folder):
    text = regulation_text("hau_giang").replace("[people_committee/secretary]", f"[{seat}]")
    path = folder / "secretaries.yaml"
    path.write_text(text, encoding="utf-8")
    settings = office.desk.settings.model_copy(update={"regulation": str(path)})
    return replace(office, desk=replace(office.desk, settings=settings))


def test_the_regulation_says_who_prepares_for_whom():
    regulation = load_regulation("hau_giang")

    assert regulation.secretaries_of(SEAT) == ("people_committee/secretary",)
    assert regulation.prepared_by(["people_committee/secretary"]) == (SEAT,)
    assert regulation.prepared_by(["pc_office/clerk"]) == ()
    assert regulation.secretaries_of("unit/head") == ()
