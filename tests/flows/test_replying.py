"""Who was asked by a letter may answer it by a reply, where the house takes such; nobody else may."""

import hashlib
from dataclasses import replace

import pytest

from config.regulation.codes import Act, Stage
from flows.acts.replying import ReplyRefused
from flows.acts.taking_back import take_back
from flows.case.answers import Identified
from flows.sweeps.returns import MOST_ANSWERS_A_DAY, take_in
from models.case import StepState
from models.entries import MessageAnswered, RefusalNoted, StepDecided
from models.ids import PersonId
from models.store import directory, outbox
from models.store.mail.returned import ReturnKind, returned_of_case
from notifications.returned.reading import read_letter
from notifications.writing.rendering import render
from tests.factories.audit import verify
from tests.factories.clones import queries_of
from tests.factories.letters import letters, told
from tests.factories.office import Office
from tests.factories.replies import FORGED, RELAY, apple, gmail, outlook, vouched, with_file
from tests.factories.rules import sample_with

RULES = "sign_in: {decided_by_reply: [state_decision]}\n"
LINK = "https://doan.example/v/mau"


def house(desk, folder, *, rules=RULES, **settings):
    """An office that takes answers by reply."""
    taken = {
        "regulation": sample_with(folder, rules) if rules else desk.settings.regulation,
        "mailbox_url": "maildir:/nowhere",
        "reply_authserv_id": RELAY,
        **settings,
    }
    return Office(replace(desk, settings=desk.settings.model_copy(update=taken)))


@pytest.fixture
def office(desk, tmp_path):
    return house(desk, tmp_path)


@pytest.fixture
def opinion(office):
    """A step that asks an agency for its opinion."""
    office.submits()
    office.goes_on_until(Stage.OPINIONS)
    return office.waiting(Act.CONSULT)


@pytest.fixture
def decision(office):
    """The step that asks the chair of the province to decide."""
    office.submits()
    office.goes_on_until(Stage.STATE_DECISION)
    return office.waiting(Act.DECIDE)


def own_letters(office, step):
    """The letters that ask for this step alone: one of several steps takes no answer by reply."""
    return [
        row
        for row in letters(office, to=step.holders[0])
        if row.asks
        and row.carried_by is None
        and row.facts.get("step", {}).get("number") == step.number
    ]


def asked(office, step):
    """The letter that asks for a step, as it is sent; and the mailbox it is sent to."""
    (row,) = own_letters(office, step)
    with office.desk.store.reading() as conn:
        person = directory.person(conn, PersonId(row.recipient))
    return render(row, person, office.desk.settings, link=LINK), person.mailbox


def comes(office, content):
    take_in(office.desk, read_letter(content), hashlib.sha256(content).hexdigest())


def replies(office, step, says, program=gmail, **more):
    letter, mailbox = asked(office, step)
    content = program(letter, mailbox, says, **more)
    comes(office, content)
    return content


def now_is(office, step):
    return office.case.steps[step.number - 1]


def explained(office):
    """Who was told that a reply took no step, and why."""
    with office.desk.store.reading() as conn:
        waiting = outbox.waiting(conn)
    return [(m.recipient, m.facts["why"]) for m in waiting if m.notice == "reply_refused"]


def changed_nothing(office, step, why):
    """Nothing was decided; whoever was asked is told why, once; the office has the words."""
    answered = [p for p in office.journal() if isinstance(p, MessageAnswered)]
    return (
        now_is(office, step).is_open
        and explained(office) == [(step.holders[0], why)]
        and len(answered) == 1
    )


def verified(office):
    with office.desk.store.reading() as conn:
        return verify(conn).difference


# --- what counts -------------------------------------------------------------------------------------


@pytest.mark.parametrize("program", [gmail, outlook, apple])
def test_an_opinion_is_given_by_a_reply(office, opinion, program):
    replies(office, opinion, "Đồng ý", program)

    step = now_is(office, opinion)
    assert (step.choice, step.decided_by, step.remarks) == ("agree", opinion.holders[0], None)


@pytest.mark.parametrize("program", [gmail, outlook, apple])
def test_what_stands_below_the_word_are_the_remarks(office, opinion, program):
    replies(office, opinion, "KHONG DONG Y.\n\nThời gian trùng kỳ họp.\nĐề nghị lùi lại.", program)

    step = now_is(office, opinion)
    with office.desk.reading(office.case_no) as work:
        remarks = work.said[step.remarks].replace("\n\n", "\n")
    assert (step.choice, remarks) == ("object", "Thời gian trùng kỳ họp.\nĐề nghị lùi lại.")


def test_the_journal_tells_that_it_was_a_reply_and_which(office, opinion):
    content = replies(office, opinion, "Đồng ý")

    (said,) = [p for p in office.journal() if isinstance(p, StepDecided) and p.letter]
    assert (said.identity, said.letter) == ("reply", hashlib.sha256(content).hexdigest())
    assert verified(office) is None


def test_whoever_answered_gets_a_confirmation_and_no_second_receipt(office, opinion):
    replies(office, opinion, "Đồng ý")

    assert told(office, "reply_taken") == [opinion.holders[0]]
    assert opinion.holders[0] not in told(office, "receipt")


@pytest.mark.parametrize(
    ("says", "choice"),
    [
        ("Duyệt", "approve"),
        ("trả lại\nThiếu kinh phí.", "return"),
        ("Refuse\nKhông cần.", "reject"),
    ],
)
def test_a_decision_is_given_by_a_reply_where_the_regulation_names_its_stage(
    office, decision, says, choice
):
    replies(office, decision, says)

    assert now_is(office, decision).choice == choice
    assert verified(office) is None


def test_an_assignment_is_accepted_by_a_reply(office):
    office.receives()
    office.goes_on_until_asked(Act.ARRANGE)
    step = next(
        each
        for each in office.case.open_steps
        if each.act is Act.ARRANGE and own_letters(office, each)
    )
    replies(office, step, "Nhận")

    assert now_is(office, step).choice == "take_on"
    assert verified(office) is None


def test_the_letter_names_the_words_and_brings_the_reference(office, opinion):
    letter, _ = asked(office, opinion)

    said = read_letter(gmail(letter, "a@b.example", ""))
    assert any(each.startswith("<reply-") for each in said.about)
    assert "“Đồng ý có ý kiến”" in gmail(letter, "a@b.example", "").decode()


# --- what does not -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "says",
    [
        "",
        "Không duyệt",
        "Duyệt, nhưng bớt hai người",
        "Duyệt hay trả lại thì tùy",
        "Cho hỏi chuyến này ai đi?\nDuyệt",
        "Đồng ý",
        "> Duyệt",
    ],
)
def test_whatever_is_no_word_of_the_letter_changes_nothing(office, decision, says):
    replies(office, decision, says)

    assert changed_nothing(office, decision, ReplyRefused.NO_WORD)


@pytest.mark.parametrize("says", ["Trả lại", "Từ chối"])
@pytest.mark.parametrize("program", [gmail, apple])
def test_a_return_or_a_refusal_wants_words(office, decision, says, program):
    replies(office, decision, says, program)

    assert changed_nothing(office, decision, ReplyRefused.NO_REMARKS)


def test_a_reply_from_another_mailbox_changes_nothing(office, decision):
    letter, _ = asked(office, decision)
    comes(office, gmail(letter, "le.thi.gia@hau-giang.example", "Duyệt"))

    assert changed_nothing(office, decision, ReplyRefused.OTHER_SENDER)


def test_a_reply_that_names_two_senders_changes_nothing(office, decision):
    replies(office, decision, "Duyệt", more=("From: le.thi.gia@hau-giang.example",))

    assert changed_nothing(office, decision, ReplyRefused.OTHER_SENDER)


@pytest.mark.parametrize(
    "results",
    [
        "",
        vouched("pham.van.mau@hau-giang.example", outcome="fail"),
        vouched("pham.van.mau@hau-giang.example", relay="mx.other.example"),
        f"Authentication-Results: {RELAY}; dkim=pass header.d=evil.example",
        f"Authentication-Results: {RELAY}; dkim=fail header.d=hau-giang.example\n{FORGED}",
        f"Authentication-Results: {RELAY}; none\n{FORGED}",
        f'Authentication-Results: {RELAY}; dkim="\n{FORGED}',
        f"X-Authentication-Results: {RELAY}; dmarc=pass header.from=hau-giang.example",
    ],
)
def test_a_reply_nobody_vouches_for_changes_nothing(office, decision, results):
    replies(office, decision, "Duyệt", results=results)

    assert changed_nothing(office, decision, ReplyRefused.NOT_VOUCHED)


def test_a_reply_to_what_is_answered_changes_nothing(office, decision):
    letter, mailbox = asked(office, decision)
    office.takes_smoothly(decision)
    comes(office, gmail(letter, mailbox, "Từ chối\nKhông cần."))

    assert now_is(office, decision).choice == "approve"
    assert explained(office) == [(decision.holders[0], ReplyRefused.CLOSED)]


def test_a_reply_that_comes_again_changes_nothing(office, decision):
    content = replies(office, decision, "Duyệt")
    seen = office.case.seq
    comes(office, content)
    comes(office, content.replace(b"ESMTPS; Mon", b"ESMTPS id 9; Mon"))

    assert office.case.seq == seen
    assert explained(office) == []


def test_nor_does_it_decide_again_what_was_taken_back(office, decision):
    content = replies(office, decision, "Duyệt")
    person = decision.holders[0]
    take_back(office.desk, office.case_no, decision.number, Identified(person, "mailbox_code"))
    comes(office, content)
    comes(office, content.replace(b"<CAF1@", b"<CAF2@"))

    assert now_is(office, decision).state is StepState.VOID
    assert office.waiting(Act.DECIDE).number != decision.number


def test_a_reply_to_what_was_asked_before_the_dossier_changed_changes_nothing(office, decision):
    letter, mailbox = asked(office, decision)
    (row,) = [r for r in letters(office, to=decision.holders[0]) if r.notice == "to_decide"]
    seen = {**row.facts["by_reply"], "seen": "0" * 64}
    with office.desk.store.reading() as conn:
        person = directory.person(conn, decision.holders[0])
    stale = replace(row, facts={**row.facts, "by_reply": seen})
    comes(office, gmail(render(stale, person, office.desk.settings, link=LINK), mailbox, "Duyệt"))

    assert changed_nothing(office, decision, ReplyRefused.CHANGED)
    comes(office, gmail(letter, mailbox, "Duyệt", named="CAF2"))
    assert now_is(office, decision).choice == "approve"


def test_a_reply_with_a_file_changes_nothing(office, decision):
    replies(office, decision, "Duyệt", with_file)

    assert changed_nothing(office, decision, ReplyRefused.FILES)


def test_a_reply_of_whoever_may_not_changes_nothing_and_is_journaled(office, opinion):
    with office.desk.store.reading() as conn:
        stranger = directory.person(conn, PersonId("nguyen.thi.mau"))
    row = next(r for r in letters(office, "to_consult") if r.recipient == opinion.holders[0])
    theirs = replace(row, recipient=stranger.id)
    handed_on = render(theirs, stranger, office.desk.settings, link=LINK)
    comes(office, gmail(handed_on, stranger.mailbox, "Đồng ý"))

    assert now_is(office, opinion).is_open
    assert [p.person for p in office.journal() if isinstance(p, RefusalNoted)] == [stranger.id]
    assert explained(office) == [(stranger.id, ReplyRefused.NOT_YOURS)]


@pytest.mark.parametrize(
    "mark", ["Auto-Submitted: auto-replied", "Precedence: bulk", "List-Id: <a.example>"]
)
def test_an_automatic_answer_decides_nothing_and_is_answered_by_nobody(office, decision, mark):
    replies(office, decision, "Duyệt", more=(mark,))

    assert now_is(office, decision).is_open
    assert explained(office) == []


def test_nor_is_one_whose_return_path_is_empty(office, decision):
    letter, mailbox = asked(office, decision)
    content = gmail(letter, mailbox, "Duyệt")
    comes(office, content.replace(f"Return-Path: <{mailbox}>".encode(), b"Return-Path: <>"))

    assert now_is(office, decision).is_open
    assert explained(office) == []


def test_so_many_replies_a_day_are_explained_and_no_more(office, decision):
    letter, mailbox = asked(office, decision)
    for number in range(MOST_ANSWERS_A_DAY + 3):
        comes(office, gmail(letter, mailbox, f"Xin hỏi {number}", named=f"Q{number}", quotes=False))

    assert len(explained(office)) == MOST_ANSWERS_A_DAY


def test_a_reference_somebody_made_up_makes_no_answer_of_a_letter(office, decision):
    letter, mailbox = asked(office, decision)
    content = gmail(letter, mailbox, "Duyệt")
    at = content.index(b"<reply-") + 30
    comes(office, content[:at] + b"AAAA" + content[at + 4 :])

    assert now_is(office, decision).is_open
    assert explained(office) == []
    with office.desk.store.reading() as conn:
        assert [r.kind for r in returned_of_case(conn, office.case_no)] == [ReturnKind.REPLY]


# --- where it is switched off ------------------------------------------------------------------------


def test_no_decision_is_taken_by_reply_unless_the_regulation_says_so(desk, tmp_path):
    office = house(desk, tmp_path, rules="")
    office.submits()
    office.goes_on_until(Stage.STATE_DECISION)
    step = office.waiting(Act.DECIDE)

    assert b"<reply-" not in asked(office, step)[0]


def test_a_code_for_each_decision_rules_it_out(desk, tmp_path):
    rules = "sign_in: {decided_by_reply: [state_decision], code_for_each_decision: true}\n"
    office = house(desk, tmp_path, rules=rules)
    office.submits()
    office.goes_on_until(Stage.STATE_DECISION)

    assert b"<reply-" not in asked(office, office.waiting(Act.DECIDE))[0]


@pytest.mark.parametrize("off", [{"reply_authserv_id": ""}, {"mailbox_url": ""}])
def test_nothing_is_taken_by_reply_unless_the_house_is_set_so(desk, tmp_path, off):
    office = house(desk, tmp_path, **off)
    office.submits()
    office.goes_on_until(Stage.OPINIONS)

    assert b"<reply-" not in asked(office, office.waiting(Act.CONSULT))[0]


def test_what_was_asked_while_it_was_on_is_a_word_for_the_office_once_it_is_off(office, opinion):
    letter, mailbox = asked(office, opinion)
    off = office.desk.settings.model_copy(update={"reply_authserv_id": ""})
    later = Office(replace(office.desk, settings=off), office.case_no)
    comes(later, gmail(letter, mailbox, "Đồng ý"))

    assert now_is(later, opinion).is_open
    assert told(later, "message_answered") != []


# --- what it costs ----------------------------------------------------------------------------------


@pytest.mark.parametrize("says", ["Đồng ý", "Để tôi xem lại."], ids=["taken", "not taken"])
def test_of_the_directory_a_reply_reads_whom_it_is_about_and_not_everybody(office, opinion, says):
    letter, mailbox = asked(office, opinion)
    content = gmail(letter, mailbox, says)

    with queries_of(office.desk.store) as heard:
        comes(office, content)

    of_persons = [statement for statement in heard if "FROM persons" in statement]
    assert of_persons
    assert [statement for statement in of_persons if "WHERE" not in statement] == []
