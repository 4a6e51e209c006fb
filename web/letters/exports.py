"""Letters as rows of a file: those of a case as its page shows them, or all that failed."""

from collections.abc import Iterator

from config.words import Words
from web.ground.listed.handing_out import Value
from web.letters.shown import LettersPage

OF_CASE = ("letter", "recipient", "standing", "queued_at", "sent_at", "accepted_as", "why")
FAILED = ("letter", "recipient", "case", "queued_at")


def letter_rows(found: LettersPage, w: Words) -> Iterator[list[Value]]:
    """Yield a row a letter of a case."""
    for each in found.letters:
        letter = each.letter
        yield [
            w.label("notice", letter.notice),
            each.name,
            w.label("letter_standing", letter.standing),
            letter.queued_at,
            letter.sent_at,
            letter.accepted_as or "",
            each.why,
        ]


def failed_rows(found: LettersPage, w: Words) -> Iterator[list[Value]]:
    """Yield a row a letter that failed, of whatever case."""
    for letter, name in found.failed:
        yield [w.label("notice", letter.notice), name, letter.case_no, letter.queued_at]
