"""What happens to a step while it is open: time passes, it changes hands, it is taken back."""

from models.store.verify.reading import read_moment
from models.store.verify.rules.people import may_be_asked
from models.store.verify.rules.told import ENGINE, CaseTold, Said


def step_reminded(told: CaseTold, said: Said) -> None:
    """An open step with a time limit is reminded of."""
    told.by(ENGINE)
    step = told.open_step(said["step"])
    told.demand(step["due_at"] is not None, "step", said["step"], "one with a time limit")
    times = said.get("overdue", 0)
    rules = told.rulebook.overdue if told.rulebook else None
    told.demand(not times or step["overdue"], "overdue", times, "0 before it is overdue")
    if "overdue" in said and rules is not None:
        last, also = rules.get("reminders"), rules.get("escalated_with")
        is_last = bool(times) and times == last
        told.demand(said["last"] is is_last, "last", said["last"], f"with reminder {last} alone")
        is_also = is_last or (bool(times) and times == also)
        told.demand(said["escalated"] is is_also, "escalated", said["escalated"], f"with {also}")


def open_at_start(told: CaseTold, said: Said) -> None:
    """The first day of the delegation has come, and steps are open."""
    told.by(ENGINE)
    begins = told.case["begins"]
    told.demand(said["begins"] == begins, "begins", said["begins"], str(begins))
    told.demand(begins <= told.day.isoformat(), "column at", told.day.isoformat(), f"from {begins}")
    told.demand(said["steps"], "steps", said["steps"], "one at least")
    for number in said["steps"]:
        told.open_step(number)


def vote_unreachable(told: CaseTold, said: Said) -> None:
    """Some of those whom an open ballot asked have left, and have not voted."""
    told.by(ENGINE)
    step = told.open_step(said["step"])
    told.demand(step["collective"], "step", said["step"], "one of a body that votes")
    voted = told.votes_of(said["step"])
    strange = [p for p in said["left"] if p not in step["holders"] or p in voted]
    told.demand(said["left"] and not strange, "left", said["left"], f"of {step['holders']}")


def signers_away(told: CaseTold, said: Said) -> None:
    """All who may take an open step are away for a while yet."""
    told.by(ENGINE)
    step = told.open_step(said["step"])
    told.demand(not step["collective"], "step", said["step"], "no body's")
    told.demand(said["persons"], "persons", said["persons"], "one at least")
    told.demand(
        said["until"] >= told.day.isoformat(), "until", said["until"], f"from {told.day} on"
    )


def step_silent(told: CaseTold, said: Said) -> None:
    """An agency has not answered by its deadline."""
    step = _is_late(told, said)
    told.demand(step["act"] == "consult", "step", step["act"], "consult")


def step_overdue(told: CaseTold, said: Said) -> None:
    """Somebody else has not."""
    step = _is_late(told, said)
    told.demand(step["act"] != "consult", "step", step["act"], "another act, or its silence")


def _is_late(told: CaseTold, said: Said) -> Said:
    told.by(ENGINE)
    step = told.open_step(said["step"])
    due_at = step["due_at"]
    told.demand(due_at is not None, "step", said["step"], "one with a time limit")
    told.demand(
        read_moment(due_at) <= told.at, "column at", told.at.isoformat(), f"from {due_at} on"
    )
    told.demand(step["paused_at"] is None, "step", "its clock stands still", "one whose clock runs")
    return step


def step_voided(told: CaseTold, said: Said) -> None:
    """A step counts for nothing any more, because of something that happened at this moment."""
    told.by(ENGINE)
    step, because = told.step(said["step"]), said["because"]
    told.demand(because in _BECAUSE, "because", because, f"one of {sorted(_BECAUSE)}")
    kinds = _BECAUSE[because]
    told.demand(
        not kinds or told.said_at_once(*kinds),
        "because",
        because,
        f"{' or '.join(kinds)} before it",
    )
    if because == "file_again":
        told.demand(step["state"] == "decided", "step", step["state"], "what was handed in")
    else:
        told.open_step(said["step"])
    if because in _FOLLOWED_BY:
        told.owe(_FOLLOWED_BY[because])
    acts = _OF_ACTS.get(because, {step["act"]})
    told.demand(step["act"] in acts, "step", step["act"], f"one of {sorted(acts)}")
    if because == "question_dropped":
        question = told.rebuilt["questions"].get((int(step["key"]),))
        still = question and told.step(question["step"])["state"] == "open"
        told.demand(not still, "step", said["step"], "a question nobody asks any more")
    if because == "body_passed":
        is_ballot, body = step["collective"], step["seat"].partition("/")[0]
        passed = is_ballot and told.ground.is_no_more(body, told.day)
        told.demand(passed, "step", said["step"], "a ballot of a body that is no more")


# Why a step is voided, and which entries may have brought that about at the same moment.
_BECAUSE: dict[str, tuple[str, ...]] = {
    "case_cancelled": ("amendment_in_force",),
    # Those who open no further step wait: a report is voided by its refusal, or by a later walk.
    "file_again": (),
    "dossier_revised": ("dossier_revised",),
    "amendment_dropped": (),
    "case_withdrawn": (),
    "taken_back": ("decision_taken_back",),
    "disputed": ("recording_disputed",),
    "question_dropped": (),
    "visit_over": (),
    "item_over": (),
    "body_passed": (),
}
# What is told right after, at the same moment.
_FOLLOWED_BY = {
    "case_cancelled": "case_cancelled",
    "amendment_dropped": "amendment_refused",
    "case_withdrawn": "case_withdrawn",
}
_OF_ACTS = {
    "file_again": {"file", "settle"},
    "question_dropped": {"answer"},
    "visit_over": {"arrange", "reassign", "resolve", "oversee"},
    "item_over": {"resolve"},
}


def step_due_moved(told: CaseTold, said: Said) -> None:
    """An amendment moved the day a deadline is counted from, or days that are worked were moved."""
    told.by(ENGINE)
    told.open_step(said["step"])
    days_moved = said.get("cause") == "days_moved"
    moved = told.said_at_once("working_days_moved" if days_moved else "amendment_in_force")
    told.demand(moved, "column kind", told.kind, "an amendment in force, or days moved, just now")


def step_reassigned(told: CaseTold, said: Said) -> None:
    """Somebody of the office gave an open step to another."""
    step = told.open_step(said["step"])
    told.demand(not step["collective"], "step", said["step"], "no body's")
    told.demand(said["person"] not in step["holders"], "person", said["person"], "somebody new")
    told.demand(told.actor != ENGINE, "column actor", ENGINE, "somebody of the office")
    told.demand(said["reason"], "reason", None, "why")
    body = step["seat"].partition("/")[0]
    told.demand(
        told.ground.is_of_body(said["person"], body, told.day),
        "person",
        said["person"],
        f"of {body}",
    )


def substitute_came(told: CaseTold, said: Said) -> None:
    """Somebody may act for a holder of an open step."""
    told.by(ENGINE)
    step = told.open_step(said["step"])
    told.demand(
        said["giver"] in step["holders"], "giver", said["giver"], f"one of {step['holders']}"
    )
    told.demand(said["person"] not in step["holders"], "person", said["person"], "somebody new")
    known = told.ground.is_authority(said["authority"], said["giver"], said["person"])
    told.demand(known, "authority", said["authority"], f"one {said['giver']} gave {said['person']}")


def secretary_noted(told: CaseTold, said: Said) -> None:
    """Who prepares for the holder of an open step notes something for them, in their own name."""
    told.by(said["person"])
    step = told.open_step(said["step"])
    told.demand(not step["collective"], "step", said["step"], "no body's")
    seats = told.rulebook.secretaries(step["seat"]) if told.rulebook else None
    sits = seats is None or not told.ground.seats_of(said["person"], told.day).isdisjoint(seats)
    told.demand(sits, "person", said["person"], f"who sits in one of {seats}")


def holders_changed(told: CaseTold, said: Said) -> None:
    """Those who come were not asked, those who leave were; a body is left as it was asked."""
    told.by(ENGINE)
    step = told.open_step(said["step"])
    told.demand(not step["collective"], "step", said["step"], "no body's")
    came, left, holders = said["came"], said["left"], step["holders"]
    told.demand(came or left, "came", came, "somebody who came or left")
    asked = [person for person in came if person in holders]
    told.demand(not asked, "came", asked, "who was not asked")
    strange = [person for person in left if person not in holders]
    told.demand(not strange, "left", strange, f"of {holders}")
    for person in came:
        may_come = may_be_asked(told, step, person) or person in step["reassigned"]
        told.demand(may_come, "came", person, "who sits there, or acts for them")
