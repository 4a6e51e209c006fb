"""The demo's story: people read their mail and answer; when nobody has to, time passes."""

import queue
import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from rich.rule import Rule

from cli.demo.habits import Habits
from cli.demo.people import Reader
from cli.screen import out
from config.province_time import PROVINCE_TIME, day_of, start_of, working_calendar
from config.regulation.province import load_regulation
from config.settings import Settings
from config.words import words
from flows.case.poke import CLOCK_MOVED, tell_running
from models.errors import SetupError
from models.ids import CaseNo
from models.store import cases, directory, histories, outbox
from models.store.database.clock import move_clock, now
from models.store.database.engine import Store
from models.store.moments import next_due
from notifications.sending.catcher import Caught

PATIENCE_SECONDS = 240.0
LINK = re.compile(r"https?://\S+/v/\S+")
# What these ask is asked by another message too, or settles itself once all others have answered.
ONLY_READ = ("reminder", "overdue", "to_oversee")


@dataclass
class Story:
    """What has happened so far, and who takes part."""

    settings: Settings
    store: Store
    inbox: "queue.SimpleQueue[Caught]" = field(default_factory=queue.SimpleQueue)
    codes: "queue.SimpleQueue[tuple[str, str]]" = field(default_factory=queue.SimpleQueue)
    readers: dict[str, Reader] = field(default_factory=dict)
    received: Counter[str] = field(default_factory=Counter)
    checkpoints: Counter[str] = field(default_factory=Counter)
    case_nos: list[CaseNo] = field(default_factory=list)
    habits: Habits = field(default_factory=Habits)


def live(story: Story, meanwhile: Callable[[], bool] = lambda: False) -> None:
    """Let everybody read and answer; when nobody has anything to do, time passes.

    Before it does, `meanwhile` may do something of its own, and says whether it has.
    """
    patience = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < patience:
        try:
            _reads(story, story.inbox.get(timeout=0.05))
            continue
        except queue.Empty:
            pass
        with story.store.reading() as conn:
            over = [cases.read_case(conn, no).is_over for no in story.case_nos]
            due = next_due(conn)
            present = now(conn)
            quiet = outbox.oldest_waiting(conn) is None
            sent = sum(len(outbox.messages_of(conn, no)) for no in story.case_nos)
            history_lags = bool(histories.behind(conn))
        missing = sent > story.received.total()
        if not quiet or missing or history_lags or (due and due <= present):
            continue
        if meanwhile():
            continue
        if all(over):
            return
        if due is None:
            raise SetupError(what="nobody has anything to do, and nothing falls due")
        _pass_time(story, due)
    raise SetupError(what=f"the story did not end within {PATIENCE_SECONDS:.0f} s")


def _pass_time(story: Story, due: datetime) -> None:
    with story.store.writing() as conn:
        move_clock(conn, due + timedelta(seconds=1))
    out.print(Rule(words("vi").moment(due), style="dim"))
    tell_running(story.store, story.settings)(CLOCK_MOVED)


def _let_an_hour_pass(story: Story) -> None:
    """Nobody answers at once; after office hours they answer the next morning."""
    with story.store.writing() as conn:
        later = (now(conn) + timedelta(minutes=40)).astimezone(PROVINCE_TIME)
        if later.hour >= 16:
            calendar = working_calendar(load_regulation(story.settings.regulation))
            morning = start_of(calendar.add_working_days(later.date(), 1))
            later = morning + timedelta(hours=8, minutes=10)
        move_clock(conn, later)


def _reads(story: Story, caught: Caught) -> None:
    """A person reads a message and answers what it asks of them."""
    with story.store.reading() as conn:
        people = directory.persons_by_id(conn)
    person = next(p for p in people.values() if p.mailbox == caught.to)
    out.print(f"  ✉ {person.name}: {caught.subject}", markup=False)
    if caught.case_no is None:
        story.checkpoints[caught.message_id] += 1
        return
    notice = _notice_of(caught)
    story.received[notice] += 1
    link = LINK.search(caught.text)
    if link is None or notice in ONLY_READ:
        return
    reader = story.readers.setdefault(
        person.mailbox, Reader(person.mailbox, lambda mailbox: _code_for(story, mailbox))
    )
    form = reader.open(link.group())
    if form is None:
        out.print("    … finds it decided already", style="yellow")
        return
    choice = story.habits.choice(form, person.id, caught.text)
    if choice is None:
        out.print("    … does not answer", style="yellow")
        return
    _let_an_hour_pass(story)
    with story.store.reading() as conn:
        values = story.habits.values(form, choice, day_of(now(conn)))
    reader.answer(form, values)
    out.print(f"    ▶ {words('vi').label('choice', choice)}", style="green", markup=False)


def _code_for(story: Story, mailbox: str) -> str:
    """Return the code that has come to a mailbox."""
    while True:
        address, code = story.codes.get(timeout=PATIENCE_SECONDS)
        if address == mailbox:
            return code


def _notice_of(caught: Caught) -> str:
    """Return which message it is: its id says after which entry it came, and what it is."""
    return caught.message_id.strip("<>").split(".")[2]
