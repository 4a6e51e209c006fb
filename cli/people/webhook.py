"""`doan webhook`: other systems are told what happens, by calls to where they are.

What a command needs is imported when it runs.
"""

from typing import TYPE_CHECKING, Annotated

import typer

from cli.typed.commands import Commands
from cli.typed.options import Language, Number
from cli.typed.values import text_typed, told_typed
from config.words import Words, words

if TYPE_CHECKING:
    from models.store.calls.webhook_calls import WebhookStanding

webhooks = Commands()


@webhooks.command()
def add(
    url: Annotated[str, typer.Argument(callback=text_typed)],
    name: Annotated[str, typer.Option(callback=text_typed)],
    told: Annotated[
        list[str] | None, typer.Option("--kind", metavar="KIND", parser=told_typed)
    ] = None,
    language: Language = "vi",
) -> None:
    """Register a webhook and print its secret, this once, as all that goes to standard output."""
    from cli.console import desk_here, the_account
    from cli.screen import err, out
    from flows.acts.house.webhooks import register_webhook

    number, secret = register_webhook(desk_here(), the_account(), url, name, told or ())
    err.print(words(language).text("cli.webhook_added", number=number), markup=False)
    out.print(secret, markup=False, soft_wrap=True)


@webhooks.command("list")
def list_webhooks(language: Language = "vi") -> None:
    """List the webhooks: what each is told, and how it stands."""
    from rich.markup import escape
    from rich.table import Table

    from cli.console import desk_here
    from cli.screen import out
    from models.store.calls.webhook_calls import standings

    w = words(language)
    with desk_here().store.reading() as conn:
        found = standings(conn)
    if not found:
        out.print(w.text("cli.no_webhooks"), markup=False)
        return
    table = Table(box=None)
    for column in ("number", "name", "url", "kinds", "stands"):
        table.add_column(w.text(f"cli.webhook.{column}"), overflow="fold")
    for each in found:
        hook = each.webhook
        kinds = ", ".join(hook.kinds) or w.text("cli.webhook_all_kinds")
        row = (str(hook.number), hook.name, hook.url, kinds, stands(w, each))
        table.add_row(*map(escape, row))
    out.print(table)


@webhooks.command()
def remove(number: Number, language: Language = "vi") -> None:
    """Tell a webhook nothing any more; what waits for it is withdrawn."""
    from cli.console import desk_here, the_account
    from cli.screen import out
    from flows.acts.house.webhooks import remove_webhook

    remove_webhook(desk_here(), the_account(), number)
    out.print(words(language).text("cli.webhook_removed", number=number), markup=False)


@webhooks.command("test")
def try_one(number: Number, language: Language = "vi") -> None:
    """Call a webhook with what tells of nothing, to see whether it is taken."""
    from cli.console import desk_here
    from cli.screen import out
    from flows.acts.house.webhooks import try_webhook

    try_webhook(desk_here(), number)
    out.print(words(language).text("cli.webhook_tried", number=number), markup=False)


def stands(w: Words, standing: "WebhookStanding") -> str:
    """Say how a webhook stands: what waits and since when, what is wrong, how much was given up."""
    if standing.webhook.ended:
        return w.text(f"webhook_ended.{standing.webhook.ended}")
    said = []
    if standing.since:
        since = w.moment(standing.since)
        said.append(w.text("cli.webhook_waits", count=standing.waiting, since=since))
    if standing.trouble:
        trouble = w.text(f"webhook_trouble.{standing.trouble}", status=standing.status)
        said.append(w.text("cli.webhook_fails", times=standing.tries, trouble=trouble))
    if standing.given_up:
        said.append(w.text("cli.webhook_given_up", count=standing.given_up))
    return "\n".join(said) or w.text("cli.webhook_well")
