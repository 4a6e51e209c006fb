"""Which steps are opened when: those of the plan, of an amendment, and those no plan can foresee."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from models.store.verify.reading import read_moment
from models.store.verify.rules.acts import DECIDING, HANDED_IN, OF_THE_APPROVAL, TO_UNIT, effect_of
from models.store.verify.rules.people import may_be_asked
from models.store.verify.rules.regulation import seat_in
from models.store.verify.rules.told import ENGINE, CaseTold, Said, StepPlace, place_of

# A step of these may be open whatever the case waits for.
_WHENEVER = frozenset({"revision", "question"})


def step_opened(told: CaseTold, said: Said) -> None:
    """A step is the next, of the present version, for somebody, and one that is to be opened now."""
    told.by(ENGINE)
    told.demand_next("steps", said["step"])
    told.demand(said["version"] == told.case["version"], "version", said["version"], "in force")
    told.demand(said["digest_version"] == 1, "digest_version", said["digest_version"], "1")
    holders = said["holders"]
    told.demand(holders and len(set(holders)) == len(holders), "holders", holders, "each once")
    twice = [n for n, s in told.at_place(place_of(said)) if s["state"] == "open"]
    told.demand(not twice, "step", f"open already as {twice}", "one that is not open")
    _is_of_a_stage_that_has_come(told, said)
    _is_foreseen(told, said)
    strange = [person for person in holders if not may_be_asked(told, said, person)]
    told.demand(not strange, "holders", strange, f"who sits in {said['seat']}, or acts there")
    _rests_on_the_facts(told, said)
    _shows_the_opinions(told, said)
    _is_due(told, said)


def _is_of_a_stage_that_has_come(told: CaseTold, said: Said) -> None:
    stage = said["stage"]
    if stage in _WHENEVER or (stage, said["act"]) == ("notice", "acknowledge"):
        return
    wanted = ["in_approval"] if stage in OF_THE_APPROVAL else ["approved"]
    if stage == "amendment":
        # It goes on though the approval was taken back meanwhile.
        wanted = ["approved", "in_approval"]
    told.demand(told.status in wanted, "stage", f"{stage} in a case {told.status}", str(wanted))
    if stage not in OF_THE_APPROVAL:
        return
    for planned in _before(told.plan, said):
        answered = told.has_outcome(planned) or _is_refused_to_be_issued(told, planned, said)
        told.demand(answered, "stage", stage, f"{planned['stage']}, {planned['seat']} before it")


def _before(plan: Sequence[Said], said: Said) -> list[Said]:
    """Return what the plan asks for in earlier stages, and of the same one before a paper is issued."""
    here = next((p for p in plan if place_of(p) == place_of(said)), None)
    if here is None:
        return []
    return [
        p
        for p in plan
        if p["stage"] in OF_THE_APPROVAL
        and p["ordinal"] < here["ordinal"]
        and (p["stage"] != said["stage"] or (said["act"] == "issue" and p["act"] in DECIDING))
    ]


def _is_refused_to_be_issued(told: CaseTold, planned: Said, said: Said) -> bool:
    """Tell whether what is issued is a refusal: it gets its paper before the case ends."""
    if said["act"] != "issue" or planned["stage"] != said["stage"]:
        return False
    refused = (s for _, s in told.at_place(place_of(planned)) if s["state"] == "decided")
    return any(effect_of(step["choice"]) == "ends_case" for step in refused)


# --- what may be opened --------------------------------------------------------------------------


def _is_foreseen(told: CaseTold, said: Said) -> None:
    stage, act = said["stage"], said["act"]
    beside = _BESIDE_THE_PLAN.get((stage, act))
    if stage == "amendment":
        number, amendment = told.open_amendment or (0, {"steps": []})
        is_foreseen = _is_among(amendment["steps"], said) and said["key"] == str(number)
    elif beside:
        plain = not said["collective"] and not said["rests_on"]
        is_foreseen = plain and beside(told, said)
    else:
        is_foreseen = _is_among(told.plan, said)
    asked = f"{stage}, {act} of {said['seat']}, {said['key'] or 'no key'}"
    told.demand(is_foreseen, "seat", asked, "a step of the plan, or one that is to be opened now")


def _is_among(planned: Sequence[Said], said: Said) -> bool:
    names = ("stage", "act", "seat", "key", "collective", "rests_on")
    return any(all(said[name] == each[name] for name in names) for each in planned)


def _revision(told: CaseTold, said: Said) -> bool:
    """The unit is asked for a new version once for each return."""
    returned = dict(told.steps).get(_number(said["key"]))
    return (
        returned is not None
        and returned["state"] == "decided"
        and returned["stage"] != "amendment"
        and effect_of(returned["choice"]) == TO_UNIT
        and returned["version"] == told.case["version"]
        and said["seat"] == _officer(told)
    )


def _question(told: CaseTold, said: Said) -> bool:
    asked = told.said_at_once("question_asked")
    return bool(asked and str(asked[-1]["number"]) == said["key"]) and said["seat"] == _officer(
        told
    )


def _condition(told: CaseTold, said: Said) -> bool:
    condition = told.rebuilt["conditions"].get((_number(said["key"]),))
    if condition is None or told.step(condition["step"])["state"] != "decided":
        return False
    return bool(said["seat"] == _officer(told))


def _assignment(told: CaseTold, said: Said) -> bool:
    """An assignment goes to the unit of the plan, to the one it was given to, or is asked of again."""
    planned = [p for p in told.plan if _of_reception(p, "arrange", said["key"])]
    asked = told.newest("reception", "arrange", said["key"])
    if asked is None:
        return said["seat"] in [p["seat"] for p in planned]
    given = told.newest("reception", "reassign", said["key"])
    to_seat = given["to_seat"] or asked["seat"] if given else None
    return bool(planned) and asked["choice"] == "decline" and said["seat"] == to_seat


def _work(told: CaseTold, said: Said) -> bool:
    taken = told.newest("reception", "arrange", said["key"])
    planned = any(_of_reception(p, "deliver", said["key"]) for p in told.plan)
    return bool(
        planned and taken and taken["choice"] == "take_on" and taken["seat"] == said["seat"]
    )


def _reassigning(told: CaseTold, said: Said) -> bool:
    declined = told.newest("reception", "arrange", said["key"])
    return bool(declined and declined["choice"] == "decline") and _is_coordinator(told, said)


def _overseeing(told: CaseTold, said: Said) -> bool:
    return said["key"] == "" and _is_coordinator(told, said)


def _resolving(told: CaseTold, said: Said) -> bool:
    return _number(said["key"]) > 0 and _is_coordinator(told, said)


def _commitment(told: CaseTold, said: Said) -> bool:
    made = told.rebuilt["commitments"].get((_number(said["key"]),))
    return made is not None and made["owner"] == said["seat"] and not made["agreement"]


def _agreement(told: CaseTold, said: Said) -> bool:
    made = told.rebuilt["commitments"].get((_number(said["key"]),))
    if made is None or not made["agreement"]:
        return False
    unit = told.case["unit"]
    seats = told.rulebook.agreement_seats(said["act"]) if told.rulebook else [said["seat"]]
    if said["seat"] not in [seat_in(seat, unit) for seat in seats]:
        return False
    signed = told.newest("agreements", "conclude", said["key"])
    return said["act"] != "file" or bool(signed and signed["choice"] == "signed")


_BESIDE_THE_PLAN: dict[tuple[str, str], Callable[[CaseTold, Said], bool]] = {
    ("revision", "revise"): _revision,
    ("question", "answer"): _question,
    ("conditions", "meet"): _condition,
    ("reception", "arrange"): _assignment,
    ("reception", "deliver"): _work,
    ("reception", "reassign"): _reassigning,
    ("reception", "oversee"): _overseeing,
    ("reception", "resolve"): _resolving,
    ("commitments", "fulfil"): _commitment,
    ("agreements", "consult"): _agreement,
    ("agreements", "conclude"): _agreement,
    ("agreements", "file"): _agreement,
}


def _of_reception(planned: Said, act: str, key: str) -> bool:
    return (planned["stage"], planned["act"], planned["key"]) == ("reception", act, key)


def _is_coordinator(told: CaseTold, said: Said) -> bool:
    if told.rulebook is None:
        return True
    return bool(said["seat"] == seat_in(told.rulebook.coordinator, told.case["unit"]))


def _officer(told: CaseTold) -> str:
    return f"{told.case['unit']}/officer"


def _number(key: str) -> int:
    return int(key) if key.isdecimal() else 0


# --- what it rests on, shows, and until when -------------------------------------------------------


def _rests_on_the_facts(told: CaseTold, said: Said) -> None:
    """The digest is that of the facts in force, as long as anybody knows them."""
    names = [name for name in said["rests_on"] if name not in told.immaterial]
    if not HANDED_IN.isdisjoint(names) or told.rulebook is None:
        return
    known = told.kept.digest_of_facts(said["version"], names)
    told.demand(known in (None, said["digest"]), "digest", said["digest"], str(known))


def _shows_the_opinions(told: CaseTold, said: Said) -> None:
    """Whoever decides is shown every opinion that was given, and every silence, and nothing else."""
    shown = set(said["shows"])
    places = [place_of(p) for p in told.plan if p["stage"] == "opinions"]
    if said["act"] not in DECIDING:
        places = []
    given = {place: _outcomes(told, place) for place in places}
    strange = shown - {n for numbers in given.values() for n, _ in numbers}
    told.demand(not strange, "shows", sorted(strange), "opinions that were given")
    for place, numbers in given.items():
        newest = next(iter(numbers), None)
        if newest and newest[1]["version"] == said["version"]:
            told.demand(
                newest[0] in shown, "shows", said["shows"], f"step {newest[0]} of {place.seat}"
            )


def _outcomes(told: CaseTold, place: StepPlace) -> list[tuple[int, Said]]:
    return [(n, s) for n, s in told.at_place(place) if s["state"] in ("decided", "silent")]


def _is_due(told: CaseTold, said: Said) -> None:
    """A step of the plan has a time if its plan gives it one, and then about so much of it."""
    planned = next((p for p in _planned(told) if place_of(p) == place_of(said)), None)
    if planned is None:
        return
    within, due_at = planned["within"], said["due_at"]
    told.demand((within is None) is (due_at is None), "due_at", due_at, f"by the plan: {within}")
    if within and (within["counted_from"], within["direction"]) == ("step_opened", "after"):
        runs_on = told.rulebook is None or told.rulebook.runs_on
        least, most = span_of(within, runs_on=runs_on)
        due = read_moment(due_at)
        if said["stage"] == "amendment":
            # What begins sooner is decided before it begins.
            least = timedelta(0)
        fits = told.at + least <= due <= told.at + most
        told.demand(fits, "due_at", due_at, f"{within['amount']} {within['unit']} from its opening")


def _planned(told: CaseTold) -> list[Said]:
    _, amendment = told.open_amendment or (0, {"steps": []})
    return [*told.plan, *amendment["steps"]]


# Of any three days in a row one is worked, but for the longest holidays, which these allow for.
_LONGEST_HOLIDAYS = 21


def span_of(within: Said, *, runs_on: bool = False) -> tuple[timedelta, timedelta]:
    """Return how long a time limit lasts at least and at most, whatever holidays there are.

    Days end when offices close, ten hours from the day's end or its beginning. `runs_on`: what would end
    in holidays ends after them.
    """
    later = _LONGEST_HOLIDAYS if runs_on else 0
    amount = int(within["amount"])
    day = timedelta(days=1)
    if within["unit"] == "hours":
        return timedelta(hours=amount), timedelta(hours=amount)
    if within["unit"] == "months":
        return (28 * amount - 1) * day, (31 * amount + 1 + later) * day
    longest = amount + 1 + later
    if within["unit"] == "working_days":
        longest = 3 * amount + _LONGEST_HOLIDAYS
    return (amount - 1) * day, longest * day


def later(moment: datetime, within: Said) -> datetime:
    """Return the last moment at which a limit that is counted from a moment can end."""
    return moment + span_of(within)[1]
