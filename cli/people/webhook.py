"""`doan webhook`: other systems are told what happens, by calls to where they are.

What a command needs is imported when it runs.
"""

from typing import TYPE_CHECKING, Annotated

import typer

from cli.typed.commands import Commands
from cli.typed.options import Administrator, Language, Number
from cli.typed.values import text_typed, told_typed
from config.words import Words, words

if TYPE_CHECKING:
    from models.store.calls.standings import WebhookStanding

webhooks = Commands()


@webhooks.command()
def add(
    url: Annotated[str, typer.Argument(callback=text_typed)],
    name: Annotated[str, typer.Option(callback=text_typed)],
    told: Annotated[
        list[str] | None, typer.Option("--kind", metavar="KIND", parser=told_typed)
    ] = None,
    administrator: Administrator = "",
    language: Language = "vi",
) -> None:
    """Register a webhook and print its secret, this once, as all that goes to standard output."""
    from cli.console import desk_here, for_the_house
    from cli.screen import err
    from cli.told.document import answer, for_programs
    from flows.acts.house.webhooks import register_webhook

    desk = desk_here()
    who = for_the_house(desk, administrator)
    number, secret = register_webhook(desk, who, url, name, told or ())
    if not for_programs():
        err.print(words(language).text("cli.webhook_added", number=number), markup=False)
    kinds = sorted(told or ())
    answer({"number": number, "name": name, "url": url, "kinds": kinds, "secret": secret}, secret)


@webhooks.command("list")
def list_webhooks(language: Language = "vi") -> None:
    """List the webhooks: what each is told, and how it stands."""
    from rich.table import Table
    from rich.text import Text

    from cli.console import desk_here
    from cli.told.document import answer
    from models.store.calls.standings import standings

    w = words(language)
    with desk_here().store.reading() as conn:
        found = standings(conn)
    table = Table(box=None)
    for column in ("number", "name", "url", "kinds", "stands"):
        table.add_column(w.text(f"cli.webhook.{column}"), overflow="fold")
    for each in found:
        hook = each.webhook
        kinds = ", ".join(hook.kinds) or w.text("cli.webhook_all_kinds")
        table.add_row(*map(Text, (str(hook.number), hook.name, hook.url, kinds, stands(w, each))))
    items = [webhook_told(each) for each in found]
    answer({"items": items}, table if found else w.text("cli.no_webhooks"))


@webhooks.command()
def remove(number: Number, administrator: Administrator = "", language: Language = "vi") -> None:
    """Tell a webhook nothing any more; what waits for it is withdrawn."""
    from cli.console import desk_here, for_the_house
    from cli.told.document import answer
    from flows.acts.house.webhooks import remove_webhook

    desk = desk_here()
    remove_webhook(desk, for_the_house(desk, administrator), number)
    answer({"number": number}, words(language).text("cli.webhook_removed", number=number))


@webhooks.command("test")
def try_one(number: Number, language: Language = "vi") -> None:
    """Call a webhook with what tells of nothing, to see whether it is taken."""
    from cli.console import desk_here
    from cli.told.document import answer
    from flows.acts.house.webhooks import try_webhook

    try_webhook(desk_here(), number)
    answer({"number": number}, words(language).text("cli.webhook_tried", number=number))


def webhook_told(standing: "WebhookStanding") -> dict[str, object]:
    """Return how a webhook stands, for programs; nothing of what its calls are signed with."""
    hook, health = standing.webhook, standing.health
    following, last = standing.next, standing.last
    return {
        "number": hook.number,
        "name": hook.name,
        "url": hook.url,
        "kinds": hook.kinds,
        "made_at": hook.made_at,
        "ended": hook.ended,
        "waiting": health.queued,
        "since": health.oldest,
        "given_up": standing.given_up,
        "tries": following.tries if following else 0,
        "next_try_at": following.next_try_at if following else None,
        "last_at": last.at if last else None,
        "status": last.status if last else None,
        "trouble": last.trouble if last else None,
        "failing_since": health.failing_since,
        "failing_times": health.failing_times,
    }


def stands(w: Words, standing: "WebhookStanding") -> str:
    """Say how a webhook stands: what waits and since when, what is wrong, how much was given up."""
    if standing.webhook.ended:
        return w.text(f"webhook_ended.{standing.webhook.ended}")
    health, last, said = standing.health, standing.last, []
    if health.oldest:
        since = w.moment(health.oldest)
        said.append(w.text("cli.webhook_waits", count=health.queued, since=since))
    if health.failing_since and last:
        trouble = w.text(f"webhook_trouble.{last.trouble}", status=last.status)
        since, times = w.moment(health.failing_since), health.failing_times
        said.append(w.text("cli.webhook_fails", times=times, since=since, trouble=trouble))
    if standing.given_up:
        said.append(w.text("cli.webhook_given_up", count=standing.given_up))
    return "\n".join(said) or w.text("cli.webhook_well")
