"""Lies about what is asked, of whom, until when."""

from tests.lies.lives import archived, asked, returned
from tests.lies.telling import DIGEST, lie


@lie(archived, "seat")
def a_step_is_opened_that_no_plan_has(j):
    return j.first("step_opened", act="consult").says(seat="inspectorate/auditor")


@lie(archived, "holders")
def a_step_asks_nobody(j):
    return j.first("step_opened", act="appraise").says(holders=[])


@lie(archived, "step")
def a_step_is_opened_twice(j):
    opened = j.first("step_opened", act="appraise")
    entry = j.again(opened, after=opened)
    return entry.says(step=opened.said["step"] + 1)


@lie(archived, "number")
def a_step_leaves_a_number_out(j):
    return j.first("step_opened", act="appraise").says(step=7)


@lie(archived, "version")
def a_step_is_about_a_version_there_is_not(j):
    return j.first("step_opened", act="appraise").says(version=2)


@lie(archived, "digest")
def a_step_rests_on_other_facts(j):
    return j.first("step_opened", act="appraise").says(digest=DIGEST)


@lie(asked, "shows")
def an_objection_is_not_shown_to_who_decides(j):
    opened = j.first("step_opened", act="decide")
    return opened.says(shows=opened.said["shows"][:1])


@lie(archived, "due_at")
def an_agency_has_no_time_at_all(j):
    opened = j.first("step_opened", act="consult")
    return opened.says(due_at=opened.at.isoformat())


@lie(archived, "due_at")
def a_step_of_the_plan_has_no_deadline(j):
    return j.first("step_opened", act="consult").says(due_at=None)


@lie(archived, "stage")
def somebody_decides_before_the_agencies_were_heard(j):
    opened, silence = j.first("step_opened", act="decide"), j.first("step_silent")
    j.entries.remove(opened)
    j.entries.insert(j.place(silence) - 1, opened)
    return opened


@lie(returned, "seat")
def the_unit_is_asked_for_a_version_nobody_sent_back(j):
    return j.first("step_opened", act="revise").says(key="1")


@lie(asked, "seat")
def the_unit_answers_a_question_nobody_asked(j):
    return j.first("step_opened", act="answer").says(key="2")
