"""The form of a request is read off its model: every field there is, with words for every choice."""

import pytest

from config.words import words
from flows.drafting.writing import fields_of
from models.kinds import KINDS

ALL_KINDS = sorted(KINDS)


def all_fields(fields):
    for field in fields:
        yield field
        yield from all_fields(field.parts)


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_every_field_of_a_request_stands_in_one_section_of_its_form(kind):
    in_sections = [name for names in KINDS[kind].sections.values() for name in names]

    assert sorted(in_sections) == sorted(field.name for field in fields_of(kind))


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", ALL_KINDS)
def test_every_choice_of_a_form_has_its_words(kind, language):
    chosen = [f for f in all_fields(fields_of(kind)) if f.codes]
    asked = {f"{field.family}.{code}" for field in chosen for code in field.codes}

    assert asked
    assert asked - words(language).catalogue.keys() == set()
