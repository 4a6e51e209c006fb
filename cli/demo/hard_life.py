"""`doan demo-hard`: one delegation to which everything happens, on the same real parts as `doan demo`.

It is returned once, with a remark on a field; the chairman is away and his substitute decides, letting
one member stay at home; it is amended after the approval; and the worker is killed in the middle.
"""

import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from rich.rule import Rule

from cli.auditing import show_verification
from cli.demo.habits import Habits
from cli.demo.people import Form, Value
from cli.demo.stage import EXAMPLES, doan, judged, run_amiss
from cli.demo.story import Story, live
from cli.reading import show_case
from cli.screen import out, spoken
from config.regulation.codes import Act
from flows.acts.amending import propose
from flows.acts.authority import give_authority
from flows.acts.desk import Desk
from flows.acts.filing import Filing
from flows.case.answers import Identified
from flows.case.poke import tell_running
from models.authority import Capacity
from models.case import AmendmentState, Case, CaseStatus
from models.ids import PersonId, SeatKey
from models.request.reading import read_request_file
from models.store import cases
from models.store.database.clock import today

OFFICER, CHAIR = PersonId("nguyen.thi.mau"), PersonId("pham.van.mau")
DEPUTY = PersonId("bui.van.thi.du")
SEAT = SeatKey("people_committee/chair")
Turn = Callable[[Case], None]
STAYS_AT_HOME = 3
NAME = "outbound_gokseong.yaml"


@dataclass
class HardHabits(Habits):
    """Once the office returns the dossier; the chairman is away; his substitute agrees in part."""

    returned: bool = False

    def choice(self, form: Form, person: str, text: str) -> str | None:
        """Return the answer of a person; None where they give none."""
        if "forward" in form.choices and not self.returned:
            self.returned = True
            return "return"
        if person == CHAIR and "approve" in form.choices:
            return None
        if person == DEPUTY and "approve_some" in form.choices:
            return "approve_some"
        return super().choice(form, person, text)

    def values(self, form: Form, choice: str, today: date) -> dict[str, Value]:
        """Return what goes with an answer."""
        values = super().values(form, choice, today)
        if choice == "return":
            words = "Nêu rõ hơn nội dung làm việc với hợp tác xã."
            values |= {"remarks": words, "remark_field_1": "purpose", "remark_what_1": words}
        if choice == "approve_some":
            values |= {"remarks": "Thành phần cần gọn.", "refused_member": str(STAYS_AT_HOME)}
        if "answer" in form.names:
            values.setdefault("answer", "Đã xem xét ý kiến.")
        return values


@dataclass
class Turns:
    """What happens to the case between its messages, each once."""

    story: Story
    folder: Path
    desk: Desk
    done: set[str] = field(default_factory=set)
    killed: list[int] = field(default_factory=list)

    def next(self) -> bool:
        """Let the next turn happen whose moment has come; tell whether there was one."""
        with self.desk.store.reading() as conn:
            case = cases.read_case(conn, self.story.case_nos[0])
        for name, happens in self._due(case):
            if name not in self.done:
                self.done.add(name)
                out.print(Rule(spoken().text(f"demo.turn.{name}"), style="magenta"))
                happens(case)
                return True
        return False

    def _due(self, case: Case) -> Iterator[tuple[str, Turn]]:
        if any(step.act is Act.REVISE for step in case.open_steps):
            yield "new_version", self._resubmit
        if any(step.seat == SEAT for step in case.open_steps):
            yield "substitute", self._let_act
        if case.status is CaseStatus.APPROVED:
            yield "amendment", self._amend

    def _resubmit(self, case: Case) -> None:
        file = self._changed("trao đổi", "trao đổi kỹ với hợp tác xã về")
        doan("resubmit", case.no, str(file), "--as", OFFICER)

    def _let_act(self, case: Case) -> None:
        with self.desk.store.reading() as conn:
            since = today(conn)
        give_authority(
            self.desk,
            giver=CHAIR,
            holder=DEPUTY,
            seats=(SEAT,),
            since=since,
            until=since + timedelta(days=30),
            capacity=Capacity.DEPUTY,
            set_by=Identified(CHAIR, "mailbox_code"),
        )

    def _amend(self, case: Case) -> None:
        file = self._changed("2020-09-05", "2020-09-06")
        request, attachments = read_request_file(file, self.desk.regulation())
        by = Filing(OFFICER, OFFICER)
        propose(self.desk, case.no, request, attachments, "Phía bạn mời ở thêm một ngày.", by)
        for pid in _workers(self.story.settings.folder):
            os.kill(pid, signal.SIGKILL)
            self.killed.append(pid)

    def _changed(self, old: str, new: str) -> Path:
        """Write the request anew beside its papers, with some words changed; return its file."""
        file = self.folder / NAME
        file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        return file


def play_hard() -> int:
    """Play the hard case; return 0 only if everything came out as it must."""
    with tempfile.TemporaryDirectory(prefix="doan-demo-") as place:
        folder = Path(place) / "request"
        shutil.copytree(EXAMPLES, folder)
        return judged(Path(place) / "doan", partial(_live, folder), "hard_life_well")


def _live(folder: Path, story: Story) -> list[str]:
    story.habits = HardHabits()
    doan("submit", str(folder / NAME), "--as", OFFICER)
    with story.store.reading() as conn:
        story.case_nos = [case.no for case in cases.all_cases(conn)]
    desk = Desk(story.store, story.settings, tell_running(story.store, story.settings))
    turns = Turns(story, folder, desk)
    live(story, turns.next)
    return _amiss(story, turns)


def _amiss(story: Story, turns: Turns) -> list[str]:
    """Show the case, its run and its journal; return what is not right."""
    (case_no,), w = story.case_nos, spoken()
    out.print(Rule(f"doan show {case_no}"))
    show_case(case_no, w.language)
    complaints = run_amiss(story, case_no)
    if show_verification(w.language):
        complaints.append(w.text("demo.not_verified"))
    with story.store.reading() as conn:
        case = cases.read_case(conn, case_no)
    expected = {
        "archived": case.status is CaseStatus.ARCHIVED,
        "returned": case.version == 3,
        "stays_at_home": any(s.refused_members == (STAYS_AT_HOME,) for s in case.refusals),
        "by_substitute": any(s.on_behalf_of == CHAIR for s in case.steps),
        "killed": len(turns.killed) == 1,
        "amended": [a.state for a in case.amendments] == [AmendmentState.IN_FORCE],
    }
    return complaints + [
        w.text("demo.not_so", what=w.text(f"demo.expected.{what}"))
        for what, is_so in expected.items()
        if not is_so
    ]


def _workers(folder: Path) -> Iterator[int]:
    """Find the worker processes of a folder, as the machine lists its processes."""
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            command = (entry / "cmdline").read_bytes().split(b"\0")
            environment = (entry / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"worker" in command and f"DOAN_FOLDER={folder}".encode() in environment:
            yield int(entry.name)
