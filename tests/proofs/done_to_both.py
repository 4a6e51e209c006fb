"""What is done to a delegation and to its model: each act once, for whoever thinks of it when.

At random the machine does; turn by turn the told lives do.
"""

import json
from datetime import UTC, datetime, timedelta
from functools import partial

from config.regulation.codes import Gate
from flows.acts.amending import drop_amendment, propose, propose_cancellation
from flows.acts.asking_the_unit import ask_unit
from flows.acts.authority import end_authority, give_authority
from flows.acts.deciding import take_step
from flows.acts.submitting import change, resubmit
from flows.acts.taking_back import take_back
from flows.acts.withdrawing import withdraw
from flows.case.answers import Answer, ConditionGiven, Identified, PaperGiven
from flows.case.travelling import to_tell_apart
from flows.sweeps.sweep import sweep
from models.authority import Capacity
from models.competence.seeing import digest_shown
from models.ids import PersonId, SeatKey
from models.store.database.clock import move_clock, now
from tests.factories.office import A_FILE, OFFICER
from tests.proofs.beside import BesideModel
from tests.proofs.facts import request_of
from tests.proofs.model import BOARD, CHAIR, SEATS, Delegation
from tests.proofs.scenarios import ABROAD

UNIT = ABROAD.by
# What each act may be answered with, the usual answer first.
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
HAPPENS_ON = {"confirm", "hand_back"}
MAKES_PAPER = {"issue", "file", "settle"}


class DoneToBoth(BesideModel):
    """Each act tells whether it was taken; the case and the model must say the same."""

    def answered(self, step, person, choice, call=0, *, apart=()):
        """Somebody answers; `apart` are those an appraiser finds to be nobody who travels."""
        conditions = 2 if choice == "approve_with_conditions" else 0
        real = self.act_of(step, person, choice, apart=apart)
        taken = self.both(
            real,
            lambda model: model.answer(
                step.number, person, choice, conditions=conditions, tells_apart=bool(apart)
            ),
            call,
        )
        if taken:
            # Whoever took an answer back may have given the same with other words: it is another one.
            others = [given for given in self.given if given[:2] != (step.number, person)]
            self.given = [*others, (step.number, person, choice, real)]
        return taken

    def answered_as_usual(self, step):
        """The first person who is asked and has not answered gives the usual answer."""
        able = [p for p in step.people if p not in step.votes and p != self.model.authority]
        return self.answered(step, (able or step.people)[0], choices_of(step)[0])

    def goes_on(self):
        """Whoever is asked first answers in the usual way; when nobody is, time passes."""
        if self.open_steps():
            return self.answered_as_usual(self.open_steps()[0])
        return self.time_has_passed()

    def pressed_again(self, number, person, choice, real):
        """The very same answer changes nothing where it stands, and is refused where it does not."""
        step = self.model.steps[number - 1]
        stands = step.votes.get(person) == choice or (step.by, step.choice) == (person, choice)
        if stands and step.state != "void":
            real()
            return True
        if not step.is_open:
            self.is_refused(real)
        return False

    def answered_on_the_first_page(self, step):
        """A page that showed an earlier version decides nothing."""
        case, first = self.bench.office.case, self.first_digest()
        if digest_shown(case, case.steps[step.number - 1]) == first:
            return True
        self.is_refused(self.act_of(step, step.people[0], choices_of(step)[0], seen=first))
        return False

    def resubmitted(self, facts, call=0):
        real = partial(resubmit, self.bench.desk, self.no, request_of(facts), {}, UNIT)
        return self.with_facts(facts, real, lambda model: model.resubmit(facts), call)

    def changed(self, facts, call=0):
        real = partial(change, self.bench.desk, self.no, request_of(facts), {}, UNIT)
        return self.with_facts(facts, real, lambda model: model.change(facts), call)

    def amended(self, facts, call=0):
        real = partial(propose, self.bench.desk, self.no, request_of(facts), {}, "Lý do.", UNIT)
        return self.with_facts(facts, real, lambda model: model.amend(facts), call)

    def called_off(self, call=0):
        real = partial(propose_cancellation, self.bench.desk, self.no, "Lý do.", UNIT)
        return self.both(real, lambda model: model.amend(None), call)

    def amendment_dropped(self, call=0):
        return self.both(
            partial(drop_amendment, self.bench.desk, self.no, UNIT), Delegation.drop, call
        )

    def withdrawn(self, call=0):
        who = Identified(OFFICER, "mailbox_code")
        real = partial(withdraw, self.bench.desk, self.no, who, "Không đi nữa.")
        return self.both(real, Delegation.withdraw, call)

    def taken_back(self, step, person, call=0):
        who = Identified(person, "mailbox_code")
        real = partial(take_back, self.bench.desk, self.no, step.number, who)
        return self.both(real, lambda model: model.take_back(step.number, person), call)

    def asked(self, step, person, call=0):
        who = Identified(person, "mailbox_code")
        real = partial(ask_unit, self.bench.desk, self.no, step.number, who, "Ai đi?")
        return self.both(real, lambda model: model.ask(step.number, person), call)

    def authority_given(self, holder):
        today = self.bench.office.today
        real = partial(
            give_authority,
            self.bench.desk,
            giver=PersonId(SEATS[CHAIR][0]),
            holder=holder,
            seats=(SeatKey(CHAIR),),
            since=today,
            until=today + timedelta(days=365),
            capacity=Capacity.DEPUTY,
            set_by=Identified(PersonId(SEATS[CHAIR][0]), "mailbox_code"),
        )
        return self.both(real, lambda model: model.give_authority(holder))

    def authority_ended(self):
        db = self.bench.read()
        number = db.execute("SELECT max(number) FROM authorities").fetchone()[0]
        db.close()
        who = Identified(PersonId(SEATS[CHAIR][0]), "mailbox_code")
        real = partial(end_authority, self.bench.desk, number, who)
        return self.both(real, Delegation.end_authority)

    # --- time, and what machines do ----------------------------------------------------------------

    def time_has_passed(self, call=0):
        """The clock moves to the next moment at which something is due; tell whether anything is."""
        desk = self.bench.desk
        db = self.bench.read()
        due = db.execute(
            "SELECT due_at, step, kind FROM due_moments WHERE fired_at IS NULL ORDER BY due_at, step"
        ).fetchall()
        db.close()
        if not due:
            return False
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
        return True

    def walked_twice(self):
        """A case is walked with nothing to do; tell whether nothing came of it."""
        before = self.bench.office.case.seq
        for _ in range(2):
            self.bench.desk.walk(self.no)
        return self.bench.office.case.seq == before

    # --- what an answer is made of -----------------------------------------------------------------

    def may_be_told_apart(self, step):
        """Return whom the page of a step offers to tell apart from a traveller."""
        with self.bench.desk.reading(self.no) as work:
            return tuple(p for p, _ in to_tell_apart(work, work.step(step.number)))

    def act_of(self, step, person, choice, seen="", apart=()):
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
            day=self.bench.office.today if step.act in HAPPENS_ON else None,
            settled=self.bench.office.spent() if step.act == "settle" else (),
            conditions=(ConditionGiven("Báo cáo.", Gate.START), ConditionGiven("Học.", Gate.START))
            if choice == "approve_with_conditions"
            else (),
            told_apart=apart,
            refused_members={"approve_some": (2,), "head_refused": (1,)}.get(choice, ()),
        )
        who = Identified(person, "mailbox_code")
        return partial(take_step, self.bench.desk, self.no, step.number, who, given)

    def first_digest(self):
        db = self.bench.read()
        body = db.execute("SELECT body FROM journal WHERE kind = 'case_submitted'").fetchone()[0]
        db.close()
        return json.loads(body)["dossier_digest"]


def choices_of(step):
    return CHOICES["vote" if step.seat == BOARD else step.act]


def _utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
