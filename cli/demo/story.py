"""The demo's story: people read their mail and answer; when nobody has to, time passes."""

import queue
import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from rich.rule import Rule
from sqlalchemy import Connection

from cli.demo.habits import Habits
from cli.demo.people import Reader
from cli.screen import out, spoken
from config.province_time import PROVINCE_TIME, day_of, start_of, working_calendar
from config.regulation.province import load_regulation
from config.settings import Settings
from flows.case.poke import CLOCK_MOVED, tell_running
from models.directory import Person
from models.errors import SetupError
from models.ids import CaseNo
from models.store import cases, directory, histories, outbox
from models.store.database.clock import move_clock, now
from models.store.database.engine import Store
from models.store.mail import gathered
from models.store.moments import next_due
from models.store.outbox import MessageState, OutboxRow
from notifications.gathering.names import DIGEST
from notifications.sending.catcher import Caught

PATIENCE_SECONDS = 240.0
# So long the demo waits for one moment before it goes on.
A_MOMENT_SECONDS = 10.0
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
            due, digest = _next_moment(conn), gathered.next_moment(conn)
            present = now(conn)
            quiet = outbox.oldest_waiting(conn) is None
            rows = [row for no in story.case_nos for row in outbox.messages_of(conn, no)]
            sent = len({_letter_of(row) for row in rows} - {None})
            history_lags = bool(histories.behind(conn))
        missing = sent > story.received.total()
        if not quiet or missing or history_lags or (due and due <= present):
            continue
        if meanwhile():
            continue
        if all(over) and digest is None:
            return
        if due is None:
            raise SetupError("demo_stands_still")
        _pass_time(story, due)
    raise SetupError("demo_too_long", seconds=round(PATIENCE_SECONDS))


def _letter_of(row: OutboxRow) -> int | None:
    """Return the letter a message goes in: itself, one with others, or none yet."""
    return row.carried_by if row.state in (MessageState.GATHERED, MessageState.CARRIED) else row.id


def _pass_time(story: Story, due: datetime) -> None:
    with story.store.writing() as conn:
        move_clock(conn, due + timedelta(seconds=1))
    out.print(Rule(spoken().moment(due), style="dim"))
    tell_running(story.store, story.settings)(CLOCK_MOVED)


def _let_an_hour_pass(story: Story) -> None:
    """Nobody answers at once; after office hours they answer the next morning."""
    with story.store.reading() as conn:
        later = (now(conn) + timedelta(minutes=40)).astimezone(PROVINCE_TIME)
        if later.hour >= 16:
            calendar = working_calendar(load_regulation(story.settings.regulation))
            morning = start_of(calendar.add_working_days(later.date(), 1))
            later = morning + timedelta(hours=8, minutes=10)
        due = _next_moment(conn)
    while due and due <= later:
        _pass_time(story, due)
        following = _following(story, due)
        if following == due:
            break
        due = following
    with story.store.writing() as conn:
        move_clock(conn, later)


def _next_moment(conn: Connection) -> datetime | None:
    """Return when something happens by itself the next time: a moment of a case, a letter of the day."""
    moments = next_due(conn), gathered.next_moment(conn)
    return min(filter(None, moments), default=None)


def _following(story: Story, moment: datetime) -> datetime | None:
    """Wait until what happens at a moment has happened; return the next one, the same if it has not."""
    patience = time.monotonic() + A_MOMENT_SECONDS
    following: datetime | None = moment
    while following == moment and time.monotonic() < patience:
        time.sleep(0.05)
        with story.store.reading() as conn:
            following = _next_moment(conn)
    return following


def _reads(story: Story, caught: Caught) -> None:
    """A person reads a message and answers what it asks of them."""
    with story.store.reading() as conn:
        people = directory.persons_by_id(conn)
    person = next(p for p in people.values() if p.mailbox == caught.to)
    out.print(f"  ✉ {person.name}: {caught.subject}", markup=False)
    if caught.case_no is None:
        if caught.message_id.startswith(f"<{DIGEST}."):
            story.received[DIGEST] += 1
        else:
            story.checkpoints[caught.message_id] += 1
        return
    notice = _notice_of(caught)
    story.received[notice] += 1
    if notice in ONLY_READ:
        return
    last = 0
    for link in LINK.finditer(caught.text):
        # In a letter of several steps each link stands under what it asks.
        about, last = caught.text[last : link.start()], link.end()
        _answers(story, person, link.group(), about)


def _answers(story: Story, person: Person, link: str, text: str) -> None:
    """A person follows a link and answers what it leads to."""
    reader = story.readers.setdefault(
        person.mailbox, Reader(person.mailbox, lambda mailbox: _code_for(story, mailbox))
    )
    form = reader.open(link)
    if form is None:
        out.print(f"    … {spoken().text('demo.decided_already')}", style="yellow")
        return
    choice = story.habits.choice(form, person.id, text)
    if choice is None:
        out.print(f"    … {spoken().text('demo.does_not_answer')}", style="yellow")
        return
    _let_an_hour_pass(story)
    with story.store.reading() as conn:
        values = story.habits.values(form, choice, day_of(now(conn)))
    reader.answer(form, values)
    out.print(f"    ▶ {spoken().label('choice', choice)}", style="green", markup=False)


def _code_for(story: Story, mailbox: str) -> str:
    """Return the code that has come to a mailbox."""
    while True:
        address, code = story.codes.get(timeout=PATIENCE_SECONDS)
        if address == mailbox:
            return code


def _notice_of(caught: Caught) -> str:
    """Return which message it is: its id says after which entry it came, and what it is."""
    return caught.message_id.strip("<>").split(".")[2]
