"""A province for a year: who asks for what, and how those who are asked behave."""

import random
from dataclasses import dataclass, field

from config.regulation.codes import Act, Stage
from flows.acts.desk import Desk
from flows.acts.filing import Filing
from flows.acts.submitting import resubmit
from flows.acts.withdrawing import withdraw
from flows.case.answers import Identified
from models.case import Case, Step
from models.errors import RequestInvalid
from models.request.base import Request
from models.store import cases
from tests.factories.office import OFFICERS, Office, make_answer
from tests.proofs.acts import asks
from tests.proofs.past_guests import of_a_friendship_locality, of_a_governor, of_an_organisation
from tests.proofs.past_maker import led_by_a_leader, led_by_anybody

WANTED = (
    led_by_a_leader,
    of_a_friendship_locality,
    led_by_anybody,
    of_an_organisation,
    led_by_anybody,
    of_a_governor,
)
# What is odd about every tenth case, by the last figure of its place in the year.
RETURNED, NEVER_ANSWERED, QUESTIONED, WITHDRAWN, REJECTED, DECLINED = range(6)


@dataclass
class Province:
    """Everybody of a province, who answer when they come to it."""

    desk: Desk
    rng: random.Random = field(default_factory=lambda: random.Random(2020))
    oddities: dict[str, int] = field(default_factory=dict)
    requests: dict[str, Request] = field(default_factory=dict)
    done: set[tuple[str, str]] = field(default_factory=set)

    def submits(self, place: int) -> None:
        """A unit asks for something."""
        office = Office(self.desk)
        request = WANTED[place % len(WANTED)](office)
        office.submits(request)
        self.oddities[office.case_no] = place % 10
        self.requests[office.case_no] = request

    def open_cases(self) -> tuple[Case, ...]:
        with self.desk.store.reading() as conn:
            return cases.all_cases(conn, open_only=True)

    def works(self) -> None:
        """Everybody looks at what waits for them; some answer today, some later, some never."""
        for case in self.open_cases():
            office = Office(self.desk, case.no)
            for step in case.open_steps:
                still = office.case.step(step.number)
                if still and still.is_open and self.rng.random() < 0.5:
                    self._takes(office, still)

    def _takes(self, office: Office, step: Step) -> None:
        oddity = self.oddities[office.case_no]
        if step.act is Act.OVERSEE and self.rng.random() < 0.9:
            return
        if step.act is Act.CONSULT and oddity == NEVER_ANSWERED:
            return
        if step.act is Act.REVISE:
            self._comes_again(office)
        elif step.act is Act.APPRAISE and self._once(office, QUESTIONED):
            asks(office, step)()
        elif step.act is Act.APPRAISE and self._once(office, RETURNED):
            office.takes(step, make_answer("return", remarks="Nêu rõ hơn mục đích."))
        elif step.stage is Stage.STATE_DECISION and self._once(office, WITHDRAWN):
            officer = OFFICERS[office.case.unit]
            withdraw(self.desk, office.case_no, Identified(officer, "code"), "Phía bạn hoãn.")
        elif self._rejects(step) and self._once(office, REJECTED):
            office.takes(step, make_answer("reject", remarks="Chưa cần thiết."))
        elif step.act is Act.ARRANGE and self._once(office, DECLINED):
            office.takes(step, make_answer("decline", remarks="Không có xe."))
        elif not step.paused_at:
            office.takes_smoothly(step)

    @staticmethod
    def _rejects(step: Step) -> bool:
        return (step.stage, step.act) == (Stage.STATE_DECISION, Act.DECIDE)

    def _once(self, office: Office, oddity: int) -> bool:
        """Tell whether a case is odd in this way, the first time it is asked."""
        this = (office.case_no, str(oddity))
        if self.oddities[office.case_no] != oddity or this in self.done:
            return False
        self.done.add(this)
        return True

    def _comes_again(self, office: Office) -> None:
        request = self.requests[office.case_no].model_copy(update={"purpose": "Đã nêu rõ hơn."})
        officer = OFFICERS[office.case.unit]
        try:
            resubmit(self.desk, office.case_no, request, {}, Filing(officer, officer))
        except RequestInvalid:
            # It was sent back so late that its day has come meanwhile.
            withdraw(self.desk, office.case_no, Identified(officer, "code"), "Đã quá ngày đi.")
