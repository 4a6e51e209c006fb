"""What all tables share: their names, moments in UTC, the case a row belongs to."""

import zlib
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, cast

from sqlalchemy import (
    Column,
    Date,
    DateTime,
    ForeignKey,
    MetaData,
    String,
    Text,
    TypeDecorator,
)
from sqlalchemy.engine import Dialect

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


# How bytes begin that were pressed; no text begins so.
PRESSED = b"\0z"


class Damaged:
    """What stands in the place of a value that nobody can read: whoever uses it finds it is none.

    So one damaged byte is found where its row is read, and the rows beside it are read all the same.
    """

    def __repr__(self) -> str:
        return "DAMAGED"


DAMAGED = Damaged()


class Moment(TypeDecorator[datetime]):
    """A moment in UTC. SQLite keeps no zone, so it is put back on reading; what is none is `DAMAGED`."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment without a zone is not stored")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """Return what reads a moment as the database hands it over."""
        return _or_damaged(super().result_processor(dialect, coltype))


class Day(TypeDecorator[date]):
    """A day; what is none is `DAMAGED`."""

    impl = Date
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """Return what reads a day as the database hands it over."""
        return _or_damaged(super().result_processor(dialect, coltype))


class LongText(TypeDecorator[str]):
    """A long text. SQLite keeps it pressed, where that makes it smaller; PostgreSQL does so by itself.

    Pressed, it is bytes: NUL, `z` and a stream of zlib's. Texts of earlier days lie there as they are.
    Bytes that nobody can press open are read as the text they are not. `models.store.verify.reading`
    knows the form too: whoever changes it changes it there.
    """

    impl = Text
    cache_ok = True

    @property
    def python_type(self) -> type[str]:
        """Return what it is to those who write and read it."""
        return str

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        if value is None or dialect.name != "sqlite":
            return value
        plain = value.encode()
        pressed = PRESSED + zlib.compress(plain, 9)
        return pressed if len(pressed) < len(plain) else value

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        if not isinstance(value, bytes):
            return cast("str | None", value)
        try:
            plain = zlib.decompress(value.removeprefix(PRESSED))
        except zlib.error:
            plain = value
        return plain.decode(errors="replace")


def _or_damaged(reads: Callable[[Any], Any] | None) -> Callable[[Any], Any] | None:
    """Let what cannot be read stand as `DAMAGED`."""
    if reads is None:
        return None

    def read(value: Any) -> Any:
        try:
            return reads(value)
        except (TypeError, ValueError):
            return DAMAGED

    return read


def of_case(**kwargs: Any) -> Column[str]:
    """Return the column that names the case a row belongs to."""
    return Column("case_no", String(40), ForeignKey("cases.no"), nullable=False, **kwargs)
