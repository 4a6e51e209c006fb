"""What a step asks, as a code: the same on its page, on the start page, and before anybody is known."""

from config.regulation.codes import Act, Kind, Stage
from models.case import Step

_WORDED_BY_KIND: dict[Kind, frozenset[str]] = {
    # Sentences that speak of sending a delegation have others for receiving one.
    Kind.INBOUND: frozenset(
        ("sign", "appraise", "consult", "decide", "vote", "file", "accept", "settle")
    ),
    Kind.PLAN_CONTRIBUTION: frozenset(("sign", "appraise")),
    Kind.ANNUAL_PLAN: frozenset(("sign", "consult", "decide", "vote")),
}
# Here the stage asks for something else than the act does in the rest of the lifecycle.
_ASKED_BY_STAGE = frozenset(
    (
        (Stage.HOSTING, Act.DECIDE),
        (Stage.ASKING, Act.ISSUE),
        (Stage.ACCOUNTS, Act.ACCEPT),
        (Stage.HOSTING, Act.FILE),
        (Stage.AGREEMENTS, Act.CONSULT),
        (Stage.AGREEMENTS, Act.FILE),
        (Stage.DEPARTURE, Act.CONFIRM),
        (Stage.RETURN_HOME, Act.CONFIRM),
        (Stage.ARRIVAL, Act.CONFIRM),
        (Stage.SEND_OFF, Act.CONFIRM),
    )
)


def what_is_asked(kind: Kind, step: Step) -> str:
    """Return the code of what a step asks; its sentence is `page.question.<code>`."""
    if step.stage is Stage.AMENDMENT:
        return f"{step.act}_amendment"
    asked = "vote" if step.act is Act.DECIDE and step.collective else str(step.act)
    if (step.stage, step.act) in _ASKED_BY_STAGE:
        return f"{asked}_{step.stage}"
    return f"{asked}_{kind}" if asked in _WORDED_BY_KIND.get(kind, ()) else asked
