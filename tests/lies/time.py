"""Lies about when something happened."""

from tests.lies.lives import archived
from tests.lies.telling import DAY, lie


@lie(archived, "column at")
def an_agency_was_silent_before_its_deadline(j):
    entry = j.first("step_silent")
    opened = j.first("step_opened", step=entry.said["step"])
    before = next(e for e in j.entries[j.place(opened) :] if e.kind != "step_opened")
    j.entries.remove(entry)
    entry.at, entry.recorded_at = before.at, before.recorded_at
    j.entries.insert(j.place(before), entry)
    return entry


@lie(archived, "column at")
def something_happened_before_the_entry_before(j):
    entry = j.decided("appraise")
    entry.at -= 30 * DAY
    return entry


@lie(archived, "column recorded_at")
def something_was_written_before_the_entry_before(j):
    entry = j.last("case_archived")
    entry.recorded_at -= DAY
    return entry


@lie(archived, "column recorded_at")
def something_was_written_in_a_time_to_come(j):
    entry = j.last("case_archived")
    entry.recorded_at += 400 * DAY
    return entry


@lie(archived, "day")
def a_delegation_came_back_on_a_day_to_come(j):
    return j.decided("confirm").says(day="2031-01-01")


@lie(archived, "paper")
def a_paper_is_of_a_day_to_come(j):
    entry = j.decided("issue")
    return entry.says(paper={**entry.said["paper"], "dated": "2031-01-01"})
