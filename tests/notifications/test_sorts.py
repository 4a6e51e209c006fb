"""Who learns of each event, and when: at once, in the digest of the working day, or on request."""

import pytest

from notifications.gathering.sorts import SORTED, Sort, is_duty, sort_of
from notifications.telling.mailbox_letters import OF_MAILBOXES, OF_SEATS
from notifications.telling.notices import NOTICES

# The event | the message | who is told | when, and whether nobody can switch it off.
TOLD = """
case_submitted | case_received | officer | digest
dossier_revised | dossier_revised | officer | digest
case_approved | case_approved | officer, unit_head, focal_office | digest, duty
case_reopened | case_reopened | officer, unit_head, focal_office | digest, duty
case_rejected | case_rejected | officer, unit_head | at once, duty
case_withdrawn | case_withdrawn | officer, unit_head, focal_office | digest, duty
case_archived | case_archived | officer, focal_office | digest
case_taken_over | case_taken_over | named, unit_head | digest, duty
amendment_proposed | amendment_proposed | officer | digest
amendment_proposed | amendment_urgent | focal_office | at once, duty
amendment_in_force | amendment_in_force | officer, unit_head, focal_office, coordinator, receiving \
| digest, duty
amendment_in_force | visit_changed | invited | digest, duty
amendment_refused | amendment_refused | officer, unit_head | at once, duty
step_opened | to_acknowledge | holders | at once, duty
step_opened | to_sign | holders | at once, duty
step_opened | to_appraise | holders | at once, duty
step_opened | to_classify | holders | at once, duty
step_opened | to_consult | holders | at once, duty
step_opened | to_decide | holders | at once, duty
step_opened | to_vote | holders | at once, duty
step_opened | to_record | holders | at once, duty
step_opened | to_ask_above | holders | at once, duty
step_opened | to_issue | holders | at once, duty
step_opened | to_revise | holders | at once, duty
step_opened | to_answer | holders | at once, duty
step_opened | to_meet | holders | at once, duty
step_opened | to_prepare | holders | at once, duty
step_opened | to_confirm_departure | holders | at once, duty
step_opened | to_confirm_return | holders | at once, duty
step_opened | to_file_scheme | holders | at once, duty
step_opened | to_arrange | holders | at once, duty
step_opened | to_reassign | holders | at once, duty
step_opened | to_resolve | holders | at once, duty
step_opened | to_oversee | holders | at once, duty
step_opened | to_deliver | holders | at once, duty
step_opened | to_notify | holders | at once, duty
step_opened | to_confirm_arrival | holders | at once, duty
step_opened | to_confirm_send_off | holders | at once, duty
step_opened | to_file | holders | at once, duty
step_opened | report_owed_by_head | officer_beside | digest
step_opened | to_accept | holders | at once, duty
step_opened | to_hand_back | holders | at once, duty
step_opened | to_settle | holders | at once, duty
step_opened | to_check_accounts | holders | at once, duty
step_opened | to_fulfil | holders | at once, duty
step_opened | to_carry_out | holders | at once, duty
step_opened | to_consult_on_agreement | holders | at once, duty
step_opened | to_conclude | holders | at once, duty
step_opened | to_report_signing | holders | at once, duty
vote_cast | receipt_of_vote | actor | on request
vote_cast | vote_recorded_for_you | recorded_for | at once, duty
step_decided | receipt | actor | on request
step_decided | recorded_for_you | recorded_for | at once, duty
step_decided | progress | officer | digest
step_decided | report_accepted | officer | digest
step_decided | accounts_checked | officer | digest
step_decided | reception_confirmed | holders, officer | digest
step_decided | clash_resolved | holders | digest, duty
step_decided | fell_through | coordinator, officer | at once, duty
step_decided | visit_noticed | told_of_guests | digest, duty
step_decided | commitment_closed | officer, focal_office | digest
step_decided | agreement_concluded | officer, focal_office | digest, duty
step_silent | silence_recorded | officer | digest
step_silent | silence_of_yours | holders | at once, duty
opinion_late | opinion_came_late | going_by_it, officer | at once, duty
opinion_late | receipt_of_late | actor | on request
opinion_late | late_recorded_for_you | recorded_for | at once, duty
step_overdue | overdue | holders | at once, duty
step_overdue | overdue_told_office | focal_office | at once, duty
open_at_start | open_at_start | officer, unit_head, focal_office | at once, duty
vote_unreachable | vote_unreachable | focal_office, keepers | at once, duty
signers_away | signers_away | focal_office | at once, duty
step_decided | reply_taken | actor | at once, duty
step_reminded | overdue_again | holders | at once, duty
step_reminded | overdue_goes_on | focal_office | at once, duty
step_reminded | overdue_told_head | head | at once, duty
step_reminded | reminder | holders | at once, duty
step_voided | step_withdrawn | holders | at once, duty
step_due_moved | due_moved | holders | at once, duty
step_reassigned | step_given | named | at once, duty
substitute_came | to_substitute | named | at once, duty
holders_changed | to_take_over | came | at once, duty
holders_changed | no_longer_asked | left | digest, duty
decision_taken_back | decision_taken_back | actor, officer | at once, duty
recording_disputed | recording_disputed | clerk, officer, focal_office | at once, duty
dispute_noted | dispute_noted | clerk, focal_office | at once, duty
vote_taken_back | vote_taken_back | actor | on request
clock_restarted | question_answered | holders | at once, duty
walk_failed | walk_failed | administrator | at once, duty
walk_recovered | walk_recovered | administrator | digest
run_cancelled | run_cancelled | focal_office, administrator | at once, duty
message_failed | message_failed | focal_office, administrator | at once, duty
message_failed | to_stand_in | stand_ins | at once, duty
message_answered | message_answered | focal_office | at once, duty
message_auto_answered | message_auto_answered | focal_office | at once, duty
message_unrendered | message_unrendered | administrator | at once, duty
programme_revised | programme_revised | officer, coordinator, receiving | digest, duty
participants_called | invitation | called | at once, duty
invitation_answered | invitation_declined | coordinator, officer, focal_office | digest, duty
commitment_made | commitment_made | owner | digest, duty
"""
WHEN = {
    Sort.ASKS: "at once",
    Sort.PRESSES: "at once",
    Sort.TELLS: "digest",
    Sort.RECEIPT: "on request",
}


def said(notice):
    sorted_so = SORTED[notice.key]
    told = ", ".join(recipient.name.lower() for recipient in notice.to)
    when = WHEN[sorted_so.sort] + (", duty" if sorted_so.duty else "")
    return f"{notice.on.kind} | {notice.key} | {told} | {when}"


def test_of_each_event_these_learn_at_these_times():
    assert sorted(TOLD.strip().splitlines()) == sorted(map(said, NOTICES))


@pytest.mark.parametrize("notice", NOTICES, ids=lambda notice: notice.key)
def test_what_asks_goes_at_once_and_nobody_can_switch_it_off(notice):
    assert (sort_of(notice.key) is Sort.ASKS) == notice.asks
    assert is_duty(notice.key) or not notice.asks


def test_a_receipt_goes_to_nobody_but_whoever_acted():
    receipts = [notice for notice in NOTICES if sort_of(notice.key) is Sort.RECEIPT]

    assert {recipient.name for notice in receipts for recipient in notice.to} == {"ACTOR"}


@pytest.mark.parametrize("notice", sorted(OF_MAILBOXES | OF_SEATS))
def test_what_is_of_no_case_goes_at_once_and_is_duty(notice):
    assert (sort_of(notice), is_duty(notice)) == (Sort.PRESSES, True)
