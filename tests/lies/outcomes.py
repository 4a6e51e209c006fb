"""Lies about what becomes of a case."""

from tests.lies.lives import archived, asked, given, withdrawn
from tests.lies.telling import STRANGER, lie
from tests.proofs.acts import CHAIR


@lie(asked, "column kind case_approved")
def a_case_is_approved_without_a_decision(j):
    return j.adds("case_approved")


@lie(archived, "column kind case_approved")
def a_case_is_approved_without_its_last_decision(j):
    approved = j.first("case_approved")
    opened = j.first("step_opened", stage="state_decision")
    j.entries = [*j.entries[: j.place(opened) - 1], approved]
    return approved


@lie(asked, "column kind")
def a_running_case_is_archived(j):
    return j.adds("case_archived")


@lie(given, "column kind case_archived")
def an_approved_case_is_archived_at_once(j):
    return j.adds("case_archived")


@lie(asked, "step")
def a_case_is_rejected_that_somebody_forwarded(j):
    return j.adds("case_rejected", step=j.step("appraise"))


@lie(withdrawn, "column kind")
def something_is_asked_after_the_end(j):
    return j.adds("step_reminded", step=1)


@lie(archived, "column kind")
def an_archived_case_is_reopened(j):
    return j.adds("case_reopened", CHAIR)


@lie(withdrawn, "reason")
def a_request_is_withdrawn_without_a_reason(j):
    return j.first("case_withdrawn").says(reason=None)


@lie(withdrawn, "column actor")
def a_stranger_withdraws_a_request(j):
    entry = j.first("case_withdrawn")
    entry.actor = STRANGER
    return entry.says(person=STRANGER)


@lie(archived, "column kind")
def a_case_does_not_begin_by_being_submitted(j):
    j.drops(j.entries[0])
    return j.entries[0]


@lie(archived, "column kind")
def a_case_is_submitted_twice(j):
    return j.again(j.entries[0], after=j.entries[3])


@lie(archived, "year")
def a_case_is_of_another_year(j):
    return j.entries[0].says(year=2019)
