"""Fields are told by what people call them, in both languages, wherever they stand."""

from typing import get_args

import pytest
from pydantic import BaseModel

from config.words import words
from models.errors import Problem, RequestInvalid
from models.kinds import KINDS
from models.request.labels import field_label, label_of, labels_within
from models.request.reading import read_request
from tests.factories.regulation import make_regulation
from tests.factories.request import make_head, make_member, make_passport, make_text

VI, EN = words("vi"), words("en")


def models_in(annotation):
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from models_in(argument)


def is_list(annotation):
    return any(
        getattr(each, "__origin__", each) is tuple for each in (annotation, *get_args(annotation))
    )


def fields_of(model, within=()):
    """Yield every field of a model and its parts, by its names, and whether it is a list."""
    for name, field in model.model_fields.items():
        yield (*within, name), is_list(field.annotation)
        for inner in models_in(field.annotation):
            yield from fields_of(inner, (*within, name))


FIELDS = sorted({found for kind in KINDS.values() for found in fields_of(kind.model)})
LISTS = sorted({names for names, several in FIELDS if several})


def has_label(names, w):
    return any(f"field.{name}" in w.catalogue for name in (".".join(names[-2:]), names[-1]))


def test_every_field_is_looked_at():
    assert {
        ("members", "passport", "number"),
        ("host", "invitation", "date"),
        ("conference", "topics"),
        ("ngo", "certificate", "areas"),
        ("programme", "what_en"),
    } <= {names for names, _ in FIELDS}


@pytest.mark.parametrize("w", [VI, EN], ids=["vi", "en"])
def test_every_field_of_every_request_has_a_label(w):
    assert [names for names, _ in FIELDS if not has_label(names, w)] == []


@pytest.mark.parametrize("w", [VI, EN], ids=["vi", "en"])
def test_every_list_numbers_its_parts(w):
    assert [names for names in LISTS if f"field.part.{names[-1]}" not in w.catalogue] == []


def test_no_two_fields_beside_each_other_have_one_label():
    beside: dict[tuple[object, ...], set[str]] = {}
    for kind in KINDS.values():
        for names, _ in fields_of(kind.model):
            key = (kind.model.__name__, names[:-1], field_label(names, VI))
            beside.setdefault(key, set()).add(names[-1])

    assert {key: names for key, names in beside.items() if len(names) > 1} == {}


@pytest.mark.parametrize(
    ("path", "vi", "en"),
    [
        ("members[2].rank", "Thành viên 2, cấp chức vụ", "Member 2, rank"),
        ("host.invitation.date", "Phía mời, ngày thư mời", "Host, date of the invitation"),
        ("papers[3].file", "Giấy tờ 3, tệp đính kèm", "Paper 3, file"),
        ("letter.number", "Số công văn đề nghị", "Number of the letter of request"),
        ("kind", "Loại hồ sơ", "Kind of case"),
        ("members", "Thành viên đoàn", "Members"),
        ("members[1].passport.number", "Thành viên 1, số hộ chiếu", "Member 1, passport number"),
        (
            "acting.position",
            "Chức vụ người được ủy quyền điều hành",
            "Position of who acts meanwhile",
        ),
        ("programme[4].leader", "Mục chương trình 4, lãnh đạo chủ trì", "Programme item 4, leader"),
        ("programme[4].place", "Mục chương trình 4, địa điểm", "Programme item 4, place"),
        ("itinerary[1].place", "Chặng 1, nơi đến", "Stop 1, place"),
        ("conference.topics[2]", "Hội nghị, hội thảo, chủ đề 2", "Conference, topic 2"),
    ],
)
def test_a_field_is_named_as_people_call_it(path, vi, en):
    assert (label_of(path, VI), label_of(path, EN)) == (vi, en)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("colour", "colour"),
        ("members[2].colour", "Thành viên 2, colour"),
        ("colour.red", "colour, red"),
        ("colours[2]", "colours 2"),
        ("", ""),
    ],
)
def test_a_field_nobody_knows_keeps_its_name(path, said):
    assert label_of(path, VI) == said


def test_a_form_names_a_field_without_numbers_and_with_a_capital_letter():
    named = (("members", "rank"), ("unit",), ("host", "country"), ("costs", "payer"), ("colour",))

    assert [field_label(names, VI) for names in named] == [
        "Cấp chức vụ",
        "Đơn vị đề nghị",
        "Nước của phía mời",
        "Nguồn chi trả",
        "colour",
    ]


def test_what_a_label_says_already_is_not_said_before_it():
    assert labels_within("host", ("invitation", "date"), VI) == ("ngày thư mời",)


def test_a_problem_begins_with_the_label_of_its_field():
    problem = Problem("members[2].rank", "Chủ tịch", "missing")

    assert problem.said(VI).startswith("Thành viên 2, cấp chức vụ: đã ghi “Chủ tịch”. ")


def test_a_field_of_no_request_is_told_by_the_name_it_was_written_with():
    unknown = (Problem("rank", "", "unknown_field"), Problem("costs[1].rank", "", "unknown_field"))

    assert [problem.said(VI).partition(":")[0] for problem in unknown] == [
        "rank",
        "Khoản chi 1, rank",
    ]


def test_days_in_a_problem_are_told_in_the_order_people_write_them():
    problem = Problem("returns", "", "returns_before_departing", (("departs", "2020-08-31"),))

    assert "(31/08/2020)" in problem.said(VI)


def test_another_kind_is_told_by_its_label():
    told = (("kind", "outbound"), ("new_kind", "inbound"))

    said = Problem("kind", "", "kind_fixed", told).said(VI)

    assert "“Đoàn ra”" in said
    assert "bound" not in said


def test_a_passport_is_told_by_its_label_and_never_by_its_number():
    members = [make_head(passport=make_passport()), make_member()]
    written = [member.model_dump(mode="json", exclude_none=True) for member in members]
    written[0]["passport"] = {"kind": "S1234567", "number": "S 1234567", "expires": "S1234567"}

    with pytest.raises(RequestInvalid) as refusal:
        read_request(make_text(members=written), make_regulation())

    said = refusal.value.said(VI)
    assert "Thành viên 1, số hộ chiếu: đã ghi “***”." in said
    assert "1234567" not in said
