"""Lies about who takes a step, and what they answer."""

from models.directory import DirectoryFile, SeatRow
from models.store.directory import load_directory
from tests.factories.house import house
from tests.factories.office import MONDAY
from tests.lies.lives import archived, asked, given, rejected
from tests.lies.telling import DIGEST, OFFICER, STRANGER, lie
from tests.proofs.acts import CHAIR


@lie(archived, "person")
def somebody_decides_whom_the_step_never_asked(j):
    entry = j.decided("consult")
    entry.actor = STRANGER
    return entry.says(person=STRANGER)


@lie(archived, "person")
def a_member_votes_who_was_not_asked(j):
    entry = j.first("vote_cast")
    entry.actor = STRANGER
    return entry.says(person=STRANGER)


@lie(archived, "column actor")
def another_one_acted_than_the_one_who_decided(j):
    entry = j.decided("appraise")
    entry.actor = STRANGER
    return entry


@lie(archived, "column actor")
def a_body_decided_by_somebody(j):
    entry = next(e for e in j.entries if e.kind == "step_decided" and e.said["person"] is None)
    entry.actor = CHAIR
    return entry


@lie(archived, "column actor")
def somebody_approved_by_their_own_hand(j):
    entry = j.first("case_approved")
    entry.actor = CHAIR
    return entry


@lie(archived, "choice")
def an_agency_gives_an_answer_nobody_offered(j):
    return j.decided("consult").says(choice="approve")


@lie(archived, "remarks")
def an_objection_has_no_words(j):
    return j.decided("consult").says(choice="object", remarks=None)


@lie(archived, "settled")
def an_agency_settles_the_accounts_with_its_opinion(j):
    spent = {"payer": "state_budget", "currency": "VND", "amount": "1000"}
    return j.decided("consult").says(settled=[spent])


@lie(archived, "paper")
def a_paper_is_issued_without_a_paper(j):
    return j.decided("issue").says(paper=None)


@lie(archived, "seen")
def somebody_decided_on_another_version(j):
    return j.decided("appraise").says(seen=DIGEST)


@lie(archived, "seen")
def somebody_voted_on_another_version(j):
    return j.first("vote_cast").says(seen=DIGEST)


@lie(archived, "person")
def somebody_votes_twice(j):
    vote = j.first("vote_cast")
    return j.again(vote, after=vote)


@lie(archived, "choice")
def somebody_votes_what_is_no_vote(j):
    return j.first("vote_cast").says(choice="approve")


@lie(archived, "choice")
def a_body_refuses_though_it_voted_for(j):
    step = j.first("vote_cast").said["step"]
    return j.first("step_decided", step=step).says(choice="reject", remarks=DIGEST)


@lie(asked, "choice")
def a_body_agrees_before_enough_have_voted(j):
    vote = j.last("vote_cast")
    said = {**j.decided("consult").said, **dict.fromkeys(("remarks", "evidence", "recorded_by"))}
    said |= {"step": vote.said["step"], "choice": "approve", "person": None, "identity": ""}
    return j.adds("step_decided", after=vote, **{**said, "seen": vote.said["seen"]})


@lie(archived, "step")
def a_step_is_decided_once_more(j):
    entry = j.decided("appraise")
    return j.again(entry, after=entry)


@lie(archived, "step")
def a_step_is_decided_that_was_never_opened(j):
    return j.decided("appraise").says(step=99)


@lie(archived, "step")
def a_body_that_does_not_vote_votes(j):
    vote, opened = j.first("vote_cast"), j.first("step_opened", act="appraise")
    entry = j.again(vote, after=opened)
    return entry.says(step=opened.said["step"])


@lie(archived, "person")
def an_author_judges_their_request(j):
    entry = j.decided("appraise")
    j.entries[0].says(typed_by=entry.said["person"])
    return entry


@lie(archived, "person")
def who_signed_for_the_unit_judges_the_request(j):
    entry = j.decided("appraise")
    signed = j.decided("sign")
    comes_into(j, signed.said["person"], "pc_office/appraiser")
    entry.actor = signed.said["person"]
    return entry.says(person=signed.said["person"])


@lie(archived, "person")
def one_person_judges_for_two_bodies(j):
    judge = j.decided("appraise").said["person"]
    entry = j.decided("consult")
    comes_into(j, judge, "police/head")
    comes_into(j, judge, "dof/head")
    entry.actor = judge
    return entry.says(person=judge)


def comes_into(j, person, seat):
    """Enter somebody into a seat, as whoever may could."""
    held = SeatRow(seat=seat, person=person, since=MONDAY)
    load_directory(house(j.conn), DirectoryFile(units={}, persons={}, seats=(held,)))


@lie(given, "authority")
def somebody_acts_for_the_chair_without_an_authority(j):
    entry = next(e for e in j.entries if e.said.get("on_behalf_of"))
    return entry.says(authority=7)


@lie(given, "on_behalf_of")
def somebody_acts_for_another_in_no_capacity(j):
    return next(e for e in j.entries if e.said.get("on_behalf_of")).says(capacity=None)


@lie(given, "authority")
def a_substitute_comes_whom_nobody_let_act(j):
    return j.first("substitute_came").says(authority=7)


@lie(asked, "recorded_by")
def a_record_has_no_clerk(j):
    entry = next(e for e in j.entries if e.said.get("recorded_by"))
    return entry.says(recorded_by=None)


@lie(asked, "recorded_by")
def a_clerk_records_their_own_answer(j):
    entry = next(e for e in j.entries if e.said.get("recorded_by"))
    entry.actor = entry.said["person"]
    return entry.says(recorded_by=entry.said["person"])


@lie(asked, "recorded_by")
def an_author_records_an_opinion_on_their_request(j):
    entry = next(e for e in j.entries if e.said.get("recorded_by"))
    entry.actor = OFFICER
    return entry.says(recorded_by=OFFICER)


@lie(asked, "evidence")
def a_paper_was_given_on_another_version(j):
    entry = next(e for e in j.entries if e.said.get("evidence"))
    return entry.says(evidence={**entry.said["evidence"], "version": 2})


@lie(asked, "identity")
def an_answer_came_on_paper_and_has_none(j):
    return j.decided("appraise").says(identity="paper")


@lie(rejected, "identity")
def minutes_are_of_nobody(j):
    entry = j.last("step_decided", identity="minutes")
    entry.actor = "doan"
    return entry.says(recorded_by=None, evidence=None)


@lie(rejected, "choice")
def minutes_say_another_thing_than_the_votes(j):
    return j.last("step_decided", identity="minutes").says(choice="approve")


@lie(archived, "letter")
def an_opinion_came_by_a_reply_that_is_no_letter(j):
    return j.decided("consult").says(identity="reply")


@lie(archived, "letter")
def an_opinion_given_on_the_page_has_a_letter(j):
    return j.decided("consult").says(letter=DIGEST)


@lie(archived, "identity")
def a_decision_came_by_a_reply_and_the_regulation_lets_none(j):
    return j.decided("decide", choice="approve").says(identity="reply", letter=DIGEST)


@lie(archived, "identity")
def a_dossier_was_appraised_by_a_reply(j):
    return j.decided("appraise").says(identity="reply", letter=DIGEST)
