"""Whatever happens to an item, every calendar shows what is true, and nobody is asked for nothing."""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from config.province_time import PROVINCE_TIME
from models.ids import CaseNo
from models.programme.calendar import Told, Why, moments, news, noticed, uid
from tests.factories.items import make_item

LEADER, INTERPRETER, OFFICER = PEOPLE = ("leader", "interpreter", "officer")
ITEM, LATER = "it is at half past eight", "it is at nine"


def invited(*people, sequence=0, event=ITEM):
    return {person: Told(Why.INVITED, sequence, event) for person in people}


def changed(*people, sequence, event=LATER):
    return {person: Told(Why.CHANGED, sequence, event) for person in people}


def test_who_takes_part_in_a_new_item_is_invited():
    assert news(ITEM, [LEADER, OFFICER], {}) == invited(LEADER, OFFICER)


def test_nobody_is_told_of_an_item_that_was_never_on():
    assert news(ITEM, [LEADER], {}, is_off=True) == {}


def test_without_a_change_there_is_no_news():
    assert news(ITEM, [LEADER], invited(LEADER)) == {}


def test_whatever_is_noticed_of_a_change_asks_everybody_anew():
    told = news(LATER, [LEADER, OFFICER], invited(LEADER, OFFICER))

    assert told == changed(LEADER, OFFICER, sequence=1)


def test_who_was_told_of_the_change_already_is_not_told_again():
    before = {**invited(LEADER), **changed(OFFICER, sequence=1)}

    assert news(LATER, [LEADER, OFFICER], before) == changed(LEADER, sequence=2)


@pytest.mark.parametrize(
    "other",
    [
        {"day": date(2020, 8, 25)},
        {"begins": time(9)},
        {"ends": time(11)},
        {"place": "hall"},
        {"hall": "Phòng họp số 3"},
        {"leader": "cao.van.vi.du"},
        {"what": "Hội đàm, ký kết"},
        {"what_en": "Talks"},
    ],
    ids=lambda other: next(iter(other)),
)
def test_a_guest_notices_when_where_by_whom_received_and_what(other):
    assert noticed(make_item(**other)) != noticed(make_item())


def test_who_is_no_longer_wanted_is_told_alone():
    told = news(ITEM, [LEADER], invited(LEADER, OFFICER))

    assert told == {OFFICER: Told(Why.WITHDRAWN, 1, ITEM)}


def test_an_item_that_is_off_is_cancelled_for_whoever_expects_it():
    before = {**invited(LEADER), OFFICER: Told(Why.WITHDRAWN, 1, ITEM)}

    told = news(ITEM, [LEADER, INTERPRETER], before, is_off=True)

    assert told == {LEADER: Told(Why.CANCELLED, 2, ITEM)}


def test_who_leaves_an_item_as_it_is_called_off_is_told_that_it_is_off():
    told = news(ITEM, [], invited(LEADER), is_off=True)

    assert told == {LEADER: Told(Why.CANCELLED, 1, ITEM)}


def test_who_was_withdrawn_is_invited_again_above_the_withdrawal():
    before = {**invited(LEADER), OFFICER: Told(Why.WITHDRAWN, 1, ITEM)}

    assert news(ITEM, [LEADER, OFFICER], before) == invited(OFFICER, sequence=2)


def test_an_item_that_is_on_again_invites_anew():
    told = news(ITEM, [LEADER], {LEADER: Told(Why.CANCELLED, 1, ITEM)})

    assert told == invited(LEADER, sequence=2)


def test_who_comes_to_an_item_later_does_not_disturb_the_others():
    told = news(ITEM, [LEADER, OFFICER], invited(LEADER, sequence=3))

    assert told == invited(OFFICER, sequence=3)


def test_the_name_of_an_event_is_made_of_what_never_changes():
    assert uid(CaseNo("DV-2020-0001"), 3, "9f86d081") == "dv-2020-0001.item-3.9f86d081@doan"


def test_an_item_that_ends_earlier_in_the_day_ends_on_the_next():
    begins, ends = moments(make_item(begins=time(19), ends=time(0, 30)))

    assert begins == datetime(2020, 8, 24, 19, tzinfo=PROVINCE_TIME)
    assert ends == datetime(2020, 8, 25, 0, 30, tzinfo=PROVINCE_TIME)


def test_an_item_without_length_ends_as_it_begins():
    begins, ends = moments(make_item(begins=time(19), ends=time(19)))

    assert begins == ends


groups = st.sets(st.sampled_from(PEOPLE))
CHANGES = {
    "day": st.sampled_from([date(2020, 8, 24), date(2020, 8, 25)]),
    "begins": st.sampled_from([time(8, 30), time(9)]),
    "ends": st.sampled_from([time(10), time(11)]),
    "place": st.sampled_from(["state_room", "hall"]),
    "hall": st.sampled_from([None, "Phòng họp số 2", "Phòng họp số 5"]),
    "leader": st.sampled_from([None, "cao.van.vi.du"]),
    "what": st.sampled_from(["Hội đàm", "Ký kết"]),
    "cancelled": st.booleans(),
}


class Programme(RuleBasedStateMachine):
    """An item through its life, and every message sent of it: its rank, the news, the item then."""

    def __init__(self):
        super().__init__()
        self.item: Any = None
        self.people: set[str] = set()
        self.told: dict[str, Told] = {}
        self.stamp = 0
        self.sent: dict[str, list[Any]] = {person: [] for person in PEOPLE}

    @precondition(lambda self: self.item is None)
    @rule(people=groups)
    def book(self, people):
        self.become(make_item(), people)

    @precondition(lambda self: self.item is not None)
    @rule(changes=st.fixed_dictionaries({}, optional=CHANGES), people=st.none() | groups)
    def change(self, changes, people):
        self.become(replace(self.item, **changes), self.people if people is None else people)

    def become(self, item, people):
        said = self.news_of(item, people)
        self.stamp += 1
        for person, told in said.items():
            self.check(person, told, item)
            self.sent[person].append(((told.sequence, self.stamp), told, item))
        self.item, self.people, self.told = item, people, {**self.told, **said}

    def news_of(self, item, people):
        return news(str(noticed(item)), people, self.told, is_off=item.cancelled)

    def check(self, person, told, item):
        """Hold one message against the last one its reader had."""
        last = self.told.get(person)
        if last is None:
            assert told.why is Why.INVITED
            return
        # Programs may pass over what is not newer, whatever is said in it.
        assert told.sequence > last.sequence
        assert (told.why in (Why.WITHDRAWN, Why.CANCELLED, Why.CHANGED)) == last.expected
        assert told.why is not Why.CANCELLED or item.cancelled

    @invariant()
    def every_calendar_shows_what_is_true(self):
        # The newest message wins, in whatever order and however often they arrived.
        for person, messages in self.sent.items():
            newest = max(messages, key=lambda message: message[0], default=None)
            shown = newest[2] if newest and newest[1].expected else None
            wanted = self.item and not self.item.cancelled and person in self.people
            assert shown == (self.item if wanted else None)

    @invariant()
    def the_same_again_is_no_news(self):
        if self.item is not None:
            assert self.news_of(self.item, self.people) == {}


TestProgramme = Programme.TestCase
