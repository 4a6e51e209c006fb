"""A person chooses the language of their letters and pages: an entry like any other change of theirs."""

from config.words import Language
from flows.acts.desk import Desk
from flows.case.answers import Identified
from models.errors import DecisionIncomplete
from models.store import directory
from models.store.house.people import change_person


def choose_language(desk: Desk, who: Identified, language: str) -> None:
    """Let a person be written to in a language from now on; choosing the same again says nothing.

    Raises `DecisionIncomplete` for a language people are not written to in, `PersonUnknown`.
    """
    if language not in set(Language):
        raise DecisionIncomplete("choice", value=language)
    with desk.store.writing() as conn:
        house = desk.house(conn, who)
        # Of two changes of one person the second sees the first.
        house.wait()
        if directory.person(conn, who.person).language != language:
            house.record(change_person(conn, who.person, {"language": language}))
