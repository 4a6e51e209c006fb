"""Every code that can be said, and every label that can be shown, stands in both catalogues.

Ids that are put together as the program runs begin with a family. Each family is listed here with all of
its codes, and one that is not listed fails: so no code is said of which nobody has written a word.
"""

import re

import pytest

from cli import lacks
from cli.health.doctor import CHECKS
from cli.person_report import FAMILIES as OF_REPORTS
from cli.typed.unclear import ExitCode
from config.reception_norms import NormUnit
from config.regulation.codes import Act, Mark, TimeUnit
from config.words import Language, words
from flows.acts.house import directory_file
from flows.acts.replying import ReplyRefused
from flows.sweeps.alarms import Alarm
from flows.sweeps.readiness import Unready
from models.authority import Capacity
from models.case import StepState
from models.competence.by_reply import CHOICES_BY_REPLY
from models.competence.deciding import Refusal
from models.competence.recording import NotRecorded
from models.entries import PAYLOADS
from models.figures.periods import PARTS
from models.figures.process.conformance import OffRoute
from models.figures.tables import CountedBy
from models.ids import PersonId
from models.kinds import KINDS
from models.programme.calendar import PartStat, Why
from models.request.parts import PassportKind
from models.store.amiss.aside import Chore
from models.store.calls.webhooks import GONE
from models.store.drafts import Task
from models.store.figures.more import REPORT_STATES
from models.store.lists.found import CaseOrder
from models.store.mail.returned import ReturnKind
from models.store.mail.standing import LetterStanding
from models.store.outbox import MessageState
from models.store.privacy.known_of import _questions
from models.store.privacy.openings import Opened
from models.store.sign_in.security_log import SecurityEvent
from models.timeline.audited import Audited
from notifications.returned.meaning import Meaning
from notifications.sending import diagnosis
from notifications.telling.authority_letters import OF_AUTHORITIES
from notifications.telling.checkpoint_letters import CHECKPOINT, UNREACHED
from notifications.telling.door_letters import OF_DOORS
from notifications.telling.draft_letters import DRAFT_RESTS
from notifications.telling.mailbox_letters import OF_MAILBOXES, OF_SEATS
from notifications.telling.notices import NOTICES
from notifications.webhooks.calling import CallTrouble
from notifications.writing.wording import SIGN_IN_CODE, STANDARD
from tests.factories import said
from tests.models.inbound.test_compliance_words import keys_in_code
from tests.models.test_labels import LISTS
from tests.models.test_problem_sentences import NAMES, OF_FILES
from tests.web import test_words_of_pages as of_pages
from web.audit.asked import FLAGS, READY
from web.audit.lines import _COLUMNS, _FLAGS
from web.audit.looks import _COLUMNS as _OF_LOOKS
from web.audit.timeline import EventSource
from web.figures.files import COLUMNS as FIGURES_COLUMNS
from web.figures.listed import FORMS
from web.finding.exports import CASE_COLUMNS, OWED_COLUMNS
from web.ground.fields import FIELD_OF
from web.letters.exports import FAILED, OF_CASE

LANGUAGES = [language.value for language in Language]
# Labels that say more than the code alone, or nothing at all where there is none; others look at them.
MAY_LACK = {"field.", "regulation_rule."}
# Held by walking all commands and all they take: tests/cli/test_what_is_typed.py.
OF_COMMANDS = {"help.", "help.param."}
CALLED = {"outbound", "visit", "conference", "foreign_ngo", "foreign_press"}
COLUMNS = {
    *("case", "kind", "unit", "days", "status", "waits"),
    *("number", "giver", "holder", "seats", "capacity"),
    *("at", "what", "times", "person", "running", "not_running"),
}
VOID = {*said.named("because")} | of_pages.named_in_flows(r"because=\"([a-z_]+)\"")


def of_the_report():
    columns = {c.name for _, q in _questions(PersonId("x")) for c in q.selected_columns}
    # Who wrote something is looked for in a list that is not shown.
    of_books = {
        "unit",
        "case_no",
        "changed_at",
        "name",
        "position",
        "workplace",
        "born",
        "passport",
    }
    return (columns | of_books) - {"authors"}


def of_mail():
    by_words = {key for key, _ in (*diagnosis._ON_THE_WAY, *diagnosis._BY_WORDS)}
    return by_words | {*diagnosis._BY_CODE.values(), "no_connection", "refused"}


def letters():
    of_no_case = {
        "letter_undelivered",
        STANDARD,
        SIGN_IN_CODE,
        *OF_AUTHORITIES,
        *OF_DOORS,
        *OF_MAILBOXES,
        *OF_SEATS,
        CHECKPOINT,
        UNREACHED,
        DRAFT_RESTS,
    }
    return {notice.key for notice in NOTICES} | of_no_case


# Of which pages alone say something is known already; here is what others say, or both.
FAMILIES = {
    **{f"{family}.": set(codes) for family, codes in of_pages.families().items()},
    "act.": set(Act),
    "amiss.part.": set(Chore),
    "audited.": set(Audited),
    "audit_source.": set(EventSource),
    "page.audit.question.": set(READY),
    "page.directory.when.": {"ahead", "over"},
    "page.directory.why.": {"holiday", "moved_off", "moved_worked", "extra"},
    "page.audit.mark.": set(FLAGS),
    "page.audit.took_": {"days", "hours", "minutes", "seconds"},
    "page.audit.column.": {*_COLUMNS, *_FLAGS, "took", *_OF_LOOKS},
    "page.me.": {"language_chosen", "letters_chosen"},
    "page.unsubscribing.": {"tells", "receipts", "tells_off", "receipts_off"},
    "backup.": said.named("BackupRefused") | {"other_key", "damaged", "newer", "foreign"}
    | {"needs_postgresql", "needs_sqlite"},
    "came_back.": set(Meaning),
    "alarm.": {*Alarm, *(f"{each}_title" for each in Alarm), "over", "over_title"},
    "case.": CALLED,
    "clock.": said.named("ClockFixed"),
    "demo.": {"three_lives_well", "hard_life_well", "did_not_come", "came_too_often"},
    "demo.expected.": {"archived", "returned", "stays_at_home", "by_substitute", "killed", "amended"},
    "demo.turn.": {"new_version", "substitute", "amendment"},
    "checkpoint.": said.named("CheckpointInvalid"),
    "cli.": COLUMNS,
    "cli.webhook.": {"number", "name", "url", "kinds", "stands"},
    "cli.progress.": said.named("begins"),
    "help.exit.": {str(code.value) for code in ExitCode},
    "cli.compared.": {*said.named("Compared"), "older", "newer"},
    "cure.": keys_in_code(),
    "directory.": said.named("Wrong", place=1)
    | set(directory_file.SENTENCES.values())
    | {*directory_file.PATTERNS.values(), "id", "invalid"}
    | {"yaml_no_day", "yaml_syntax", "yaml_twice", "stands_at"},
    "doctor.check.": set(CHECKS),
    "document.": {"time", "activity", "place", "in_charge"},
    "entry.": set(PAYLOADS),
    "erasure.": said.named("ErasureRefused"),
    "error.journal_": {"other_key", "house_gone"},
    "evidence.": said.named("EvidenceRefused"),
    "fault.": {"seat_vacant", "no_route_applies", "regulation_invalid", "row_unreadable", "other"},
    "field.part.": {names[-1] for names in LISTS},
    "file.": said.named("FileNotThere"),
    "finding.": keys_in_code(),
    "giving.": set(Capacity),
    "invitation.": set(Why),
    "invitation_answer.": {*PartStat, "none"},
    "known.": {subject for subject, _ in _questions(PersonId("x"))}
    | {"address_books", "address_books_by_name"},
    "known.column.": of_the_report(),
    "lacking.": (said.named("DecisionIncomplete") | set(FIELD_OF)) - {"paper_file"},
    "language.": set(Language),
    "letter_standing.": set(LetterStanding),
    "mail.alarm.": {"trouble", "trouble_title", "over", "over_title"},
    "mail.why.": of_mail(),
    "mark.": set(Mark),
    "matter.": CALLED | {"hosting", "amendment", "cancellation"},
    "message_state.": set(MessageState),
    "norm_unit.": set(NormUnit),
    "notice.": letters(),
    "opened.": set(Opened),
    "page.calendar.count_": set(KINDS),
    "page.calendar.short.": set(map(str, range(1, 8))),
    "page.calendar.weekday.": set(map(str, range(1, 8))),
    "page.desk.pages.": {"waits", "owed", "decided"},
    "page.export.column.": {*CASE_COLUMNS, *OWED_COLUMNS},
    "page.found.sort.": set(CaseOrder),
    "page.found.standing.": {"open", "over", "every"},
    "page.glance.norm.": {"over", "to_enter"},
    "page.instructed.": {"urgent", "allowed"},
    "page.letters.column.": {*OF_CASE, *FAILED},
    "page.import.take_": set(KINDS),
    "page.left_out.": {"opinions", "outcomes"},
    "page.plan.begin_": set(KINDS),
    "page.plan.left.": said.named("LeftToPeople"),
    "page.preview.": {"nobody_may", "vacant", "last_day_why", "last_day_over", "last_day_unknown",
                      "comes_afterwards"},
    "page.request.begin_": set(KINDS),
    "page.similar.": {"both", "unit", "country"},
    "page.figures.": {"in_plan", "off_plan"},
    "page.figures.by.": set(CountedBy),
    "page.figures.column.": set(FIGURES_COLUMNS),
    "page.figures.form.head.": set(map(str, range(1, 10))),
    "page.figures.list.": set(FORMS),
    **{f"page.figures.list.{form}.": set(map(str, range(1, heads + 1)))
       for form, (heads, _) in FORMS.items()},
    "page.figures.note.": {"counts", "overlap", "persons"},
    "page.figures.part.": set(PARTS),
    "page.figures.process.": set(OffRoute),
    "page.figures.report.": {*REPORT_STATES, "owed"},
    "passport.": set(PassportKind),
    "period.": said.named("PeriodRefused"),
    "problem.": set(NAMES),
    "problem.attachment_": {name.removeprefix("attachment_") for name in OF_FILES},
    "regulation_part.": {place.partition(".")[0] for place in ("routes", "papers", "bodies")},
    "quarantine.": {"restored", "copied"},
    "quarantine_refused.": said.named("QuarantineRefused"),
    "refusal.": {*Refusal, *NotRecorded}
    | said.named("DecisionRefused")
    | said.returned("flows/case/verbs.py", "flows/case/preparing.py"),
    "reply.": {each for choices in CHOICES_BY_REPLY.values() for each in choices},
    "reply_refused.": set(ReplyRefused),
    "report_on.": CALLED,
    "returned.": set(ReturnKind),
    "section.": {section for kind in KINDS.values() for section in kind.sections},
    "security_event.": set(SecurityEvent),
    "setting.": set(lacks._SENTENCES.values())
    | {"address", "empty", "host", "https", "mailbox", "token"},
    "setup.": said.named("SetupLacks") | {
        *("secret_short", "secret_open", "secret_unreadable", "dkim_open", "dkim_unread", "dkim_no_key")
    },
    "state.": set(StepState),
    "task.": set(Task),
    "task_button.": set(Task),
    "template.": said.named("TemplateWrong", place=1) | {"no_subject"},
    "time_unit.": set(TimeUnit),
    "timeline.": {"taken_back", "disputed", "file_again"},
    "typed.": said.named("CommandUnclear"),
    "unready.": set(Unready),
    "up.": {"folder", "web", "mail_caught", "mail", "prefect", "ready", "stopped"},
    "void.": VOID,
    "webhook.": said.named("WebhookRefused") | {"unknown", "private"},
    "webhook_ended.": {GONE},
    "webhook_trouble.": set(CallTrouble),
    "you.": {"citizen", "comrade"},
}  # fmt: skip


def test_every_beginning_of_an_id_is_that_of_a_family_listed_here():
    assert said.beginnings() - set(FAMILIES) - MAY_LACK - OF_COMMANDS == set()


@pytest.mark.parametrize("family", sorted(FAMILIES))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_of_a_family_has_a_word(language, family):
    catalogue = words(language).catalogue

    assert FAMILIES[family]
    assert (
        sorted(f"{family}{code}" for code in FAMILIES[family] if f"{family}{code}" not in catalogue)
        == []
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_id_that_stands_in_full_has_a_word(language):
    families = {family.rstrip(".") for family in FAMILIES}

    assert said.written_out() - families - {"help.param"} - set(words(language).catalogue) == set()


def test_the_families_of_a_report_are_all_known():
    assert {f"{family}." for family in OF_REPORTS.values()} <= set(FAMILIES)


def test_nobody_is_told_what_is_said_nowhere():
    """A sentence that nothing says any more is taken out, so that nobody mends it in vain."""
    beginnings = tuple(said.beginnings() | MAY_LACK | {f"{f}." for f in OF_REPORTS.values()})
    left = {m for m in words("vi").catalogue if not m.startswith(beginnings)} - said.written_out()

    assert left - OF_THE_REGULATION == set()


# What the regulation file means by its codes, for whoever reads the file beside the catalogue.
OF_THE_REGULATION = {
    msgid
    for msgid in words("vi").catalogue
    if re.match(r"(direction|required_when|start_event|voting_base|occasion|place_area)\.", msgid)
}
