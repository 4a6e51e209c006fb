"""Whatever is typed for whatever a command takes: it is done, or refused in the reader's language.

Every command there is, is walked through with everything that it takes. A value is one at a time what
nobody is called, empty, in other letters, decomposed, no letters at all, or over; the others are good.
"""

import re
import sqlite3
from contextlib import closing

import pytest

from cli.typed.explaining import parameter_said
from config import words as catalogues
from tests.factories.console import groups, typed
from tests.factories.lines import COMMANDS, ELSEWHERE, good, line, words_that_are_good
from tests.factories.office import OFFICER
from tests.factories.province_lived_in import CHAIR, REQUEST, SEAT

VIETNAMESE = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)

# What no text may be: nothing, white space, a byte that is no UTF-8, a sign that rings a bell.
NO_TEXT = ("", "   ", "\udcff", "a\x07b")
# What nobody is called: in other letters, decomposed, of another alphabet, with what SQL knows.
NOBODY = (
    *NO_TEXT,
    "khong.co.ai",
    "PHAM.VAN.MAU",
    "Pha\u0323m Va\u0306n Ma\u0302\u0303u",
    "рham",
    "x' OR 1=1 --",
)
NO_CASE = (*NO_TEXT, "DR-2020-0999", "DR-2020-1", "dr-2020-0001", "Đoa\u0300n-1", "D" * 500)
NO_DAY = (
    *NO_TEXT,
    "2020-06-31",
    "31/06/2020",
    "2020",
    "1595000000",
    "0001-01-01",
    "9999-12-31",
    "hôm nay",
)
OVER = ("2019-12-31", "31/12/2019")
NO_FILE = ("", "  ", "khong-co.yaml", "/", ".", "\udcff", "x" * 5000, "/dev/null")
NO_SEAT = (
    *NO_TEXT,
    "people_comittee/chair",
    "chair",
    "PEOPLE_COMMITTEE/CHAIR",
    "Chu\u0309 ti\u0323ch",
)
NO_UNIT = (*NO_TEXT, "long_m", "LONG_MY", "police", "Long My\u0303")
NO_NUMBER = (*NO_TEXT, "0", "-1", "99999", "9" * 40, "một", "1.5", "１", "1_0")
# Of a name nobody asks: the last are addresses, and none of them is public.
NO_URL = (
    *NO_TEXT,
    "1.2.3.4",
    "http://1.2.3.4/bao",
    "https://",
    "https://ai:do@1.2.3.4/",
    "https://1.2.3.4/#a",
    "https://một.example/",
    "https://1.2.3.4:0/",
    "https://1.2.3.4/" + "x" * 500,
    "https://127.0.0.1/",
    "https://localhost/",
    "https://10.1.2.3/",
    "https://[::1]/",
    "https://0x7f.1/",
)
NO_MAILBOX = (*NO_TEXT, "a@b", "a b@c.vn", "Ai đó <a@b.vn>", "một@tinh.example")

BAD = {
    "case": NO_CASE,
    "after": NO_CASE,
    "person": NOBODY,
    "filed_for": NOBODY,
    "typed_by": NOBODY,
    "giver": NOBODY,
    "holder": NOBODY,
    "set_by": NOBODY,
    "administrator": (*NOBODY, OFFICER),
    "reason": NO_TEXT,
    "backdated": (*NO_TEXT, "x" * 201),
    "seat": NO_SEAT,
    "unit": NO_UNIT,
    "successor": NO_UNIT,
    "day": (*NO_DAY, *OVER),
    "since": NO_DAY,
    "until": (*NO_DAY, *OVER),
    "number": NO_NUMBER,
    "keep": (*NO_TEXT, "0", "-1", "9" * 40, "một"),
    "into": NO_TEXT,
    "most": (*NO_TEXT, "0", "-1", "9" * 40, "một"),
    "file": NO_FILE,
    "checkpoint": NO_FILE,
    "older": NO_FILE,
    "newer": NO_FILE,
    "bundle": ("", "  ", "/", ".", "\udcff/x.zip", "x" * 5000, "/dev/null", "khong-co/x.zip"),
    "folder": ("", "  ", "/", ".", "\udcff/x", "x" * 5000, "/dev/null", "khong-co/x"),
    "key": (*NO_TEXT, "a+b+c", "khóa"),
    "kind": (*NO_TEXT, "made_up", "WRONG_CODE"),
    "capacity": (*NO_TEXT, "KT", "kt.", "phó"),
    "to": (*NO_TEXT, "2020-07-14", "2020-06-31T09:00", "2020-07-05T09:00", "9999-12-31T23:59", "mai"),
    "mailbox": NO_MAILBOX,
    "name": (*NO_TEXT, "x" * 81),
    "url": NO_URL,
    "told": (*NO_TEXT, "made_up", "CASE_APPROVED", "letter_sent"),
    "scope": (*NO_TEXT, "decide", "READ"),
    "days": NO_NUMBER,
    "event": (*NO_TEXT, "to_dance", "TO_DECIDE", "../to_decide"),
    "language": ("fr", "EN", "tie\u0302\u0301ng Vie\u0323\u0302t", " "),
}  # fmt: skip
# Where something else is meant by the same name.
BAD_HERE = {
    ("mail check", "to"): NO_MAILBOX,
    ("backup", "to"): NO_TEXT,
    ("backup", "key"): (*NO_TEXT, "age1", "khóa"),
    ("backup-key", "file"): (*NO_TEXT, "/", "x" * 5000),
    ("restore", "key"): NO_FILE,
    ("quarantine end", "reason"): (*NO_TEXT, "x" * 201),
}


@pytest.fixture
def here(home, monkeypatch):
    monkeypatch.setenv("DOAN_FOLDER", str(home.settings.folder))
    monkeypatch.setenv("DOAN_CATCH_MAIL", "1")
    return home


def told(command):
    """Yield all that is tried of a command: what it takes, and what is typed for that."""
    for param in COMMANDS[command].params:
        if not getattr(param, "is_flag", False):
            bad = BAD_HERE.get((command, param.name), BAD.get(param.name, ()))
            yield from ((param.name, value) for value in bad)


def content(home):
    """Return all that stands in the database, and which files lie beside it."""
    with closing(sqlite3.connect(home.settings.folder / "doan.sqlite")) as conn:
        dump = [*conn.iterdump()]
    beside = (path.name for path in home.settings.folder.iterdir())
    # SQLite itself keeps some files beside the database while it is open.
    return dump, sorted(name for name in beside if not name.startswith("doan.sqlite"))


def test_everything_that_a_command_takes_is_tried():
    taken = {
        param.name
        for command in COMMANDS.values()
        for param in command.params
        if not getattr(param, "is_flag", False)
    }

    assert taken - set(BAD) == set()


@pytest.mark.parametrize("command", COMMANDS)
def test_what_cannot_be_meant_is_refused_in_the_readers_language_and_changes_nothing(here, command):
    given, before, taken = good(here, command), content(here), []
    for at, (wrong, value) in enumerate(told(command)):
        language = ("vi", "en")[at % 2]
        words = line(command, wrong, value, given)
        said = typed(*words, DOAN_LANGUAGE="" if wrong == "language" else language)
        quoted = said.err.replace(str(value), "")
        if said.code not in (1, 2) or not quoted.strip():
            taken.append((wrong, value, said))
        if (language == "vi" or wrong == "language") and not VIETNAMESE.search(quoted):
            taken.append((wrong, value, said))

    assert (taken, content(here) == before) == ([], True)


@pytest.mark.parametrize("command", sorted(set(COMMANDS) - ELSEWHERE))
def test_the_same_is_done_where_nothing_is_wrong(home, tmp_path, monkeypatch, command):
    here = home.copied(tmp_path / "copy")
    monkeypatch.setenv("DOAN_FOLDER", str(here.settings.folder))
    monkeypatch.setenv("DOAN_CATCH_MAIL", "1")
    words = words_that_are_good(here, command)

    said = typed(*words, DOAN_LANGUAGE="en")

    # Nothing is running there.
    assert said.code == (command == "status"), said


@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_typed_wrongly_is_told_in_both_languages_and_ends_with_2(command):
    tried = [("--khong-co",), (str(REQUEST),) * 20, ("--language",)]
    if any(param.required for param in COMMANDS[command].params):
        tried.append(())

    for words in tried:
        vi, en = (typed(*command.split(), *words, DOAN_LANGUAGE=code) for code in ("vi", "en"))
        assert (vi.code, en.code, vi.out, en.out) == (2, 2, "", ""), words
        assert VIETNAMESE.search(vi.err), words
        assert "The command is not understood" in en.err, words


@pytest.mark.parametrize(
    "words", [*(c.split() for c in COMMANDS), *map(list, groups())], ids=" ".join
)
def test_help_is_there_in_both_languages(words):
    vi, en = (typed(*words, "--help", DOAN_LANGUAGE=code) for code in ("vi", "en"))

    assert (vi.code, en.code, vi.err, en.err) == (0, 0, "", "")
    assert VIETNAMESE.search(vi.out)
    assert not VIETNAMESE.search(en.out.replace("Đoàn", ""))
    assert not re.search(r"help\.[a-z]", vi.out + en.out)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_it_is_told_of_everything_a_command_takes_what_it_means(language):
    untold = [
        (command, param.name)
        for command, typed_so in COMMANDS.items()
        for param in typed_so.params
        if parameter_said(
            param, command.replace(" ", ".").replace("-", "_"), catalogues.words(language)
        )
        == param.name
    ]

    assert untold == []


@pytest.mark.parametrize("words", [*groups()], ids=" ".join)
def test_a_word_nobody_knows_comes_with_the_nearest(words):
    first = next(
        command.split()[len(words)]
        for command in COMMANDS
        if command.split()[: len(words)] == [*words]
    )

    vi, en = (typed(*words, f"{first}x", DOAN_LANGUAGE=code) for code in ("vi", "en"))

    assert (vi.code, en.code) == (2, 2)
    assert VIETNAMESE.search(vi.err)
    assert f"the nearest is {first}" in en.err


@pytest.mark.parametrize("words", [*groups()], ids=" ".join)
def test_without_a_word_those_there_are_come_in_the_readers_language(words):
    said = typed(*words, DOAN_LANGUAGE="vi")

    assert (said.code, "Cách dùng" in said.err) == (2, True)


@pytest.mark.parametrize("written", ["fr", "EN", "tiếng Việt"])
def test_a_language_there_is_not_is_refused_wherever_it_was_asked_for(here, written):
    asked = typed("list", "-l", written), typed("list", DOAN_LANGUAGE=written)

    assert [(said.code, "vi, en" in said.err) for said in asked] == [(2, True)] * 2


@pytest.mark.parametrize(
    "option", [("-l", "en"), ("--language", "en"), ("--language=en",), ("-len",)]
)
def test_the_language_counts_although_the_rest_is_not_understood(option):
    assert "not understood" in typed("list", *option, "--khong-co", DOAN_LANGUAGE="vi").err


def test_what_is_refused_is_journaled_of_nobody_whom_the_directory_does_not_know(here):
    before = content(here)
    case = here.cases["submitted"]

    said = typed("withdraw", case, "--reason", "Thử.", "--as", "Nguyễn Thị Tên Thật", "-l", "en")

    assert (said.code, "Nobody in the directory has the id" in said.err) == (1, True)
    assert content(here) == before


@pytest.mark.parametrize(
    "written", ["31/07/2020", "2020-07-31", "31.7.2020", "ngày 31 tháng 7 năm 2020"]
)
def test_a_day_is_taken_in_the_ways_people_write_it(home, tmp_path, monkeypatch, written):
    here = home.copied(tmp_path / "copy")
    monkeypatch.setenv("DOAN_FOLDER", str(here.settings.folder))

    said = typed("directory", "leave", SEAT, CHAIR, written, "-l", "en")

    assert (said.code, "31 July 2020" in said.out) == (0, True)


@pytest.mark.parametrize(
    ("answer", "code"), [("c", 0), ("Có", 0), ("Co\u0301", 0), ("y", 0), ("K", 1), ("", 1)]
)
def test_one_is_asked_and_answers_in_the_readers_language(
    home, tmp_path, monkeypatch, answer, code
):
    here = home.copied(tmp_path / "copy")
    monkeypatch.setenv("DOAN_FOLDER", str(here.settings.folder))

    said = typed("privacy", "erase", here.cases["over"], "--passports", answer=f"{answer}\n")

    assert (said.code, "[c/K]" in said.out) == (code, True)
    assert ("Đã dừng" in said.err) == bool(code)


def test_the_clock_of_a_demo_goes_forward_alone(here):
    said = typed("clock", "move", "2020-07-05T09:00", "-l", "en")

    assert (said.code, "forward" in said.err) == (1, True)
