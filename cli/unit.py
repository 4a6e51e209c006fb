"""`doan simulate`, `submit`, `resubmit`, `change`, `amend`…: what a unit does with its case as a whole.

What a command needs is imported when it runs.
"""

from functools import partial

from cli.typed.commands import Commands
from cli.typed.options import As, Case, File, Language, Reason, Somebody
from models.ids import CaseNo

unit = Commands()


@unit.command()
def simulate(
    file: File,
    filed_for: As = "",
    language: Language = "vi",
) -> None:
    """Show what would come of a request, were it submitted now; nothing is written."""
    from cli.simulating import show_simulated

    show_simulated(file, filed_for, language)


@unit.command()
def submit(
    file: File,
    filed_for: As,
    typed_by: Somebody = "",
    language: Language = "vi",
) -> None:
    """Submit a request for a delegation and open its case."""
    from cli.console import desk_here, filing, read_request_from, standing_said, where_it_stands
    from cli.simulating import facts_of, findings_told, findings_with_case
    from cli.told.document import answer
    from config.words import words
    from flows.acts import submitting

    desk = desk_here()
    read = read_request_from(desk, file, partial(submitting.problems_today, desk))
    by = filing(desk, filed_for, typed_by)
    walked = submitting.submit(desk, *read, by)
    found, regulation = findings_with_case(desk, walked.case.no)
    said = findings_told(found, regulation, words(language)) if found else ()
    facts = {**where_it_stands(walked), "findings": facts_of(found)}
    answer(facts, standing_said(walked, language), *said)


@unit.command()
def resubmit(
    case: Case,
    file: File,
    filed_for: As,
    typed_by: Somebody = "",
    language: Language = "vi",
) -> None:
    """Hand in a new version of a returned request."""
    from cli.console import desk_here, filing, read_request_from, say_where_it_stands
    from flows.acts import submitting

    desk = desk_here()
    read = read_request_from(desk, file, partial(submitting.problems_today, desk))
    by = filing(desk, filed_for, typed_by)
    walked = submitting.resubmit(desk, CaseNo(case), *read, by)
    say_where_it_stands(walked, language)


@unit.command()
def withdraw(case: Case, reason: Reason, person: As, language: Language = "vi") -> None:
    """Take a request back before the final decision; the case ends."""
    from cli.console import at_the_console, desk_here, say_where_it_stands
    from flows.acts import withdrawing

    desk = desk_here()
    walked = withdrawing.withdraw(desk, CaseNo(case), at_the_console(desk, person), reason)
    say_where_it_stands(walked, language)


@unit.command()
def change(
    case: Case, file: File, filed_for: As, typed_by: Somebody = "", language: Language = "vi"
) -> None:
    """Change a request before the final decision, unasked."""
    from cli.console import desk_here, filing, read_request_from, say_where_it_stands
    from flows.acts import submitting

    desk = desk_here()
    read = read_request_from(desk, file, partial(submitting.problems_today, desk))
    by = filing(desk, filed_for, typed_by)
    walked = submitting.change(desk, CaseNo(case), *read, by)
    say_where_it_stands(walked, language)


@unit.command()
def amend(
    case: Case,
    file: File,
    reason: Reason,
    filed_for: As,
    typed_by: Somebody = "",
    language: Language = "vi",
) -> None:
    """Propose an amendment of what was approved; until it is decided the decision stands."""
    from cli.console import desk_here, filing, read_request_from, say_where_it_stands
    from flows.acts import amending

    desk = desk_here()
    read = read_request_from(desk, file, partial(amending.problems_today, desk, CaseNo(case)))
    by = filing(desk, filed_for, typed_by)
    walked = amending.propose(desk, CaseNo(case), *read, reason, by)
    say_where_it_stands(walked, language)


@unit.command()
def drop_amendment(
    case: Case, filed_for: As, typed_by: Somebody = "", language: Language = "vi"
) -> None:
    """Take an amendment back while it is on its way."""
    from cli.console import desk_here, filing, say_where_it_stands
    from flows.acts import amending

    desk = desk_here()
    walked = amending.drop_amendment(desk, CaseNo(case), filing(desk, filed_for, typed_by))
    say_where_it_stands(walked, language)


@unit.command()
def cancel(
    case: Case, reason: Reason, filed_for: As, typed_by: Somebody = "", language: Language = "vi"
) -> None:
    """Propose to call off what was approved."""
    from cli.console import desk_here, filing, say_where_it_stands
    from flows.acts import amending

    desk = desk_here()
    by = filing(desk, filed_for, typed_by)
    say_where_it_stands(amending.propose_cancellation(desk, CaseNo(case), reason, by), language)


@unit.command()
def take_over(case: Case, reason: Reason, person: As, language: Language = "vi") -> None:
    """Let a colleague of the unit look after a case from now on."""
    from cli.console import at_the_console, desk_here, names_known
    from cli.told.document import answer
    from config.words import words
    from flows.acts import office

    desk = desk_here()
    who = at_the_console(desk, person)
    taken = office.take_over(desk, CaseNo(case), reason, who).case
    name = names_known(desk, language).person(taken.filed_for)
    said = words(language).text("cli.taken_over", case=taken.no, person=name)
    answer({"case": taken.no, "filed_for": taken.filed_for}, said)
