"""Lies about what is said, taken back, given on and changed along the way."""

from tests.lies.lives import amended, asked, disputed, given, received, returned, taken_back
from tests.lies.telling import DEPUTY, STRANGER, lie


@lie(amended, "step")
def a_condition_is_set_by_who_set_none(j):
    entry = j.first("condition_set")
    return entry.says(step=j.step("appraise"))


@lie(amended, "number")
def a_condition_leaves_a_number_out(j):
    return j.first("condition_set").says(number=2)


@lie(returned, "column actor")
def somebody_else_remarked(j):
    entry = j.first("remark_made")
    entry.actor = STRANGER
    return entry


@lie(asked, "person")
def somebody_asks_whom_the_step_never_asked(j):
    entry = j.first("question_asked")
    entry.actor = STRANGER
    return entry.says(person=STRANGER)


@lie(asked, "step")
def a_clock_is_restarted_that_ran(j):
    entry = j.first("clock_restarted")
    return j.again(entry, after=entry)


@lie(taken_back, "person")
def somebody_takes_back_what_another_decided(j):
    entry = j.first("decision_taken_back")
    entry.actor = STRANGER
    return entry.says(person=STRANGER)


@lie(taken_back, "because")
def a_step_is_voided_for_something_that_did_not_happen(j):
    return j.first("step_voided").says(because="dossier_revised")


@lie(taken_back, "because")
def a_step_is_voided_for_no_reason_there_is(j):
    return j.first("step_voided").says(because="it_was_monday")


@lie(taken_back, "person")
def a_step_is_given_to_somebody_of_another_body(j):
    return j.first("step_reassigned").says(person=STRANGER)


@lie(taken_back, "column actor")
def a_stranger_takes_a_case_over(j):
    entry = j.first("case_taken_over")
    entry.actor = STRANGER
    return entry.says(person=STRANGER)


@lie(asked, "person")
def a_dispute_is_of_what_nobody_recorded(j):
    step = j.step("appraise")
    person = j.decided("appraise").said["person"]
    return j.adds("dispute_noted", person, step=step, person=person, clerk=DEPUTY)


@lie(asked, "clerk")
def a_dispute_names_another_clerk(j):
    entry = next(e for e in j.entries if e.said.get("recorded_by"))
    person = entry.said["person"]
    return j.adds("dispute_noted", person, step=entry.said["step"], person=person, clerk=STRANGER)


@lie(received, "revision")
def a_programme_leaves_a_revision_out(j):
    return j.first("programme_revised").says(revision=2)


@lie(received, "column actor")
def a_programme_changes_by_itself(j):
    entry = j.first("programme_revised")
    entry.actor = "doan"
    return entry


@lie(received, "sequence")
def a_calendar_is_told_an_older_thing(j):
    known = j.last("participants_called")
    return j.again(known, after=known).says(sequence=known.said["sequence"] - 1)


@lie(received, "organizer")
def an_event_is_another_organisers_all_at_once(j):
    return j.last("participants_called").says(organizer="somebody@elsewhere.example")


@lie(received, "uid")
def an_event_has_another_name_all_at_once(j):
    return j.last("participants_called").says(uid="dv-2020-0001.item-1.0000@doan")


@lie(received, "person")
def somebody_answers_who_was_never_called(j):
    return j.first("invitation_answered").says(person=STRANGER)


@lie(received, "sequence")
def somebody_answers_what_was_never_sent(j):
    return j.first("invitation_answered").says(sequence=9)


@lie(received, "off")
def a_day_is_moved_that_no_list_moves(j):
    pinned = j.first("case_submitted").said["regulation_digest"]
    return j.adds("working_days_moved", "doan", off=["2020-09-01"], worked=[], regulation=pinned)


@lie(received, "step")
def something_was_agreed_on_without_a_report(j):
    return j.first("commitment_made").says(step=j.step("confirm"))


@lie(disputed, "column kind")
def an_approval_stands_whose_decision_was_disputed(j):
    entry = j.first("recording_disputed")
    j.entries = j.entries[: j.place(entry)]
    return entry


@lie(disputed, "recorded_by")
def the_clerk_of_a_disputed_record_records_it_again(j):
    recorded = next(e for e in j.entries if e.said.get("recorded_by"))
    entry = j.decided("decide", step=j.last("step_opened", act="decide").said["step"])
    entry.actor = recorded.actor
    also = ("recorded_by", "evidence", "identity")
    return entry.says(**{name: recorded.said[name] for name in also})


@lie(disputed, "column actor")
def somebody_else_disputes(j):
    entry = j.first("recording_disputed")
    entry.actor = STRANGER
    return entry


@lie(given, "person")
def somebody_notes_who_prepares_for_nobody(j):
    entry = j.first("secretary_noted")
    entry.actor = STRANGER
    return entry.says(person=STRANGER)


@lie(given, "column actor")
def a_note_is_told_in_the_secretarys_name_by_somebody_else(j):
    entry = j.first("secretary_noted")
    entry.actor = STRANGER
    return entry


@lie(given, "step")
def a_note_is_told_of_a_step_that_waits_no_more(j):
    return j.first("secretary_noted").says(step=j.step("sign"))
