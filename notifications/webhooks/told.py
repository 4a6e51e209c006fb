"""What webhooks are told, and how it is signed: the convention of Standard Webhooks.

A call says that something happened to a case, and nothing of what it is about: no name, no title, no
text and no choice. Whoever wants to know more asks the interface, as a person who may.
"""

import base64
import hashlib
import hmac
from datetime import UTC, datetime

import orjson

from models import entries as e
from models.store.calls.webhook_calls import WebhookCall

# The kinds of entries that other systems are told of; their names are stored, and never change.
TOLD = frozenset(
    each.kind
    for each in (
        e.CaseSubmitted,
        e.DossierRevised,
        e.CaseApproved,
        e.CaseReopened,
        e.CaseRejected,
        e.CaseWithdrawn,
        e.CaseCancelled,
        e.CaseArchived,
        e.AmendmentProposed,
        e.AmendmentInForce,
        e.AmendmentRefused,
        e.ContentErased,
        e.StepOpened,
        e.StepDecided,
        e.StepSilent,
        e.StepOverdue,
        e.StepVoided,
        e.DecisionTakenBack,
        e.QuestionAsked,
        e.ClockRestarted,
        e.ProgrammeRevised,
    )
)


def body_of(call: WebhookCall) -> bytes:
    """Return what a webhook is sent: the same bytes at every try."""
    data: dict[str, object] = {}
    if call.case_no is not None:
        data = {"case": call.case_no, "kind": call.delegation, "seq": call.seq}
    told = {"type": call.what, "timestamp": _said(call.at), "data": data}
    return orjson.dumps(told)


def signed(call: WebhookCall, body: bytes, secret: bytes, at: datetime) -> dict[str, str]:
    """Return the headers of a try at a moment, by which its receiver knows that it is ours.

    The id is the same at every try, so that a repeated call is known; the moment is in the signature, so
    that an old one cannot be played again.
    """
    seconds = str(int(at.timestamp()))
    content = b".".join((call.message.encode(), seconds.encode(), body))
    mac = base64.b64encode(hmac.new(secret, content, hashlib.sha256).digest()).decode()
    return {
        "webhook-id": call.message,
        "webhook-timestamp": seconds,
        "webhook-signature": f"v1,{mac}",
    }


def _said(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
