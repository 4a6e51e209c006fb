"""What a delegation abroad ought to do, told a second time: small, slow, and in other words.

It shares nothing with what it judges, not even names: stages, acts and seats are the plain words that
lie in the database. It knows one route (official, with a leader whom the standing committee manages),
a dossier as a mapping from facts to values, and people by their directory ids.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time

WHOLE = {"unit", "trip", "purpose", "area", "host", "itinerary", "dates", "members", "speeches",
         "costs", "plan_entry", "urgent"}  # fmt: skip
DECIDED_ON = WHOLE - {"speeches", "urgent"}
SEATS = {
    "long_my/head": ["nguyen.van.thi.du"],
    "long_my/officer": ["nguyen.thi.mau"],
    # Nobody of the directory leads the delegation, so its unit's officer reports.
    "long_my/delegation_head": ["nguyen.thi.mau"],
    "pc_office/appraiser": ["dang.thi.mau"],
    "pc_office/foreign_affairs": ["bui.van.thi.du"],
    "pc_office/clerk": ["do.thi.minh.hoa"],
    "party_office/clerk": ["ngo.thi.thi.du"],
    "police/head": ["duong.van.vi.du"],
    "dof/head": ["ly.thi.gia.dinh"],
    "people_committee/chair": ["pham.van.mau"],
    "standing_committee/member": ["tran.thi.du", "huynh.thi.gia.dinh", "le.thi.vi.du",
                                  "pham.van.mau", "vo.van.minh.hoa"],
}  # fmt: skip
CHAIR_OF_COMMITTEE, BOARD = "tran.thi.du", "standing_committee/member"
CHAIR = "people_committee/chair"
OFFICER = "nguyen.thi.mau"
JUDGES = {"appraise", "consult", "decide"}
BACK = {"return", "supplement", "head_refused"}
NO = {"reject"}

SIGN = ("unit_signature", "sign", "long_my/head", "", WHOLE)
APPRAISE = ("appraisal", "appraise", "pc_office/appraiser", "", WHOLE)
OPINIONS = [
    ("opinions", "consult", "police/head", "", {"members", "itinerary", "host", "purpose"}),
    ("opinions", "consult", "dof/head", "", {"costs", "itinerary", "members", "dates"}),
]
DECISIONS = [
    (("party_decision", "decide", BOARD, "", DECIDED_ON),
     ("party_decision", "issue", "party_office/clerk", "", DECIDED_ON)),
    (("state_decision", "decide", CHAIR, "", DECIDED_ON),
     ("state_decision", "issue", "pc_office/clerk", "", DECIDED_ON)),
]  # fmt: skip
NOTHING: set[str] = set()
CHECKLIST = [("preparation", "prepare", "pc_office/foreign_affairs", key, NOTHING)
             for key in ("official_passports", "visa_note", "briefing", "mission_notice")]  # fmt: skip
REQUIRED = [SIGN, APPRAISE, *OPINIONS, *(place for pair in DECISIONS for place in pair)]
OVER = {"rejected", "archived", "withdrawn", "cancelled"}
OPENS = time(7)
TOLD_UNTIL = time(18)


class No(Exception):
    """Somebody may not do this now."""


class Waits(Exception):
    """The case waits."""


class End(Exception):
    """The case is over."""


@dataclass
class Asked:
    number: int
    stage: str
    act: str
    seat: str
    key: str
    rests: dict
    version: int
    people: list
    at: int
    state: str = "open"
    choice: str | None = None
    by: str | None = None
    instead_of: str | None = None
    until: int = 0
    votes: dict = field(default_factory=dict)
    paper: bool = False
    paused: bool = False
    told_apart: bool = False

    @property
    def is_open(self):
        return self.state == "open"


@dataclass
class Change:
    """An amendment: its way, and the facts it brings (none calls the delegation off)."""

    number: int
    facts: dict | None
    version: int
    way: list
    state: str = "open"


@dataclass
class Delegation:
    facts: dict
    travellers: Callable[[Mapping], set]
    namesakes: Callable[[Mapping], set]
    is_worked: Callable[[date], bool]
    status: str = "in_approval"
    version: int = 1
    steps: list = field(default_factory=list)
    changes: list = field(default_factory=list)
    questions: list = field(default_factory=list)
    conditions: list = field(default_factory=list)
    authority: str | None = None
    vacant: bool = False
    tick: int = 0
    now: datetime | None = None

    # --- commands: each is one moment --------------------------------------------------------------

    def answer(self, number, person, choice, *, conditions=0, tells_apart=False):
        if self._takes_late(late := self.steps[number - 1]):
            self._may(late, person)
            # The silence stands; what was said after it stands beside it.
            late.choice, late.by = choice, person
            return self.walk()
        step = self._open(number)
        self._may(step, person)
        if tells_apart and (step.act, choice) != ("appraise", "forward"):
            raise No
        step.told_apart = tells_apart
        if step.seat == BOARD:
            step.votes[person] = choice
            return self._count(step)
        if choice in {"approve_some", "head_refused"} and step.stage == "amendment":
            raise No
        if choice == "supplement" and any(s.choice == "supplement" for s in self.steps):
            raise No
        self._decide(step, choice, person)
        step.paper = step.act in {"issue", "file", "settle"}
        self.conditions += [step.number] * conditions
        if step.act == "answer":
            self._asking(step).paused = False
        return self.walk()

    def resubmit(self, facts):
        step = next((s for s in self.steps if s.is_open and s.act == "revise"), None)
        if step is None:
            raise No
        self._decide(step, "resubmitted", OFFICER)
        self._in_force(facts)

    def change(self, facts):
        revising = any(s.is_open and s.act == "revise" for s in self.steps)
        if self.status != "in_approval" or revising or facts == self.facts:
            raise No
        self._in_force(facts)

    def withdraw(self):
        if self.status != "in_approval":
            raise No
        self._void(s for s in self.steps if s.is_open)
        self.status, self.vacant = "withdrawn", False

    def take_back(self, number, person):
        step = self.steps[number - 1]
        if step.is_open and person in step.votes:
            del step.votes[person]
            return self.walk()
        # A question lives and ends with the step that asks it.
        later = [s for s in self.steps
                 if s.number > number and s.at >= step.until and s.act != "answer"]  # fmt: skip
        rested_on = any(s.state in {"decided", "silent"} for s in later)
        amendment = self.changes[int(step.key) - 1] if step.stage == "amendment" else None
        if (step.state != "decided" or step.by != person or step.choice == "resubmitted"
                or step.paper or rested_on or self.status in OVER or step.act == "answer"
                or (amendment and amendment.state != "open")):  # fmt: skip
            raise No
        self._void([step, *(s for s in later if s.is_open)])
        return self.walk()

    def ask(self, number, person):
        step = self._open(number)
        if step.act not in JUDGES or step.paused:
            raise No
        self._may(step, person)
        step.paused = True
        self.questions.append(number)
        self._ask(("question", "answer", "long_my/officer", str(len(self.questions)), NOTHING))
        self.walk()

    def give_authority(self, holder):
        if self.authority:
            raise No
        self.authority = holder
        for step in self.steps:
            if step.is_open and step.seat == CHAIR and holder in self._able(step):
                step.people = [*step.people, *({holder} - set(step.people))]

    def end_authority(self):
        if not self.authority:
            raise No
        self.authority = None

    def hand_over(self):
        """A sweep asks who may take a step now, and no more those who have no part in it.

        Not at night and on no day off: of a delegation abroad nothing is so urgent.
        """
        told = self.now is None or (
            OPENS <= self.now.time() < TOLD_UNTIL and self.is_worked(self.now.date())
        )
        if self.status in OVER or not told:
            return
        for step in (s for s in self.steps if s.is_open and s.seat != BOARD):
            acts = [self.authority] if step.seat == CHAIR else []
            stay = [p for p in step.people if p in (*SEATS[step.seat], *acts)]
            step.people = [*stay, *(p for p in self._able(step) if p not in stay)]

    def amend(self, facts):
        """Propose other facts, or with None to call the delegation off."""
        running = any(c.state == "open" for c in self.changes)
        if self.status != "approved" or running or facts == self.facts:
            raise No
        differs = {f for f, v in (facts or {}).items() if v != self.facts[f]}
        first = not any(c.state == "in_force" for c in self.changes)
        sign, appraise = ("sign", "long_my/head"), ("appraise", "pc_office/appraiser")
        decide, issue = ("decide", CHAIR), ("issue", "pc_office/clerk")
        way = [sign, appraise, decide, issue]
        if facts is None:
            way = [sign, decide]
        elif first and differs in ({"purpose"}, {"title"}):
            way = [sign, issue]
        newest = max([self.version, *(c.version for c in self.changes)])
        version = newest + 1 if facts else newest
        self.changes.append(Change(len(self.changes) + 1, facts, version, way))
        self.walk()

    def drop(self):
        change = next((c for c in self.changes if c.state == "open"), None)
        if change is None:
            raise No
        self._void(s for s in self.steps if s.is_open and s.stage == "amendment")
        change.state = "refused"
        self.walk()

    def falls_due(self, number):
        """A step's last moment has come: silence is an outcome of an opinion, of nothing else."""
        step = self.steps[number - 1] if number else None
        if step and step.is_open and step.act == "consult":
            step.state, step.until = "silent", self.tick
        self.walk()

    # --- who may ------------------------------------------------------------------------------------

    def _open(self, number):
        step = self.steps[number - 1]
        if not step.is_open:
            raise No
        return step

    def _takes_late(self, step):
        """Who was silent is still heard, once, until the last decision."""
        if step.state != "silent" or step.choice or self.status != "in_approval":
            return False
        decisions = [self._standing(decide) for decide, _ in DECISIONS]
        return self._counts(step) and any(s is None or s.is_open for s in decisions)

    def _may(self, step, person):
        if person in step.votes or person not in self._able(step):
            raise No
        if step.seat == BOARD and person not in step.people:
            raise No
        step.instead_of = None
        if step.seat == CHAIR and person not in SEATS[CHAIR]:
            step.instead_of = SEATS[CHAIR][0]

    def _able(self, step):
        seated = [p for p in SEATS[step.seat] if self._allowed(p, step)]
        acts = self.authority if step.seat == CHAIR else None
        if acts and seated and acts not in seated and self._allowed(acts, step):
            return [*seated, acts]
        return seated

    def _allowed(self, person, step):
        if step.act not in JUDGES:
            return True
        body = step.seat.split("/")[0]
        alone = step.seat != BOARD and any(
            person in (s.by, s.instead_of) and s.act in JUDGES and s.state == "decided"
            and s.seat.split("/")[0] != body and s.seat != BOARD
            for s in self.steps
        )  # fmt: skip
        signed = any(person in (s.by, s.instead_of) and s.act == "sign" for s in self.steps)
        return not (alone or signed or person == OFFICER or person in self._going(step))

    def _going(self, step):
        """Who travels by what a step is about, or may: the one of that name was not told apart."""
        going = set()
        for facts, brought_by in self._versions(step):
            going |= self.travellers(facts)
            of = {brought_by, step.key if step.stage == "amendment" else brought_by}
            told = any(s.told_apart and self._counts(s) and _came_with(s) in of for s in self.steps)
            going |= set() if told else self.namesakes(facts)
        return going

    def _versions(self, step):
        """What is in force with the amendment that brought it, and what an amendment asks for."""
        made = [c for c in self.changes if c.state == "in_force" and c.facts is not None]
        yield self.facts, str(made[-1].number) if made else None
        change = self.changes[int(step.key) - 1] if step.stage == "amendment" else None
        if change and change.facts is not None:
            yield change.facts, str(change.number)

    # --- what comes of it ---------------------------------------------------------------------------

    def _decide(self, step, choice, person):
        step.state, step.choice, step.by, step.until = "decided", choice, person, self.tick

    def _count(self, step):
        """The committee: two thirds take part, more than half of all agree, its chair casts."""
        said, of = list(step.votes.values()), len(step.people)
        yes, left = said.count("vote_for"), of - len(said)
        result = None
        if left == 0:
            chair_casts = 2 * yes == of and step.votes.get(CHAIR_OF_COMMITTEE) == "vote_for"
            result = "approve" if 2 * yes > of or chair_casts else "reject"
        elif 3 * len(said) >= 2 * of:
            result = "approve" if 2 * yes > of else None
            result = "reject" if 2 * (yes + left) < of else result
        if result:
            self._decide(step, result, None)
        self.walk()

    def _in_force(self, facts):
        self.facts, self.version = facts, self.version + 1
        self._void(s for s in self.steps if s.is_open and not self._counts(s))
        self.walk()

    def _void(self, steps):
        for step in steps:
            step.state = "void"

    def _counts(self, step):
        if step.state == "void" or (step.choice in BACK and step.version < self.version):
            return False
        return all(self._fact(name) == value for name, value in step.rests.items())

    def _fact(self, name):
        if name == "report":
            return max((s.number for s in self.steps if (s.stage, s.act, s.state)
                        == ("report", "file", "decided")), default=None)  # fmt: skip
        return self.facts.get(name)

    def _asking(self, answer):
        return self.steps[self.questions[int(answer.key) - 1] - 1]

    # --- the walk -----------------------------------------------------------------------------------

    def walk(self):
        self.vacant = False
        if self.status in OVER:
            return
        self._void(s for s in self.steps
                   if s.is_open and s.act == "answer" and not self._asking(s).is_open)  # fmt: skip
        with suppress(Waits, End):
            self._beside([self._amend])
            self._way()

    def _way(self):
        if self.status == "in_approval":
            self._through(SIGN)
            self._through(APPRAISE)
            self._all(lambda p=p: self._through(p) for p in OPINIONS)
            for decide, issue in DECISIONS:
                refused = self._asked(decide).choice in NO
                self._through(issue)
                if refused:
                    self.status = "rejected"
                    raise End
            self.status = "approved"
        met = [("conditions", "meet", "long_my/officer", str(n), NOTHING)
               for n, of in enumerate(self.conditions, 1)
               if self.steps[of - 1].state == "decided"]  # fmt: skip
        self._all(lambda p=p: self._through(p) for p in [*CHECKLIST, *met])
        for stage, day in zip(("departure", "return_home"), self.facts["dates"], strict=True):
            place = (stage, "confirm", "long_my/officer", "", NOTHING)
            if not self._standing(place) and self.now < self._morning(day):
                raise Waits
            self._through(place)
        back = [("passports", "hand_back", "pc_office/foreign_affairs", "", NOTHING),
                ("accounts", "settle", "dof/head", "", NOTHING)]  # fmt: skip
        self._all([self._report, *(lambda p=p: self._through(p) for p in back)])
        if not any(c.state == "open" for c in self.changes):
            self.status = "archived"

    def _report(self):
        filing = ("report", "file", "long_my/delegation_head", "", NOTHING)
        filed = self._through(filing)
        accepted = self._through(("report", "accept", "pc_office/appraiser", "", {"report"}))
        if accepted.choice == "file_again":
            self._void([filed])
            self._through(filing)

    def _amend(self):
        for change in (c for c in self.changes if c.state == "open"):
            for act, seat in change.way:
                place = ("amendment", act, seat, str(change.number), {"unit"})
                step = next((s for s in reversed(self.steps) if s.state != "void" and
                             (s.stage, s.act, s.seat, s.key) == place[:4]), None)  # fmt: skip
                step = step or self._ask(place)
                if step.is_open:
                    raise Waits
                if step.choice in BACK | NO:
                    change.state = "refused"
                    return
            change.state = "in_force"
            if change.facts is None:
                self._void(s for s in self.steps if s.is_open)
                self.status = "cancelled"
                raise End
            self.facts, self.version = change.facts, change.version

    def _morning(self, day: date):
        return datetime.combine(day, OPENS)

    def _asked(self, place):
        """Return the outcome of a place, or ask there and wait."""
        step = self._standing(place) or self._ask(place)
        if step.is_open:
            raise Waits
        if step.choice in BACK:
            self._standing(self._revision(step)) or self._ask(self._revision(step))
            raise Waits
        return step

    _through = _asked

    def _revision(self, step):
        return ("revision", "revise", "long_my/officer", str(step.number), NOTHING)

    def _standing(self, place):
        there = (s for s in reversed(self.steps) if (s.stage, s.act, s.seat, s.key) == place[:4])
        return next((s for s in there if self._counts(s)), None)

    def _ask(self, place):
        stage, act, seat, key, facts = place
        rests, number = {name: self._fact(name) for name in facts}, len(self.steps) + 1
        step = Asked(number, stage, act, seat, key, rests, self.version, [], self.tick)
        step.people = self._able(step)
        if not step.people:
            self.vacant = True
            raise Waits
        self.steps.append(step)
        return step

    def _all(self, parts):
        """Do all parts; then wait if one of them waits."""
        if self._beside(parts):
            raise Waits

    def _beside(self, parts):
        waits = False
        for part in parts:
            try:
                part()
            except Waits:
                waits = True
        return waits


def _came_with(step):
    return step.key if step.stage == "amendment" else None
