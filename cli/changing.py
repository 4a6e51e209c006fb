"""`doan withdraw`, `change`, `amend`, `cancel`, `take-over`: what a unit does with its case as a whole.

The console is the machine's administrator acting for a named person, as `doan submit --as` does.
"""

from functools import partial
from pathlib import Path

from cli.screen import out
from cli.submitting import CONSOLE, desk_here, filing, read_request_from, say_where_it_stands
from config.words import words
from flows.acts import amending
from flows.acts import submitting as submission
from flows.acts.amending import drop_amendment, propose, propose_cancellation
from flows.acts.office import take_over
from flows.acts.submitting import change
from flows.acts.withdrawing import withdraw
from flows.case.answers import Identified


def withdraw_case(case_no: str, reason: str, person: str, language: str) -> None:
    """Take a request back before the final decision."""
    say_where_it_stands(
        withdraw(desk_here(), case_no, Identified(person, CONSOLE), reason), language
    )


def change_case(case_no: str, file: Path, filed_for: str, typed_by: str, language: str) -> None:
    """Put a changed request in force before the final decision."""
    desk = desk_here()
    check = partial(submission.problems_today, desk)
    request, attachments = read_request_from(desk, file, check)
    walked = change(desk, case_no, request, attachments, filing(filed_for, typed_by))
    say_where_it_stands(walked, language)


def amend_case(
    case_no: str, file: Path, reason: str, filed_for: str, typed_by: str, language: str
) -> None:
    """Ask for a change of what was approved."""
    desk = desk_here()
    check = partial(amending.problems_today, desk, case_no)
    request, attachments = read_request_from(desk, file, check)
    by = filing(filed_for, typed_by)
    walked = propose(desk, case_no, request, attachments, reason, by)
    say_where_it_stands(walked, language)


def cancel_case(case_no: str, reason: str, filed_for: str, typed_by: str, language: str) -> None:
    """Ask to call off what was approved."""
    by = filing(filed_for, typed_by)
    say_where_it_stands(propose_cancellation(desk_here(), case_no, reason, by), language)


def drop_amendment_of(case_no: str, filed_for: str, typed_by: str, language: str) -> None:
    """Take an amendment back while it is on its way."""
    walked = drop_amendment(desk_here(), case_no, filing(filed_for, typed_by))
    say_where_it_stands(walked, language)


def take_over_case(case_no: str, reason: str, person: str, language: str) -> None:
    """Let a colleague of the unit look after a case."""
    walked = take_over(desk_here(), case_no, reason, Identified(person, CONSOLE))
    out.print(
        words(language).text("cli.taken_over", case=walked.case.no, person=walked.case.filed_for),
        markup=False,
    )
