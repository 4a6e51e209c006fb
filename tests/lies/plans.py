"""Lies about plans, versions and amendments."""

from tests.lies.lives import amended, archived, asked, called_off, received, returned, withdrawn
from tests.lies.telling import STRANGER, lie


@lie(archived, "column kind")
def a_plan_is_drawn_anew_for_nothing(j):
    drawn, decided = j.first("route_drawn"), j.decided("appraise")
    return j.again(drawn, after=decided)


@lie(archived, "steps")
def a_plan_leaves_a_number_out(j):
    drawn = j.first("route_drawn")
    return drawn.says(steps=[s for s in drawn.said["steps"] if s["ordinal"] != 3])


@lie(archived, "steps")
def a_plan_asks_a_body_that_its_route_does_not(j):
    drawn = j.first("route_drawn")
    extra = {**drawn.said["steps"][1], "seat": "friendship_union/head", "key": "x"}
    steps = [*drawn.said["steps"][:2], extra, *drawn.said["steps"][2:]]
    return drawn.says(steps=[{**s, "ordinal": n} for n, s in enumerate(steps, start=1)])


@lie(archived, "steps")
def a_plan_leaves_a_body_of_its_route_out(j):
    drawn = j.first("route_drawn")
    steps = [s for s in drawn.said["steps"] if s["stage"] != "party_decision"]
    return drawn.says(steps=[{**s, "ordinal": n} for n, s in enumerate(steps, start=1)])


@lie(archived, "route")
def a_plan_is_of_no_route(j):
    return j.first("route_drawn").says(route="by_the_garden_gate")


@lie(amended, "steps")
def an_amendment_leaves_a_body_of_its_route_out(j):
    proposed = j.first("amendment_proposed")
    return proposed.says(steps=proposed.said["steps"][:1])


@lie(called_off, "route")
def what_calls_off_goes_by_another_route(j):
    other = j.first("amendment_proposed").said["route"]
    assert other
    return j.first("amendment_proposed").says(route="by_the_garden_gate")


@lie(amended, "column kind")
def conditions_are_agreed_on_and_none_is_told(j):
    j.drops(*[e for e in j.entries if e.kind == "condition_set"])
    return j.first("step_decided", choice="approve_with_conditions")


@lie(amended, "answer")
def whoever_decides_does_not_answer_an_objection(j):
    return j.first("step_decided", choice="approve_with_conditions").says(answer=None)


@lie(amended, "answer")
def a_body_agrees_and_nobody_answers_an_objection(j):
    votes = [e for e in j.entries if e.kind == "vote_cast"]
    for vote in votes:
        vote.says(answer=None)
    return j.first("step_decided", step=votes[0].said["step"])


@lie(withdrawn, "column kind")
def nobody_is_asked_any_more_and_nobody_withdrew(j):
    j.drops(j.first("case_withdrawn"))
    return j.last("step_voided")


@lie(returned, "column kind")
def a_version_came_and_is_none(j):
    resubmitted = j.first("step_decided", choice="resubmitted")
    j.entries = j.entries[: j.place(resubmitted)]
    return resubmitted


@lie(archived, "holders")
def a_step_asks_a_stranger(j):
    opened = j.first("step_opened", act="appraise")
    return opened.says(holders=[STRANGER, *opened.said["holders"]])


@lie(received, "column actor")
def a_stranger_changes_a_programme(j):
    entry = j.first("programme_revised")
    entry.actor = STRANGER
    return entry


@lie(asked, "recorded_by")
def one_clerk_records_for_two_bodies(j):
    entry = next(e for e in j.entries if e.said.get("recorded_by"))
    vote = j.first("vote_cast")
    vote.actor = entry.said["recorded_by"]
    also = ("recorded_by", "evidence", "identity")
    return vote.says(**{name: entry.said[name] for name in also})


@lie(returned, "version")
def a_version_leaves_a_number_out(j):
    return j.first("dossier_revised").says(version=3)


@lie(amended, "version")
def an_amendment_is_of_a_version_that_is_in_force(j):
    return j.first("amendment_proposed").says(version=1)


@lie(amended, "number")
def an_amendment_is_in_force_that_somebody_did_not_decide(j):
    proposed, force = j.first("amendment_proposed"), j.first("amendment_in_force")
    steps = [e for e in j.entries if e.kind in ("step_opened", "step_decided")
             and j.place(proposed) < j.place(e) < j.place(force)]  # fmt: skip
    j.drops(*steps[-2:])
    return force


@lie(amended, "column kind")
def a_deadline_is_moved_by_no_amendment(j):
    moved = j.first("step_due_moved")
    before = j.first("amendment_proposed")
    j.entries.remove(moved)
    j.entries.insert(j.place(before) - 1, moved)
    earlier = j.entries[j.place(before) - 3]
    moved.at, moved.recorded_at = earlier.at, earlier.recorded_at
    return moved


@lie(called_off, "because")
def a_delegation_is_called_off_by_no_amendment(j):
    j.drops(j.first("amendment_in_force"))
    return j.first("step_voided", because="case_cancelled")


@lie(called_off, "column kind")
def an_approved_delegation_is_called_off_by_itself(j):
    asked = j.first("amendment_proposed")
    cancelled = j.first("case_cancelled")
    j.entries = [*j.entries[: j.place(asked) - 1], cancelled]
    return cancelled
