"""A unit's address book: whom it filed, kept as long as their last case, seen by the unit alone."""

from datetime import date

import pytest
from cryptography.fernet import Fernet

from flows.acts.filing import Filing
from flows.acts.submitting import change
from flows.drafting import address_book as book
from flows.drafting.writing import digest_of
from flows.privacy.erasing import Because, Eraser, erase_case, erase_passports, erase_person
from models.directory import DirectoryFile
from models.errors import DraftChanged, EntryUnknown, RequestInvalid
from models.ids import BodyKey, PersonId
from models.store import directory
from models.store.privacy import address_book, erasing
from models.store.privacy.known_of import known_of
from tests.factories.audit import verify
from tests.factories.office import OFFICER, Office
from tests.factories.privacy import letters_are_sent
from tests.factories.request import make_leader, make_member, make_passport, make_request, make_stop

BY = Eraser(Because.REQUEST, "console:somebody", "console:somebody")
OF_ANOTHER_UNIT = PersonId("ta.thi.vi.du")
AUDITOR = PersonId("cao.thi.thi.du")
# Of the directory, and in no seat.
RETIRED = PersonId("nguoi.nghi.huu")
UNIT = BodyKey("long_my")
BORN = date(1975, 8, 31)
# Once the first trip is over.
NEXT_YEAR = {
    "departs": date(2021, 8, 24),
    "returns": date(2021, 8, 29),
    "itinerary": (make_stop(arrives=date(2021, 8, 24), leaves=date(2021, 8, 29)),),
}


@pytest.fixture
def office(desk):
    return Office(desk)


@pytest.fixture
def travelled(office):
    """Somebody of the directory without a seat, who travelled in a case that is over."""
    person = {"name": "Người Nghỉ Hưu", "language": "vi", "mailbox": f"{RETIRED}@example.vn"}
    file = DirectoryFile.model_validate({"units": {}, "persons": {RETIRED: person}, "seats": []})
    with office.desk.store.writing() as conn:
        directory.load_directory(office.desk.house(conn), file)
    files(office, make_member(name="Người Nghỉ Hưu", person=RETIRED, passport=make_passport()))
    over(office)
    return RETIRED


def files(office, *members, **changed):
    office.submits(make_request(members=(make_leader(), *members), **changed))
    return office.case_no


def changes(office, case_no, *members):
    """A later version, before the decision."""
    request = make_request(members=(make_leader(), *members))
    change(office.desk, case_no, request, {}, Filing(OFFICER, OFFICER))


def kept(office, who=OFFICER):
    return {each.name: each for each in book.book_of(office.desk, who, passports=True)}


def over(office):
    office.goes_on_to_the_end()
    letters_are_sent(office)


def test_who_is_filed_is_kept_with_what_holds_beyond_that_request(office):
    case_no = files(office, make_member(born=BORN, passport=make_passport()))

    person = kept(office)["Nguyễn Văn Mẫu"]

    assert person.case_no == case_no
    assert person.values == {
        "name": "Nguyễn Văn Mẫu",
        "position": "Chuyên viên Phòng Kinh tế",
        "rank": "specialist",
        "managed_by": "unit",
        "party_member": "false",
        "born": "1975-08-31",
        "passport": {"kind": "official", "number": "S0000001", "expires": "2023-05-01"},
    }


def test_who_is_filed_again_is_one_person_as_the_last_request_says(office):
    files(office, make_member(born=BORN, passport=make_passport()))
    last = files(office, make_member(born=BORN, position="Phó Trưởng phòng"))

    person = kept(office)["Nguyễn Văn Mẫu"]

    assert (len(kept(office)), person.case_no) == (2, last)
    assert person.values["position"] == "Phó Trưởng phòng"
    assert person.values["passport"]["number"] == "S0000001"


def test_two_of_one_name_are_two_and_nobody_gets_the_passport_of_the_other(office):
    files(
        office,
        make_member(born=BORN, passport=make_passport()),
        make_member(born=date(1980, 1, 1)),
    )

    of_the_name = [
        p for p in book.book_of(office.desk, OFFICER, passports=True) if p.name == "Nguyễn Văn Mẫu"
    ]

    births = {each.values["born"]: "passport" in each.values for each in of_the_name}
    assert births == {"1975-08-31": True, "1980-01-01": False}


def test_a_later_version_of_a_case_changes_what_is_kept(office):
    case_no = files(office, make_member(born=BORN))
    changes(office, case_no, make_member(born=BORN, workplace="Phòng Kinh tế"))

    assert kept(office)["Nguyễn Văn Mẫu"].values["workplace"] == "Phòng Kinh tế"


def test_nothing_of_it_can_be_read_in_the_database(office):
    files(office, make_member(position="Một chức vụ lạ", passport=make_passport()))

    with office.desk.store.reading() as conn:
        rows = conn.exec_driver_sql("SELECT * FROM address_book").all()

    assert len(rows) == 2
    assert not [w for w in ("Một chức", "S0000001", "Nguyễn") if w in str([tuple(r) for r in rows])]


@pytest.mark.parametrize("who", [OF_ANOTHER_UNIT, AUDITOR])
def test_nobody_else_sees_corrects_or_removes_anybody_of_it(office, who):
    files(office, make_member())
    person = kept(office)["Nguyễn Văn Mẫu"]

    assert book.book_of(office.desk, who) == ()
    for act in (
        lambda: book.person_of_book(office.desk, who, person.id),
        lambda: book.correct_person(office.desk, who, person.id, person.values, seen=""),
        lambda: book.remove_person(office.desk, who, person.id),
    ):
        with pytest.raises(EntryUnknown):
            act()


def test_a_correction_is_kept_and_what_is_wrong_with_it_is_told_by_its_field(office):
    files(office, make_member())
    person = kept(office)["Nguyễn Văn Mẫu"]
    seen = digest_of(person.values)

    wrong = {**person.values, "born": "hôm nào đó", "rank": "vua"}
    with pytest.raises(RequestInvalid) as refused:
        book.correct_person(office.desk, OFFICER, person.id, wrong, seen=seen)
    right = {**person.values, "born": "31/08/1975"}
    book.correct_person(office.desk, OFFICER, person.id, right, seen=seen)

    assert {p.field for p in refused.value.problems} == {"members[1].born", "members[1].rank"}
    assert kept(office)["Nguyễn Văn Mẫu"].values == right


def test_a_key_leader_needs_nobody_who_acts_meanwhile_in_the_book(office):
    files(office)
    (leader,) = kept(office).values()

    assert book.problems_of(office.desk, leader.values) == ()


def test_a_correction_over_a_colleagues_names_the_colleague(office):
    files(office, make_member())
    person = kept(office)["Nguyễn Văn Mẫu"]
    seen = digest_of(person.values)
    theirs = {**person.values, "position": "Trưởng phòng"}
    book.correct_person(office.desk, OFFICER, person.id, theirs, seen=seen)

    mine = {**person.values, "position": "Phó phòng"}
    with pytest.raises(DraftChanged) as refused:
        book.correct_person(office.desk, OFFICER, person.id, mine, seen=seen)

    assert refused.value.theirs == {"members[1].position": "Trưởng phòng"}


def test_who_is_removed_is_gone(office):
    files(office, make_member())
    person = kept(office)["Nguyễn Văn Mẫu"]

    book.remove_person(office.desk, OFFICER, person.id)

    assert "Nguyễn Văn Mẫu" not in kept(office)


def test_with_their_last_case_those_go_whom_no_later_one_names(office):
    first = files(office, make_member(born=BORN), make_member(name="Lê Văn Cũ"))
    over(office)
    second = files(office, make_member(born=BORN), **NEXT_YEAR)

    erase_case(office.desk, first, BY)

    assert {name: each.case_no for name, each in kept(office).items()} == {
        "Trần Thị Ví Dụ": second,
        "Nguyễn Văn Mẫu": second,
    }
    with office.desk.store.reading() as conn:
        assert verify(conn).difference is None


def test_a_passport_goes_with_those_of_the_case_that_gave_it(office):
    first = files(office, make_member(born=BORN, passport=make_passport()))
    over(office)
    files(office, make_member(born=BORN), **NEXT_YEAR)

    erase_passports(office.desk, first, BY)

    assert "passport" not in kept(office)["Nguyễn Văn Mẫu"].values


def test_a_passport_of_the_book_is_found_by_the_time_limit_of_its_case(office):
    case_no = files(office, make_member())
    person = kept(office)["Nguyễn Văn Mẫu"]
    passport = {"kind": "official", "number": "S0000002", "expires": "01/05/2030"}
    said = {**person.values, "passport": passport}
    book.correct_person(office.desk, OFFICER, person.id, said, seen=digest_of(person.values))
    over(office)

    with office.desk.store.reading() as conn:
        assert case_no in erasing.ended(conn, with_passports=True)
    erase_passports(office.desk, case_no, BY)

    assert "passport" not in kept(office)["Nguyễn Văn Mẫu"].values


def test_a_person_of_the_directory_is_erased_from_every_book_and_told_what_is_there(
    office, travelled
):
    keys = office.desk.settings.passport_keys
    with office.desk.store.reading() as conn:
        told = known_of(conn, travelled, keys)
    erase_person(office.desk, travelled, BY)

    assert [row["name"] for row in told["address_books"]] == ["Người Nghỉ Hưu"]
    assert "Người Nghỉ Hưu" not in kept(office)


def test_a_report_tells_of_those_of_the_same_name_apart(office, travelled):
    other = make_member(name="Người nghỉ hưu", born=BORN, person="not_in_directory")
    files(office, other, **NEXT_YEAR)
    keys = office.desk.settings.passport_keys

    with office.desk.store.reading() as conn:
        told = known_of(conn, travelled, keys)

    by_name = told["address_books_by_name"]
    assert [(row["born"], row["passport"]) for row in by_name] == [("1975-08-31", False)]


def test_another_key_opens_the_book_once_it_is_wrapped_anew(office):
    files(office, make_member(passport=make_passport()))
    before = office.desk.settings.passport_keys
    new = Fernet.generate_key()
    with office.desk.store.writing() as conn:
        address_book.wrap_anew(conn, (new, before[0]))
    with office.desk.store.reading() as conn:
        found = address_book.of_units(conn, [UNIT], (new,), passports=True)

    assert ["passport" in each.values for each in found] == [False, True]
