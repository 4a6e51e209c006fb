"""A directory file as an office writes it: taken whole, or every fault in it named with its place."""

import unicodedata

import pytest

from cli.people.directory_file import read_directory
from config.mailbox import is_mailbox
from models.errors import DirectoryInvalid

PERSON = "{name: Một Ví Dụ, mailbox: mot.vi.du@tinh.example}"
WHOLE = f"units: {{}}\npersons:\n  mot.vi.du: {PERSON}\nseats: []\n"


@pytest.fixture
def wrong(tmp_path):
    """What is told of a text: each place, and the code of its sentence."""

    def read(text):
        file = tmp_path / "directory.yaml"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        try:
            read_directory(file)
        except DirectoryInvalid as invalid:
            return [(each.place, each.why) for each in invalid.wrong]
        return []

    return read


def test_a_file_with_nothing_wrong_is_read(wrong):
    assert wrong(WHOLE) == []


def test_one_id_written_twice_is_refused_for_the_second_one_would_take_the_seat(wrong):
    twice = WHOLE.replace("seats:", "  mot.vi.du: {name: Khác, mailbox: khac@tinh.example}\nseats:")

    assert wrong(twice) == [("directory.yaml", "yaml_twice")]


def test_all_faults_of_a_file_are_told_at_once(wrong):
    text = (
        "units: {x: {}}\npersons:\n  a b: {name: '', mailbox: x}\n"
        "seats:\n  - {seat: chair, person: 1, since: soon, to: 2020-01-01}\n"
    )

    assert {why for _, why in wrong(text)} == {
        "missing", "id", "mailbox", "seat", "text", "day", "unknown_name"
    }  # fmt: skip


def test_a_row_is_named_as_people_count(wrong):
    rows = "  - {seat: a/b, person: x, since: 2020-01-01}\n  - {seat: a/b, person: x}\n"

    assert wrong(f"units: {{}}\npersons: {{}}\nseats:\n{rows}") == [("seats.2.since", "missing")]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("units: [", "yaml_syntax"),
        (WHOLE.encode("utf-16"), "not_utf8"),
        ("", "mapping"),
        ("- 1", "mapping"),
        (f"{WHOLE}---\n{WHOLE}", "yaml_syntax"),
        (
            WHOLE.replace("seats: []", "seats: [{seat: a/b, person: c, since: 2020-06-31}]"),
            "yaml_no_day",
        ),
        (WHOLE.replace("name: Một", "language: fr, name: Một"), "language"),
        (WHOLE.replace("Một Ví Dụ", "M" * 201), "too_long"),
    ],
)
def test_each_fault_has_a_sentence_of_its_own(wrong, text, why):
    assert [found for _, found in wrong(text)] == [why]


def test_a_name_in_decomposed_letters_is_the_same_name(tmp_path):
    whole, decomposed = tmp_path / "whole.yaml", tmp_path / "decomposed.yaml"
    whole.write_text(WHOLE)
    decomposed.write_text(unicodedata.normalize("NFD", WHOLE.replace("Một Ví", "Một  Ví")))

    assert read_directory(decomposed) == read_directory(whole)


def test_a_name_with_signs_in_it_that_are_no_letters_is_refused(wrong):
    told = wrong(WHOLE.replace("name: Một Ví Dụ", 'name: "Một\\u202eVí Dụ"'))

    assert told == [("persons.mot.vi.du.name", "letters")]


def test_a_file_that_is_not_there_is_a_sentence(tmp_path):
    with pytest.raises(DirectoryInvalid, match=r"nowhere.yaml: the file cannot be opened"):
        read_directory(tmp_path / "nowhere.yaml")


@pytest.mark.parametrize(
    "written",
    [
        "mot..vi.du@tinh.example",
        "mot.vi.du.@tinh.example",
        ".mot@tinh.example",
        "mot@tinh..example",
        "mot@-tinh.example",
        "mot@tinh",
        "mot@tinh.example.",
        "mot@tinh.example\n",
        "Một Ví Dụ <mot@tinh.example>",
        "mot vi du@tinh.example",
        "một@tinh.example",
        "mot@tinh@tinh.example",
        "@tinh.example",
        "",
        f"{'a' * 65}@tinh.example",
        f"a@{'b' * 64}.example",
        f"a@{'b.' * 126}example",
    ],
)
def test_what_no_letter_can_be_written_to_is_no_mailbox(written):
    assert not is_mailbox(written)


@pytest.mark.parametrize(
    "written", ["a@b.vn", "mot.vi-du+1@so.tinh.gov.vn", f"{'a' * 64}@tinh.example", "0'x@1.example"]
)
def test_what_mail_servers_take_is_a_mailbox(written):
    assert is_mailbox(written)


def test_what_was_entered_but_has_to_be_looked_at_is_said_in_the_language_asked_for(doan, tmp_path):
    file = tmp_path / "more.yaml"
    seat = "{seat: people_committee/chair, person: vo.van.minh.hoa, since: 2020-07-07}"
    file.write_text(f"units: {{}}\npersons: {{}}\nseats:\n  - {seat}\n")

    said = doan("directory", "load", file, "--language", "en")

    assert (said.returncode, "both hold a seat that is for one person" in said.stdout) == (0, True)
