"""Who takes part in an item of the programme is told so by their calendars, and of every change.

An event stands in calendars under one name and one organiser for its whole life. Both are kept with what
was told of it, so that a change or an end reaches it whatever is set otherwise meanwhile.
"""

from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.policy import default as mail

from flows.case.at_work import CaseAtWork
from flows.case.read import CaseRead
from models import entries as e
from models.ids import Digest, PersonId, SeatKey
from models.journal.entry import salted_digest, sealed_json
from models.programme.calendar import EventName, Method, news, noticed, uid, uid_by_domain
from models.programme.items import Item
from models.programme.taking import leaders_of
from models.store import directory, outbox
from models.store.outbox import OutboxRow

# So many letters of a digest tell an event from those of all other installations.
_TOKEN = 16


def participants(work: CaseRead, item: Item) -> tuple[PersonId, ...]:
    """Return whose calendars an item belongs in: leader, interpreter, and who answers for it."""
    unit = item.unit or work.case.unit
    answering = work.holders(SeatKey(f"{unit}/officer")) if unit in work.unit_names else ()
    known = directory.persons_by_id(work.conn)
    named = (*leaders_of(item, work.request.named_interpreters), *answering)
    return tuple(sorted({person for person in named if person in known}))


def tell_calendars(
    work: CaseAtWork, number: int, item: Item, *, before: Item | None = None
) -> None:
    """Tell the calendars of all whom a change of an item concerns; nobody where nothing changed.

    Who was told before it was kept what they were told knows of the item what it was `before`.
    """
    event, was = _event(work, item), _event(work, before or item)
    known = work.case.told_of(number)
    told = {person: replace(last, event=last.event or was) for person, last in known.items()}
    said = news(event, participants(work, item), told, is_off=item.cancelled)
    if not said:
        return
    name = _name_of(work, number)
    for what in sorted(set(said.values()), key=lambda told: (told.why, told.sequence)):
        persons = tuple(person for person, told in said.items() if told == what)
        called = e.ParticipantsCalled(
            item=number,
            sequence=what.sequence,
            why=what.why,
            persons=persons,
            event=event,
            uid=name.uid,
            organizer=name.organizer,
        )
        work.record(called)


def _event(work: CaseRead, item: Item) -> Digest:
    """Return what names an item as long as nobody would notice a change of it."""
    return sealed_json(work.salt, noticed(item))


def _name_of(work: CaseRead, number: int) -> EventName:
    """Return how an item stands in calendars, or from now on will stand there."""
    if known := work.case.event_name(number):
        return known
    if work.case.told_of(number):
        return _name_that_was_sent(work, number)
    token = salted_digest(work.salt, f"item-{number}".encode())[:_TOKEN]
    return EventName(uid(work.case.no, number, token), work.settings.answers_to)


def _name_that_was_sent(work: CaseRead, number: int) -> EventName:
    """Return how an item stands in calendars that was told before that was kept: the letters know it.

    Where they are forgotten, it is taken to be as it would have been today.
    """
    sender, domain = work.settings.mail_from, work.settings.mail_domain
    newest = next(_letters_about(work, number), None)
    if newest is None:
        return EventName(uid_by_domain(work.case.no, number, domain), sender)
    sent_as = str(newest.facts["calendar"]["uid"])
    # Its organiser was whoever sent it: of that domain, if the letter itself is there no more.
    local = sender.rpartition("@")[0]
    return EventName(sent_as, _sender_of(newest) or f"{local}@{sent_as.rpartition('@')[2]}")


def _letters_about(work: CaseRead, number: int) -> Iterator[OutboxRow]:
    """Yield the letters that put an item into calendars, the newest first."""
    begins = uid_by_domain(work.case.no, number, "")
    for row in reversed(outbox.messages_of(work.conn, work.case.no)):
        event = row.facts.get("calendar") or {}
        if event.get("method") == Method.REQUEST and event.get("uid", "").startswith(begins):
            yield row


def _sender_of(row: OutboxRow) -> str | None:
    """Return who sent a letter, by its bytes; None where they are not written yet, or are erased."""
    if not row.content:
        return None
    sender = message_from_bytes(row.content, policy=mail)["From"]
    return str(sender.addresses[0].addr_spec) if sender else None
