"""What of a regulation is to be confirmed yet: each rule once, with all its places."""

from itertools import chain

import pytest

from config.regulation.codes import Mark
from config.regulation.parts import Source
from config.regulation.province import load_regulation
from config.regulation.work_list import by_section, cited, rules_of, what_it_says
from config.words import words
from tests.factories.regulation import make_limit, make_regulation, make_source

HAU_GIANG = load_regulation("hau_giang")
LISTED = rules_of(HAU_GIANG, unconfirmed_only=True)


def test_every_unconfirmed_rule_is_on_the_list_at_each_of_its_places_and_no_other():
    places = sorted(chain.from_iterable(each.places for each in LISTED))

    assert places == sorted(place for place, rule in HAU_GIANG.rules() if rule.unconfirmed)


def test_a_rule_that_the_file_repeats_is_worked_through_once():
    signing = [each for each in LISTED if "routes.others.unit_signature" in str(each.places)]
    rules = [each.rule.model_dump_json() + type(each.rule).__name__ for each in LISTED]

    assert len(rules) == len(set(rules))
    assert not signing


def test_all_rules_are_those_that_are_confirmed_too():
    every = rules_of(HAU_GIANG, unconfirmed_only=False)

    assert {Mark.CONFIRMED, Mark.SECONDARY} <= {each.mark for each in every}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_part_of_the_file_has_a_name(language):
    w = words(language)
    every = by_section(rules_of(HAU_GIANG, unconfirmed_only=False))

    assert not [part for part, _ in every if w.label("regulation_part", part) == part]


def test_an_amount_of_time_says_itself():
    assert what_it_says(make_limit(3), HAU_GIANG, words("vi")) == "3 ngày làm việc"


def test_a_source_says_what_came_before_it():
    older = Source(document="rules", article="2", mark=Mark.UNCONFIRMED)
    source = make_source(before=older)

    assert cited(source, make_regulation(), words("vi")) == "00/QC, 1; trước đó: 00/QC, 2"
