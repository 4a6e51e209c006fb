"""`doan person sign-out` ends every session of a person; `mailbox` proposes another mailbox for them.

What a command needs is imported when it runs.
"""

from cli.typed.commands import Commands
from cli.typed.options import Administrator, Language, Mailbox, Person
from config.words import words
from models.ids import PersonId

people = Commands()


@people.command("sign-out")
def sign_out(person: Person, administrator: Administrator = "", language: Language = "vi") -> None:
    """End all sessions of a person; every device of theirs counts as new from now on."""
    from cli.console import desk_here, for_the_house, names_known
    from cli.told.document import answer
    from flows.acts.door.sessions import end_sessions

    desk = desk_here()
    who = for_the_house(desk, administrator)
    ended = end_sessions(desk, PersonId(person), at_console=who)
    name = names_known(desk, language).person(person)
    said = words(language).text("cli.sessions_ended", count=ended, person=name)
    answer({"person": person, "sessions_ended": ended}, said)


@people.command("mailbox")
def change_mailbox(
    person: Person,
    mailbox: Mailbox,
    administrator: Administrator,
    language: Language = "vi",
) -> None:
    """Propose another mailbox; it counts the working day after a second person has confirmed it."""
    from cli.console import at_the_console, desk_here, names_known
    from cli.told.document import answer
    from flows.acts.house.mailboxes import propose_mailbox

    desk = desk_here()
    by = at_the_console(desk, administrator)
    change = propose_mailbox(desk, PersonId(person), mailbox, by)
    w, name = words(language), names_known(desk, language).person(person)
    said = w.text("cli.mailbox_proposed", number=change.number, person=name)
    answer({"number": change.number, "person": person, "standing": change.standing}, said)
