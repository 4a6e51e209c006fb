"""Whose turn it is among the letters that wait: as quickly told of ten thousand as of ten.

Who is asked to act comes before who is only told, and of either the newest before the backlog: whoever
has just decided has handed on to somebody. Every fourth is the oldest instead, so that none waits for
ever; where all can go at once, they go in the order they came. What one person is told of one case goes
out in the order it happened: where a letter's turn has come and others are before it, the first of them
goes in its place.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import chain, zip_longest
from typing import Any

from sqlalchemy import (
    CTE,
    BindParameter,
    Boolean,
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    Row,
    ScalarSelect,
    Select,
    Update,
    bindparam,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    union_all,
    update,
)

from models.store.database.clock import MOVED, machine_clock, peoples_clock
from models.store.database.leases import is_free
from models.store.tables import outbox

# Nobody has a message in hand for longer.
_LONGEST_LEASE_SECONDS = 3600
_NEW_FOR_ONE_OLD = 3
# So many more are looked at than are wanted: some are behind others of their person and case.
_MORE = 8
# Asked for once in a statement, however many rows are held against them.
_NOW = select(machine_clock()).scalar_subquery()
_LATEST = select(machine_clock(_LONGEST_LEASE_SECONDS)).scalar_subquery()
# Longer than any letter is put off.
_PUT_OFF_FOR = timedelta(days=1)
_BEYOND = select(
    machine_clock(func.coalesce(MOVED, 0) + _PUT_OFF_FOR.total_seconds())
).scalar_subquery()
Walked = Callable[[FromClause], ColumnElement[bool]]


def waits(messages: FromClause = outbox) -> ColumnElement[bool]:
    """Match messages that wait. In literal words: an index over some rows is used for no others."""
    return messages.c.state.in_([literal_column("'queued'"), literal_column("'rendered'")])


def pick(
    conn: Connection,
    *,
    limit: int,
    asks: bool | None = None,
    rather_others_than: Collection[int] = (),
    thoroughly: bool = True,
) -> list[int]:
    """Return which messages are to go now, in this order; none is taken in hand.

    With `asks` only those that do or do not. Those of `rather_others_than` come last. Where all at both
    ends are behind others that are in hand or wait for their time, only who looks `thoroughly` finds
    what can go between, and that takes its time.
    """
    turns: dict[int, None] = {}
    enough = limit + len(rather_others_than)
    are_more = False
    for sort in (True, False) if asks is None else (asks,):
        wanted = {"asks": sort, "most": enough + _MORE, "few": enough}
        seen = conn.execute(_AT_BOTH_ENDS, wanted).all()
        of_sort = list(dict.fromkeys(_in_turn(seen)))
        turns |= dict.fromkeys(of_sort if len(of_sort) > limit else sorted(of_sort))
        are_more = are_more or sum(row.is_new for row in seen) == enough + _MORE
        if len(turns) >= enough:
            break
    if thoroughly and are_more and len(turns) < enough:
        turns |= dict.fromkeys(conn.execute(_ALL_FIRST, {"most": enough}).scalars())
    return sorted(turns, key=lambda each: each in rather_others_than)[:limit]


def next_time(conn: Connection) -> datetime | None:
    """Return when the next message that is put off is to be tried; None without any."""
    moment: datetime | None = conn.execute(_NEXT_TIME).scalar()
    return moment


def _in_turn(seen: Sequence[Row[Any]]) -> Iterator[int]:
    """Return the messages that can go of what was seen at both ends, in the order of their turns."""
    newest = [row.first for row in seen if row.is_new and row.is_due]
    oldest = [row.first for row in seen if not row.is_new and row.is_due]
    threes = [newest[place::_NEW_FOR_ONE_OLD] for place in range(_NEW_FOR_ONE_OLD)]
    for each in chain.from_iterable(zip_longest(*threes, oldest)):
        if each is not None:
            yield each


# --- the statements, put together once: that costs more than the database needs to answer them --------


def _is_due(messages: FromClause) -> ColumnElement[bool]:
    """Match messages in nobody's hand whose time has come."""
    is_in_no_hand = is_free(messages.c.leased_until, _NOW, _LATEST)
    has_come = messages.c.next_try_at <= peoples_clock
    # None is put off for so long: that was said while the clock stood wrong, and nothing waits for it.
    is_beyond = messages.c.next_try_at > _BEYOND
    # As a value, so that no database begins with all whose time has come.
    return is_in_no_hand & or_(has_come, is_beyond).is_(True)


def _is_first() -> ColumnElement[bool]:
    """Match the first messages that wait of their case and person."""
    earlier = outbox.alias("earlier")
    return ~exists().where(
        earlier.c.case_no == outbox.c.case_no,
        earlier.c.recipient == outbox.c.recipient,
        waits(earlier),
        earlier.c.id < outbox.c.id,
    )


def _walk(name: str, where: Walked, most: BindParameter[int], *, down: bool) -> CTE:
    """Return the ids of messages in their order or against it, each sought from the one before.

    Step by step along an index: asked for the first few of an order, a database that believes that few
    wait sorts all of them, and most of the time few do.
    """
    beyond = outbox.alias("beyond")

    def next_of(messages: FromClause, *where: ColumnElement[bool]) -> ScalarSelect[int]:
        order = messages.c.id.desc() if down else messages.c.id
        return select(messages.c.id).where(*where).order_by(order).limit(1).scalar_subquery()

    start = select(next_of(outbox, where(outbox)).label("id"), literal(1).label("place"))
    walk = start.cte(name, recursive=True)
    onward = beyond.c.id < walk.c.id if down else beyond.c.id > walk.c.id
    step = select(next_of(beyond, where(beyond), onward), walk.c.place + 1)
    return walk.union_all(step.where(walk.c.id.is_not(None), walk.c.place < most))


def _at_both_ends() -> Select[Any]:
    """Return the newest and the oldest of a sort, each with the first of its case and person."""

    def of_sort(messages: FromClause) -> ColumnElement[bool]:
        sort = messages.c.asks == bindparam("asks", type_=Boolean)
        return waits(messages) & sort & _is_due(messages)

    newest = _walk("newest", of_sort, bindparam("most", type_=Integer), down=True)
    oldest = _walk("oldest", of_sort, bindparam("few", type_=Integer), down=False)
    ends = union_all(
        select(literal(True).label("is_new"), newest.c.place, newest.c.id),
        select(literal(False), oldest.c.place, oldest.c.id),
    ).subquery()
    seen, same, first = outbox.alias("seen"), outbox.alias("same"), outbox.alias("first")
    first_id = (
        select(func.min(same.c.id))
        .where(same.c.case_no == seen.c.case_no, same.c.recipient == seen.c.recipient, waits(same))
        .scalar_subquery()
    )
    return (
        select(ends.c.is_new, first.c.id.label("first"), _is_due(first).label("is_due"))
        .select_from(ends)
        .join(seen, seen.c.id == ends.c.id)
        # What is of no case has none before it.
        .join(first, first.c.id == func.coalesce(first_id, seen.c.id))
        .order_by(ends.c.place)
    )


def _take() -> Update:
    """Return the statement that takes messages in hand, where it is still their turn."""
    these = outbox.c.id.in_(bindparam("these", expanding=True))
    # As a value: else SQLite looks for these few among all that wait.
    theirs = select(outbox.c.id).where(these, waits().is_(True), _is_due(outbox), _is_first())
    return (
        update(outbox)
        .where(outbox.c.id.in_(theirs.with_for_update(skip_locked=True)))
        .values(leased_until=machine_clock(bindparam("seconds")), tries=outbox.c.tries + 1)
    )


_AT_BOTH_ENDS = _at_both_ends()
_ALL_FIRST = (
    select(outbox.c.id)
    .where(waits(), _is_due(outbox), _is_first())
    .order_by(outbox.c.asks.desc(), outbox.c.id)
    .limit(bindparam("most", type_=Integer))
)
_NEXT_TIME = (
    select(outbox.c.next_try_at)
    .where(waits(), outbox.c.next_try_at > peoples_clock)
    .order_by(outbox.c.next_try_at)
    .limit(1)
)
TAKE = _take().returning(outbox)
