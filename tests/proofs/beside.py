"""One delegation on a workbench and its model beside it: whatever is done is done to both of them."""

from config.province_time import PROVINCE_TIME
from models.errors import DoanError
from models.store.database.clock import now
from tests.factories.audit import verify
from tests.proofs.facts import make_facts, namesakes, request_of, travellers
from tests.proofs.invariants import broken_rules, timeline
from tests.proofs.model import Delegation, No
from tests.proofs.workbench import Snapshot, Workbench


class BesideModel:
    """A case and its model, what is done to both at once, and what always holds of them."""

    bench: Workbench
    empty: Snapshot

    def is_submitted(self):
        self.bench.restore(self.empty)
        self.said, self.given = 0, []
        facts = make_facts()
        self.bench.office.submits(request_of(facts))
        self.no = self.bench.office.case_no
        is_worked = self.bench.desk.calendar().is_working
        self.model = Delegation(facts, travellers, namesakes, is_worked, now=self.here())
        self.model.tick += 1
        self.model.walk()

    # --- both at once ------------------------------------------------------------------------------

    def with_facts(self, facts, real, of_model, call):
        """Have a request with these facts filed, which a delegation that has left files no more."""
        if self.comes_late(facts):
            self.is_refused(real)
            return False
        return self.both(real, of_model, call)

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
            self.is_refused(real)
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

    def is_refused(self, real):
        try:
            real()
        except DoanError:
            return
        raise AssertionError(f"{real} was not refused")

    # --- how things stand --------------------------------------------------------------------------

    def comes_late(self, facts):
        """Tell whether a delegation would have left already: it is then asked for no more."""
        begins = facts["dates"][0]
        stands = self.model.status == "approved" and begins == self.model.facts["dates"][0]
        return begins < self.here().date() and not stands

    def open_steps(self):
        """Return what waits for an answer; a revision waits for another request."""
        return [step for step in self.model.steps if step.is_open and step.act != "revise"]

    def here(self):
        with self.bench.desk.store.reading() as conn:
            return now(conn).astimezone(PROVINCE_TIME).replace(tzinfo=None)

    # --- what always holds -------------------------------------------------------------------------

    def holds(self):
        """Ask everything that must be true between any two turns."""
        self.is_as_the_model_has_it()
        self.verifies()
        self.breaks_no_rule()

    def is_as_the_model_has_it(self):
        db = self.bench.read()
        found = timeline(db)
        case = db.execute("SELECT status, version, fault IS NOT NULL FROM cases").fetchone()
        db.close()
        assert found == timeline_of(self.model)
        assert case == (self.model.status, self.model.version, self.model.vacant)

    def verifies(self):
        with self.bench.desk.store.reading() as conn:
            assert verify(conn).difference is None

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
