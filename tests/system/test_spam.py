"""A spam filter finds nothing in any letter: Debian's SpamAssassin, by its own rules."""

import re
import subprocess

import pytest

from config.settings import Settings
from config.words import Language
from notifications.showing.previews import preview
from notifications.showing.samples import all_notices

pytestmark = pytest.mark.system

# What it notes of every letter that was written here and has come from nowhere yet, and of any page.
# Each counts 0.0.
NOTED = {"HTML_MESSAGE", "NO_RECEIVED", "NO_RELAYS"}
SETTINGS = Settings(public_url="https://doan.hau-giang.example")
_STATUS = re.compile(r"X-Spam-Status: \w+, score=(\S+) .*?tests=(.*?) autolearn", re.DOTALL)


def as_mailbox(letters):
    """Letters as a mailbox of one file has them, so that the filter starts once."""
    parts = (
        b"From doan@hau-giang.example Mon Jul  6 08:30:00 2020\n"
        + re.sub(rb"(?m)^(>*From )", rb">\1", letter.replace(b"\r\n", b"\n"))
        + b"\n"
        for letter in letters
    )
    return b"".join(parts)


def looked_at(letters, folder):
    """What the filter says of each letter: its points, and the rules that it went by."""
    asked = ["spamassassin", "--local", "--test-mode", "--mbox", f"--prefspath={folder}/prefs"]
    answer = subprocess.run(asked, input=as_mailbox(letters), capture_output=True, check=True)
    said = re.sub(r"\r?\n\t", " ", answer.stdout.decode(errors="replace"))
    return [
        (float(score), {rule.strip() for rule in rules.split(",")})
        for score, rules in _STATUS.findall(said)
    ]


@pytest.mark.parametrize("language", Language)
def test_no_letter_looks_like_spam(tmp_path, language):
    notices = all_notices()
    letters = [preview(each, SETTINGS, language).content for each in notices]

    found = looked_at(letters, tmp_path)

    assert len(found) == len(notices)
    assert {n: f for n, f in zip(notices, found, strict=True) if f[0] or f[1] - NOTED} == {}


def test_what_is_spam_is_found_to_be_by_the_same_filter(tmp_path):
    sample = b"XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X"
    letter = b"From: a@hau-giang.example\r\nSubject: x\r\n\r\n" + sample + b"\r\n"

    ((points, rules),) = looked_at([letter], tmp_path)

    assert (points >= 5, "GTUBE" in rules) == (True, True)
