"""A delegation's life in a running Doan, from request to archive, and when each message came."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from benchmarks.clock import Moment, this_moment
from benchmarks.crowd import all_at_once
from benchmarks.doan import Doan
from benchmarks.mail import Arrival, CaseMail
from benchmarks.pages import USUAL, OpenPage
from models.ids import CaseNo

# How many decisions lie before the trip, at departure, and from the return on.
TO_APPROVE, AT_DEPARTURE, AFTERWARDS = 10, 1, 6
DECISIONS = TO_APPROVE + AT_DEPARTURE + AFTERWARDS
_LAST = "case_archived"


@dataclass(frozen=True)
class Decision:
    """A decision as it was sent: on which case, the how-manieth there, and when."""

    case_no: str
    place: int
    sent: Moment


@dataclass
class Life:
    """One case: what waits in its mail, and the decisions taken so far."""

    doan: Doan
    case_no: CaseNo
    decisions: list[Decision] = field(default_factory=list)

    @property
    def mail(self) -> CaseMail:
        """Return the messages of the case."""
        return self.doan.mail.of(self.case_no)

    def opens_next(self) -> tuple[Arrival, OpenPage]:
        """Somebody reads the next message that asks for something, and opens its link."""
        ask = self.mail.next_ask()
        return ask, self.doan.pages.open(ask)

    def answers(self, ask: Arrival, page: OpenPage, choice: str = "") -> Decision:
        """They answer, in the usual way unless another choice is given."""
        choice = choice or USUAL[ask.notice]
        sent = self.doan.pages.answer(page, choice, self.doan.today)
        self.decisions.append(Decision(self.case_no, len(self.decisions), sent))
        return self.decisions[-1]

    def resubmits(self, version: int) -> None:
        """The unit is asked for a new version of its request and sends it: that, too, is a decision."""
        self.mail.next_ask()
        sent = this_moment()
        self.doan.resubmit(self.case_no, version)
        self.decisions.append(Decision(self.case_no, len(self.decisions), sent))

    def goes_on(self, decisions: int) -> None:
        """So many people answer, one after another."""
        for _ in range(decisions):
            ask, page = self.opens_next()
            self.answers(ask, page)

    def ends_at(self) -> float:
        """Wait for the message that the case is archived; return when it came."""
        arrived = self.mail.wait_for(lambda came: any(each.notice == _LAST for each in came))
        return min(each.at for each in arrived if each.notice == _LAST)

    def seconds_to_mail(self, decision: Decision) -> float | None:
        """Return how long after a decision the last message about its next steps came.

        None when it opened no step. Which steps it opened, the journal says; the id of a message
        names the entry it follows.
        """
        opened = self.doan.opened_by_decisions(self.case_no)[decision.place]
        if not opened:
            return None
        first, last = min(opened), max(opened)

        def asked(came: list[Arrival]) -> dict[tuple[int, int], Arrival]:
            """Return what asks for these steps: a letter that asks for several names the first entry."""
            return {(a.seq, a.place): a for a in came if a.asks and first <= a.seq <= last}

        arrived = asked(self.mail.wait_for(lambda came: len(asked(came)) >= len(opened)))
        return max(each.at for each in arrived.values()) - decision.sent.at


def submitted(doan: Doan, count: int) -> list[Life]:
    """Let units submit so many requests, all at once."""
    lives: list[Life] = []
    all_at_once([lambda: lives.append(Life(doan, doan.submit()))] * count)
    return lives


def live(doan: Doan, count: int) -> float:
    """Let so many cases live at once from request to archive; return when the last one ended."""
    lives = submitted(doan, count)
    case = doan.case(lives[0].case_no)
    _all_go_on(lives, TO_APPROVE)
    for day, decisions in ((case.begins, AT_DEPARTURE), (case.ends, AFTERWARDS)):
        assert day is not None
        doan.days_pass_until(day)
        _all_go_on(lives, decisions)
    return max(each.ends_at() for each in lives)


def _all_go_on(lives: Sequence[Life], decisions: int) -> None:
    all_at_once([partial(each.goes_on, decisions) for each in lives])
