"""Lies that do not even have the form of an entry."""

from tests.lies.lives import archived
from tests.lies.telling import lie


@lie(archived, "column kind")
def an_entry_is_of_a_kind_nobody_knows(j):
    return j.adds("case_blessed", step=1)


@lie(archived, "column body")
def an_entry_says_more_than_its_kind(j):
    return j.decided("appraise").says(blessed=True)


@lie(archived, "column body")
def an_entry_says_less_than_its_kind(j):
    entry = j.decided("issue")
    del entry.said["seen"]
    return entry


@lie(archived, "column body")
def an_entry_forgets_what_the_one_before_said(j):
    entry = j.decided("issue")
    del entry.said["evidence"]
    return entry


@lie(archived, "column body")
def a_step_is_a_word(j):
    return j.decided("appraise").says(step="two")


@lie(archived, "column body")
def a_step_is_below_zero(j):
    return j.decided("appraise").says(step=-1)


@lie(archived, "column body")
def a_day_is_none(j):
    return j.decided("confirm").says(day="2020-02-31")


@lie(archived, "column body")
def a_digest_is_none(j):
    return j.first("step_opened").says(digest="sign")


@lie(archived, "column body")
def a_plan_is_no_plan(j):
    return j.first("route_drawn").says(steps=[{"ordinal": 1}])


@lie(archived, "column body")
def holders_are_a_mapping(j):
    return j.first("step_opened").says(holders={})


@lie(archived, "column body")
def a_paper_is_a_number(j):
    return j.decided("issue").says(paper=7)
