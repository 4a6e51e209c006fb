"""Choices and countries are written by name or code, and texts are kept as one reads them."""

import unicodedata
from enum import StrEnum
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, BeforeValidator, ValidationError
from pydantic_core import PydanticCustomError

from config.regulation.province import load_regulation
from config.words import words
from models.errors import Problem, RequestInvalid
from models.inbound.request import InboundRequest
from models.kinds import KINDS
from models.outbound.request import OutboundRequest
from models.request.parts import Letter, Paper
from models.request.reading import read_request, read_request_file
from models.request.values.choices import codes_meant
from models.request.values.countries import COUNTRIES, country_meant
from models.request.values.likeness import nearest_first
from models.request.values.texts import clean, without_unseen
from tests.factories.regulation import make_regulation
from tests.factories.request import make_head, make_member, make_request, make_text, make_written
from tests.factories.visit import make_visit_request, make_visit_text, make_written_visit

REGULATION = make_regulation()
HAU_GIANG = load_regulation("hau_giang")


def problem_in(text, regulation=REGULATION):
    with pytest.raises(RequestInvalid) as refusal:
        read_request(text, regulation)
    (problem,) = refusal.value.problems
    return problem


def members(**changed):
    usual = [m.model_dump(mode="json", exclude_none=True) for m in (make_head(), make_member())]
    return [usual[0], {**usual[1], **changed}]


# --- Choices -----------------------------------------------------------------------------------


def annotated_enums(annotation, before=False):
    """Yield each enumeration in a field's type, and whether something takes its names before it."""
    if isinstance(annotation, type):
        if issubclass(annotation, BaseModel):
            for field in annotation.model_fields.values():
                told = any(isinstance(each, BeforeValidator) for each in field.metadata)
                yield from annotated_enums(field.annotation, before=told)
        elif issubclass(annotation, StrEnum):
            yield annotation, before
    told = any(
        isinstance(each, BeforeValidator) for each in getattr(annotation, "__metadata__", ())
    )
    for argument in get_args(annotation):
        yield from annotated_enums(argument, before=before or told)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_choice_of_a_request_is_taken_by_its_name(kind):
    found = list(annotated_enums(kind.model))

    assert len(found) > 1
    assert [codes for codes, by_name in found if not by_name] == []


def test_a_request_is_written_in_vietnamese_words_throughout():
    written = make_written(
        kind="Đoàn ra",
        trip="Việc công",
        departs="24/08/2020",
        returns="ngày 29 tháng 8 năm 2020",
        area="hợp tác hữu nghị",
        members=[
            members(role="Trưởng đoàn")[1] | {"managed_by": "Diện Ban Thường vụ Tỉnh ủy quản lý"},
            members(rank="Chuyên viên", role="Thành viên", party_member="không")[1],
        ],
        costs=[
            {"item": "Vé máy bay", "currency": "đồng", "amount": "45.000.000 đồng",
             "payer": "Ngân sách nhà nước"},
        ],
    )  # fmt: skip
    text = make_text(**written).replace("country: KR", "country: Hàn Quốc")
    usual = make_request()

    request = read_request(text, REGULATION)

    assert isinstance(request, OutboundRequest)
    assert (request.trip, request.departs, request.returns) == (
        usual.trip, usual.departs, usual.returns,
    )  # fmt: skip
    assert (request.costs, request.host, request.itinerary) == (
        usual.costs, usual.host, usual.itinerary,
    )  # fmt: skip
    assert (request.head_number, request.members[0].managed_by) == (1, "standing_committee")
    assert (request.members[1].rank, request.members[1].party_member) == ("specialist", False)


def test_a_visit_is_written_in_vietnamese_words():
    written = make_written_visit(
        visit="Một đợt", bears_costs="Bên đón tiếp đài thọ chi phí trong nước"
    )
    written["guests"][0]["role"] = "TRƯỞNG ĐOÀN"
    written["programme"][0]["place"] = "huyện phụng hiệp"
    written["sender"]["country"] = "Hàn Quốc"

    request = read_request(make_visit_text(**written), REGULATION)

    assert request == make_visit_request()


@pytest.mark.parametrize(
    "written", ["Ngân sách nhà nước", "ngan sach nha nuoc", " NGÂN  SÁCH NHÀ NƯỚC ", "State budget",
                "state_budget", "STATE_BUDGET"],
)  # fmt: skip
def test_a_choice_is_known_by_code_and_label_whatever_its_capitals_and_marks(written):
    cost = {"item": "Vé", "currency": "vnđ", "amount": "1000", "payer": written}

    request = read_request(make_text(costs=[cost]), REGULATION)

    assert isinstance(request, OutboundRequest)
    assert request.on_state_budget


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("có", True),
        ("Không", False),
        ("khong", False),
        ("CÓ", True),
        ("yes", True),
        ("false", False),
    ],
)
def test_yes_and_no_are_said_in_vietnamese(written, meant):
    request = read_request(make_text(members=members(party_member=written)), REGULATION)

    assert isinstance(request, OutboundRequest)
    assert request.members[1].party_member is meant


def test_a_part_of_a_label_is_offered_and_never_taken():
    rank = "Chủ tịch UBND huyện"

    problem = problem_in(make_text(members=members(rank=rank), area=AREA), HAU_GIANG)

    assert (problem.field, problem.offered[0].code) == ("members[2].rank", "district_chair")


AREA = next(iter(HAU_GIANG.areas_of_work))


@pytest.mark.parametrize(
    ("written", "first"),
    [
        ("Phó Chủ tịch UBND huyện", "district_deputy_chair"),
        ("Chủ tịch Ủy ban nhân dân huyện", "district_chair"),
        ("Giám đốc Sở Nông nghiệp", "department_director"),
        ("truong phong", "division_head"),
        ("distric_chair", "district_chair"),
    ],
)
def test_the_rank_that_is_likest_is_offered_first(written, first):
    problem = problem_in(make_text(members=members(rank=written), area=AREA), HAU_GIANG)

    assert problem.offered[0].code == first


def test_the_rank_of_guests_that_is_likest_is_offered_first():
    assert HAU_GIANG.inbound
    ranks = {k: (r.title.vi, r.title.en) for k, r in HAU_GIANG.inbound.guest_ranks.items()}

    assert nearest_first("Phó Thống đốc", ranks)[0] == "provincial_deputy_governor"


def test_a_refusal_tells_labels_in_the_reader_s_language_and_no_codes():
    cost = {"item": "Vé", "currency": "VND", "amount": "1000", "payer": "Ngân sách"}

    problem = problem_in(make_text(costs=[cost]))

    vi, en = (problem.said(words(language)) for language in ("vi", "en"))
    assert "đứng trước: Ngân sách nhà nước; " in vi
    assert "first: State budget; " in en


def test_a_file_of_earlier_days_may_call_a_choice_as_forms_did_then():
    text = make_text(members=members(managed_by="Do đơn vị quản lý"))

    request = read_request(text, REGULATION)

    assert isinstance(request, OutboundRequest)
    assert request.members[-1].managed_by == "unit"


def test_what_several_labels_say_is_not_guessed():
    named = {"one": ("Chuyên viên", "Officer"), "two": ("Cán sự", "Officer")}

    assert codes_meant("officer", named) == ("one", "two")


def test_a_field_written_in_vietnamese_is_told_with_the_one_that_is_meant():
    problem = problem_in(make_text(**{"Mục đích": "Thăm"}))

    assert problem.offered[0].code == "purpose"


# --- Countries ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Hàn Quốc", "KR"), ("han quoc", "KR"), ("HÀN QUỐC", "KR"), ("HanQuoc", "KR"),
        ("Korea", "KR"), ("South Korea", "KR"), ("Đại Hàn Dân Quốc", "KR"), ("kr", "KR"),
        ("Triều Tiên", "KP"), ("Nhật Bản", "JP"), ("Nhật", "JP"), ("japan", "JP"), ("Mỹ", "US"),
        ("Hoa Kỳ", "US"), ("USA", "US"), ("Anh", "GB"), ("Vương quốc Anh", "GB"), ("Lào", "LA"),
        ("lao", "LA"), ("Campuchia", "KH"), ("Cam-pu-chia", "KH"), ("Đài Loan", "TW"),
        ("Trung Quốc", "CN"), ("Pháp", "FR"), ("Đức", "DE"), ("Úc", "AU"), ("Áo", "AT"),
        ("Ý", "IT"), ("Nga", "RU"), ("Thái Lan", "TH"), ("Xin-ga-po", "SG"), ("Ấn Độ", "IN"),
        ("Việt Nam", "VN"), ("MY", "MY"), ("NO", "NO"), ("Ha\u0300n Quo\u0302\u0301c", "KR"),
    ],
)  # fmt: skip
def test_a_country_is_known_by_what_people_call_it(written, code):
    assert country_meant(written) == code


@pytest.mark.parametrize(("code", "names"), COUNTRIES.items(), ids=COUNTRIES)
def test_every_country_is_known_by_code_and_both_names(code, names):
    assert {country_meant(each) for each in (code, *names)} == {code}


@pytest.mark.parametrize("written", ["My", "Ao", "ao"])
def test_a_name_without_its_marks_that_is_another_country_s_code_is_not_guessed(written):
    with pytest.raises(PydanticCustomError):
        country_meant(written)


@pytest.mark.parametrize(
    ("written", "offered"),
    [
        ("Hàn Quôcc", ["KR"]),
        ("Nhat Bann", ["JP"]),
        ("My", ["MY", "US"]),
        ("Wakanda", []),
        ("Cộng hòa Hàn Quốc", ["KR"]),
        ("nước Anh", ["GB"]),
        ("Hàn", ["KR"]),
        ("Hàn Quố", ["KR"]),
        ("Malaysya", ["MY"]),
    ],
)
def test_of_countries_only_those_that_are_really_like_it_are_offered(written, offered):
    problem = problem_in(make_text().replace("country: KR", f"country: {written}", 1))

    assert [each.code for each in problem.offered] == offered


def test_a_country_nothing_is_like_is_told_how_to_write_one():
    stop = {**make_written()["itinerary"][0], "country": "Wakanda"}
    problem = problem_in(make_text(itinerary=[stop]))

    assert problem.msgid == "country_unknown"


@given(st.text(max_size=40))
def test_at_most_five_countries_are_offered_for_whatever_is_written(written):
    text = make_text(kind="outbound").replace("country: KR", "country: " + repr(written), 1)
    problems: tuple[Problem, ...] = ()
    try:
        read_request(text, REGULATION)
    except RequestInvalid as invalid:
        problems = invalid.problems

    assert all(1 <= len(p.offered) <= 5 for p in problems if p.msgid == "country")


# --- Texts -------------------------------------------------------------------------------------


def title_read(written, **options):
    text = make_written(title=written, **options)
    return OutboundRequest.model_validate(text, context=REGULATION)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Thăm  và\tlàm việc", "Thăm và làm việc"),
        ("Thăm\u00a0và\u202flàm\u3000việc", "Thăm và làm việc"),
        ("Thăm\u200b và làm\ufeff việc\u00ad", "Thăm và làm việc"),
        ("coopera\ufffetion\uffff", "cooperation"),
        ("Tha\u0306m", "Thăm"),
        ("Tha\u200b\u0306m", "Thăm"),
        ("\u200e\u2060Thăm\u200d", "Thăm"),
        ("Thăm\nvà làm việc", "Thăm và làm việc"),
    ],
)
def test_a_line_is_kept_with_single_spaces_and_without_what_cannot_be_seen(written, kept):
    assert title_read(written).title == kept


def as_kept(text):
    try:
        return clean(without_unseen(text))
    except PydanticCustomError:
        return None


def test_a_letter_is_kept_in_a_text_of_plain_letters_as_beside_those_of_another_writing():
    """Plain letters are not asked about one by one: among them is none that is not kept as it is."""
    letters = [chr(code) for code in range(0x3000)]

    alone, beside = map(as_kept, letters), (as_kept(f"{letter}ไ") for letter in letters)

    told = [(one, both) for one, both in zip(alone, beside, strict=True) if one is not None]
    assert [both for _, both in told] == [f"{one}ไ" for one, _ in told]


@pytest.mark.parametrize("unseen", ["\x00", "\x1b", "\u202e", "\u2028"])
def test_what_misleads_the_reader_is_still_refused(unseen):
    with pytest.raises(ValidationError) as refusal:
        title_read(f"Thăm{unseen}và")

    assert [e["type"] for e in refusal.value.errors()] == ["rule.control_character"]


def test_a_line_of_nothing_that_can_be_seen_is_missing():
    with pytest.raises(ValidationError) as refusal:
        title_read("\u200b\u00a0\ufeff")

    assert [e["type"] for e in refusal.value.errors()] == ["string_too_short"]


def test_letters_that_are_joined_in_another_writing_stay_joined():
    assert title_read("نامه\u200cای").title == "نامه\u200cای"


def test_a_paragraph_keeps_its_lines():
    request = title_read("Thăm", purpose="Một\u00a0là\u200b\n\n  hai\u00ad là")

    assert request.purpose == "Một là\n\n  hai là"


@given(st.text(min_size=1, max_size=60))
def test_what_was_read_once_is_read_again_as_the_same(written):
    try:
        once = title_read(written).title
    except ValidationError:
        return

    assert title_read(once).title == once
    assert "  " not in once
    assert unicodedata.is_normalized("NFC", once)


@pytest.mark.parametrize("kept", ["Thăm  và", "Thăm\u200b", "Thăm\u00a0và"])
def test_a_text_of_a_dossier_that_was_kept_is_read_letter_by_letter(kept):
    assert Letter.model_validate({"number": kept, "date": "2020-07-06"}).number == kept


@pytest.mark.parametrize("make", [make_request, make_visit_request])
def test_a_kept_dossier_gives_the_same_facts_when_it_is_read_back(make):
    kept = make(title="Thăm  và\u200b làm việc")
    model = OutboundRequest if make is make_request else InboundRequest

    assert model.model_validate_json(kept.model_dump_json()).facts() == kept.facts()


@pytest.mark.parametrize("secret", ["không", "No"])
def test_the_file_of_a_paper_written_in_words_is_still_found(tmp_path, secret):
    (tmp_path / "thu  moi.pdf").write_bytes(b"%PDF-")
    paper = {
        "kind": "Giấy mời",
        "title": "Thư\tmời",
        "date": "01/07/2020",
        "secret": secret,
        "file": "thu  moi.pdf",
    }
    kinds = {"invitation": REGULATION.papers["invitation"].title.vi}
    path = tmp_path / "request.yaml"
    path.write_text(make_text(papers=[paper | {"kind": kinds["invitation"]}]))

    request, attachments = read_request_file(path, REGULATION)

    assert (request.papers[0].kind, request.papers[0].title) == ("invitation", "Thư mời")
    assert attachments[0].name == "thu  moi.pdf"


def test_a_paper_is_secret_when_somebody_says_so_in_vietnamese():
    with pytest.raises(ValidationError) as refusal:
        Paper.model_validate({"kind": "invitation", "secret": "có", "title": "Kế hoạch"})

    assert [e["type"] for e in refusal.value.errors()] == ["rule.secret_paper"]
