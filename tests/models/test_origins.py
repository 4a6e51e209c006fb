"""Where guests and hosts are from when it is no country, and whose citizen nobody is."""

import pytest
from pydantic_core import PydanticCustomError

from config.regulation.codes import Kind, SenderKind
from config.regulation.parts import RouteCondition
from config.words import words
from models.errors import RequestInvalid
from models.inbound.request import InboundRequest
from models.outbound.request import OutboundRequest
from models.request.parts import PassportKind
from models.request.reading import read_request
from models.request.values.countries import COUNTRIES
from models.request.values.origins import (
    NO_NATIONALITY,
    ORGANISATIONS,
    ORIGINS,
    nationality_meant,
    origin_meant,
)
from models.route.table import _applies
from tests.factories.regulation import make_regulation
from tests.factories.request import make_text, make_written
from tests.factories.visit import (
    make_guest,
    make_head_guest,
    make_sender,
    make_visit_request,
    make_visit_text,
    make_written_visit,
)

REGULATION = make_regulation()
OF_STATES = SenderKind.INTERNATIONAL_ORGANIZATION


def visit(**sender):
    """Read a visit as a unit wrote it, with these words about who sends the guests."""
    written = make_written_visit()
    kept = {"name": "Chương trình Phát triển", "kind": "Tổ chức quốc tế", **sender}
    written["sender"] = {name: said for name, said in kept.items() if said is not None}
    request = read_request(make_visit_text(**written), REGULATION)
    assert isinstance(request, InboundRequest)
    return request


def problem_of(**sender):
    with pytest.raises(RequestInvalid) as refusal:
        visit(**sender)
    (problem,) = refusal.value.problems
    return problem


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("UN", "UN"), ("Liên hợp quốc", "UN"), ("lien hop quoc", "UN"), ("United Nations", "UN"),
        ("EU", "EU"), ("Liên minh châu Âu", "EU"), ("ASEAN", "ASEAN"), ("asean", "ASEAN"),
        ("Tổ chức quốc tế", "ORG"), ("International organisation", "ORG"), ("Nhật Bản", "JP"),
        ("Áo", "AT"),
    ],
)  # fmt: skip
def test_a_sender_is_of_a_country_or_of_an_organisation_of_states(written, code):
    assert (origin_meant(written), visit(country=written).sender.country) == (code, code)


def test_an_international_organisation_need_not_name_a_country():
    request = visit(country=None)

    assert request.sender.country == "ORG"
    assert request.countries == {"ORG", "KR"}


def test_whoever_else_sends_guests_names_its_country():
    assert (problem_of(kind="company").field, problem_of(kind="company").msgid) == (
        "sender.country", "missing",
    )  # fmt: skip


@pytest.mark.parametrize("country", ["UN", "EU", "ASEAN", "Tổ chức quốc tế"])
def test_a_company_is_of_no_organisation_of_states(country):
    problem = problem_of(country=country, kind="company")

    assert (problem.field, problem.msgid) == ("sender.kind", "organisation_of_states")


def test_what_is_neither_is_told_how_an_organisation_is_written():
    problem = problem_of(country="Hội Chữ thập đỏ")

    assert (problem.field, problem.msgid) == ("sender.country", "origin_unknown")
    assert "“Tổ chức quốc tế”" in problem.said(words("vi"))


@pytest.mark.parametrize(("written", "code"), [("UN", "UN"), ("Tổ chức quốc tế", "ORG")])
def test_an_international_organisation_invites_a_delegation(written, code):
    host = {**make_written()["host"], "country": written}

    request = read_request(make_text(host=host), REGULATION)

    assert isinstance(request, OutboundRequest)
    assert (request.host.country, set(request.countries)) == (code, {"KR"})


def test_no_delegation_travels_to_an_organisation():
    stop = {**make_written()["itinerary"][0], "country": "UN"}

    with pytest.raises(RequestInvalid) as refusal:
        read_request(make_text(itinerary=[stop]), REGULATION)

    assert [p.field for p in refusal.value.problems] == ["itinerary[1].country"]


@pytest.mark.parametrize(("country", "applies"), [("LA", True), ("ORG", False), ("UN", False)])
def test_a_row_for_neighbours_is_not_for_those_whom_states_send_together(country, applies):
    neighbours = RouteCondition(kind=Kind.INBOUND, countries=("LA", "KH"))
    kind = OF_STATES if country in ORGANISATIONS else SenderKind.STATE_BODY
    request = make_visit_request(
        sender=make_sender(country=country, kind=kind),
        guests=(make_head_guest(nationality="LA"), make_guest(nationality="LA")),
    )

    assert _applies(neighbours, request, REGULATION) is applies


# --- guests ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Không quốc tịch", "XXA"), ("stateless", "XXA"), ("XXA", "XXA"), ("vô quốc tịch", "XXA"),
        ("tị nạn", "XXB"), ("Refugee", "XXB"), ("Không rõ", "XXX"), ("unknown", "XXX"),
        ("UN", "UNO"), ("Viên chức Liên hợp quốc", "UNO"), ("Đức", "DE"),
    ],
)  # fmt: skip
def test_a_guest_may_be_nobody_s_citizen(written, code):
    assert nationality_meant(written) == code


@pytest.mark.parametrize(
    ("kind", "meant"),
    [
        ("Giấy thông hành của người tị nạn (Công ước 1951)", PassportKind.REFUGEE),
        ("stateless", PassportKind.STATELESS),
        ("Giấy thông hành (laissez-passer) của tổ chức quốc tế", PassportKind.LAISSEZ_PASSER),
    ],
)
def test_such_a_guest_travels_with_another_paper_than_a_passport(kind, meant):
    written = make_written_visit()
    paper = {"kind": kind, "number": "RT123456", "expires": "2024-01-01"}
    written["guests"][1] |= {"nationality": "Không quốc tịch", "passport": paper}

    request = read_request(make_visit_text(**written), REGULATION)

    assert request.passports()[2].kind is meant
    assert request.countries == {"KR", "XXA"}


def test_a_nationality_that_is_none_is_told_how_a_guest_without_one_is_written():
    written = make_written_visit()
    written["guests"][1]["nationality"] = "Atlantis"

    with pytest.raises(RequestInvalid) as refusal:
        read_request(make_visit_text(**written), REGULATION)

    (problem,) = refusal.value.problems
    assert problem.msgid == "nationality_unknown"
    assert "“Không quốc tịch”" in problem.said(words("vi"))


@pytest.mark.parametrize("meant", [origin_meant, nationality_meant])
def test_every_country_is_still_known_by_its_names(meant):
    found = {name: meant(name) for code, names in COUNTRIES.items() for name in (code, *names)}

    wrong = {n: c for n, c in found.items() if n != c and n not in COUNTRIES[c]}
    # `Georgia`, `GE`: a name, or a code, is the country's own.
    assert wrong == {}


def test_codes_that_are_no_country_s_are_names_of_none():
    assert set(ORGANISATIONS) & set(COUNTRIES) == set()
    assert set(NO_NATIONALITY) & set(COUNTRIES) == set()
    assert set(ORIGINS) == {*ORGANISATIONS, *NO_NATIONALITY, *COUNTRIES}
    with pytest.raises(PydanticCustomError):
        origin_meant("Không quốc tịch")
