"""`doan submit`, `resubmit`, `withdraw`, `change`, `amend`…: what a unit does with its case as a whole.

What a command needs is imported when it runs.
"""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from cli.options import Language
from models.ids import CaseNo

unit = typer.Typer()
Case = Annotated[str, typer.Argument(help="The case, as DR-2020-0001.")]
Reason = Annotated[str, typer.Option(help="Why; it is kept with the case.")]
Changed = Annotated[Path, typer.Argument(help="The changed request.")]
As = Annotated[str, typer.Option("--as", help="The person of the unit it is done for.")]
FiledFor = Annotated[str, typer.Option("--as", help="The person of the unit it is filed for.")]
TypedBy = Annotated[str, typer.Option(help="Who typed it, if somebody else did.")]


@unit.command()
def submit(
    file: Annotated[Path, typer.Argument(help="The request, YAML or JSON.")],
    filed_for: FiledFor,
    typed_by: TypedBy = "",
    language: Language = "vi",
) -> None:
    """Submit a request for a delegation and open its case."""
    from cli.console import desk_here, filing, read_request_from, say_where_it_stands
    from flows.acts import submitting

    desk = desk_here()
    read = read_request_from(desk, file, partial(submitting.problems_today, desk))
    walked = submitting.submit(desk, *read, filing(filed_for, typed_by))
    say_where_it_stands(walked, language)


@unit.command()
def resubmit(
    case: Annotated[str, typer.Argument(help="The case that was returned.")],
    file: Annotated[Path, typer.Argument(help="The new version of the request.")],
    filed_for: FiledFor,
    typed_by: TypedBy = "",
    language: Language = "vi",
) -> None:
    """Hand in a new version of a returned request."""
    from cli.console import desk_here, filing, read_request_from, say_where_it_stands
    from flows.acts import submitting

    desk = desk_here()
    read = read_request_from(desk, file, partial(submitting.problems_today, desk))
    walked = submitting.resubmit(desk, CaseNo(case), *read, filing(filed_for, typed_by))
    say_where_it_stands(walked, language)


@unit.command()
def withdraw(case: Case, reason: Reason, person: As, language: Language = "vi") -> None:
    """Take a request back before the final decision; the case ends."""
    from cli.console import at_the_console, desk_here, say_where_it_stands
    from flows.acts import withdrawing

    walked = withdrawing.withdraw(desk_here(), CaseNo(case), at_the_console(person), reason)
    say_where_it_stands(walked, language)


@unit.command()
def change(
    case: Case, file: Changed, filed_for: As, typed_by: TypedBy = "", language: Language = "vi"
) -> None:
    """Change a request before the final decision, unasked."""
    from cli.console import desk_here, filing, read_request_from, say_where_it_stands
    from flows.acts import submitting

    desk = desk_here()
    read = read_request_from(desk, file, partial(submitting.problems_today, desk))
    walked = submitting.change(desk, CaseNo(case), *read, filing(filed_for, typed_by))
    say_where_it_stands(walked, language)


@unit.command()
def amend(
    case: Case,
    file: Changed,
    reason: Reason,
    filed_for: As,
    typed_by: TypedBy = "",
    language: Language = "vi",
) -> None:
    """Propose an amendment of what was approved; until it is decided the decision stands."""
    from cli.console import desk_here, filing, read_request_from, say_where_it_stands
    from flows.acts import amending

    desk = desk_here()
    read = read_request_from(desk, file, partial(amending.problems_today, desk, CaseNo(case)))
    walked = amending.propose(desk, CaseNo(case), *read, reason, filing(filed_for, typed_by))
    say_where_it_stands(walked, language)


@unit.command()
def drop_amendment(
    case: Case, filed_for: As, typed_by: TypedBy = "", language: Language = "vi"
) -> None:
    """Take an amendment back while it is on its way."""
    from cli.console import desk_here, filing, say_where_it_stands
    from flows.acts import amending

    walked = amending.drop_amendment(desk_here(), CaseNo(case), filing(filed_for, typed_by))
    say_where_it_stands(walked, language)


@unit.command()
def cancel(
    case: Case, reason: Reason, filed_for: As, typed_by: TypedBy = "", language: Language = "vi"
) -> None:
    """Propose to call off what was approved."""
    from cli.console import desk_here, filing, say_where_it_stands
    from flows.acts import amending

    by = filing(filed_for, typed_by)
    say_where_it_stands(
        amending.propose_cancellation(desk_here(), CaseNo(case), reason, by), language
    )


@unit.command()
def take_over(case: Case, reason: Reason, person: As, language: Language = "vi") -> None:
    """Let a colleague of the unit look after a case from now on."""
    from cli.console import at_the_console, desk_here
    from cli.screen import out
    from config.words import words
    from flows.acts import office

    taken = office.take_over(desk_here(), CaseNo(case), reason, at_the_console(person)).case
    said = words(language).text("cli.taken_over", case=taken.no, person=taken.filed_for)
    out.print(said, markup=False)
