"""What all facts have in common: they are frozen, known by name, and kept in the outbox as JSON."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, PlainSerializer

Moment = Annotated[datetime, PlainSerializer(datetime.isoformat, str, when_used="json")]


class Facts(BaseModel):
    """Facts as they are at an event; to build them with one of another name is an error.

    Codes among them are text: a row may have one that only a later release knows.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """Return the facts of a row of any day: what it lacks is None, what is strange is left out.

        Raises `pydantic.ValidationError` when they cannot be facts of this family.
        """
        return cls.model_validate(stored, extra="ignore")

    def given(self) -> dict[str, Any]:
        """Return what was given, None included, for the facts that take it in."""
        return {name: fact for name, fact in self if name in self.model_fields_set}

    def stored(self) -> dict[str, Any]:
        """Return what was given as JSON, for the outbox."""
        return self.model_dump(mode="json", exclude_unset=True)


class PaperFacts(Facts):
    """A paper."""

    number: str
    dated: date
