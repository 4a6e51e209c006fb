"""Random weeks of one delegation: everybody does anything, whenever; the model says what comes of it.

They begin at any turn of a life that is told, so that what is rare is not left to chance.
"""

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.factories.office import OFFICER
from tests.proofs.done_to_both import DoneToBoth, choices_of
from tests.proofs.facts import ALONG, make_facts
from tests.proofs.lives import LIVES
from tests.proofs.model import JUDGES, SEATS

EVERYBODY = sorted({person for seat in SEATS.values() for person in seat} | {"mai.van.mau"})
# Where everything breaks: often nowhere, else at one of the calls a command takes.
AT_CALL = st.one_of(st.just(0), st.just(0), st.just(0), st.integers(1, 40))
CHANGES = st.sampled_from(["purpose", "title", "costs", "members", "dates"])


class Weeks(DoneToBoth, RuleBasedStateMachine):
    """One case on a workbench, and the model of it."""

    def lives(self, life):
        """Have a told life, turn by turn; everything must hold from its first moment to its last."""
        self.is_submitted()
        self.holds()
        for number, went_as_told in enumerate(life(self), start=1):
            assert went_as_told, f"turn {number}"
            self.holds()

    @initialize(life=st.sampled_from(LIVES), turns=st.integers(0, 24))
    def begins(self, life, turns):
        self.is_submitted()
        for _turn in zip(range(turns), life(self), strict=False):
            pass

    # --- somebody does something -------------------------------------------------------------------

    @rule(data=st.data(), call=AT_CALL)
    def answers(self, data, call):
        """Somebody who may answers an open step; now and then somebody who may not."""
        if not self.open_steps():
            return
        step = data.draw(st.sampled_from(self.open_steps()))
        person = self.some(data, step.people)
        choice = data.draw(st.sampled_from(choices_of(step)))
        if step.stage == "amendment" and choice not in {"return", "reject", "approve", "sign"}:
            choice = choices_of(step)[0]
        apart = (
            self.may_be_told_apart(step) if choice == "forward" and data.draw(st.booleans()) else ()
        )
        self.answered(step, person, choice, call, apart=apart)

    @rule(steps=st.integers(1, 4))
    def all_goes_well(self, steps):
        for _ in range(steps):
            self.goes_on()

    @rule(data=st.data())
    @precondition(lambda self: any(not s.is_open for s in self.model.steps))
    def answers_what_has_its_outcome(self, data):
        step = data.draw(st.sampled_from([s for s in self.model.steps if not s.is_open]))
        if step.act != "revise":
            self.answered(step, step.people[0], data.draw(st.sampled_from(choices_of(step))))

    @rule(data=st.data())
    @precondition(lambda self: self.given)
    def presses_the_button_again(self, data):
        self.pressed_again(*data.draw(st.sampled_from(self.given[-4:])))

    @rule(data=st.data())
    @precondition(lambda self: self.model.version > 1 and self.open_steps())
    def answers_on_an_old_page(self, data):
        self.answered_on_the_first_page(data.draw(st.sampled_from(self.open_steps())))

    @rule(data=st.data(), call=AT_CALL)
    @precondition(lambda self: self.waits_for("revise"))
    def resubmits(self, data, call):
        self.resubmitted(self.other_facts(data), call)

    @rule(data=st.data(), call=AT_CALL)
    @precondition(lambda self: self.model.status == "in_approval")
    def changes(self, data, call):
        self.changed(self.other_facts(data), call)

    @rule(data=st.data(), call=AT_CALL)
    @precondition(lambda self: any(s.by or s.votes for s in self.model.steps))
    def takes_back(self, data, call):
        mine = [s for s in self.model.steps if s.by or s.votes]
        step = data.draw(st.sampled_from(mine[-4:]))
        person = self.some(data, [step.by, *(step.votes if step.is_open else ())])
        self.taken_back(step, person or OFFICER, call)

    @rule(data=st.data(), call=AT_CALL)
    @precondition(lambda self: self.asked_to_judge())
    def asks(self, data, call):
        step = data.draw(st.sampled_from(self.asked_to_judge()))
        self.asked(step, self.some(data, step.people), call)

    @precondition(lambda self: not self.model.authority)
    @rule(holder=st.sampled_from(["bui.van.thi.du", OFFICER, "dang.thi.mau", "vo.van.minh.hoa",
                                   "nguyen.van.thi.du"]))  # fmt: skip
    def gives_authority(self, holder):
        self.authority_given(holder)

    @rule()
    @precondition(lambda self: self.model.authority)
    def ends_authority(self):
        self.authority_ended()

    @precondition(lambda self: self.model.status != "withdrawn")
    @rule(chance=st.integers(0, 9), call=AT_CALL)
    def withdraws(self, chance, call):
        if chance == 0:
            self.withdrawn(call)

    @rule(data=st.data(), call=AT_CALL)
    @precondition(lambda self: self.model.status == "approved")
    def amends(self, data, call):
        self.amended(self.other_facts(data), call)

    @rule(chance=st.integers(0, 3), call=AT_CALL)
    @precondition(lambda self: self.model.status == "approved")
    def calls_off(self, chance, call):
        if chance == 0:
            self.called_off(call)

    @rule(call=AT_CALL)
    @precondition(lambda self: any(c.state == "open" for c in self.model.changes))
    def drops_an_amendment(self, call):
        self.amendment_dropped(call)

    # --- time, and what machines do ----------------------------------------------------------------

    @rule(call=AT_CALL)
    def time_passes(self, call):
        self.time_has_passed(call)

    @rule()
    def walks_twice(self):
        assert self.walked_twice()

    # --- what is drawn -----------------------------------------------------------------------------

    def some(self, data, people):
        """Mostly one of these people, now and then anybody."""
        known = [person for person in people if person]
        stranger = not known or data.draw(st.integers(0, 9)) == 0
        return data.draw(st.sampled_from(EVERYBODY if stranger else known))

    def other_facts(self, data):
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

    # --- what always holds -------------------------------------------------------------------------

    @invariant()
    def everything_holds(self):
        self.holds()
