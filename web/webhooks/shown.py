"""How a webhook stands, in words."""

from dataclasses import dataclass

from config.words import Words
from models.store.calls.standings import LastAnswer, NextCall, WebhookStanding
from models.store.calls.webhook_calls import TRIAL


@dataclass(frozen=True)
class WebhookShown:
    """A webhook: what it is told, what comes next, and what its last call came to, each in words.

    Without `kinds` it is told everything.
    """

    standing: WebhookStanding
    kinds: tuple[str, ...]
    next: str
    answer: str


def webhook_shown(standing: WebhookStanding, w: Words) -> WebhookShown:
    """Return a webhook as the page shows it."""
    return WebhookShown(
        standing=standing,
        kinds=tuple(w.label("entry", kind) for kind in standing.webhook.kinds),
        next=_next(standing.next, w) if standing.next else "",
        answer=_answer(standing, standing.last, w),
    )


def _next(call: NextCall, w: Words) -> str:
    what = w.text("page.webhooks.trial") if call.what == TRIAL else w.label("entry", call.what)
    return f"{what} · {call.case_no}" if call.case_no else what


def _answer(standing: WebhookStanding, last: LastAnswer | None, w: Words) -> str:
    if standing.webhook.ended:
        return w.text(f"webhook_ended.{standing.webhook.ended}")
    if last is None:
        return w.text("page.webhooks.never_called")
    if last.trouble:
        return w.text(f"webhook_trouble.{last.trouble}", status=last.status)
    return w.text("page.webhooks.taken", status=last.status)
