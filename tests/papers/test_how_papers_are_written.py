"""Numbers, days, heads and signatures of papers, as 30/2020/NĐ-CP has them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.authority import Capacity
from papers.told.issuers import initials, issuer_of_unit
from papers.told.laws import laws_on
from papers.told.paper import Issuer, Layout, PaperType
from papers.told.signing import signing
from papers.told.written import counted, day_written, number_line

STATE = Issuer(
    "ỦY BAN NHÂN DÂN TỈNH", "Ủy ban nhân dân tỉnh", "UBND", "Hậu Giang", "", "ỦY BAN NHÂN DÂN"
)
PARTY = Issuer("TỈNH ỦY", "Tỉnh ủy", "TU", "Hậu Giang", "", "BAN THƯỜNG VỤ", Layout.PARTY)


@given(st.integers(0, 100_000))
def test_a_number_has_a_leading_nought_below_ten_alone(number):
    assert counted(number) == (f"0{number}" if number < 10 else str(number))


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2020, 7, 6), "ngày 06 tháng 7 năm 2020"),
        (date(2020, 2, 10), "ngày 10 tháng 02 năm 2020"),
        (date(2020, 10, 31), "ngày 31 tháng 10 năm 2020"),
    ],
)
def test_a_day_has_noughts_below_ten_and_before_the_first_two_months(day, written):
    assert day_written(day) == written


@pytest.mark.parametrize(
    ("layout", "paper", "letter", "number", "line"),
    [
        (Layout.STATE, PaperType.SENDING_DECISION, False, 5, "Số: 05/QĐ-UBND"),
        (Layout.STATE, PaperType.SUBMISSION, False, 12, "Số: 12/TTr-UBND"),
        (Layout.STATE, PaperType.REFUSAL, True, 3, "Số: 03/UBND-……"),
        (Layout.PARTY, PaperType.SENDING_DECISION, False, 9, "Số 09-QĐ/UBND"),
        (Layout.PARTY, PaperType.PARTY_OPINION, True, 31, "Số 31-CV/UBND"),
    ],
)
def test_number_and_symbol_follow_the_layout(layout, paper, letter, number, line):
    assert number_line(layout, paper, "UBND", letter=letter, number=number) == line


def test_a_draft_has_a_gap_where_its_number_will_be():
    line = number_line(Layout.STATE, PaperType.REPORT, "SCT", letter=False)

    assert line.replace("\N{NO-BREAK SPACE}", "_") == "Số: ________/BC-SCT"


@pytest.mark.parametrize(
    ("name", "head", "above", "symbol", "place"),
    [
        ("UBND thị xã Long Mỹ", "ỦY BAN NHÂN DÂN THỊ XÃ LONG MỸ", "", "UBND", "Long Mỹ"),
        ("Sở Công Thương", "SỞ CÔNG THƯƠNG", "ỦY BAN NHÂN DÂN TỈNH HẬU GIANG", "SCT", "Hậu Giang"),
        ("Hội Nông dân tỉnh", "HỘI NÔNG DÂN TỈNH", "", "HND", "Hậu Giang"),
    ],
)
def test_a_unit_heads_its_papers_by_its_name(name, head, above, symbol, place):
    issuer = issuer_of_unit(name, "Hậu Giang", of_party=False)

    assert (issuer.name, issuer.above, issuer.symbol, issuer.place) == (head, above, symbol, place)


def test_a_unit_of_the_party_stands_under_the_party_committee_in_its_layout():
    issuer = issuer_of_unit("Ban Tuyên giáo Tỉnh ủy", "Hậu Giang", of_party=True)

    assert (issuer.above, issuer.layout) == ("TỈNH ỦY HẬU GIANG", Layout.PARTY)


def test_initials_leave_out_small_words():
    assert initials("Sở Lao động - Thương binh và Xã hội") == "SLĐTBXH"


@pytest.mark.parametrize(
    ("issuer", "capacity", "lines"),
    [
        (STATE, None, ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        (STATE, Capacity.DEPUTY, ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        (STATE, Capacity.BY_ORDER, ("TL. CHỦ TỊCH", "……")),
        (STATE, Capacity.SUB_AUTHORITY, ("TUQ. CHỦ TỊCH", "……")),
        (PARTY, None, ("T/M BAN THƯỜNG VỤ", "CHỦ TỊCH")),
        (PARTY, Capacity.DEPUTY, ("T/M BAN THƯỜNG VỤ", "K/T CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
    ],
)
def test_whoever_signs_says_for_whom(issuer, capacity, lines):
    assert signing(issuer, "CHỦ TỊCH", "Phạm Văn Mẫu", capacity=capacity).lines == lines


@pytest.mark.parametrize(
    ("day", "count"), [(date(2020, 6, 30), 1), (date(2020, 7, 6), 3), (date(2025, 7, 1), 2)]
)
def test_a_decision_rests_on_the_laws_of_its_day(day, count):
    named = tuple(laws_on(day, abroad=True))

    assert len(named) == count
    assert all(each.startswith("Căn cứ Luật") for each in named)
