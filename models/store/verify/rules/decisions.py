"""Outcomes of steps: given, taken back, disputed; and what an answer brings beside its choice."""

from models.store.verify.reading import read_moment
from models.store.verify.rules.acts import (
    BY_ITSELF,
    CHOICES,
    JUDGING,
    LAST_DECISIONS,
    TO_UNIT,
    effect_of,
)
from models.store.verify.rules.people import (
    demand_asked,
    demand_by_who_answered,
    demand_may_judge,
    demand_of_unit,
    demand_recorded_well,
    may_be_asked,
)
from models.store.verify.rules.told import ENGINE, CaseTold, Said, day_of
from models.store.verify.rules.votes import demand_decided_by_votes, objections


def step_decided(told: CaseTold, said: Said) -> None:
    """An outcome is one of its act, by whom the step asks, on what is in force, with all it needs."""
    step = told.open_step(said["step"])
    _came_by_reply(told, step, said)
    if told.is_over:
        # Who was only to take note may still do so.
        told.demand(
            step["act"] == "acknowledge", "column kind", told.kind, f"nothing: {told.status}"
        )
    if step["collective"]:
        demand_decided_by_votes(told, step, said)
        told.demand_seen(step, said["seen"])
    elif said["person"] is None:
        _closed_by_itself(told, step, said)
        return
    else:
        _answered(told, step, said)
    _brings_papers(told, step, said)


def _came_by_reply(told: CaseTold, step: Said, said: Said) -> None:
    """What came by reply names its letter, and is what the regulation lets come so."""
    by_reply = said["identity"] == "reply"
    told.demand(bool(said.get("letter")) is by_reply, "letter", said.get("letter"), "of a reply")
    if not by_reply or told.rulebook is None:
        return
    decides = step["act"] == "decide" and step["stage"] in told.rulebook.decided_by_reply
    may = not step["collective"] and (decides or step["act"] in ("consult", "arrange"))
    told.demand(may, "identity", said["identity"], "an act that is done by reply")


def opinion_late(told: CaseTold, said: Said) -> None:
    """An opinion comes once after its silence, as long as the case waits for a decision."""
    step = told.step(said["step"])
    is_silent = step["state"] == "silent" and step["choice"] is None
    told.demand(is_silent, "step", f"step {said['step']} {step['state']}", "a silent one")
    told.demand(step["stage"] == "opinions", "step", step["stage"], "opinions")
    told.demand(told.status == "in_approval", "column kind", told.status, "a case in approval")
    choice, known = said["choice"], CHOICES["consult"]
    told.demand(choice in known, "choice", choice, f"one of {sorted(known)}")
    for needed in known[choice]:
        told.demand(said.get(needed), needed, said.get(needed), f"what {choice} needs")
    told.demand_seen(step, said["seen"])
    demand_asked(told, step, said)
    demand_recorded_well(told, step, said)
    demand_by_who_answered(told, said)


def _closed_by_itself(told: CaseTold, step: Said, said: Said) -> None:
    known = BY_ITSELF.get(step["act"])
    told.demand(known is not None, "person", None, f"who answered to {step['act']}")
    told.demand(said["choice"] == known, "choice", said["choice"], str(known))
    told.by(ENGINE)
    brings = [name for name, value in said.items() if value and name not in ("step", "choice")]
    told.demand(not brings, brings[0] if brings else "", "something", "nothing: nobody answered")


def _answered(told: CaseTold, step: Said, said: Said) -> None:
    choice, known = said["choice"], CHOICES.get(step["act"], {})
    told.demand(choice in known, "choice", choice, f"one of {sorted(known)}")
    for needed in known[choice]:
        told.demand(said.get(needed), needed, said.get(needed), f"what {choice} needs")
    told.demand_seen(step, said["seen"])
    if choice == "approve_with_conditions":
        told.owe("condition_set")
    if choice == "resubmitted":
        told.owe("dossier_revised")
        _resubmitted(told, said)
        return
    demand_asked(told, step, said)
    demand_recorded_well(told, step, said)
    demand_by_who_answered(told, said)
    for only_with, choices in _ONLY_WITH.items():
        told.demand(not said.get(only_with) or choice in choices, only_with, choice, choices[0])
    _names_members(told, step, said)
    agrees = step["act"] == "decide" and choice in _AGREES
    told.demand(
        said["answer"] or not agrees or not objections(told, step),
        "answer",
        None,
        "to an objection",
    )


_AGREES = ("approve", "approve_with_conditions", "approve_some", "head_refused")

# What is told with these choices alone.
_ONLY_WITH = {
    "refused_members": ("approve_some", "head_refused"),
    "told_apart": ("forward",),
    "settled": ("settle",),
    "to_seat": ("give_to",),
}


def _resubmitted(told: CaseTold, said: Said) -> None:
    told.by(said["person"])
    demand_of_unit(told, said["person"])


def _names_members(told: CaseTold, step: Said, said: Said) -> None:
    """Who is refused is a member of the version in force; while it is there, anybody can see that."""
    refused = said.get("refused_members") or ()
    going = told.kept.number_of_travellers(told.case["version"])
    strange = [n for n in refused if n < 1 or (going is not None and n > going)]
    told.demand(not strange, "refused_members", strange, f"members from 1 to {going}")
    twice = len(set(refused)) < len(refused)
    told.demand(not twice, "refused_members", refused, "each member once")


def _brings_papers(told: CaseTold, step: Said, said: Said) -> None:
    """Papers and days are of today or of before."""
    today = told.day.isoformat()
    paper = said["paper"]
    told.demand(not paper or paper["dated"] <= today, "paper", paper, f"no day after {today}")
    told.demand(not said["day"] or said["day"] <= today, "day", said["day"], f"not after {today}")


# --- taken back, disputed -----------------------------------------------------------------------


def decision_taken_back(told: CaseTold, said: Said) -> None:
    """Somebody takes their own decision back, before anything rests on it."""
    step = told.step(said["step"])
    told.demand(step["state"] == "decided", "step", step["state"], "a decided one")
    told.demand(step["decided_by"] == said["person"], "person", said["person"], step["decided_by"])
    told.by(said["person"])
    told.demand(not step["paper_number"], "step", step["paper_number"], "one without a paper")
    told.demand(_is_a_decision(step), "step", step["choice"], "a decision")
    rests = [
        n for n, s in opened_by(told, said["step"], step) if s["state"] not in ("open", "void")
    ]
    told.demand(not rests, "step", rests, "one that nothing rests on")
    _amendment_is_open(told, step)
    _lets_an_approval_fall(told, step)


def recording_disputed(told: CaseTold, said: Said) -> None:
    """Whose answer a clerk recorded disputes it; of an open ballot, their vote."""
    _recorded_for(told, said)
    step = told.step(said["step"])
    told.demand(step["state"] in ("open", "decided"), "step", step["state"], "open or decided")
    if step["state"] == "decided":
        told.demand(_is_a_decision(step), "step", step["choice"], "a decision")
        _amendment_is_open(told, step)
        _lets_an_approval_fall(told, step)


def _lets_an_approval_fall(told: CaseTold, step: Said) -> None:
    if told.status == "approved" and step["stage"] in LAST_DECISIONS:
        told.owe("case_reopened")


def dispute_noted(told: CaseTold, said: Said) -> None:
    """So do they when others have gone on by it already; then it is noted."""
    _recorded_for(told, said)


def _recorded_for(told: CaseTold, said: Said) -> None:
    step, person = told.step(said["step"]), said["person"]
    told.demand(step["state"] != "void", "step", "a void one", "one that counts")
    vote = told.votes_of(said["step"]).get(person)
    by_them = step["decided_by"] == person
    clerk = step["recorded_by"] if by_them else vote and vote["recorded_by"]
    told.demand(clerk is not None, "person", person, "one for whom it was recorded")
    told.demand(said["clerk"] == clerk, "clerk", said["clerk"], str(clerk))
    told.by(person)


def _is_a_decision(step: Said) -> bool:
    return bool(step["choice"] != "resubmitted" and step["act"] != "answer")


def _amendment_is_open(told: CaseTold, step: Said) -> None:
    if step["stage"] == "amendment":
        state = told.of_amendment(step)["state"]
        told.demand(state == "open", "step", f"of an amendment {state}", "of one on its way")


def opened_by(told: CaseTold, number: int, step: Said) -> list[tuple[int, Said]]:
    """Return the steps that were opened when a step was decided, or after it; no questions."""
    return [
        (n, s)
        for n, s in told.steps
        if n > number and s["opened_at"] >= step["decided_at"] and s["act"] != "answer"
    ]


def case_reopened(told: CaseTold, said: Said) -> None:
    """An approval falls with a decision that is taken back or disputed."""
    told.demand(told.status == "approved", "column kind", told.status, "an approved case")
    undone = told.said_at_once("decision_taken_back", "recording_disputed")
    of_a_body = [u for u in undone if told.step(u["step"])["stage"] in LAST_DECISIONS]
    told.demand(of_a_body, "column kind", told.kind, "a last decision undone at the same moment")
    told.by(*(u["person"] for u in of_a_body))
    revision = told.case["programme_revision"]
    told.demand(not revision, "column kind", f"revision {revision}", "an unchanged programme")


# --- what an answer brings -----------------------------------------------------------------------


def commitment_made(told: CaseTold, said: Said) -> None:
    """What was agreed on is told by the report, at the moment it is filed."""
    step = _brought(told, said, "commitments")
    told.demand(step["stage"] == "report", "step", step["stage"], "report")
    told.demand(said["due"] > told.day.isoformat(), "due", said["due"], "a day to come")


def condition_set(told: CaseTold, said: Said) -> None:
    """A condition comes with the decision that agrees on it."""
    step = _brought(told, said, "conditions")
    told.demand(
        step["choice"] in ("approve_with_conditions", "approve_some"),
        "step",
        step["choice"],
        "agreed with conditions",
    )


def remark_made(told: CaseTold, said: Said) -> None:
    """A remark on a field comes with the return of the dossier."""
    step = _brought(told, said, "remarks")
    told.demand(effect_of(step["choice"]) == TO_UNIT, "step", step["choice"], "a return")


def _brought(told: CaseTold, said: Said, table: str) -> Said:
    told.demand_next(table, said["number"])
    step = told.step(said["step"])
    told.demand(step["state"] == "decided", "step", step["state"], "a decided one")
    given = [d["step"] for d in told.said_at_once("step_decided")]
    told.demand(
        given[-1:] == [said["step"]], "step", said["step"], f"what was just decided: {given}"
    )
    told.by(step["decided_by"])
    return step


def question_asked(told: CaseTold, said: Said) -> None:
    """Whoever has a step that judges asks the unit, one question at a time."""
    told.demand_next("questions", said["number"])
    step = told.open_step(said["step"])
    told.demand(step["act"] in JUDGING, "step", step["act"], "one that judges")
    told.demand(step["paused_at"] is None, "step", "asking already", "one that asks nothing yet")
    told.by(said["person"])
    asked = said["person"] in step["holders"] or may_be_asked(told, step, said["person"])
    told.demand(asked, "person", said["person"], f"one of {step['holders']}")
    demand_may_judge(told, step, said["person"])


def clock_restarted(told: CaseTold, said: Said) -> None:
    """The asking step has its time again at the moment the unit has answered."""
    step = told.open_step(said["step"])
    told.demand(step["paused_at"] is not None, "step", "its clock runs", "one that waits")
    told.by(ENGINE)
    answered = [told.step(d["step"]) for d in told.said_at_once("step_decided")]
    keys = {s["key"] for s in answered if s["act"] == "answer"}
    of_it = [
        n for n, q in told.numbered("questions") if q["step"] == said["step"] and str(n) in keys
    ]
    told.demand(of_it, "step", said["step"], "one whose question was just answered")
    told.demand(
        (said["due_at"] is None) is (step["due_at"] is None), "due_at", said["due_at"], "as before"
    )
    # It ends when offices close, which may be earlier in the day.
    days = [day_of(read_moment(due)) for due in (step["due_at"], said["due_at"]) if due]
    told.demand(days == sorted(days), "due_at", said["due_at"], f"not before {step['due_at']}")
