"""Rows of registers as the plan of 2020 has them, and who writes them."""

from typing import Any

from flows.acts.registers.writing import LineAsked, enter_row, put_line
from flows.case.answers import Identified
from models.ids import PersonId
from models.registers.lines import LineKind
from models.registers.register import RegisterKey
from models.store.registers.rows import RegisterRow, row_of
from models.store.registers.writing import FileKept

OFFICE = Identified(PersonId("bui.van.thi.du"), "mailbox_code")
OF_A_UNIT = Identified(PersonId("nguyen.thi.mau"), "mailbox_code")
GANGJIN = {
    "stage": "active",
    "since": "10/06/2019",
    "name": "Huyện Gangjin",
    "country": "Hàn Quốc",
    "region": "Jeolla Nam",
    "local": "Huyện Phụng Hiệp",
    "unit": "long_my",
}
SAGA = {
    "stage": "studied",
    "since": "03/06/2020",
    "name": "Tỉnh Saga",
    "country": "Nhật Bản",
    "local": "Tỉnh Hậu Giang",
}
MEMORANDUM = {
    "stage": "in_force",
    "since": "2019-06-10",
    "name": "Bản ghi nhớ hợp tác hữu nghị",
    "country": "KR",
    "our_party": "UBND huyện Phụng Hiệp",
    "their_party": "Huyện Gangjin",
    "in_name_of": "district",
    "signer": "Chủ tịch UBND huyện",
    "signed": "10/06/2019",
    "until": "09/06/2024",
}


def enters(desk: Any, key: Any = RegisterKey.RELATION, **said: Any) -> int:
    """Enter a row by the office: of a relation Gangjin, where nothing else is said."""
    return enter_row(desk, OFFICE, key, said or dict(GANGJIN))


def has_document(desk: Any) -> int:
    """Enter a relation with a document, a contact, a commitment and a visit; return its number."""
    number = enters(desk, **{**GANGJIN, "next_exchange": "01/10/2020"})
    about = {
        LineKind.DOCUMENT: {"title": "Bản ghi nhớ", "number": "01/BGN", "dated": "10/06/2019"},
        LineKind.CONTACT: {"side": "theirs", "name": "Kim Min-ji", "position": "Trưởng phòng"},
        LineKind.COMMITMENT: {"side": "ours", "what": "Gửi hạt giống", "due": "20/07/2020"},
        LineKind.VISIT: {"direction": "to_us", "day": "02/03/2020", "what": "Thăm xã giao"},
    }
    for what, said in about.items():
        file = FileKept("ban-ghi-nho.pdf", "application/pdf", b"%PDF-1.4 mau")
        put_line(
            desk,
            OFFICE,
            RegisterKey.RELATION,
            number,
            LineAsked(what),
            said,
            file=file if what is LineKind.DOCUMENT else None,
        )
    return number


def stands(desk: Any, number: int) -> RegisterRow:
    """Return a row as it stands."""
    with desk.store.reading() as conn:
        return row_of(conn, number)
