"""Of an open step: whom no letter reaches, whose mailbox says they are away, who else may take it."""

from collections.abc import Iterator
from datetime import timedelta

from config.words import Words
from flows.case.entitled import stand_ins
from flows.case.read import CaseRead
from models.case import Step
from models.store.mail.returned import away_since
from models.store.mail.standing import letters_of_case
from web.ground.names import Names

# Of a mailbox that answered by itself longer ago nobody knows whether its owner is back.
_AWAY = timedelta(days=14)


class OutOfReach:
    """What the letters of a case tell of those it waits for; read at once for all its steps."""

    def __init__(self, work: CaseRead, names: Names, w: Words) -> None:
        self._work, self._names, self._w = work, names, w
        asked = {person for step in work.case.open_steps for person in step.holders}
        self._away = away_since(work.conn, sorted(asked), work.now - _AWAY) if asked else {}
        letters = letters_of_case(work.conn, work.case.no, asking=True) if asked else ()
        # The newest letter about a step tells: the one before may have been sent to another mailbox.
        in_order = sorted(letters, key=lambda letter: letter.id)
        newest = {(each.asks, each.recipient): each for each in in_order if each.asks}
        self._missed = {key for key, letter in newest.items() if letter.is_undelivered}

    def told_of(self, step: Step) -> Iterator[str]:
        """Say of each who is asked what is amiss, and who may take the step too."""
        amiss = 0
        for person in step.holders:
            name = self._names.person(person)
            if (step.number, person) in self._missed:
                amiss += 1
                yield self._w.text("page.case.not_reached", name=name)
            if at := self._away.get(person):
                amiss += 1
                yield self._w.text("page.case.away", name=name, at=self._w.moment(at))
        if amiss and (others := self._others(step)):
            yield self._w.text("page.case.away_stand_ins", names=", ".join(others))

    def _others(self, step: Step) -> list[str]:
        """Return who may take a step and is neither away nor out of reach."""
        beside = [
            each for person in step.holders[:1] for each in stand_ins(self._work, step, person)
        ]
        return [
            self._names.person(each)
            for each in dict.fromkeys(beside)
            if each not in self._away and (step.number, each) not in self._missed
        ]
