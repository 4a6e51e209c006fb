"""All that Doan knows of a person of the directory, as plain rows by subject."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, or_, select

from models.ids import PersonId
from models.store import directory
from models.store.privacy import address_book
from models.store.privacy.passports import Keys
from models.store.tables import (
    access_tokens,
    authorities,
    calendar_feeds,
    cases,
    journal,
    known_devices,
    mail_wishes,
    openings,
    outbox,
    passkeys,
    persons,
    returned_mail,
    seats_held,
    security_log,
    sessions,
    steps,
    texts,
    travellers,
    votes,
)

Known = Mapping[str, list[dict[str, Any]]]


def known_of(conn: Connection, person: PersonId, keys: Keys) -> Known:
    """Return everything known of a person; raises `PersonUnknown`.

    Of passports it tells that they are there; `keys` open what units keep in their address books.
    """
    name = directory.person(conn, person).name
    wanted = {subject: list(_plain(conn, each)) for subject, each in _questions(person)}
    # A list of people stands in one column: no database of the two is asked for a part of it.
    wanted["wrote"] = [row for row in wanted["wrote"] if person in row.pop("authors")]
    theirs, by_name = address_book.told_of(conn, person, name, keys)
    return {**wanted, "address_books": theirs, "address_books_by_name": by_name}


def _questions(person: PersonId) -> Iterator[tuple[str, Select[Any]]]:
    yield "directory", _of(persons, persons.c.id == person, but=("salt", "name_key"))
    yield "seats", _of(seats_held, seats_held.c.person == person, but=("person",))
    acts = authorities.c.giver, authorities.c.holder, authorities.c.set_by
    yield "authorities", _of(authorities, _is_one_of(acts, person), but=("told",))
    names = "device", "began_at", "seen_at", "expires_at"
    yield "sessions", _of(sessions, sessions.c.person == person, only=names)
    of_keys = "device", "added_at", "used_at"
    yield "passkeys", _of(passkeys, passkeys.c.person == person, only=of_keys)
    of_tokens = "name", "scopes", "made_at", "expires_at", "used_at"
    yield "tokens", _of(access_tokens, access_tokens.c.person == person, only=of_tokens)
    yield (
        "calendar_feeds",
        _of(calendar_feeds, calendar_feeds.c.person == person, only=("made_at",)),
    )
    yield "devices", _of(known_devices, known_devices.c.person == person, only=("known", "seen_at"))
    yield "travels", _travels(travellers.c.person == person)
    its_name = select(persons.c.name_key).where(persons.c.id == person).scalar_subquery()
    nobody = travellers.c.person.is_(None)
    yield "travels_by_name", _travels(nobody & (travellers.c.name_key == its_name))
    yield "wrote", select(cases.c.no.label("case_no"), cases.c.filed_for, cases.c.authors)
    yield "decided", _decided(person)
    yield "voted", _voted(person)
    did = "case_no", "seq", "kind", "at"
    yield "journaled", _of(journal, journal.c.actor == person, only=did)
    yield "mail_wishes", _of(mail_wishes, mail_wishes.c.person == person, but=("person",))
    sent = "case_no", "notice", "state", "address", "queued_at", "sent_at"
    yield "messages", _of(outbox, outbox.c.recipient == person, only=sent)
    came = "kind", "case_no", "read_at", "sender"
    yield "answered", _of(returned_mail, returned_mail.c.person == person, only=came)
    yield "opened", _of(openings, openings.c.person == person, but=("person", "batch"))
    theirs = select(travellers.c.case_no).where(travellers.c.person == person)
    yield "opened_by_others", _of(openings, openings.c.case_no.in_(theirs), but=("batch",))
    yield "at_the_door", _of(security_log, security_log.c.person == person, but=("person",))


def _is_one_of(columns: tuple[Any, ...], person: PersonId) -> ColumnElement[bool]:
    return or_(*(column == person for column in columns))


def _of(
    table: Any, which: ColumnElement[bool], *, only: tuple[str, ...] = (), but: tuple[str, ...] = ()
) -> Select[Any]:
    names = only or tuple(column.name for column in table.columns if column.name not in but)
    return select(*(table.c[name] for name in names)).where(which).order_by(*table.primary_key)


def _travels(which: ColumnElement[bool]) -> Select[Any]:
    told = travellers.c.case_no, travellers.c.number, travellers.c.name
    of_case = cases.c.unit, cases.c.status, cases.c.begins, cases.c.ends
    joined = select(*told, *of_case).join(cases, cases.c.no == travellers.c.case_no)
    return joined.where(which).order_by(travellers.c.case_no)


def _decided(person: PersonId) -> Select[Any]:
    told = steps.c.case_no, steps.c.number, steps.c.stage, steps.c.act, steps.c.choice
    said = (texts.c.case_no == steps.c.case_no) & (texts.c.digest == steps.c.remarks)
    joined = select(*told, steps.c.decided_at, texts.c.content.label("remarks"))
    whose = _is_one_of((steps.c.decided_by, steps.c.recorded_by, steps.c.on_behalf_of), person)
    joined = joined.join_from(steps, texts, said, isouter=True).where(whose)
    return joined.order_by(steps.c.case_no, steps.c.number)


def _voted(person: PersonId) -> Select[Any]:
    said = (texts.c.case_no == votes.c.case_no) & (texts.c.digest == votes.c.remarks)
    told = votes.c.case_no, votes.c.step, votes.c.choice, votes.c.at
    joined = select(*told, texts.c.content.label("remarks"))
    joined = joined.join_from(votes, texts, said, isouter=True).where(votes.c.person == person)
    return joined.order_by(votes.c.case_no, votes.c.step)


def _plain(conn: Connection, question: Select[Any]) -> Iterator[dict[str, Any]]:
    """Yield rows as what JSON can hold; moments in UTC."""
    for row in conn.execute(question).mappings():
        yield {
            name: value.isoformat() if isinstance(value, date | datetime) else value
            for name, value in row.items()
        }
