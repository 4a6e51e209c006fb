"""The people of the sample province at work: they submit, answer their steps, and time passes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from config.province_time import day_of, office_opens
from config.regulation.codes import Act, Stage
from flows.acts.authority import give_authority
from flows.acts.deciding import take_step
from flows.acts.desk import Desk
from flows.acts.filing import Filing
from flows.acts.submitting import submit
from flows.case.answers import Answer, Identified, PaperGiven
from flows.case.at_work import CaseAtWork
from flows.sweeps.sweep import sweep
from models.authority import Authority, Capacity
from models.case import Case, Step
from models.competence.seeing import digest_shown
from models.entries import Payload
from models.ids import NO_CASE, CaseNo, PersonId
from models.journal.entry import Entry
from models.request.parts import Sum
from models.request.reading import Attachment
from models.store import cases, journal
from models.store.database.clock import move_clock, now
from models.store.moments import next_due
from tests.factories.journeys import Move, goes, notes
from tests.factories.province import text_of_the_tests
from tests.factories.request import make_leader, make_member, make_request
from tests.factories.visit import make_visit_request

MONDAY = date(2020, 7, 6)
OFFICER = PersonId("nguyen.thi.mau")
OFFICERS = {
    "long_my": OFFICER,
    "phung_hiep": PersonId("ta.thi.vi.du"),
    "nga_bay": PersonId("phan.thi.thi.du"),
    "van_phong_ubnd": PersonId("tu.thi.mau"),
}
A_FILE = Attachment("quyet-dinh.pdf", "application/pdf", b"%PDF-1.4 a made-up paper")


def make_answer(choice, **changed) -> Answer:
    return Answer(**{"choice": choice, "seen": "", **changed})


# How each act is answered when nothing special happens.
SMOOTH = {
    Act.SIGN: make_answer("sign"),
    Act.APPRAISE: make_answer("forward"),
    Act.CONSULT: make_answer("agree"),
    Act.DECIDE: make_answer("approve", answer="Đã xem xét ý kiến."),
    Act.PREPARE: make_answer("done"),
    Act.ACCEPT: make_answer("accept"),
    Act.ANSWER: make_answer("answered", remarks="Đã bổ sung thông tin."),
    Act.CARRY_OUT: make_answer("done", remarks="Đã thực hiện, báo cáo số 9/BC."),
    Act.MEET: make_answer("met", remarks="Đã thực hiện."),
    Act.ACKNOWLEDGE: make_answer("noted"),
    Act.CLASSIFY: make_answer("class_b", remarks="Tương đương thứ trưởng."),
    Act.ARRANGE: make_answer("take_on"),
    Act.DELIVER: make_answer("done"),
    Act.NOTIFY: make_answer("noticed"),
    Act.FULFIL: make_answer("fulfilled"),
    Act.REASSIGN: make_answer("ask_again", remarks="Đề nghị sắp xếp lại."),
    Act.RESOLVE: make_answer("keep_both", remarks="Hội trường chia đôi được."),
    Act.OVERSEE: make_answer("do_without", remarks="Đơn vị tự lo."),
}
VOTE_FOR = make_answer("vote_for", answer="Đã xem xét ý kiến.")
WITH_PAPER = {
    Act.ISSUE: "issue",
    Act.FILE: "file",
    Act.SETTLE: "settle",
    Act.RECORD: "approved_outside",
    Act.CONCLUDE: "signed",
}


@dataclass
class Office:
    """Everybody of the province, with one case in hand."""

    desk: Desk
    case_no: CaseNo = NO_CASE

    @property
    def case(self) -> Case:
        with self.desk.store.reading() as conn:
            return cases.read_case(conn, self.case_no)

    @property
    def today(self) -> date:
        with self.desk.store.reading() as conn:
            return day_of(now(conn))

    def submits(self, request=None, attachments=None) -> Case:
        """A unit submits; by default a delegation led by a leader the party manages."""
        request = request or make_request(members=(make_leader(), make_member()))
        officer = OFFICERS[request.unit]
        by = Filing(officer, officer)
        given = attachments or {}
        self._goes(
            ("submits", request.model_dump_json(), repr(given)),
            lambda: submit(self.desk, request, given, by).case.no,
        )
        return self.case

    def waiting(self, act: Act, *, seat: str = "", key: str = "") -> Step:
        """Return the open step of an act (and seat, and key)."""
        asked = (s for s in self.case.open_steps if s.act is act and seat in s.seat)
        return next(s for s in asked if key in ("", s.key))

    def takes(self, step: Step, answer: Answer, person: str = "") -> Step:
        """A holder of a step answers it, having seen the dossier in force."""
        who = Identified(PersonId(person or step.holders[0]), "mailbox_code")
        case = self.case
        seen = answer.seen or digest_shown(case, case.steps[step.number - 1])
        given = replace(answer, seen=seen)
        with notes(self.desk, self.case_no, ("takes", step.number, who, repr(given))):
            return take_step(self.desk, self.case_no, step.number, who, given)

    def _goes(self, move: Move, make: Callable[[], CaseNo]) -> None:
        """Make a move; what came of it in a test before is laid there where that can be."""
        self.case_no = goes(self.desk, self.case_no, move, make)

    def _goes_on_while(self, move: Move, waits: Callable[[Case], bool]) -> Case:
        def make() -> CaseNo:
            case = self.case
            while waits(case):
                case = self.goes_on(case)
            return self.case_no

        self._goes(move, make)
        return self.case

    def takes_smoothly(self, step: Step) -> None:
        """Everybody who is asked by a step answers it in the usual way."""
        if step.collective:
            for person in step.holders:
                if self.case.steps[step.number - 1].is_open:
                    self.takes(step, VOTE_FOR, person)
            return
        self.takes(step, self.smooth_answer(step))

    def goes_on_until(self, stage: Stage) -> Step:
        """Everybody answers smoothly, and days pass, until a stage has an open step."""
        return self._asked("stage", stage)

    def goes_on_until_asked(self, act: Act) -> Step:
        """Everybody answers smoothly, and days pass, until somebody is asked for an act."""
        return self._asked("act", act)

    def _asked(self, of: str, wanted: Stage | Act) -> Step:
        def there(case: Case) -> list[Step]:
            return [step for step in case.open_steps if getattr(step, of) is wanted]

        return there(self._goes_on_while((of, wanted), lambda case: not there(case)))[0]

    def arranges_everything(self) -> None:
        """Every unit takes its assignments of a reception on."""
        self.goes_on_until(Stage.RECEPTION)
        while asked := [s for s in self.case.open_steps if s.act is Act.ARRANGE]:
            self.takes_smoothly(asked[0])

    def receives(self, request=None) -> Case:
        """A unit asks to receive guests; by default those of a friendship locality."""
        return self.submits(request or make_visit_request())

    def goes_on(self, case: Case | None = None) -> Case:
        """One step is answered smoothly; when none is open, time passes to what is due next.

        The coordinator's oversight closes by itself; nobody need do without anything. `case`: as it
        stands, where that was just read. Returns the case as it stands afterwards.
        """
        case = case or self.case
        waiting = [step for step in case.open_steps if step.act is not Act.OVERSEE]
        if waiting:
            self.takes_smoothly(waiting[0])
        else:
            assert not case.is_over, "nobody is asked any more, and nothing comes by itself"
            self.time_passes()
        return self.case

    def goes_on_to_the_end(self) -> Case:
        """Everybody answers smoothly until the case is over."""
        return self._goes_on_while(("end",), lambda case: not case.is_over)

    def time_passes(self, to: datetime | None = None) -> None:
        """The clock moves to the next due moment, or to a later one, and the sweep looks around."""
        with notes(self.desk, self.case_no, ("time", to)):
            with self.desk.store.writing() as conn:
                move_clock(conn, (to or comes_next(conn)) + timedelta(seconds=1))
            sweep(self.desk)

    def entries(self, conn) -> tuple[Entry, ...]:
        return journal.entries_of(conn, self.case_no)

    def journal(self) -> tuple[Payload, ...]:
        with self.desk.store.reading() as conn:
            return tuple(entry.payload for entry in self.entries(conn))

    def at_work(self, conn) -> CaseAtWork:
        writes = conn.get_execution_options().get("doan_writes")
        take = cases.lock_case if writes else cases.read_case
        return CaseAtWork(conn, take(conn, self.case_no), self.desk.settings)

    def spent(self) -> tuple[Sum, ...]:
        """Just what was estimated."""
        with self.desk.reading(self.case_no) as work:
            return work.request.estimate

    def smooth_answer(self, step: Step) -> Answer:
        if step.act is Act.CONFIRM:
            return make_answer("confirm", day=self.today)
        if step.act is Act.HAND_BACK:
            return make_answer("handed_back", day=self.today)
        if step.act in WITH_PAPER:
            paper = PaperGiven(f"{step.number}/QĐ-UBND", self.today, A_FILE)
            settled = self.spent() if step.act is Act.SETTLE else ()
            return make_answer(WITH_PAPER[step.act], paper=paper, settled=settled)
        return SMOOTH[step.act]


def comes_next(conn: Connection) -> datetime:
    """Return when something is due next; what has come and waits for the office, when that opens."""
    at, due = now(conn), next_due(conn)
    if due is None or due > at:
        return due or at
    return office_opens(day_of(at) + timedelta(days=1))


def votes_under(office: Office, rule: str, folder: Path) -> Office:
    """Let the bodies of the province vote under a rule of their own, such as `substitutes: true`."""
    text = text_of_the_tests().replace("      votes_shown: afterwards\n", "")
    text = text.replace("chair_casts: true", f"chair_casts: true\n      {rule}")
    path = folder / "votes.yaml"
    path.write_text(text, encoding="utf-8")
    settings = office.desk.settings.model_copy(update={"regulation": str(path)})
    return replace(office, desk=replace(office.desk, settings=settings))


def lets_act(desk: Desk, giver: str, holder: str, seat: str, **changed: Any) -> Authority:
    """A leader lets a deputy act in a seat of theirs for sixty days, unless otherwise is said."""
    asked = {
        "giver": giver,
        "holder": holder,
        "seats": (seat,),
        "since": MONDAY,
        "until": MONDAY + timedelta(days=60),
        "capacity": Capacity.DEPUTY,
        "set_by": Identified(PersonId(giver), "mailbox_code"),
    }
    return give_authority(desk, **{**asked, **changed})
