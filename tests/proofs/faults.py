"""Faults as people make them, each planted by changing one function in memory."""

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, replace

from sqlalchemy import false

import flows.acts.deciding
import flows.acts.desk
import flows.acts.submitting
import flows.acts.withdrawing
import flows.case.at_work
import flows.case.entitled
import flows.case.travelling
import flows.stages.approval
import flows.sweeps.sweep
import flows.walking
import models.competence.deciding
import models.store.cases
import models.store.moments
import models.store.outbox
import models.voting
import notifications.gathering.queueing
import notifications.writing.freezing
from config.regulation.codes import Act, Stage
from flows.case.at_work import CaseAtWork
from models import entries as e
from models.acts import Effect
from models.case import Case
from models.competence.deciding import Verdict
from models.journal.entry import Entry
from models.store.database.engine import Store
from notifications.sending.leasing import Leases
from notifications.sending.mail_server import MailServer
from tests.proofs import lives
from tests.proofs.lives import Life

CRASH_POINTS, STATE_MACHINE, DELIVERY = "crash points", "state machine", "delivery points"


@dataclass(frozen=True)
class Planted:
    """A fault, what shows it (a check, or a told life of the state machine), and how it is planted."""

    what: str
    shown_by: str | Life
    plant: Callable

    @property
    def found_by(self) -> str:
        return self.shown_by if isinstance(self.shown_by, str) else STATE_MACHINE

    @property
    def lives(self) -> tuple[Life, ...]:
        """The told lives that the state machine is asked for, where not all are."""
        return () if isinstance(self.shown_by, str) else (self.shown_by,)


def _commits(conn):
    """Commit in the middle of a transaction, past everything that counts calls."""
    driver = conn.connection.dbapi_connection
    driver.execute("COMMIT")
    driver.execute("BEGIN IMMEDIATE")


def commit_after_the_case_number(patch):
    give_out = models.store.cases.next_case_no

    def next_case_no(conn, kind, year):
        number = give_out(conn, kind, year)
        _commits(conn)
        return number

    patch.setattr(models.store.cases, "next_case_no", next_case_no)


def moment_fired_in_a_transaction_of_its_own(patch):
    mark = models.store.moments.mark_fired

    def mark_fired(conn, moment, at):
        marked = mark(conn, moment, at)
        _commits(conn)
        return marked

    patch.setattr(models.store.moments, "mark_fired", mark_fired)


def decision_committed_before_its_letters(patch):
    """What was done is written and committed by itself, before its letters and before the walk."""
    save, walk = models.store.cases.save, flows.walking.walk_on

    def saves(conn, before, case):
        save(conn, before, case)
        if not conn.in_nested_transaction():
            _commits(conn)

    def walk_on(work, *lifecycle):
        work.save()
        return walk(work, *lifecycle)

    patch.setattr(models.store.cases, "save", saves)
    patch.setattr(flows.acts.desk, "walk_on", walk_on)
    patch.setattr(flows.acts.submitting, "walk_on", walk_on)


def letters_outside_the_transaction(patch):
    """They are kept in mind, and written when the transaction is over."""
    queue, write = notifications.gathering.queueing.queue_letters, Store.writing
    left: list[tuple] = []

    def kept_in_mind(conn, letters, settings, **told):
        left.append((tuple(letters), settings, told))

    @contextmanager
    def writing(self):
        with write(self) as conn:
            yield conn
        in_mind, left[:] = tuple(left), []
        if in_mind:
            with write(self) as conn:
                for letters, settings, told in in_mind:
                    queue(conn, letters, settings, **told)

    patch.setattr(flows.case.at_work, "queue_letters", kept_in_mind)
    patch.setattr(Store, "writing", writing)


def failed_walk_takes_the_decision_along(patch):
    """What is undone is all that was not written yet, the decision too."""

    @contextmanager
    def undone(self):
        stored = self._stored
        try:
            with self.conn.begin_nested():
                yield
        except Exception:
            self._stored = stored
            self._gathered = flows.case.at_work._Gathered(stored)
            raise

    patch.setattr(CaseAtWork, "undone_on_failure", undone)


def case_read_before_its_lock(patch):
    read = models.store.cases.lock_case
    seen: dict[str, Case] = {}

    def lock_case(conn, no):
        before = seen.get(no)
        seen[no] = read(conn, no)
        return before or seen[no]

    patch.setattr(models.store.cases, "lock_case", lock_case)


def failed_walk_told_to_nobody(patch):
    patch.setattr(flows.walking, "_note_fault", lambda work, fault: None)


def digest_shown_not_compared(patch):
    class Anything(str):
        __slots__ = ()
        __hash__ = str.__hash__

        def __ne__(self, _other):
            return False

    patch.setattr(flows.acts.deciding, "digest_shown", lambda case, step: Anything())


def due_moment_lost(patch):
    patch.setattr(models.store.moments, "arm", lambda conn, due: None)


def vote_counted_twice(patch):
    count = models.voting._count
    patch.setattr(models.voting, "_count", lambda votes: count((*votes, *votes[:1])))


def may_decide_not_asked_inside(patch):
    patch.setattr(flows.acts.deciding, "verdict_on", lambda work, step, person: Verdict())


def amendment_judged_by_the_version_in_force(patch):
    patch.setattr(flows.case.travelling, "_versions", lambda work, _step: (work.case.version,))


def signer_accepted(patch):
    patch.setattr(models.competence.deciding, "_signed", lambda _person, _other: False)


def namesake_accepted(patch):
    patch.setattr(flows.case.entitled, "namesakes_of", lambda _work, _step: frozenset())


def excluded_giver_accepted(patch):
    asked = flows.case.entitled._asked

    def let_givers(work, step, person, holders):
        givers = {authority.giver for authority in work.authorities}
        return Verdict() if person in givers else asked(work, step, person, holders)

    patch.setattr(flows.case.entitled, "_asked", let_givers)


def excluded_substitute_accepted(patch):
    asked = flows.case.entitled._asked

    def let_holders(work, step, person, holders):
        acting = {a.holder for a in work.authorities if step.seat in a.seats}
        return Verdict() if person in acting else asked(work, step, person, holders)

    patch.setattr(flows.case.entitled, "_asked", let_holders)


def amendment_voids_decisions(patch):
    record = CaseAtWork.record

    def records(self, payload, actor="doan"):
        record(self, payload, actor)
        if isinstance(payload, e.AmendmentInForce):
            for step in self.case.steps:
                if step.stage is Stage.STATE_DECISION and not step.is_void:
                    record(self, e.StepVoided(step=step.number, because="amended"))

    patch.setattr(CaseAtWork, "record", records)


def change_voids_nothing(patch):
    counts = CaseAtWork.counts

    def counts_anyway(self, step):
        return counts(self, step) or (not step.is_void and step.effect is not Effect.TO_UNIT)

    patch.setattr(CaseAtWork, "counts", counts_anyway)


def one_opinion_is_enough(patch):
    planned = flows.stages.approval.to_approve
    patch.setattr(
        flows.stages.approval,
        "to_approve",
        lambda case, stage: planned(case, stage)[: 1 if stage is Stage.OPINIONS else None],
    )


def silence_taken_for_consent(patch):
    def effect(moment, step):
        if step.act is Act.CONSULT:
            return e.StepDecided(step=step.number, choice="agree", person=None)
        return e.StepOverdue(step=step.number)

    patch.setattr(flows.sweeps.sweep, "_effect", effect)


def asked_anew_by_every_walk(patch):
    counts = CaseAtWork.counts
    patch.setattr(CaseAtWork, "counts", lambda self, step: counts(self, step) and not step.is_open)


def one_letter_for_all_who_are_asked(patch):
    name = notifications.gathering.queueing._message_id
    patch.setattr(
        notifications.gathering.queueing,
        "_message_id",
        lambda letter, settings: name(replace(letter, recipient="all"), settings),
    )


def withdrawal_leaves_steps_open(patch):
    void = CaseAtWork.void

    def voids(self, step, because):
        if because != "case_withdrawn":
            void(self, step, because)

    patch.setattr(CaseAtWork, "void", voids)


def clock_not_started_again(patch):
    patch.setattr(flows.acts.deciding, "start_clock_again", lambda work, step: None)


def chain_without_its_link(patch):
    sealed = Entry.hash
    patch.setattr(Entry, "hash", lambda self: sealed(replace(self, previous="0" * 64)))


def projection_forgets_a_vote_taken_back(patch):
    patch.setattr(models.store.cases, "_this_vote", lambda no, step, person: false())


def sent_noted_before_it_is_taken(patch):
    send = MailServer.send

    async def noted_first(self, content, to):
        try:
            await send(self, content, to)
        except Exception:  # noqa: BLE001 - that is the fault.
            return

    patch.setattr(MailServer, "send", noted_first)


def put_off_means_given_up(patch):
    def put_off(conn, message, next_try_at, trouble):
        models.store.outbox.mark_failed(conn, message, trouble)

    patch.setattr(models.store.outbox, "put_off", put_off)
    patch.setattr(models.store.outbox, "give_back", models.store.outbox.mark_failed)


def sent_never_noted(patch):
    patch.setattr(Leases, "note_sent", lambda self, messages: [None] * len(messages))


PLANTED = (
    Planted("a commit too many, after the case number", CRASH_POINTS, commit_after_the_case_number),
    Planted("a moment fired in a transaction of its own", CRASH_POINTS,
            moment_fired_in_a_transaction_of_its_own),
    Planted("letters queued outside the transaction", CRASH_POINTS,
            letters_outside_the_transaction),
    Planted("a decision committed before its letters", CRASH_POINTS,
            decision_committed_before_its_letters),
    Planted("a failed walk takes the decision along", CRASH_POINTS,
            failed_walk_takes_the_decision_along),
    Planted("the case read before its lock", lives.everybody_agrees, case_read_before_its_lock),
    Planted("a failed walk told to nobody", lives.nobody_may_decide, failed_walk_told_to_nobody),
    Planted("the digest shown not compared", lives.changed_on_its_way, digest_shown_not_compared),
    Planted("due moments lost", lives.everybody_agrees, due_moment_lost),
    Planted("a vote counted twice", lives.everybody_agrees, vote_counted_twice),
    Planted("may_decide not asked inside", lives.strangers_answer, may_decide_not_asked_inside),
    Planted("an amendment judged by the version in force", lives.somebody_bears_the_chairs_name,
            amendment_judged_by_the_version_in_force),
    Planted("who signed for the unit accepted", lives.the_signer_acts_for_the_chair,
            signer_accepted),
    Planted("a traveller's namesake accepted", lives.somebody_bears_the_chairs_name,
            namesake_accepted),
    Planted("authority of an excluded giver accepted", lives.the_giver_travels_along,
            excluded_giver_accepted),
    Planted("an excluded substitute accepted", lives.the_substitute_is_excluded,
            excluded_substitute_accepted),
    Planted("an amendment voids decisions", lives.somebody_bears_the_chairs_name,
            amendment_voids_decisions),
    Planted("a change voids nothing", lives.the_report_is_filed_again, change_voids_nothing),
    Planted("one opinion is enough", lives.everybody_agrees, one_opinion_is_enough),
    Planted("silence taken for consent", lives.nobody_gives_an_opinion, silence_taken_for_consent),
    Planted("asked anew by every walk", lives.everybody_agrees, asked_anew_by_every_walk),
    Planted("one letter for all who are asked", lives.everybody_agrees,
            one_letter_for_all_who_are_asked),
    Planted("a withdrawal leaves steps open", lives.withdrawn_while_people_are_asked,
            withdrawal_leaves_steps_open),
    Planted("a clock not started again", lives.the_unit_is_asked, clock_not_started_again),
    Planted("a chain without its link", lives.everybody_agrees, chain_without_its_link),
    Planted("a vote taken back still counted", lives.the_committee_is_divided,
            projection_forgets_a_vote_taken_back),
    Planted("noted as sent though it was not taken", DELIVERY, sent_noted_before_it_is_taken),
    Planted("put off means given up", DELIVERY, put_off_means_given_up),
    Planted("a letter that is sent is never noted", DELIVERY, sent_never_noted),
)  # fmt: skip
