"""What becomes of a case: its dossier and plan, its approval, amendments and end."""

from datetime import timedelta

from models.store.verify.rules.acts import ENDS, GOES_ON, OF_THE_APPROVAL, TO_UNIT, effect_of
from models.store.verify.rules.people import demand_of_unit
from models.store.verify.rules.plans import demand_its_route, demand_its_short_route
from models.store.verify.rules.told import ENGINE, CaseTold, Said, day_of, place_of

A_MOMENT = timedelta(minutes=1)
# What may change a case's plan, at the same moment.
_REDRAWS = ("case_submitted", "dossier_revised", "guests_classified", "amendment_in_force")


def case_submitted(told: CaseTold, said: Said) -> None:
    """A case begins so, once, in its year, by somebody of its unit."""
    told.demand(told.seq == 1, "column kind", told.kind, "the first entry")
    told.by(said["filed_for"])
    # The number is given out a moment before.
    years = {told.day.year, day_of(told.at - A_MOMENT).year}
    told.demand(said["year"] in years, "year", said["year"], str(years))
    told.demand(said["unit"], "unit", "", "the one that submits")
    of_unit = told.ground.is_of_body(said["filed_for"], said["unit"], told.day)
    told.demand(of_unit, "filed_for", said["filed_for"], f"somebody of {said['unit']}")
    _days_in_order(told, said)


def dossier_revised(told: CaseTold, said: Said) -> None:
    """A new version follows the one in force, before the approval."""
    _is_in_approval(told)
    told.by(said["filed_for"])
    demand_of_unit(told, said["filed_for"])
    proposed = (each["version"] or 0 for each in told.rebuilt["amendments"].values())
    wanted = max((told.case["version"], *proposed)) + 1
    told.demand(said["version"] == wanted, "version", said["version"], str(wanted))
    asked = [n for n, s in told.steps if (s["act"], s["state"]) == ("revise", "open")]
    told.demand(not asked, "column kind", f"step {asked} open", "a version that nobody asked for")
    _days_in_order(told, said)


def _days_in_order(told: CaseTold, said: Said) -> None:
    # The earliest entries have other names for them.
    begins, ends = (str(said.get(new, said.get(old))) for new, old in _DAYS)
    told.demand(begins <= ends, "ends", ends, f"not before {begins}")


_DAYS = (("begins", "departs"), ("ends", "returns"))


def route_drawn(told: CaseTold, said: Said) -> None:
    """A plan is drawn when something changed that it goes by, and is then another one."""
    told.by(ENGINE)
    told.demand(
        told.said_at_once(*_REDRAWS), "column kind", told.kind, f"one of {_REDRAWS} before it"
    )
    _in_order(told, said["steps"])
    told.demand(said["steps"] != told.plan, "steps", "those before", "another plan")
    demand_its_route(told, said)


def _in_order(told: CaseTold, steps: list[Said]) -> None:
    ordinals = [step["ordinal"] for step in steps]
    told.demand(ordinals == list(range(1, len(steps) + 1)), "steps", ordinals, "1, 2, 3 …")
    told.demand(steps, "steps", steps, "somebody who is asked")


def case_approved(told: CaseTold, said: Said) -> None:
    """Everything the plan asks before the approval has an outcome by which the case goes on."""
    told.by(ENGINE)
    _is_in_approval(told)
    wanted = [p for p in told.plan if p["stage"] in OF_THE_APPROVAL and not p.get("optional")]
    told.demand(wanted, "column kind", told.kind, "a plan with somebody who approves")
    for planned in wanted:
        lacks = f"without {planned['stage']}, {planned['act']} of {planned['seat']}"
        told.demand(told.has_outcome(planned), "column kind", f"{told.kind} {lacks}", "with it")


def case_rejected(told: CaseTold, said: Said) -> None:
    """A refusal ends the case, its paper issued where the plan asks for one."""
    told.by(ENGINE)
    _is_in_approval(told)
    step = told.step(said["step"])
    told.demand(step["state"] == "decided", "step", step["state"], "a decided one")
    told.demand(effect_of(step["choice"]) == ENDS, "step", step["choice"], "a refusal")
    told.demand(told.may_count(step), "step", said["step"], "one on the present dossier")
    for planned in told.plan:
        if (planned["stage"], planned["act"]) == (step["stage"], "issue"):
            issued = told.has_outcome(planned)
            told.demand(issued, "step", said["step"], f"one {planned['seat']} has issued")


def case_withdrawn(told: CaseTold, said: Said) -> None:
    """The unit ends its request before the approval, says why, and nobody is asked any more."""
    _is_in_approval(told)
    told.by(said["person"])
    demand_of_unit(told, said["person"])
    told.demand(said["reason"], "reason", None, "why")
    _nobody_is_asked(told)


def case_cancelled(told: CaseTold, said: Said) -> None:
    """What was approved is called off by an amendment that came in force at this moment."""
    told.by(ENGINE)
    numbers = [put["number"] for put in told.said_at_once("amendment_in_force")]
    calls_off = [n for n in numbers if told.amendment(n)["version"] is None]
    told.demand(calls_off, "column kind", told.kind, "an amendment that calls it off")
    _nobody_is_asked(told)


def _nobody_is_asked(told: CaseTold) -> None:
    asked = [n for n, s in told.steps if s["state"] == "open"]
    told.demand(not asked, "column kind", f"step {asked} open", "none that is still asked")


def case_archived(told: CaseTold, said: Said) -> None:
    """Everything the plan asks after the approval is done, each condition met, each commitment over."""
    told.by(ENGINE)
    told.demand(told.status == "approved", "column kind", told.status, "an approved case")
    on_its_way = told.open_amendment
    told.demand(not on_its_way, "column kind", "an amendment on its way", "none")
    dropped = {s["key"] for _, s in told.steps if s["choice"] == "visit_dropped"}
    for planned in told.plan:
        if planned["stage"] in _ENDS_WITH and planned["key"] not in dropped:
            lacks = f"without {planned['stage']}, {planned['act']} of {planned['seat']}"
            told.demand(told.has_outcome(planned), "column kind", f"{told.kind} {lacks}", "with it")
    for number, condition in told.numbered("conditions"):
        stands = told.step(condition["step"])["state"] == "decided"
        met = told.newest("conditions", "meet", str(number))
        is_met = bool(met and met["state"] == "decided")
        told.demand(not stands or is_met, "column kind", f"condition {number} open", "all met")


# What a plan asks for that a case is not archived without.
_ENDS_WITH = frozenset(
    {
        *("preparation", "departure", "return_home", "send_off", "report", "passports", "accounts"),
        "tasks",
    }
)


def case_taken_over(told: CaseTold, said: Said) -> None:
    """A colleague of the unit looks after the case from now on."""
    told.by(said["person"])
    demand_of_unit(told, said["person"])
    told.demand(said["person"] != told.case["filed_for"], "person", said["person"], "a colleague")
    told.demand(said["reason"], "reason", None, "why")


def amendment_proposed(told: CaseTold, said: Said) -> None:
    """The unit asks to change what was approved, one amendment at a time, by a route of its own."""
    told.demand(told.status == "approved", "column kind", told.status, "an approved case")
    told.demand(not told.open_amendment, "number", said["number"], "none while another is open")
    told.demand_next("amendments", said["number"])
    told.by(said["filed_for"])
    demand_of_unit(told, said["filed_for"])
    told.demand(said["reason"], "reason", None, "why")
    _in_order(told, said["steps"])
    of_it = [(step["stage"], step["key"]) for step in said["steps"]]
    wanted = ("amendment", str(said["number"]))
    told.demand(set(of_it) == {wanted}, "steps", of_it, f"each {wanted}")
    demand_its_short_route(told, said)
    if said["version"] is None:
        nothing = (said["begins"], said["ends"], said["changed"]) == (None, None, [])
        told.demand(nothing, "changed", said["changed"], "nothing: it is called off")
        same = told.case["dossier_digest"]
        told.demand(said["dossier_digest"] == same, "dossier_digest", said["dossier_digest"], same)
        return
    known = [a["version"] for _, a in told.numbered("amendments") if a["version"]]
    newest = max(told.case["version"], *known, 0)
    told.demand(said["version"] == newest + 1, "version", said["version"], str(newest + 1))
    told.demand(said["changed"], "changed", [], "what it changes")
    told.demand(said["begins"] and said["ends"], "begins", said["begins"], "its days")
    _days_in_order(told, said)


def amendment_in_force(told: CaseTold, said: Said) -> None:
    """Everybody on the route of an amendment has agreed to it."""
    told.by(ENGINE)
    amendment = _is_on_its_way(told, said)
    for planned in amendment["steps"]:
        asked = _outcome_of(told, planned)
        agreed = asked is not None and effect_of(asked["choice"]) == GOES_ON
        told.demand(agreed, "number", said["number"], f"one that {planned['seat']} agreed to")
    if amendment["version"] is None:
        told.owe("case_cancelled")


def amendment_refused(told: CaseTold, said: Said) -> None:
    """Somebody refused or returned it, or the unit took it back."""
    _is_on_its_way(told, said)
    if said["step"] is None:
        demand_of_unit(told, told.actor)
        return
    told.by(ENGINE)
    step = told.step(said["step"])
    about = (step["stage"], step["key"], step["state"])
    told.demand(
        about == ("amendment", str(said["number"]), "decided"), "step", about, "of its route"
    )
    told.demand(effect_of(step["choice"]) in (TO_UNIT, ENDS), "step", step["choice"], "a refusal")


def _is_on_its_way(told: CaseTold, said: Said) -> Said:
    amendment = told.amendment(said["number"])
    told.demand(amendment["state"] == "open", "number", amendment["state"], "one on its way")
    return amendment


def _outcome_of(told: CaseTold, planned: Said) -> Said | None:
    """Return the newest step of an amendment's route that counts, if it has its outcome."""
    asked = (s for _, s in told.at_place(place_of(planned)) if s["state"] != "void")
    newest = next(asked, None)
    return newest if newest and newest["state"] == "decided" else None


def _is_in_approval(told: CaseTold) -> None:
    told.demand(told.status == "in_approval", "column kind", told.status, "a case in approval")
