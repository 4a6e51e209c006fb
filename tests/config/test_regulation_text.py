"""A regulation in several files is one text, with one digest."""

from datetime import date

import pytest

from config.regulation.province import load_regulation, read_regulation
from config.regulation.text import regulation_text, regulation_values


def folder_of(tmp_path, **files):
    for name, text in files.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return str(tmp_path)


def test_the_files_of_a_folder_are_read_in_the_order_of_their_names(tmp_path):
    folder = folder_of(tmp_path, b_second="routes: [two]", a_first="routes: [one]")

    assert regulation_values(regulation_text(folder)) == {"routes": ["one", "two"]}


def test_mappings_of_several_files_are_put_together(tmp_path):
    folder = folder_of(tmp_path, a="papers: {letter: 1}", b="papers: {list: 2}\ntitle: x")

    values = regulation_values(regulation_text(folder))

    assert values == {"papers": {"letter": 1, "list": 2}, "title": "x"}


@pytest.mark.parametrize(
    ("one", "other", "twice"),
    [
        ("papers: {letter: 1}", "papers: {letter: 2}", r"papers\.letter"),
        ("title: x", "title: x", "title"),
        ("routes: [one]", "routes: {two: 2}", "routes"),
    ],
)
def test_nothing_is_said_in_two_files(tmp_path, one, other, twice):
    text = regulation_text(folder_of(tmp_path, a=one, b=other))

    with pytest.raises(ValueError, match=twice):
        regulation_values(text)


def test_a_name_given_in_one_file_is_not_known_in_the_next(tmp_path):
    text = regulation_text(folder_of(tmp_path, a="x: &there [1]", b="y: *there"))

    with pytest.raises(ValueError, match="YAML"):
        regulation_values(text)


def test_a_folder_without_files_is_no_regulation(tmp_path):
    with pytest.raises(FileNotFoundError, match="no file of a regulation"):
        regulation_text(str(tmp_path))


def test_a_stored_text_of_several_files_is_the_same_regulation():
    whole = load_regulation("hau_giang")

    assert read_regulation(whole.text) == whole


def test_a_regulation_is_found_by_the_path_of_its_folder(tmp_path):
    text = load_regulation("hau_giang").text
    folder = folder_of(tmp_path, whole=text)

    assert load_regulation(folder).digest == load_regulation("hau_giang").digest


def test_a_working_day_that_was_moved_is_written_down_in_plain_words():
    values = regulation_values("moved_workdays: [{off: 2020-09-01, worked: 2020-09-05}]")

    moved = values["moved_workdays"]
    assert moved == [{"off": date(2020, 9, 1), "worked": date(2020, 9, 5)}]


def test_norway_is_a_country_and_true_is_true():
    assert regulation_values("countries: [NO]\nstamped: true") == {
        "countries": ["NO"],
        "stamped": True,
    }
