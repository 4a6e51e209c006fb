"""A damaged passport, text or file hides itself, and leaves the case readable and decidable."""

import pytest
from sqlalchemy import select

from config.regulation.codes import Act
from models.request.reading import Attachment
from models.store.privacy.passports import passports_of, unreadable_in
from models.store.tables import files, passports, texts
from tests.factories.damage import damages
from tests.factories.office import make_answer
from tests.factories.request import make_leader, make_member, make_passport, make_request

APPRAISER, OFFICE, ADMINISTRATOR = "dang.thi.mau", "bui.van.thi.du", "mai.van.mau"
PAPER = Attachment("quyết định.pdf", "application/pdf", b"%PDF-1.7 as it was handed in")
SAID = "Đề nghị làm rõ chương trình."


@pytest.fixture
def travelled(office):
    """A case with two passports, whose unit's head wrote something with their signature."""
    leader = make_leader(passport=make_passport(number="C1111111"))
    member = make_member(passport=make_passport(number="C2222222"))
    office.submits(make_request(members=(leader, member)), attachments={0: PAPER})
    step = office.waiting(Act.SIGN)
    office.takes(step, make_answer("sign", remarks=SAID))
    return office


def numbers(office):
    with office.desk.store.reading() as conn:
        held = passports_of(conn, office.case_no, office.desk.settings.passport_keys)
        return {n: each.number for n, each in held.items()}, unreadable_in(held)


def cut_a_passport(office):
    with office.desk.store.writing() as conn:
        this = passports.c.number == 1
        kept = conn.execute(select(passports.c.ciphertext).where(this)).scalar_one()
        conn.execute(passports.update().where(this).values(ciphertext=kept[:-9]))


def shown(site, person, address):
    return site.browser().is_of(person).opens(address)


def test_of_two_passports_the_whole_one_is_read(travelled):
    cut_a_passport(travelled)

    assert numbers(travelled) == ({2: "C2222222"}, (1,))


def test_a_key_that_does_not_open_hides_its_passport_alone(travelled):
    damages(
        travelled.desk.store,
        "UPDATE passport_keys SET wrapped = :cut WHERE id = (SELECT min(id) FROM passport_keys)",
        cut=b"nothing",
    )

    held, unreadable = numbers(travelled)

    assert (len(held), len(unreadable)) == (1, 1)


@pytest.mark.parametrize("address", ["/cases/{no}", "/cases/{no}/steps/{step}"])
def test_pages_of_a_case_with_a_damaged_passport_say_so_and_stand(travelled, site, address):
    cut_a_passport(travelled)
    step = travelled.waiting(Act.APPRAISE).number

    page = shown(site, APPRAISER, address.format(no=travelled.case_no, step=step))

    assert page.status == 200
    assert "Không đọc được hộ chiếu đã lưu của thành viên số 1." in page.text


def test_a_case_with_a_damaged_passport_is_decided(travelled):
    cut_a_passport(travelled)

    travelled.takes_smoothly(travelled.waiting(Act.APPRAISE))

    assert travelled.case.open_steps


def test_a_damaged_text_is_hidden_by_a_sentence(travelled, site):
    with travelled.desk.store.writing() as conn:
        conn.execute(texts.update().values(content="Somebody else's words."))

    page = shown(site, OFFICE, f"/cases/{travelled.case_no}")

    assert page.status == 200
    assert "Somebody else" not in page.text
    assert "This text is damaged" in page.text


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_a_byte_that_is_no_text_hides_its_text_alone(travelled, site):
    damages(travelled.desk.store, "UPDATE texts SET content = CAST(x'C3' AS TEXT)")

    page = shown(site, OFFICE, f"/cases/{travelled.case_no}")

    assert page.status == 200
    assert "This text is damaged" in page.text


def test_a_damaged_file_says_so_and_the_case_is_shown(travelled, site):
    with travelled.desk.store.writing() as conn:
        conn.execute(files.update().values(content=b"%PDF-1.7 something else"))
        digest = conn.execute(select(files.c.digest)).scalars().first()

    answer = shown(site, OFFICE, f"/cases/{travelled.case_no}/files/{digest}")
    page = shown(site, OFFICE, f"/cases/{travelled.case_no}")

    assert (answer.status, page.status) == (410, 200)
    assert "Tệp này đã hỏng" in answer.text


def test_a_whole_file_is_handed_out(travelled, site):
    with travelled.desk.store.reading() as conn:
        digest = conn.execute(select(files.c.digest)).scalars().first()

    assert shown(site, OFFICE, f"/cases/{travelled.case_no}/files/{digest}").status == 200
