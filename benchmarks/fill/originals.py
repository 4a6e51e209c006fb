"""The cases that are copied: real people live them by real acts, in a Doan whose clock goes on."""

import asyncio
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from benchmarks.fill.fates import ASKED, OPEN, Fate, Original
from benchmarks.fill.requests import inbound, outbound
from benchmarks.processes import free_port
from config.province_time import day_of, office_opens
from config.regulation.codes import Act, Kind, Stage
from flows.acts.deciding import take_step
from flows.acts.desk import Desk
from flows.acts.filing import Filing
from flows.acts.submitting import submit
from flows.acts.withdrawing import withdraw
from flows.case.answers import Answer, Identified, PaperGiven
from flows.sweeps.growth import prune
from flows.sweeps.retention import retain
from flows.sweeps.sweep import sweep
from models.case import Case, Step
from models.competence.seeing import digest_shown
from models.ids import PersonId, SeatKey
from models.request.reading import Attachment
from models.store import cases, directory
from models.store.database.clock import move_clock, now
from models.store.house.post import tell_of_post
from models.store.moments import next_due
from models.store.outbox import OutboxRow
from notifications.gathering.digests import queue_digests
from notifications.sending.catcher import Catcher
from notifications.sending.delivery import Deliverer

_SHOWN_BY = "mailbox_code"
_SCAN = Attachment("van-ban.pdf", "application/pdf", b"%PDF-1.4 a made-up paper")
_SMOOTH = {
    Act.SIGN: "sign",
    Act.APPRAISE: "forward",
    Act.CONSULT: "agree",
    Act.DECIDE: "approve",
    Act.PREPARE: "done",
    Act.ACCEPT: "accept",
    Act.ANSWER: "answered",
    Act.MEET: "met",
    Act.ACKNOWLEDGE: "noted",
    Act.CLASSIFY: "class_b",
    Act.ARRANGE: "take_on",
    Act.DELIVER: "done",
    Act.NOTIFY: "noticed",
    Act.FULFIL: "fulfilled",
}
_ON_A_DAY = {Act.CONFIRM: "confirm", Act.HAND_BACK: "handed_back"}
_WITH_PAPER = {
    Act.ISSUE: "issue",
    Act.FILE: "file",
    Act.SETTLE: "settle",
    Act.RECORD: "approved_outside",
    Act.CONCLUDE: "signed",
}
_VOTES_FOR = "vote_for"
# What needs words, gets these.
_WORDS = "Đã xem xét ý kiến."
# A new case is begun so often, as long as the years last.
_EVERY = timedelta(days=7)
# Longer than anything is kept that is kept for a time alone.
LONG = timedelta(days=400)
# Digests of several days are gathered by then.
_GATHERED_BY = timedelta(days=7)


class Province:
    """Everybody of the sample province, at work in one Doan."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._numbers = 0

    def years(self, weeks: int, lived: Callable[[], None]) -> list[Original]:
        """Let a case begin each week, and all live to their ends; then let it be long afterwards."""
        begun: list[Original] = []
        fates = [Fate.ARCHIVED, Fate.ARCHIVED, Fate.WITHDRAWN, Fate.ARCHIVED, Fate.REJECTED]
        for week in range(weeks):
            # Abroad or home, whatever becomes of it.
            kind = Kind.INBOUND if week % 7 in (1, 3, 6) else Kind.OUTBOUND
            begun.append(self._begins(kind, fates[week % len(fates)]))
            self._go_on(begun, self._now() + _EVERY)
            lived()
        self._go_on(begun, None)
        self.letters_leave()
        self._passes(self._now() + LONG)
        self._grows_old()
        return begun

    def open_ones(self, variants: int, lived: Callable[[], None]) -> list[Original]:
        """Let cases of both kinds live until they stand in every way an open one stands."""
        begun: list[Original] = []
        for fate in OPEN:
            of_fate = []
            for number in range(variants):
                kind = Kind.INBOUND if number % 5 > 2 else Kind.OUTBOUND
                of_fate.append(self._begins(kind, fate))
                lived()
            self._go_on(of_fate, None)
            begun += of_fate
        self.letters_leave()
        return begun

    def letters_leave(self) -> None:
        """Whatever waits in the outbox, or is gathered, is sent and told of."""
        port = free_port()
        settings = self.desk.settings.model_copy(
            update={"catcher_port": port, "catch_mail": True, "smtp_host": ""}
        )
        with self.desk.store.writing() as conn:
            at = now(conn)
            queue_digests(conn, settings, at=at, until=at + _GATHERED_BY)
        with (
            tempfile.TemporaryDirectory(prefix="doan-fill-") as folder,
            Catcher(Path(folder), port, on_code=_nobody_asks),
        ):
            deliverer = Deliverer(
                self.desk.store, settings, on_failed=_failed, on_unrenderable=_failed
            )
            while asyncio.run(deliverer.deliver_waiting()):
                pass
        with self.desk.store.writing() as conn:
            tell_of_post(self.desk.house(conn))

    def _begins(self, kind: Kind, fate: Fate) -> Original:
        makes = outbound if kind is Kind.OUTBOUND else inbound
        today = day_of(self._now())
        request, own = makes(self._numbers, today, self.desk.regulation())
        self._numbers += 1
        with self.desk.store.reading() as conn:
            officer = directory.holders(conn, SeatKey(f"{request.unit}/officer"), today)[0]
        by = Filing(officer, officer, _SHOWN_BY)
        no = submit(self.desk, request, {}, by).case.no
        return Original(no, kind, fate, own)

    def _go_on(self, lives: Sequence[Original], until: datetime | None) -> None:
        """Everybody answers, and time passes, until a moment, or until all stand where they are to."""
        while True:
            for life in lives:
                self._lives_on(life)
            if until is None and all(self._is_there(life) for life in lives):
                return
            with self.desk.store.reading() as conn:
                comes = _comes_next(conn)
            if until is not None and comes >= until:
                self._passes(until)
                return
            self._passes(comes)

    def _lives_on(self, life: Original) -> None:
        while not self._is_there(life):
            case = self._case(life)
            if not any(self._answers(life, case, step) for step in case.open_steps):
                return

    def _is_there(self, life: Original) -> bool:
        case = self._case(life)
        if case.is_over:
            return True
        if life.fate in ASKED:
            return any(step.act is ASKED[life.fate] for step in case.open_steps)
        if life.fate is Fate.AT_REPORT:
            return any(step.stage is Stage.REPORT for step in case.open_steps)
        if life.fate is Fate.UNDER_WAY:
            assert case.begins is not None
            return case.status == "approved" and day_of(self._now()) > case.begins
        if life.fate is Fate.WAITS:
            return case.status == "approved"
        return False

    def _answers(self, life: Original, case: Case, step: Step) -> bool:
        """Let a step be answered as is usual; tell whether anybody could."""
        if step.act not in {*_SMOOTH, *_ON_A_DAY, *_WITH_PAPER}:
            return False
        if life.fate is Fate.WITHDRAWN and step.act is Act.APPRAISE:
            officer = Identified(PersonId(case.filed_for), _SHOWN_BY)
            withdraw(self.desk, life.case_no, officer, "Đối tác hoãn.")
            return True
        answer = self._answer(life, step)
        voters = step.holders if step.collective else step.holders[:1]
        for person in voters:
            present = self._case(life)
            this = present.steps[step.number - 1]
            if this.is_open:
                given = replace(answer, seen=digest_shown(present, this))
                who = Identified(person, _SHOWN_BY)
                take_step(self.desk, life.case_no, step.number, who, given)
        return True

    def _answer(self, life: Original, step: Step) -> Answer:
        today = day_of(self._now())
        if step.act in _ON_A_DAY:
            return Answer(_ON_A_DAY[step.act], "", day=today)
        if step.act in _WITH_PAPER:
            paper = PaperGiven(f"{step.number}/QĐ-UBND", today, _SCAN)
            with self.desk.reading(life.case_no) as work:
                spent = work.request.estimate if step.act is Act.SETTLE else ()
            return Answer(_WITH_PAPER[step.act], "", paper=paper, settled=spent)
        if step.act is Act.DECIDE and life.fate is Fate.REJECTED:
            return Answer("vote_against" if step.collective else "reject", "", remarks=_WORDS)
        if step.collective:
            return Answer(_VOTES_FOR, "", answer=_WORDS)
        said = _WORDS if step.act in (Act.ANSWER, Act.MEET, Act.CLASSIFY) else ""
        answered = _WORDS if step.act is Act.DECIDE else ""
        return Answer(_SMOOTH[step.act], "", remarks=said, answer=answered)

    def _case(self, life: Original) -> Case:
        with self.desk.store.reading() as conn:
            return cases.read_case(conn, life.case_no)

    def _now(self) -> datetime:
        with self.desk.store.reading() as conn:
            return now(conn)

    def _passes(self, to: datetime) -> None:
        with self.desk.store.writing() as conn:
            move_clock(conn, to + timedelta(seconds=1))
        sweep(self.desk)

    def _grows_old(self) -> None:
        """What is kept for a time alone goes, as it does a piece each night."""
        self.letters_leave()
        retain(self.desk)
        while not prune(self.desk):
            pass
        with self.desk.store.writing() as conn:
            tell_of_post(self.desk.house(conn))


def _comes_next(conn: Connection) -> datetime:
    """Return when something is due next; what has come and waits for the office, when that opens."""
    at, due = now(conn), next_due(conn)
    if due is None or due > at:
        return due or at + _EVERY
    return office_opens(_next_day(at))


def _next_day(at: datetime) -> date:
    return day_of(at) + timedelta(days=1)


def _nobody_asks(_address: str, _code: str) -> None:
    """Nobody signs in while originals live."""


def _failed(row: OutboxRow, what: object) -> None:
    raise AssertionError(f"letter {row.notice} of {row.case_no}: {what}")
