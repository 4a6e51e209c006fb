"""What is offered for a word nobody knows: the nearest Vietnamese name first, marks or no marks."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.regulation.parts import Text
from config.regulation.province import load_regulation
from config.words import words
from flows.drafting.writing import fields_of
from models.directory import Person
from models.errors import RequestInvalid
from models.ids import PersonId
from models.kinds import KINDS
from models.request.admission import problems_at_filing
from models.request.form.described import Listed
from models.request.reading import read_values
from models.request.values.choices import codes_meant, names_of
from models.request.values.likeness import nearest_first, plain_words
from tests.factories.request import make_request, make_written

HAU_GIANG = load_regulation("hau_giang")
TODAY = make_request().letter.date
UNITS = {
    "long_my": Text(vi="UBND thị xã Long Mỹ", en="Long My town"),
    "so_nong_nghiep": Text(
        vi="Sở Nông nghiệp và Phát triển nông thôn", en="Department of Agriculture"
    ),
    "so_ngoai_vu": Text(vi="Sở Ngoại vụ", en="Department of Foreign Affairs"),
}
PERSONS = {
    key: Person(PersonId(key), name, "vi", f"{key}@hau-giang.example")
    for key, name in (("vo.thi.thi.du", "Võ Thị Thí Dụ"), ("ta.van.mau", "Tạ Văn Mẫu"))
}


def of_fields(fields):
    for field in fields:
        if field.codes:
            yield field.family, names_of(field.codes, field.family)
        yield from of_fields(field.parts)


def of_the_regulation():
    inbound = HAU_GIANG.inbound
    assert inbound
    yield Listed.RANKS, {k: (r.title.vi, r.title.en) for k, r in HAU_GIANG.ranks.items()}
    yield Listed.GUEST_RANKS, {k: (r.title.vi, r.title.en) for k, r in inbound.guest_ranks.items()}
    yield Listed.AREAS, {k: (t.vi, t.en) for k, t in HAU_GIANG.areas_of_work.items()}
    yield Listed.PAPERS, {k: (p.title.vi, p.title.en) for k, p in HAU_GIANG.papers.items()}
    yield Listed.PLACES, {k: (p.name.vi, p.name.en) for k, p in inbound.places.items()}


FAMILIES = dict(of_the_regulation()) | {
    family: named for kind in KINDS for family, named in of_fields(fields_of(kind))
}
NAMES = [(family, code) for family, named in FAMILIES.items() for code in named]


def slips(name, seed):
    """Return a name with its marks left out, and with a letter dropped, doubled or changed round."""
    chance, plain = random.Random(seed), plain_words(name)
    yield plain
    for text in (name, plain):
        at = chance.randrange(len(text) - 1)
        yield text[:at] + text[at + 1 :]
        yield text[:at] + text[at] + text[at:]
        yield text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def test_whatever_slip_is_made_in_a_vietnamese_name_it_is_offered_first():
    tried, missed = 0, []
    for family, code in NAMES:
        named = FAMILIES[family]
        for slip in slips(named[code][0], code):
            if len(codes_meant(slip, named)) != 1:
                tried += 1
                first = nearest_first(slip, named)[0]
                missed += [] if first == code else [(slip, first, code)]

    assert tried > 500
    # `Ph truong phong` may be either.
    assert len(missed) <= tried // 200, missed


@given(st.sampled_from(NAMES))
def test_marks_tell_nothing_of_which_is_nearest(name):
    family, code = name
    named, written = FAMILIES[family], f"{FAMILIES[family][code][0]} x"

    assert nearest_first(written, named)[0] == nearest_first(plain_words(written), named)[0]


def test_what_is_offered_first_is_told_first_and_in_vietnamese():
    with pytest.raises(RequestInvalid) as refusal:
        problem_of(members=[{**make_written()["members"][0], "rank": "Chu tich xa"}])

    (problem,) = (p for p in refusal.value.problems if p.field == "members[1].rank")
    assert "giống nhất đứng trước: Chủ tịch UBND xã" in problem.said(words("vi"))


# --- what the directory has -----------------------------------------------------------------------


def problem_of(**changed):
    def also(request):
        return problems_at_filing(
            request, units=UNITS, regulation=HAU_GIANG, persons=PERSONS, today=TODAY
        )

    read_values({"kind": "outbound", **make_written(), **changed}, HAU_GIANG, also=also)


def offered_for(field, **changed):
    with pytest.raises(RequestInvalid) as refusal:
        problem_of(**changed)
    (problem,) = (p for p in refusal.value.problems if p.field == field)
    return problem


@pytest.mark.parametrize(
    ("written", "first"),
    [
        ("Sở Nông nghiệp", "so_nong_nghiep"), ("so nong nghiep", "so_nong_nghiep"),
        ("sở ngoại vụ", "so_ngoai_vu"), ("UBND TX Long Mỹ", "long_my"), ("long_mi", "long_my"),
        ("so_ngoai_vuj", "so_ngoai_vu"),
    ],
)  # fmt: skip
def test_a_unit_nobody_knows_is_told_with_the_nearest_first(written, first):
    problem = offered_for("unit", unit=written)

    assert (problem.msgid, problem.offered[0].code) == ("unknown_unit", first)
    assert f"Các đơn vị: {UNITS[first].vi} ({first});" in problem.said(words("vi"))


@pytest.mark.parametrize(
    "written", ["vo.thi.thi.d", "Võ Thị Thí Dụ", "vo thi thi du", "vo.thi.thidu"]
)
def test_a_person_written_by_name_is_told_with_the_id(written):
    member = {**make_written()["members"][0], "person": written}
    problem = offered_for("members[1].person", members=[member])

    assert (problem.msgid, problem.offered[0].code) == ("unknown_person_like", "vo.thi.thi.du")


def test_of_a_person_like_nobody_nobody_is_offered():
    member = {**make_written()["members"][0], "person": "khong.co.ai"}

    assert offered_for("members[1].person", members=[member]).msgid == "unknown_person"
