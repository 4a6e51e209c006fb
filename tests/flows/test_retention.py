"""What has been kept long enough is erased by itself, each kind by its own limit, and never guessed."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
import yaml
from sqlalchemy import event, func, select, text

from config.province_time import moment_of
from config.regulation.codes import Kind
from config.regulation.province import read_regulation
from flows.acts.desk import Desk
from flows.case.answers import Identified
from flows.drafting import writing
from flows.privacy.holding import hold
from flows.sweeps.retention import announce, retain, retain_if_due
from models.entries import ContentErased, MessagesForgotten
from models.ids import PersonId
from models.store import journal, outbox, tables
from models.store.database.clock import move_clock, now
from models.store.house.post import POST
from notifications.telling.draft_letters import DRAFT_RESTS
from tests.factories.audit import verify
from tests.factories.office import Office
from tests.factories.privacy import letters_are_sent, submitted
from tests.factories.province import text_of_the_tests

AT_CONSOLE = Identified(PersonId("console:somebody"), "console:somebody")

DAY = timedelta(days=1)
DESIGN = {"unconfirmed": True, "source": {"mark": "design"}}


def keeping(desk: Desk, folder, **kinds) -> Office:
    """Return the office of a province that keeps some kinds of data so many months, others for ever."""
    limits = {kind: {"amount": n, "unit": "months", **DESIGN} for kind, n in kinds.items()}
    rules = yaml.safe_dump({"retention": limits})
    parts = text_of_the_tests().split("\nretention:\n")
    rest = parts[1].partition("\n# We know of no working day")[2]
    path = folder / "keeping.yaml"
    path.write_text(f"{parts[0]}\n{rules}\n# We know{rest}", encoding="utf-8")
    settings = desk.settings.model_copy(update={"regulation": str(path)})
    return Office(replace(desk, settings=settings))


def over(office):
    submitted(office)
    office.goes_on_to_the_end()
    letters_are_sent(office)
    return office


def months_pass(office, months):
    with office.desk.store.writing() as conn:
        move_clock(conn, now(conn) + timedelta(days=31 * months))


def rows(office, *names):
    with office.desk.store.reading() as conn:
        return [conn.execute(text(f"SELECT count(*) FROM {n}")).scalar_one() > 0 for n in names]


def difference(office):
    with office.desk.store.reading() as conn:
        return verify(conn).difference


def test_passports_go_a_month_after_the_end_and_the_rest_stays(desk, tmp_path):
    office = over(keeping(desk, tmp_path, passports=1))
    retain(office.desk)
    assert rows(office, "passports") == [True]

    months_pass(office, 2)
    retain(office.desk)

    assert rows(office, "passports", "dossiers", "texts") == [False, True, True]
    with office.desk.store.reading() as conn:
        told = journal.newest(conn, office.case_no)
    assert isinstance(told.payload, ContentErased)
    assert (told.payload.because, told.actor, difference(office)) == ("retention", "doan", None)


def test_content_goes_when_its_time_comes(desk, tmp_path):
    office = over(keeping(desk, tmp_path, content=12))

    months_pass(office, 13)
    retain(office.desk)

    assert rows(office, "dossiers", "texts", "files", "salts") == [False] * 4
    assert difference(office) is None


def test_what_letters_said_goes_though_the_case_goes_on(desk, tmp_path):
    office = keeping(desk, tmp_path, messages=6)
    submitted(office)
    letters_are_sent(office)

    months_pass(office, 7)
    retain(office.desk)

    with office.desk.store.reading() as conn:
        says = conn.execute(select(tables.outbox.c.content)).scalars().all()
        assert isinstance(journal.newest(conn, POST).payload, MessagesForgotten)
    assert (set(says), difference(office)) == ({None}, None)


def test_a_province_that_says_nothing_keeps_everything(desk, tmp_path):
    office = over(keeping(desk, tmp_path))
    seq = office.case.seq

    months_pass(office, 600)
    retain(office.desk)

    assert office.case.seq == seq
    assert rows(office, "passports", "dossiers") == [True, True]


def test_of_a_case_that_is_held_nothing_goes(desk, tmp_path):
    office = over(keeping(desk, tmp_path, passports=1, content=1, messages=1))
    hold(office.desk, office.case_no, "Thanh tra.", AT_CONSOLE)

    months_pass(office, 3)
    retain(office.desk)

    assert rows(office, "passports", "dossiers") == [True, True]
    with office.desk.store.reading() as conn:
        of_case = tables.outbox.c.case_no == office.case_no
        # What another letter carries has no bytes of its own.
        sent = func.coalesce(tables.outbox.c.carried_by, tables.outbox.c.id)
        sent_as = tables.outbox.c.id.in_(select(sent).where(of_case))
        letters = conn.execute(select(tables.outbox.c.content).where(sent_as)).scalars().all()
    assert letters
    assert None not in letters


def test_of_a_case_under_way_nothing_but_letters_goes(desk, tmp_path):
    office = keeping(desk, tmp_path, passports=1, content=1)
    submitted(office)

    months_pass(office, 3)
    retain(office.desk)

    assert rows(office, "passports", "dossiers") == [True, True]


def test_it_is_looked_for_once_a_day(desk, tmp_path):
    office = over(keeping(desk, tmp_path, passports=1))
    retain_if_due(office.desk)
    months_pass(office, 3)
    began: list[object] = []
    event.listen(office.desk.store.engine, "begin", began.append)

    retain_if_due(office.desk)

    assert (began, rows(office, "passports")) == ([], [True])


def test_a_limit_that_counts_from_something_else_is_refused():
    limit = {"amount": 1, "unit": "months", "counted_from": "departure", **DESIGN}
    given = yaml.safe_dump({"retention": {"content": limit}})
    head = text_of_the_tests().split("\nretention:\n")[0]

    with pytest.raises(ValueError, match="counted from its own end"):
        read_regulation(f"{head}\n{given}\n---\n" + _after_common())


def _after_common():
    whole = text_of_the_tests().split("\nretention:\n")[1]
    return whole.partition("\n---\n")[2]


OFFICER = PersonId("nguyen.thi.mau")


def draft_of(office):
    values = {"title": "Thăm huyện Gokseong"}
    return writing.begin(office.desk, OFFICER, Kind.OUTBOUND, values)[0]


def told_of_drafts(office):
    with office.desk.store.reading() as conn:
        return [row.recipient for row in outbox.waiting(conn) if row.notice == DRAFT_RESTS]


def looks_after_drafts(office):
    announce(office.desk)
    retain(office.desk)


def test_a_draft_nobody_goes_on_with_is_announced_and_stays_two_weeks_more(desk, tmp_path):
    office = keeping(desk, tmp_path, drafts=2)
    draft_of(office)
    months_pass(office, 2)

    looks_after_drafts(office)
    looks_after_drafts(office)

    assert (told_of_drafts(office), rows(office, "drafts")) == ([OFFICER], [True])


def test_a_draft_is_erased_two_weeks_after_its_unit_was_told(desk, tmp_path):
    office = keeping(desk, tmp_path, drafts=2)
    draft_of(office)
    months_pass(office, 2)
    looks_after_drafts(office)
    months_pass(office, 1)

    looks_after_drafts(office)

    assert rows(office, "drafts", "draft_files") == [False, False]


def test_a_draft_that_somebody_goes_on_with_is_kept_and_announced_anew(desk, tmp_path):
    office = keeping(desk, tmp_path, drafts=2)
    draft = draft_of(office)
    months_pass(office, 2)
    looks_after_drafts(office)
    seen = writing.digest_of({"title": "Thăm huyện Gokseong"})
    writing.write_section(office.desk, OFFICER, draft, "purpose", {"title": "Thăm Saga"}, seen=seen)
    months_pass(office, 1)
    looks_after_drafts(office)
    kept = rows(office, "drafts")
    months_pass(office, 2)
    looks_after_drafts(office)

    assert (kept, told_of_drafts(office)) == ([True], [OFFICER, OFFICER])


def test_of_a_draft_nobody_goes_on_with_its_unit_hears_in_office_hours(desk, tmp_path):
    office = keeping(desk, tmp_path, drafts=2)
    draft_of(office)
    sunday = date(2020, 9, 6)
    heard = []

    for at in (moment_of(sunday, time(9)), moment_of(sunday + DAY, time(3))):
        office.time_passes(to=at)
        heard += told_of_drafts(office)
    office.time_passes(to=moment_of(sunday + DAY, time(9)))

    assert (heard, told_of_drafts(office)) == ([], [OFFICER])
