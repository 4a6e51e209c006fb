"""What a case was about is erased once it is over; what was decided stays, and is proved as before."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text, update

from config.province_time import moment_of
from config.regulation.codes import Kind
from flows.acts.desk import Desk
from flows.case.answers import Identified
from flows.drafting import writing
from flows.privacy.erasing import (
    Because,
    Eraser,
    erase_case,
    erase_passports,
    erase_person,
    forget_letters,
)
from flows.privacy.holding import hold, release
from flows.sweeps.sweep import sweep
from models.directory import DirectoryFile
from models.entries import ContentErased, PersonErased
from models.errors import (
    CaseErased,
    DecisionIncomplete,
    DirectoryInvalid,
    ErasureRefused,
)
from models.ids import PersonId
from models.store import directory, journal, outbox, tables
from models.store.house.journal import HOUSE
from models.store.house.post import tell_of_post
from models.store.mail.standing import LetterStanding, letters_of_case
from models.store.outbox import MessageState
from models.store.privacy import erasing
from models.store.privacy.passports import passports_of
from models.store.sign_in import passkeys, sessions
from notifications.gathering.names import DIGEST
from tests.factories.audit import verify
from tests.factories.letters import letters
from tests.factories.office import Office
from tests.factories.privacy import NAME, NUMBER, OPINION, WORDS, letters_are_sent, submitted
from tests.factories.request import (
    DEPARTS,
    RETURNS,
    make_leader,
    make_member,
    make_passport,
    make_request,
    make_stop,
)

BY = Eraser(Because.REQUEST, "console:somebody", "console:somebody")
AT_CONSOLE = Identified(PersonId("console:somebody"), "console:somebody")
# Of the directory, and in no seat.
RETIRED = PersonId("nguoi.nghi.huu")
CONTENT = (
    "dossiers", "case_words", "search_words", "programmes", "travellers", "texts", "files", "passports",
    "passport_keys", "salts",
)  # fmt: skip


@pytest.fixture
def over(office):
    """A case that came to its end; its letters are sent."""
    submitted(office)
    office.goes_on_to_the_end()
    letters_are_sent(office)
    return office


def rows_of(office, table):
    with office.desk.store.reading() as conn:
        of = text(f"SELECT count(*) FROM {table} WHERE case_no = :no")
        return conn.execute(of, {"no": office.case_no}).scalar_one()


def difference(office):
    with office.desk.store.reading() as conn:
        return verify(conn).difference


def everything_said(office):
    """Return all values of all tables, as text."""
    with office.desk.store.reading() as conn:
        return "\n".join(
            str(tuple(bytes(v) if isinstance(v, memoryview) else v for v in row))
            for table in tables.metadata.sorted_tables
            if table.name != "movable_clock"
            for row in conn.execute(table.select())
        )


def numbers(office, **changed):
    with office.desk.store.reading() as conn:
        keys = office.desk.settings.passport_keys
        found = passports_of(conn, office.case_no, keys)
    return {number: passport.number for number, passport in found.items()}


def test_a_case_that_is_over_is_erased_and_its_journal_proves_it_still(over):
    erase_case(over.desk, over.case_no, BY)

    assert {table: rows_of(over, table) for table in CONTENT} == dict.fromkeys(CONTENT, 0)
    assert difference(over) is None


def test_no_table_says_any_more_who_travelled_or_what_was_written(over):
    before = everything_said(over)
    assert all(said in before for said in (NAME, WORDS, OPINION))

    erase_case(over.desk, over.case_no, BY)

    after = everything_said(over)
    assert [said for said in (NAME, WORDS, OPINION) if said in after] == []


def test_its_entry_says_what_was_erased_by_whom_and_why(over):
    erase_case(over.desk, over.case_no, BY)

    with over.desk.store.reading() as conn:
        entry = journal.newest(conn, over.case_no)
        day = erasing.erased_at(conn, over.case_no)
    said = entry.payload
    assert isinstance(said, ContentErased)
    assert (entry.actor, said.because, said.identity) == (BY.actor, "request", BY.identity)
    assert (said.dossiers, bool(said.files), said.salt, day) == ((1,), True, True, entry.at)


def test_whatever_is_gone_beyond_that_is_found(over):
    erase_passports(over.desk, over.case_no, BY)
    with over.desk.store.writing() as conn:
        conn.execute(tables.texts.delete())

    assert "texts" in str(difference(over))


def test_a_case_under_way_is_not_erased(office):
    submitted(office)

    with pytest.raises(ErasureRefused, match="under way"):
        erase_case(office.desk, office.case_no, BY)


def test_nothing_is_erased_while_a_letter_waits(office):
    submitted(office)
    office.goes_on_to_the_end()

    with pytest.raises(ErasureRefused, match="wait to be sent"):
        erase_case(office.desk, office.case_no, BY)


@pytest.fixture
def gathered(office):
    """A case that came to its end just now; what asked is sent, what tells of the end is gathered."""
    submitted(office)
    office.goes_on_to_the_end()
    with office.desk.store.writing() as conn:
        outbox.mark_sent(conn, *(row.id for row in outbox.waiting(conn)))
        tell_of_post(office.desk.house(conn))
    assert "case_archived" in [row.notice for row in waiting_of(office)]
    return office


def waiting_of(office):
    return [row for row in letters(office) if row.state is MessageState.GATHERED]


def test_what_waits_for_the_letter_of_the_day_keeps_no_case_from_being_erased(gathered):
    waited = {row.id for row in waiting_of(gathered)}

    erase_case(gathered.desk, gathered.case_no, BY)

    with gathered.desk.store.reading() as conn:
        standing = {each.id: each.standing for each in letters_of_case(conn, gathered.case_no)}
    assert {standing[each] for each in waited} == {LetterStanding.ERASED}
    assert difference(gathered) is None


def test_of_an_erased_case_no_letter_of_the_day_tells(gathered):
    erase_case(gathered.desk, gathered.case_no, BY)

    for _ in range(3):
        gathered.time_passes(to=next_day(gathered))

    assert [said for said in (NAME, WORDS, OPINION) if said in everything_said(gathered)] == []
    with gathered.desk.store.reading() as conn:
        assert [row for row in outbox.waiting(conn) if row.notice == DIGEST] == []


def test_other_cases_are_told_of_as_before(gathered):
    other = Office(gathered.desk)
    begins, ends = DEPARTS + timedelta(days=90), RETURNS + timedelta(days=90)
    stop = make_stop(arrives=begins, leaves=ends)
    members = (make_leader(), make_member())
    other.submits(make_request(departs=begins, returns=ends, itinerary=(stop,), members=members))
    [row] = [row for row in waiting_of(other) if row.notice == "case_received"]

    erase_case(gathered.desk, gathered.case_no, BY)
    gathered.time_passes(to=next_day(gathered))

    with gathered.desk.store.reading() as conn:
        told = [d.facts["told"] for d in outbox.waiting(conn) if d.notice == DIGEST]
    assert [[each["message_id"] for each in those] for those in told] == [[row.message_id]]


def test_a_letter_of_the_day_that_waits_to_be_sent_keeps_a_case_from_being_erased(gathered):
    gathered.time_passes(to=next_day(gathered))

    with pytest.raises(ErasureRefused, match="wait to be sent"):
        erase_case(gathered.desk, gathered.case_no, BY)


@pytest.fixture
def told_together(gathered):
    """The case, and another that is over too: letters of the day told of both, and are sent."""
    other = Office(gathered.desk)
    begins, ends = DEPARTS + timedelta(days=90), RETURNS + timedelta(days=90)
    stop = make_stop(arrives=begins, leaves=ends)
    members = (make_leader(), make_member())
    other.submits(make_request(departs=begins, returns=ends, itinerary=(stop,), members=members))
    gathered.time_passes(to=next_day(gathered))
    other.goes_on_to_the_end()
    letters_are_sent(other)
    return gathered, other


def letters_of_the_day(office, *numbers):
    """Return the letters of the day that told of all these cases, and whether they say it still."""
    with office.desk.store.reading() as conn:
        rows = conn.execute(select(tables.outbox)).all()
    told = {row.id: row.seal is not None for row in rows if row.notice == DIGEST}
    of = {(row.carried_by, row.case_no) for row in rows if row.carried_by}
    return {this: says for this, says in told.items() if {(this, no) for no in numbers} <= of}


def test_a_letter_that_tells_of_a_case_that_is_held_too_stays_until_that_is_released(told_together):
    case, other = told_together
    hold(case.desk, other.case_no, "Thanh tra tỉnh yêu cầu.", AT_CONSOLE)
    both = case.case_no, other.case_no

    erase_case(case.desk, case.case_no, BY)
    kept = letters_of_the_day(case, *both)
    release(case.desk, other.case_no, "Đã kết luận.", AT_CONSOLE)

    assert (set(kept.values()), difference(case)) == ({True}, None)
    assert set(letters_of_the_day(case, *both).values()) == {False}


def test_of_other_cases_the_other_letters_of_the_day_stay(told_together):
    case, other = told_together
    of_other = letters_of_the_day(case, other.case_no)
    alone = of_other.keys() - letters_of_the_day(case, case.case_no).keys()

    erase_case(case.desk, case.case_no, BY)

    assert alone
    assert {this for this, says in letters_of_the_day(case, other.case_no).items() if says} == alone


def test_whoever_was_written_to_about_a_case_that_is_held_is_not_erased(over):
    with_retired(over.desk)
    with over.desk.store.writing() as conn:
        conn.execute(update(tables.outbox).where(tables.outbox.c.id == 1).values(recipient=RETIRED))
    hold(over.desk, over.case_no, "Thanh tra.", AT_CONSOLE)

    with pytest.raises(ErasureRefused, match="held"):
        erase_person(over.desk, RETIRED, BY)


def test_passports_are_erased_whatever_waits_for_letters_have_none_in_them(gathered):
    erase_passports(gathered.desk, gathered.case_no, BY)

    assert rows_of(gathered, "passports") == 0


def next_day(office):
    """Return the moment of the letters of the next working day."""
    day = office.desk.calendar().add_working_days(office.today, 1)
    return moment_of(day, office.desk.settings.digest_at)


def test_what_is_erased_is_not_erased_twice(over):
    erase_case(over.desk, over.case_no, BY)

    with pytest.raises(CaseErased):
        erase_case(over.desk, over.case_no, BY)


def test_walks_and_sweeps_go_on_beside_an_erased_case(over):
    erase_case(over.desk, over.case_no, BY)
    seq = over.case.seq

    over.desk.walk(over.case_no)
    over.time_passes()
    sweep(over.desk)

    assert (over.case.seq, over.case.fault) == (seq, None)


def test_the_next_trip_of_the_same_people_is_looked_at_without_the_erased_one(over):
    erase_case(over.desk, over.case_no, BY)

    days = {"departs": date(2020, 11, 23), "returns": date(2020, 11, 28)}
    stop = make_stop(arrives=days["departs"], leaves=days["returns"])
    submitted(over, itinerary=(stop,), **days)

    assert over.goes_on_to_the_end().is_over


# --- passports and letters alone -----------------------------------------------------------------


def test_passports_are_erased_alone(over):
    erase_passports(over.desk, over.case_no, BY)

    assert (rows_of(over, "passports"), rows_of(over, "passport_keys")) == (0, 0)
    assert (rows_of(over, "dossiers"), difference(over)) == (1, None)


def test_passports_that_are_gone_are_not_journaled_twice(over):
    erase_passports(over.desk, over.case_no, BY)
    seq = over.case.seq

    erase_passports(over.desk, over.case_no, BY)

    assert over.case.seq == seq


def test_what_letters_said_is_forgotten_and_that_they_were_sent_is_not(over):
    forget_letters(over.desk, over.case_no, BY)

    with over.desk.store.reading() as conn:
        rows = conn.execute(select(tables.outbox)).all()
    of_case = [row for row in rows if row.case_no == over.case_no]
    assert {row.state for row in of_case} == {"sent", "carried"}
    assert {(row.address, row.content, row.seal) for row in of_case} == {(None, None, None)}
    assert all(row.sent_at for row in of_case if row.state == "sent")
    assert difference(over) is None


# --- hold ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("erase", [erase_case, erase_passports, forget_letters])
def test_of_a_case_that_is_held_nothing_is_erased(over, erase):
    hold(over.desk, over.case_no, "Thanh tra tỉnh yêu cầu.", AT_CONSOLE)

    with pytest.raises(ErasureRefused, match="held"):
        erase(over.desk, over.case_no, BY)
    assert difference(over) is None


def test_once_it_is_released_it_is_erased(over):
    hold(over.desk, over.case_no, "Thanh tra tỉnh yêu cầu.", AT_CONSOLE)
    release(over.desk, over.case_no, "Đã kết luận.", AT_CONSOLE)

    erase_case(over.desk, over.case_no, BY)

    assert difference(over) is None


def test_a_hold_has_a_reason_and_is_set_once(over):
    with pytest.raises(DecisionIncomplete):
        hold(over.desk, over.case_no, " ", AT_CONSOLE)
    with pytest.raises(ErasureRefused, match="not held"):
        release(over.desk, over.case_no, "Đã kết luận.", AT_CONSOLE)
    hold(over.desk, over.case_no, "Thanh tra.", AT_CONSOLE)
    with pytest.raises(ErasureRefused, match="is held"):
        hold(over.desk, over.case_no, "Thanh tra.", AT_CONSOLE)


# --- a key per passport ----------------------------------------------------------------------------


def with_retired(desk: Desk):
    """Enter somebody who holds no seat."""
    person = {"name": "Người Nghỉ Hưu", "language": "vi", "mailbox": f"{RETIRED}@example.vn"}
    file = DirectoryFile.model_validate({"units": {}, "persons": {RETIRED: person}, "seats": []})
    with desk.store.writing() as conn:
        directory.load_directory(desk.house(conn), file)


@pytest.fixture
def travelled(office):
    """A case that is over in which a person of the directory who holds no seat travelled."""
    with_retired(office.desk)
    retired = make_member(
        name="Người Nghỉ Hưu", person=RETIRED, passport=make_passport(number="S2222222")
    )
    leader = make_leader(passport=make_passport(number=NUMBER))
    submitted(office, members=(leader, retired))
    office.goes_on_to_the_end()
    letters_are_sent(office)
    return office


def test_of_a_person_who_is_erased_nobody_reads_the_passport_any_more(travelled):
    assert numbers(travelled) == {1: NUMBER, 2: "S2222222"}

    erase_person(travelled.desk, RETIRED, BY)

    assert numbers(travelled) == {1: NUMBER}
    assert difference(travelled) is None


def test_of_a_person_who_is_erased_the_directory_knows_the_id_alone(travelled):
    erase_person(travelled.desk, RETIRED, BY)

    with travelled.desk.store.reading() as conn:
        person = directory.person(conn, RETIRED)
        told = journal.newest(conn, HOUSE).payload
    assert (person.name, person.mailbox) == ("(đã xóa)", f"{RETIRED}@erased.invalid")
    assert told == PersonErased(person=RETIRED, because="request", identity=BY.identity)


def test_a_persons_passport_goes_from_what_is_being_written_too(travelled):
    desk, officer = travelled.desk, PersonId("nguyen.thi.mau")
    passport = {"kind": "official", "number": "B1234567", "expires": "2030-01-01"}
    members = [{"name": "Người Nghỉ Hưu", "person": RETIRED, "passport": passport}]
    draft, _ = writing.begin(desk, officer, Kind.OUTBOUND, {"members": members})

    erase_person(desk, RETIRED, BY)

    kept = writing.read_draft(desk, officer, draft).values["members"]
    assert kept == [{"name": "Người Nghỉ Hưu", "person": RETIRED}]


def test_whatever_a_person_who_is_erased_could_sign_in_by_ends_by_an_entry(travelled):
    with travelled.desk.store.writing() as conn:
        house = travelled.desk.house(conn)
        sessions.begin(house, RETIRED, "mailbox_code")
        passkeys.add(house, RETIRED, b"name", b"key", sign_count=0, device="")

    erase_person(travelled.desk, RETIRED, BY)

    with travelled.desk.store.reading() as conn:
        left = sessions.sessions_of(conn, RETIRED), passkeys.passkeys_of(conn, RETIRED)
    assert (left, difference(travelled)) == (((), ()), None)


def test_a_person_slipped_in_for_one_who_was_erased_is_found(travelled):
    erase_person(travelled.desk, RETIRED, BY)
    with travelled.desk.store.writing() as conn:
        this = tables.persons.c.id == RETIRED
        conn.execute(tables.persons.update().where(this).values(mailbox="x@example.vn"))

    assert f"persons {RETIRED}" in str(difference(travelled))


def test_a_person_whose_row_alone_was_emptied_is_found(travelled):
    with travelled.desk.store.writing() as conn:
        erasing.erase_person(conn, RETIRED)

    assert f"persons {RETIRED}" in str(difference(travelled))


def test_who_holds_a_seat_or_travels_still_is_not_erased(office):
    with_retired(office.desk)
    retired = make_member(name="Người Nghỉ Hưu", person=RETIRED)
    submitted(office, members=(make_leader(), retired))

    with pytest.raises(ErasureRefused, match="travel"):
        erase_person(office.desk, RETIRED, BY)
    with pytest.raises(ErasureRefused, match="seat"):
        erase_person(office.desk, PersonId("pham.van.mau"), BY)


def test_of_a_case_that_is_held_no_traveller_is_erased(travelled):
    hold(travelled.desk, travelled.case_no, "Thanh tra.", AT_CONSOLE)

    with pytest.raises(ErasureRefused, match="held"):
        erase_person(travelled.desk, RETIRED, BY)


def test_passports_that_were_swapped_are_shown_to_nobody(over):
    with over.desk.store.writing() as conn:
        rows = {row.number: row.ciphertext for row in conn.execute(select(tables.passports))}
        for number, other in ((1, 2), (2, 1)):
            this = tables.passports.c.number == number
            conn.execute(tables.passports.update().where(this).values(ciphertext=rows[other]))

    assert numbers(over) == {}


def test_a_passport_that_is_replaced_takes_its_key_with_it(office):
    submitted(office)

    assert rows_of(office, "passport_keys") == rows_of(office, "passports") == 2


def test_a_directory_file_does_not_bring_an_erased_person_back(travelled):
    erase_person(travelled.desk, RETIRED, BY)

    with pytest.raises(DirectoryInvalid):
        with_retired(travelled.desk)
