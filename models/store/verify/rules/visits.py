"""What entries say of receiving guests, and of troubles."""

from models.store.verify.rules.regulation import seat_in
from models.store.verify.rules.told import ENGINE, CaseTold, Said


def guests_classified(told: CaseTold, said: Said) -> None:
    """The class is another one than before, and one that a decision fixed or the head's rank gives."""
    told.by(ENGINE)
    known = told.case["guest_class"]
    told.demand(said["guest_class"] != known, "guest_class", said["guest_class"], "another class")
    decided = {s["choice"] for _, s in told.steps if s["act"] == "classify" and s["choice"]}
    is_asked = any(p["act"] == "classify" for p in told.plan)
    fixed = f"class_{said['guest_class']}" in decided
    revised = told.said_at_once("case_submitted", "dossier_revised", "amendment_in_force")
    told.demand(revised or (is_asked and fixed), "guest_class", said["guest_class"], "that decided")


def programme_revised(told: CaseTold, said: Said) -> None:
    """The next programme of an approved visit is somebody's, or that of an amendment just in force."""
    wanted = told.case["programme_revision"] + 1
    told.demand(said["revision"] == wanted, "revision", said["revision"], str(wanted))
    both = sorted(set(said["changed"]) & set(said["cancelled"]))
    told.demand(not both, "cancelled", both, "what is not changed too")
    amended = told.said_at_once("amendment_in_force")
    if told.actor == ENGINE:
        told.demand(amended, "column actor", ENGINE, "somebody, or an amendment at this moment")
        return
    told.demand(told.status == "approved", "column kind", told.status, "an approved case")
    if told.rulebook:
        unit = told.case["unit"]
        seats = (seat_in(told.rulebook.coordinator, unit), f"{unit}/officer", f"{unit}/head")
        held = told.ground.seats_of(told.actor, told.day)
        may = any(seat in held or told.ground.acts_in(told.actor, seat) for seat in seats)
        told.demand(may, "column actor", told.actor, f"who sits in one of {seats}")


def participants_called(told: CaseTold, said: Said) -> None:
    """People are told of an item; no calendar is told an older thing than it knows."""
    told.by(ENGINE)
    told.demand(said["item"] > 0, "item", said["item"], "an item of the programme")
    persons = said["persons"]
    told.demand(persons and len(set(persons)) == len(persons), "persons", persons, "each once")
    for person in persons:
        known = told.rebuilt["calls"].get((said["item"], person))
        older = known is not None and said["sequence"] < known["sequence"]
        told.demand(
            not older, "sequence", said["sequence"], f"{known and known['sequence']} or later"
        )

    _stands_as_before(told, said)


def _stands_as_before(told: CaseTold, said: Said) -> None:
    """An event keeps its name and its organiser for its whole life: calendars know it by these."""
    if "uid" not in said:
        return
    told.demand(said["uid"] and said["organizer"], "uid", said["uid"], "a name and an organiser")
    named = (c for key, c in told.rebuilt["calls"].items() if key[0] == said["item"] and c["uid"])
    known = next(named, said)
    for name in ("uid", "organizer"):
        told.demand(said[name] == known[name], name, said[name], known[name])


def invitation_answered(told: CaseTold, said: Said) -> None:
    """A calendar answers what its person was told of an item, and nothing that was never told."""
    told.by(ENGINE)
    known = told.rebuilt["calls"].get((said["item"], said["person"]))
    told.demand(known, "person", said["person"], f"who was called to item {said['item']}")
    latest = known["sequence"] if known else 0
    told.demand(said["sequence"] <= latest, "sequence", said["sequence"], f"{latest} at most")


def working_days_moved(told: CaseTold, said: Said) -> None:
    """A regulation that came later moves days to come; those that are past stay what they were."""
    told.by(ENGINE)
    later = told.ground.rulebook(said["regulation"])
    if told.rulebook is None or later is None:
        return
    known = told.case["moved_days"] or told.rulebook.days_moved
    today = told.day.isoformat()
    for name in ("off", "worked"):
        past = {day for day in known[name] if day < today}
        wanted = sorted(past | {day for day in later.days_moved[name] if day >= today})
        told.demand(said[name] == wanted, name, said[name], str(wanted))


def walk_recovered(told: CaseTold, said: Said) -> None:
    """A fault that was told is over."""
    told.by(ENGINE)
    told.demand(told.case["fault"] is not None, "column kind", told.kind, "a fault before it")


def by_itself(told: CaseTold, said: Said) -> None:
    """Doan tells it of its own accord."""
    told.by(ENGINE)


def erased(told: CaseTold, said: Said) -> None:
    """What was written is erased, by Doan when its time is over or by somebody of the office."""
    told.by(told.actor)


def decision_refused(told: CaseTold, said: Said) -> None:
    """Somebody tried what is not theirs to do, with the case or one of its steps."""
    told.by(said["person"])
    if said["step"]:
        told.step(said["step"])
