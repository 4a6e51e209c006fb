"""The commands of the README and of the operations page do what the pages say, word by word.

They are typed in the order of the page, in a home of its own, once in each language. What cannot be run
here is listed with its reason; a command that is neither run nor listed fails.
"""

import re
import secrets
import shlex
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from models.ids import PersonId
from models.journal.checkpoint import verifier_line
from models.journal.signing import signer
from models.store import outbox
from models.store.copies import quarantine
from models.store.database.clock import now
from models.store.database.engine import Store
from tests.factories.console import leaves, typed
from tests.factories.office import OFFICER
from tests.factories.postbox import Postbox
from tests.factories.province_lived_in import CHAIR, DEPUTY, HEAD, SEAT, lived_in

ROOT = Path(__file__).parents[2]
PAGES = ("README.md", "docs/operations.md")
COMMAND = re.compile(r"(?:doan|make)(?: .+)?")
BLOCK = re.compile(r"(?:    |\$ )(\S.*)")

# Why a command is not run here.
LISTED = {
    "make demo": "lasts a minute and a half; tests/cli/test_demo.py shows where it plays",
    "make test": "runs this very test",
    "make up": "is `doan up --demo`",
    "make install": "makes the environment that the tests run in",
    "make install-dev": "makes the environment that the tests run in",
    "doan up": "starts processes that stay: tests/cli/test_up.py",
    "doan up --demo": "starts processes that stay: tests/cli/test_up.py",
    "doan --install-completion": "writes into the shell's own files: tests/cli/test_terminal.py",
    "doan --show-completion": "asks which shell it is in: tests/cli/test_terminal.py",
    "doan deliver": "is started by `doan up`: tests/cli/test_up.py, tests/cli/test_one_at_a_time.py",
    "doan worker": "is started by `doan up`: tests/cli/test_up.py, tests/cli/test_one_at_a_time.py",
}

# What a command ends with that does not end with 0: nothing is running in this home.
ENDS_WITH = {"doan status": 1}


@dataclass(frozen=True)
class Typed:
    """A command as a page has it, with what was typed for it, and what it said."""

    line: str
    words: list[str]
    code: int
    out: str
    err: str


# --- what the pages hold -----------------------------------------------------------------------------


def commands_of(page):
    """Yield every command of a page in its order: marked as code, or a line of an indented block."""
    fenced = False
    for line in (ROOT / page).read_text(encoding="utf-8").splitlines():
        fenced ^= line.startswith("```")
        block = BLOCK.fullmatch(line) or (re.fullmatch(r"(\S.*)", line) if fenced else None)
        if block and not line.startswith("```"):
            yield re.split(r"\s+#", block[1])[0].strip()
            continue
        yield from (said for said in re.findall(r"`([^`]+)`", line) if COMMAND.fullmatch(said))


def variants(line):
    """Return a command without what stands in brackets, and with it."""
    brief = re.sub(r" ?\[[^]]*\]", "", line)
    return [brief] if brief == line else [brief, line.replace("[", "").replace("]", "")]


def is_named_alone(page, line):
    """Tell whether a text speaks of a command that needs more, which stands whole on the same page."""
    command = {" ".join(("doan", *words)): each for words, each in leaves()}.get(line)
    needs = command and any(param.required for param in command.params)
    return needs and any(each.startswith(f"{line} ") for each in commands_of(page))


# --- what is typed in the place of its capitals --------------------------------------------------------


def stands_for(home, line):
    """Return what is typed for the words in capitals of a command."""
    verb = " ".join(
        word for word in line.split()[1:] if re.fullmatch(r"[a-z-]+", word) and word[0] != "-"
    )
    case = {
        "resubmit": "returned", "amend": "approved", "cancel": "approved too",
        "drop-amendment": "amended", "withdraw": "submitted too", "privacy hold": "over too",
        "privacy release": "over too", "privacy erase": "over too" if "--" in line else "over",
    }.get(verb, "submitted")  # fmt: skip
    file = {
        "directory load": lambda: home.directory, "submit": lambda: home.request,
        "backup-key": lambda: home.folder / "backup.key",
        "restore": lambda: max((home.folder / "backups").glob("*.age")),
        "simulate": lambda: home.request, "audit verify": home.checkpoint,
    }.get(verb, lambda: home.changed)  # fmt: skip
    person = {"directory leave": CHAIR, "take-over": HEAD}.get(verb, OFFICER)
    return {
        "CASE": lambda: home.cases[case],
        "FILE": file,
        "PERSON": lambda: "nguoi.da.nghi" if "erase --person" in line else person,
        "WHY": lambda: "Đối tác hoãn.",
        "GIVER": lambda: CHAIR,
        "HOLDER": lambda: DEPUTY,
        "SEAT": lambda: SEAT,
        "UNIT": lambda: "long_my",
        "BODY": lambda: "culture",
        "OLD=NEW": lambda: "culture/head=health/head",
        "KIND": lambda: "outbound",
        "SUCCESSOR": lambda: "health" if "pass-on" in line else "vi_binh",
        # Before, the key was lost, and the first webhook went with it.
        "NUMBER": lambda: "2" if verb.startswith("webhook") else "1",
        "URL": lambda: "https://1.2.3.4/bao",
        "NAME": lambda: "Một cửa điện tử",
        "ADMINISTRATOR": lambda: "mai.van.mau",
        "MAILBOX": lambda: "a@tinh.example",
        "CHECKPOINT": home.checkpoint,
        "OLD": home.checkpoint,
        "NEW": home.checkpoint,
        "ZIP": lambda: home.folder / "evidence.zip",
        "FOLDER": lambda: home.folder / ("backups" if verb == "backup" else secrets.token_hex(4)),
        "PUBLIC": lambda: public_half(home.folder / "backup.key"),
        "SECRET": lambda: home.folder / "backup.key",
        "LINE": partial(public_line, home.settings),
    }


def public_line(settings):
    return verifier_line(settings.mail_domain, signer(settings.journal_seed).public)


def public_half(file):
    return file.read_text().partition("# public key: ")[2].split()[0]


def words_of(home, line):
    given = stands_for(home, line)
    # An authority begins within a year, and so do seats that pass on; all else may be long after it.
    soon = any(each in line for each in ("authority", "hand-over", "pass-on"))
    days = iter(("2021-01-04", "2021-02-01") if soon else ("2030-01-02", "2030-02-02"))
    for word in shlex.split(line)[1:]:
        if word == "DAY":
            yield "2020-07-01" if "--backdated" in line else next(days)
        else:
            yield str(given[word]()) if word in given else word


# --- what has to be so before --------------------------------------------------------------------------


def a_letter_failed(home):
    store = Store(home.settings.store_url)
    told = {"at": "x"}
    letter = (None, 0, "new_device", PersonId(OFFICER), told, "<a.letter@example.org>")
    with store.writing() as conn:
        signs = signer(home.settings.journal_seed)
        outbox.queue(conn, [outbox.NewMessage(*letter)], signs, at=now(conn))
        (row,) = outbox.lease(conn, limit=1, seconds=60)
        outbox.mark_failed(conn, row.id, "550 5.1.1 no such user")
    store.close()


def somebody_has_gone(home):
    file = home.folder / "gone.yaml"
    person = "nguoi.da.nghi: {name: Người Đã Nghỉ, mailbox: nguoi.da.nghi@hau-giang.example}"
    file.write_text(f"units: {{}}\npersons:\n  {person}\nseats: []\n")
    assert typed("directory", "load", file).code == 0


def the_key_is_lost(home):
    (home.settings.folder / "secret.key").unlink()


def it_is_a_copy(home):
    store = Store(home.settings.store_url)
    with store.writing() as conn:
        quarantine.begin(conn, "copied")
    store.close()


BEFORE = {
    "doan quarantine end WHY": it_is_a_copy,
    "doan key lost": the_key_is_lost,
    "doan mail retry": a_letter_failed,
    "doan privacy erase --person PERSON": somebody_has_gone,
}


# --- they are typed ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A home with a secret of its own, as `doan up` leaves it."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("DOAN_SECRET")
        patch.setenv("DOAN_FOLDER", str(folder / "doan"))
        return lived_in(folder)


@pytest.fixture(scope="module")
def typed_in_order(home, tmp_path_factory):
    """Type all commands of a page in a language, in a home of its own; return what they said."""
    known = {}

    def type_all(page, language):
        if (page, language) not in known:
            with pytest.MonkeyPatch.context() as patch, Postbox() as postbox:
                folder = tmp_path_factory.mktemp(language) / "home"
                mine = home.copied(folder)
                patch.setenv("DOAN_FOLDER", str(mine.settings.folder))
                patch.delenv("DOAN_SECRET")
                patch.setenv("DOAN_SMTP_HOST", "127.0.0.1")
                patch.setenv("DOAN_SMTP_PORT", str(postbox.port))
                patch.setenv("DOAN_SMTP_TLS", "none")
                known[page, language] = list(answers(mine, page, language))
        return known[page, language]

    return type_all


def answers(home, page, language):
    for whole in dict.fromkeys(commands_of(page)):
        if whole in LISTED or is_named_alone(page, whole):
            continue
        for line in variants(whole):
            if before := BEFORE.get(line):
                before(home)
            words = list(words_of(home, line))
            said = typed(*words, answer="y\n", DOAN_LANGUAGE=language)
            yield Typed(line, words, said.code, said.out, said.err)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_command_of_a_page_ends_as_the_page_says(typed_in_order, page, language):
    done = typed_in_order(page, language)

    wrong = [each for each in done if each.code != ENDS_WITH.get(each.line, 0)]
    assert done
    assert wrong == []


@pytest.mark.parametrize("page", PAGES)
def test_every_command_speaks_the_language_that_is_asked_for(typed_in_order, page):
    vi, en = (typed_in_order(page, language) for language in ("vi", "en"))

    silent = [each.line for each in vi if not (each.out or each.err)]
    same = [
        one.line
        for one, other in zip(vi, en, strict=True)
        if (one.out, one.err) == (other.out, other.err) and "--json" not in one.line
    ]
    assert (silent, same) == ([], [])


def test_nothing_is_listed_that_no_page_has():
    named = {line for page in PAGES for line in commands_of(page)}

    assert set(LISTED) - named == set()


def test_the_pages_name_every_command_there_is():
    named = [line for page in PAGES for line in commands_of(page)]
    missing = [
        name
        for name in (" ".join(("doan", *words)) for words, _ in leaves())
        if not any(line == name or line.startswith(f"{name} ") for line in named)
    ]

    assert missing == ["doan demo", "doan demo-hard"]
