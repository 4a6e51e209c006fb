"""Random weeks of one delegation: everybody does anything, whenever; the model says what comes of it."""

import json
from datetime import UTC, datetime, timedelta
from functools import partial

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from config.regulation.codes import Gate
from config.words import PROVINCE_TIME
from flows.acts.amending import drop_amendment, propose, propose_cancellation
from flows.acts.asking_the_unit import ask_unit
from flows.acts.authority import end_authority, give_authority
from flows.acts.deciding import digest_shown, take_step
from flows.acts.submitting import change, resubmit
from flows.acts.taking_back import take_back
from flows.acts.withdrawing import withdraw
from flows.case.answers import Answer, ConditionGiven, Identified, PaperGiven
from flows.sweeps.sweep import sweep
from models.authority import Capacity
from models.errors import DoanError
from models.store.database.clock import move_clock, now
from models.store.verify.everything import verify
from tests.factories.office import A_FILE, OFFICER
from tests.proofs.facts import ALONG, make_facts, request_of, travellers
from tests.proofs.invariants import broken_rules, timeline
from tests.proofs.model import CHAIR, JUDGES, SEATS, Delegation, No
from tests.proofs.scenarios import ABROAD
from tests.proofs.workbench import Snapshot, Workbench

UNIT = ABROAD.by
EVERYBODY = sorted({person for seat in SEATS.values() for person in seat} | {"mai.van.mau"})
CHOICES = {
    "sign": ["sign", "sign", "sign", "return"],
    "appraise": ["forward", "forward", "forward", "supplement", "return"],
    "consult": ["agree", "object"],
    "decide": ["approve", "approve", "approve_with_conditions", "approve_some", "head_refused",
               "return", "reject"],
    "vote": ["vote_for", "vote_for", "vote_for", "vote_against", "abstain"],
    "issue": ["issue"],
    "prepare": ["done"],
    "confirm": ["confirm"],
    "file": ["file"],
    "accept": ["accept", "file_again"],
    "hand_back": ["handed_back"],
    "settle": ["settle"],
    "meet": ["met"],
    "answer": ["answered"],
}  # fmt: skip
MAKES_PAPER = {"issue", "file", "settle"}
# Where everything breaks: often nowhere, else at one of the calls a command takes.
AT_CALL = st.one_of(st.just(0), st.just(0), st.just(0), st.integers(1, 40))
CHANGES = st.sampled_from(["purpose", "title", "costs", "members", "dates"])


class Weeks(RuleBasedStateMachine):
    """One case on a workbench, and the model of it."""

    bench: Workbench
    empty: Snapshot

    @initialize(steps=st.sampled_from([0, 2, 4, 8, 9, 10, 11, 12, 14, 16, 20, 24]))
    def submits(self, steps):
        self.bench.restore(self.empty)
        self.said, self.given = 0, []
        facts = make_facts()
        self.bench.office.submits(request_of(facts))
        self.no = self.bench.office.case_no
        self.model = Delegation(facts, travellers, now=self.here())
        self.model.tick += 1
        self.model.walk()
        self.all_goes_well(steps)

    # --- somebody does something -------------------------------------------------------------------

    @rule(data=st.data(), call=AT_CALL)
    def answers(self, data, call):
        """Somebody who may answers an open step; now and then somebody who may not."""
        open_steps = [step for step in self.model.steps if step.is_open and step.act != "revise"]
        if not open_steps:
            return
        step = data.draw(st.sampled_from(open_steps))
        person = self.some(data, step.people)
        votes = step.seat == "standing_committee/member"
        choice = data.draw(st.sampled_from(CHOICES["vote" if votes else step.act]))
        if step.stage == "amendment" and choice not in {"return", "reject", "approve", "sign"}:
            choice = CHOICES[step.act][0]
        self.answered(step, person, choice, call)

    @rule(steps=st.integers(1, 4))
    def all_goes_well(self, steps):
        """Whoever is asked first answers in the usual way; when nobody is, time passes."""
        for _ in range(steps):
            step = next((s for s in self.model.steps if s.is_open and s.act != "revise"), None)
            if step is None:
                self.moves_on(0)
                continue
            votes = step.seat == "standing_committee/member"
            able = [p for p in step.people if p not in step.votes and p != self.model.authority]
            choice = CHOICES["vote" if votes else step.act][0]
            self.answered(step, (able or step.people)[0], choice, 0)

    @rule(data=st.data())
    @precondition(lambda self: any(not s.is_open for s in self.model.steps))
    def answers_what_has_its_outcome(self, data):
        step = data.draw(st.sampled_from([s for s in self.model.steps if not s.is_open]))
        if step.act != "revise":
            votes = step.seat == "standing_committee/member"
            choice = CHOICES["vote" if votes else step.act][0]
            self.answered(step, step.people[0], choice, 0)

    @rule(data=st.data())
    @precondition(lambda self: self.given)
    def presses_the_button_again(self, data):
        """The very same answer changes nothing where it stands, and is refused where it does not."""
        number, person, choice, real = data.draw(st.sampled_from(self.given[-4:]))
        step = self.model.steps[number - 1]
        stands = step.votes.get(person) == choice or (step.by, step.choice) == (person, choice)
        if stands and step.state != "void":
            real()
        elif not step.is_open:
            self.is_refused(real, DoanError)

    @rule(data=st.data())
    @precondition(lambda self: self.model.version > 1)
    def answers_on_an_old_page(self, data):
        """A page that showed an earlier version decides nothing."""
        open_steps = [s for s in self.model.steps if s.is_open and s.act != "revise"]
        if open_steps:
            step = data.draw(st.sampled_from(open_steps))
            case = self.bench.office.case
            asked = self.act_of(step, step.people[0], "sign", seen=self.first_digest())
            if digest_shown(case, case.steps[step.number - 1]) != self.first_digest():
                self.is_refused(asked, DoanError)

    @rule(data=st.data(), call=AT_CALL)
    @precondition(lambda self: self.waits_for("revise"))
    def resubmits(self, data, call):
        facts = self.changed(data)
        real = partial(resubmit, self.bench.desk, self.no, request_of(facts), {}, UNIT)
        if self.comes_late(facts):
            self.is_refused(real, DoanError)
            return
        self.both(real, lambda model: model.resubmit(facts), call)

    @rule(data=st.data(), call=AT_CALL)
    @precondition(lambda self: self.model.status == "in_approval")
    def changes(self, data, call):
        facts = self.changed(data)
        real = partial(change, self.bench.desk, self.no, request_of(facts), {}, UNIT)
        if self.comes_late(facts):
            self.is_refused(real, DoanError)
            return
        self.both(real, lambda model: model.change(facts), call)

    @rule(data=st.data(), call=AT_CALL)
    @precondition(lambda self: any(s.by or s.votes for s in self.model.steps))
    def takes_back(self, data, call):
        mine = [s for s in self.model.steps if s.by or s.votes]
        step = data.draw(st.sampled_from(mine[-4:]))
        person = self.some(data, [step.by, *(step.votes if step.is_open else ())])
        who = Identified(person or OFFICER, "mailbox_code")
        real = partial(take_back, self.bench.desk, self.no, step.number, who)
        self.both(real, lambda model: model.take_back(step.number, who.person), call)

    @rule(data=st.data(), call=AT_CALL)
    @precondition(lambda self: self.asked_to_judge())
    def asks(self, data, call):
        step = data.draw(st.sampled_from(self.asked_to_judge()))
        person = self.some(data, step.people)
        who = Identified(person, "mailbox_code")
        real = partial(ask_unit, self.bench.desk, self.no, step.number, who, "Ai đi?")
        self.both(real, lambda model: model.ask(step.number, person), call)

    @precondition(lambda self: not self.model.authority)
    @rule(holder=st.sampled_from(["bui.van.thi.du", OFFICER, "dang.thi.mau", "vo.van.minh.hoa"]))
    def gives_authority(self, holder):
        today = self.bench.office.today
        real = partial(
            give_authority,
            self.bench.desk,
            giver=SEATS[CHAIR][0],
            holder=holder,
            seats=(CHAIR,),
            since=today,
            until=today + timedelta(days=1000),
            capacity=Capacity.DEPUTY,
            set_by=Identified(SEATS[CHAIR][0], "mailbox_code"),
        )
        self.both(real, lambda model: model.give_authority(holder))

    @rule()
    @precondition(lambda self: self.model.authority)
    def ends_authority(self):
        db = self.bench.read()
        number = db.execute("SELECT max(number) FROM authorities").fetchone()[0]
        db.close()
        who = Identified(SEATS[CHAIR][0], "mailbox_code")
        self.both(partial(end_authority, self.bench.desk, number, who), Delegation.end_authority)

    @precondition(lambda self: self.model.status != "withdrawn")
    @rule(chance=st.integers(0, 9), call=AT_CALL)
    def withdraws(self, chance, call):
        if chance == 0:
            who = Identified(OFFICER, "mailbox_code")
            real = partial(withdraw, self.bench.desk, self.no, who, "Không đi nữa.")
            self.both(real, Delegation.withdraw, call)

    @rule(data=st.data(), call=AT_CALL)
    @precondition(lambda self: self.model.status == "approved")
    def amends(self, data, call):
        facts = self.changed(data)
        real = partial(propose, self.bench.desk, self.no, request_of(facts), {}, "Lý do.", UNIT)
        if self.comes_late(facts):
            self.is_refused(real, DoanError)
            return
        self.both(real, lambda model: model.amend(facts), call)

    @rule(chance=st.integers(0, 3), call=AT_CALL)
    @precondition(lambda self: self.model.status == "approved")
    def calls_off(self, chance, call):
        if chance == 0:
            real = partial(propose_cancellation, self.bench.desk, self.no, "Lý do.", UNIT)
            self.both(real, lambda model: model.amend(None), call)

    @rule(call=AT_CALL)
    @precondition(lambda self: any(c.state == "open" for c in self.model.changes))
    def drops_an_amendment(self, call):
        self.both(partial(drop_amendment, self.bench.desk, self.no, UNIT), Delegation.drop, call)

    # --- time, and what machines do ----------------------------------------------------------------

    @rule(call=AT_CALL)
    def time_passes(self, call):
        self.moves_on(call)

    def moves_on(self, call):
        """The clock moves to the next moment at which something is due."""
        desk = self.bench.desk
        db = self.bench.read()
        due = db.execute(
            "SELECT due_at, step, kind FROM due_moments WHERE fired_at IS NULL ORDER BY due_at, step"
        ).fetchall()
        db.close()
        if not due:
            return
        with desk.store.writing() as conn:
            at = max(now(conn), _utc(due[0][0])) + timedelta(seconds=1)
            move_clock(conn, at)
        fires = [step for moment, step, kind in due if kind != "remind" and _utc(moment) <= at]
        self.model.now = self.here()
        self.model.hand_over()
        self.does(partial(sweep, desk), call)
        for step in fires:
            self.model.tick += 1
            self.model.falls_due(step)
        self.model.walk()

    @rule()
    def walks_twice(self):
        before = self.bench.office.case.seq
        for _ in range(2):
            self.bench.desk.walk(self.no)
        assert self.bench.office.case.seq == before

    # --- both at once ------------------------------------------------------------------------------

    def answered(self, step, person, choice, call):
        conditions = 2 if choice == "approve_with_conditions" else 0
        real = self.act_of(step, person, choice)
        taken = self.both(
            real,
            lambda model: model.answer(step.number, person, choice, conditions=conditions),
            call,
        )
        if taken:
            # Whoever took an answer back may have given the same with other words: it is another one.
            others = [given for given in self.given if given[:2] != (step.number, person)]
            self.given = [*others, (step.number, person, choice, real)]

    def act_of(self, step, person, choice, seen=""):
        case = self.bench.office.case
        self.said += 1
        given = Answer(
            choice="approve_some" if choice == "head_refused" else choice,
            seen=seen or digest_shown(case, case.steps[step.number - 1]),
            remarks=f"Lời thứ {self.said}.",
            answer="Đã xem xét ý kiến.",
            paper=PaperGiven(f"{self.said}/QĐ", self.bench.office.today, A_FILE)
            if step.act in MAKES_PAPER
            else None,
            day=self.bench.office.today if step.act == "confirm" else None,
            conditions=(ConditionGiven("Báo cáo.", Gate.START), ConditionGiven("Học.", Gate.START))
            if choice == "approve_with_conditions"
            else (),
            refused_members={"approve_some": (2,), "head_refused": (1,)}.get(choice, ()),
        )
        who = Identified(person, "mailbox_code")
        return partial(take_step, self.bench.desk, self.no, step.number, who, given)

    def both(self, real, of_model, call=0):
        """Do something and have the model do it; tell whether it was taken.

        What one of them refuses, the other must refuse.
        """
        self.model.now = self.here()
        self.model.tick += 1
        before = timeline_of(self.model), self.model.status
        try:
            of_model(self.model)
        except No:
            assert (timeline_of(self.model), self.model.status) == before
            self.is_refused(real, DoanError)
            return False
        self.does(real, call)
        return True

    def does(self, real, call=0):
        """Do something, or begin it, have it break, and mend it as people and sweeps would."""
        if not call:
            real()
            return
        self.bench.breaks(real, call)
        self.bench.recovers(real)
        self.model.now = self.here()
        self.model.hand_over()

    def is_refused(self, real, error):
        try:
            real()
        except error:
            return
        raise AssertionError(f"{real} was not refused")

    def comes_late(self, facts):
        """Tell whether a delegation would have left already: it is then asked for no more."""
        begins = facts["dates"][0]
        stands = self.model.status == "approved" and begins == self.model.facts["dates"][0]
        return begins < self.here().date() and not stands

    # --- what is drawn -----------------------------------------------------------------------------

    def some(self, data, people):
        """Mostly one of these people, now and then anybody."""
        known = [person for person in people if person]
        stranger = not known or data.draw(st.integers(0, 9)) == 0
        return data.draw(st.sampled_from(EVERYBODY if stranger else known))

    def changed(self, data):
        fact = data.draw(CHANGES)
        facts = dict(self.model.facts)
        if fact == "dates":
            weeks = data.draw(st.integers(0, 60))
            new = make_facts(weeks)
            return {**facts, "dates": new["dates"], "itinerary": new["itinerary"]}
        values: dict[str, list] = {"costs": [45, 46, 47], "members": list(ALONG)}
        default = [f"{fact[0]}{n}" for n in range(3)]
        return {**facts, fact: data.draw(st.sampled_from(values.get(fact, default)))}

    def asked_to_judge(self):
        return [s for s in self.model.steps if s.is_open and s.act in JUDGES]

    def waits_for(self, act):
        return any(step.is_open and step.act == act for step in self.model.steps)

    def here(self):
        with self.bench.desk.store.reading() as conn:
            return now(conn).astimezone(PROVINCE_TIME).replace(tzinfo=None)

    def first_digest(self):
        db = self.bench.read()
        body = db.execute("SELECT body FROM journal WHERE kind = 'case_submitted'").fetchone()[0]
        db.close()
        return json.loads(body)["dossier_digest"]

    # --- what always holds -------------------------------------------------------------------------

    @invariant()
    def is_as_the_model_has_it(self):
        db = self.bench.read()
        found = timeline(db)
        case = db.execute("SELECT status, version, fault IS NOT NULL FROM cases").fetchone()
        db.close()
        assert found == timeline_of(self.model)
        assert case == (self.model.status, self.model.version, self.model.vacant)

    @invariant()
    def verifies(self):
        with self.bench.desk.store.reading() as conn:
            assert verify(conn).difference is None

    @invariant()
    def breaks_no_rule(self):
        db = self.bench.read()
        found = broken_rules(db)
        db.close()
        assert found == []


def timeline_of(model):
    return [
        (s.number, s.stage, s.act, s.seat, s.key, s.version, s.state, s.choice, s.by,
         tuple(sorted(s.people)), tuple(sorted(s.votes.items())))
        for s in model.steps
    ]  # fmt: skip


def _utc(text):

    return datetime.fromisoformat(text).replace(tzinfo=UTC)
