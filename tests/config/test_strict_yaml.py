"""YAML that configures a Doan loses nothing in silence, and says where it is wrong."""

from datetime import date

import pytest

from config.reception_norms import read_reception_norms
from config.regulation.province import load_regulation, read_regulation
from config.strict_yaml import YamlFault, yaml_documents, yaml_value

TWICE = "a: 1\nb:\n  c: 1\n  c: 2\n"


def fault_of(text):
    with pytest.raises(YamlFault) as fault:
        yaml_value(text)
    return fault.value


@pytest.mark.parametrize("text", [TWICE, "a: 1\nb: {}\nx:\n  - {y: 1, y: 1}", 'a: 1\nb: 2\n"a": 3'])
def test_a_key_written_twice_is_refused_wherever_it_stands(text):
    assert fault_of(text).why == "twice"


def test_the_second_of_two_equal_keys_is_named_with_its_line():
    fault = fault_of(TWICE)

    assert (fault.name, fault.line, fault.column) == ("c", 4, 3)


def test_what_is_taken_from_another_place_may_be_said_anew():
    read = yaml_value("a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}")

    assert read == {"a": {"x": 1, "y": 2}, "b": {"x": 1, "y": 3}}


@pytest.mark.parametrize("day", ["2020-06-31", "2021-02-29"])
def test_a_day_that_no_calendar_has_is_named_with_its_place(day):
    fault = fault_of(f"since: {day}")

    assert (fault.why, fault.name, fault.line, fault.column) == ("no_day", day, 1, 8)


def test_what_is_no_yaml_has_a_place():
    fault = fault_of("a: [1\nb: 2")

    assert (fault.why, fault.line > 0) == ("syntax", True)


def test_days_and_norway_are_read_as_they_stand():
    assert yaml_value("{since: 2020-02-29, country: NO, off: off}") == {
        "since": date(2020, 2, 29),
        "country": "NO",
        "off": "off",
    }


def test_a_text_that_was_kept_is_read_as_it_was_then():
    assert yaml_documents(TWICE, kept=True) == [{"a": 1, "b": {"c": 2}}]


def test_a_regulation_that_says_a_rule_twice_is_not_put_in_force(tmp_path):
    text = load_regulation("hau_giang").text
    file = tmp_path / "twice.yaml"
    file.write_text(text.replace("focal_office:", "focal_office: x/y\nfocal_office:", 1))

    with pytest.raises(ValueError, match="'focal_office' is written twice"):
        load_regulation(str(file))


def test_a_case_goes_on_by_a_regulation_that_said_a_rule_twice_before_that_was_refused():
    text = load_regulation("hau_giang").text
    twice = text.replace("\nfocal_office:", "\nfocal_office: x/y\nfocal_office:", 1)

    assert read_regulation(twice).focal_office == load_regulation("hau_giang").focal_office


def test_norms_that_say_an_amount_twice_are_refused():
    with pytest.raises(ValueError, match="written twice"):
        read_reception_norms("circular: {}\ncircular: {}", "reception.yaml")
