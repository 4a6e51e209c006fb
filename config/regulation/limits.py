"""What a regulation limits of trips, who it lets nobody send, and how much what is found weighs."""

from typing import Self

from pydantic import Field, model_validator

from config.regulation.codes import Level
from config.regulation.parts import Record, Rule, Text, TimeLimit


class TripLimit(Rule):
    """At most so many; `leaders_only`: of key leaders alone. `level`: how much exceeding it weighs."""

    at_most: int = Field(ge=0)
    leaders_only: bool = False
    level: Level | None = None


class Limits(Record):
    """Limits on trips; an absent one is not checked. All but the last two are of official trips.

    `trips_a_year`: of one person in a calendar year. `key_leaders_of_one_unit`: those of one unit or
    locality in the same delegation; `key_leaders_away`: those of it abroad at one time, in whatever
    delegations. `people`: members of a delegation. `days`: of a trip, the first and the last included;
    `days_in_a_country`: of a stop or of several in one country. `countries`: that a trip goes to.
    `years_between`: within so many years nobody goes to the same country for the same again.
    `passport_validity`: so long a passport must be valid beyond the departure to get a visa note.
    """

    trips_a_year: TripLimit | None = None
    key_leaders_of_one_unit: TripLimit | None = None
    key_leaders_away: TripLimit | None = None
    people: TripLimit | None = None
    days: TripLimit | None = None
    days_in_a_country: TripLimit | None = None
    countries: TripLimit | None = None
    years_between: TripLimit | None = None
    passport_validity: TimeLimit | None = None


class Overdue(Rule):
    """What is done about a step that is overdue, after its holders and the focal office were told once.

    `reminders`: so many times more its holders are reminded, each after the time of `remind_before`, and
    then no more. With reminder number `escalated_with`, and with the last one, the head of the body that
    is asked and the focal office are told too.
    """

    reminders: int = Field(ge=1, le=60)
    escalated_with: int = Field(ge=1, le=60)

    @model_validator(mode="after")
    def _is_told_in_time(self) -> Self:
        if self.escalated_with > self.reminders:
            beyond = f"{self.escalated_with} is beyond the last of {self.reminders} reminders"
            raise ValueError(f"escalated_with: {beyond}")
        return self


class Hindrance(Rule):
    """Who may not be sent abroad; the unit says of each member that it looked into it."""

    key: str
    title: Text


class FindingRule(Rule):
    """How much something that is found weighs, and what it rests on.

    What no source confirms warns at most, whatever its level.
    """

    level: Level
