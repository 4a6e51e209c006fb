"""Who may take a step: whom it asks, or who sits there on the day, or acts for one of them."""

from collections.abc import Iterator

from models.store.verify.rules.acts import JUDGING
from models.store.verify.rules.told import CaseTold, Said


def demand_asked(told: CaseTold, step: Said, said: Said) -> None:
    """Demand that an entry's person may answer a step: asked by it, and not kept from judging."""
    acts_for = said.get("on_behalf_of")
    named = [said.get(name) for name in ("on_behalf_of", "authority", "capacity")]
    whole = all(n is None for n in named) or all(n is not None for n in named)
    told.demand(whole, "on_behalf_of", named, "whom, under which authority, in which capacity")
    if acts_for:
        fits = told.ground.lets_act(said, step["seat"], told.day)
        told.demand(fits, "authority", said["authority"], "one that lets them act in this seat")
        told.demand(acts_for != said["person"], "on_behalf_of", acts_for, "somebody else")
        told.demand(_sits(told, step, acts_for), "on_behalf_of", acts_for, "who holds the seat")
    else:
        is_asked = _is_asked(told, step, said["person"])
        told.demand(is_asked, "person", said["person"], f"one of {step['holders']}")
    demand_may_judge(told, step, said["person"])
    if acts_for and not step["collective"]:
        demand_may_judge(told, step, acts_for)


def demand_of_unit(told: CaseTold, person: str) -> None:
    """Demand that somebody is of the unit whose case it is."""
    is_of_unit = told.ground.is_of_body(person, told.case["unit"], told.day)
    told.demand(is_of_unit, "column actor", person, "somebody of the unit")


def demand_may_judge(told: CaseTold, step: Said, person: str) -> None:
    """Demand that nothing keeps somebody from judging: their own trip, request, or another body."""
    if step["act"] not in JUDGING:
        return
    told.demand(person not in told.case["authors"], "person", person, "who did not write it")
    told.demand(person not in _going(told, step), "person", person, "who does not travel by it")
    for _, other in told.steps:
        told.demand(not _signed(other, person), "person", person, "who did not sign the request")
        apart = other["collective"] or step["collective"] or _body(other) == _body(step)
        elsewhere = not apart and _judged(other, person)
        told.demand(not elsewhere, "person", person, "who judged it for no other body")


def demand_recorded_well(told: CaseTold, step: Said, said: Said) -> None:
    """Demand that what came on paper has its paper and its clerk, who is neither author nor judge.

    Entries of earlier days name neither, or only the paper; then whoever acted was the clerk.
    """
    clerk, paper = said.get("recorded_by"), said.get("evidence")
    if "recorded_by" not in said:
        return
    told.demand(bool(clerk) is bool(paper), "recorded_by", clerk, f"a clerk with the paper {paper}")
    on_paper = said["identity"] in ("paper", "minutes")
    told.demand(
        on_paper is bool(clerk), "identity", said["identity"], "paper, where it came on one"
    )
    if not clerk or not paper:
        return
    told.demand(clerk != said["person"], "recorded_by", clerk, "somebody else than who answered")
    told.demand(clerk not in told.case["authors"], "recorded_by", clerk, "who did not write it")
    told.demand(clerk not in _going(told, step), "recorded_by", clerk, "who does not travel by it")
    told.demand(clerk not in _disputed(told, step), "recorded_by", clerk, "one nobody disputed")
    judged = told.version_judged(step)
    told.demand(paper["version"] == judged, "evidence", paper["version"], f"version {judged}")
    _records_for_one_body(told, step, said, clerk)
    today = told.day.isoformat()
    told.demand(paper["dated"] <= today, "evidence", paper["dated"], f"no day after {today}")


def demand_by_who_answered(told: CaseTold, said: Said) -> None:
    """Demand that who answered acted, or the clerk who recorded it; of old, a paper names no clerk."""
    if "recorded_by" in said or said["identity"] not in ("paper", "minutes"):
        told.by(said.get("recorded_by") or said["person"])


def _records_for_one_body(told: CaseTold, step: Said, said: Said, clerk: str) -> None:
    """A clerk records for one seat that judges, or the regulation lets one do and the entry says so."""
    votes = told.rebuilt["votes"].items()
    recorded = {key[0] for key, vote in votes if vote["recorded_by"] == clerk}
    recorded |= {n for n, other in told.steps if other["recorded_by"] == clerk}
    judged = (told.step(number) for number in recorded)
    elsewhere = step["act"] in JUDGING and any(
        other["act"] in JUDGING and other["seat"] != step["seat"] and other["state"] != "void"
        for other in judged
    )
    may = told.rulebook is None or told.rulebook.lets_one_clerk
    told.demand(not elsewhere or may, "recorded_by", clerk, "who recorded for no other body")
    # A vote's note stands with what its body decided.
    noted = "one_clerk" in said["notes"] or told.kind == "vote_cast"
    told.demand(not elsewhere or noted, "notes", said["notes"], "one_clerk")


def may_be_asked(told: CaseTold, step: Said, person: str) -> bool:
    """Tell whether a step may ask somebody: who came into its seat, or was let act in it."""
    if _leads(told, step, person):
        return True
    seats = told.ground.seats_of(person, told.day)
    if step["collective"] and any(seat.partition("/")[0] == _body(step) for seat in seats):
        return True
    return step["seat"] in seats or told.ground.acts_in(person, step["seat"])


def _leads(told: CaseTold, step: Said, person: str) -> bool:
    """Tell whether somebody is asked as the head of the delegation, or the unit's officer for them.

    Who of the travellers leads stands in the dossier, which is not asked here.
    """
    unit, _, seat = step["seat"].partition("/")
    if seat != "delegation_head":
        return False
    version = told.case["version"]
    officer = f"{unit}/officer" in told.ground.seats_of(person, told.day)
    unknown = told.kept.number_of_travellers(version) is None
    return officer or unknown or person in told.kept.travellers_by(version)


def _is_asked(told: CaseTold, step: Said, person: str) -> bool:
    """Tell whether a step asks somebody, or would be put to them before the day is over.

    Who comes into a seat may answer at once, before the sweep has asked them. A body that votes is
    left as it was asked.
    """
    return person in step["holders"] or (not step["collective"] and _sits(told, step, person))


def _sits(told: CaseTold, step: Said, person: str) -> bool:
    if step["collective"]:
        body = told.ground.is_of_body(person, _body(step), told.day)
        return body or person in step["holders"]
    sits = step["seat"] in told.ground.seats_of(person, told.day)
    return sits or person in step["holders"] or _leads(told, step, person)


def _going(told: CaseTold, step: Said) -> frozenset[str]:
    """Return who travels by the version in force, or by the one a step is about."""
    versions = (told.case["version"], told.version_judged(step))
    return told.kept.travellers_by(versions[0]) | told.kept.travellers_by(versions[1])


def _disputed(told: CaseTold, step: Said) -> Iterator[str]:
    place = (step["stage"], step["act"], step["seat"], step["key"])
    for _, other in told.steps:
        if (other["stage"], other["act"], other["seat"], other["key"]) == place:
            yield from other["disputed"]


def _signed(other: Said, person: str) -> bool:
    return other["act"] == "sign" and person in (other["decided_by"], other["on_behalf_of"])


def _judged(other: Said, person: str) -> bool:
    """Tell whether somebody has judged the case by a step that counts."""
    by_them = person in (other["decided_by"], other["on_behalf_of"])
    return by_them and other["act"] in JUDGING and other["state"] != "void"


def _body(step: Said) -> str:
    return str(step["seat"]).partition("/")[0]
