"""Of an entry of the annual plan only that is read which can mean nothing else."""

import pytest

from config.regulation.codes import Kind
from models.errors import RequestInvalid
from models.kinds import KINDS
from models.request.form.plan_text import read_plan
from models.request.reading import read_values

IN_A_TABLE = (
    "3\tTham gia Hội chợ nông nghiệp tại huyện Gokseong\tHàn Quốc\tTừ ngày 24 đến ngày 29/8/2020"
    "\t6 người\t250.000.000 đồng\tKế hoạch số 1112/KH-UBND"
)
IN_LINES = """II.2. Đoàn học tập kinh nghiệm trồng lúa
Mục đích: Trao đổi về hợp tác nông nghiệp.
Địa điểm: Lào, Thái Lan
Thời gian: quý III/2020
Kinh phí: 1.500 USD và 30 triệu đồng
"""


def read(text, kind=Kind.OUTBOUND):
    return read_plan(text, KINDS[kind].model)


def taken(text, kind=Kind.OUTBOUND):
    return {each.field: each.value for each in read(text, kind).taken}


def left(text, kind=Kind.OUTBOUND):
    return {(each.why, each.words) for each in read(text, kind).left}


def test_a_row_of_the_plans_table_is_read_cell_by_cell():
    assert taken(IN_A_TABLE) == {
        "title": "Tham gia Hội chợ nông nghiệp tại huyện Gokseong",
        "plan_entry.plan": "1112/KH-UBND",
        "itinerary[1].country": "KR",
        "departs": "2020-08-24",
        "returns": "2020-08-29",
        "costs[1].currency": "VND",
        "costs[1].amount": "250000000",
    }
    assert left(IN_A_TABLE) == {("people", "6 người")}


def test_lines_with_labels_are_read_and_what_is_not_sure_is_listed():
    assert taken(IN_LINES) == {
        "title": "Đoàn học tập kinh nghiệm trồng lúa",
        "purpose": "Trao đổi về hợp tác nông nghiệp.",
        "itinerary[1].country": "LA",
        "itinerary[2].country": "TH",
    }
    assert left(IN_LINES) == {
        ("month", "quý III/2020"),
        ("money", "1.500 USD"),
        ("money", "30 triệu đồng"),
    }


def test_each_value_is_shown_for_the_words_it_was_read_from():
    words = {each.field: each.words for each in read(IN_A_TABLE).taken}

    assert words["departs"] == words["returns"] == "24 đến ngày 29/8/2020"
    assert words["costs[1].amount"] == "250.000.000 đồng"


@pytest.mark.parametrize("text", [IN_A_TABLE, IN_LINES])
def test_the_text_as_it_is_kept_says_the_same_once_more(text):
    found = read(text)

    again = read(found.values["plan_entry"]["entry"])

    assert (again.taken, again.left) == (found.taken, found.left)


def test_the_whole_text_stays_in_the_field_of_the_entry():
    assert read(IN_LINES).values["plan_entry"]["entry"] == IN_LINES.strip()


@pytest.mark.parametrize("text", [IN_A_TABLE, IN_LINES])
@pytest.mark.parametrize("kind", sorted(k for k, of in KINDS.items() if of.model.on_calendar))
def test_the_form_takes_every_value_that_was_read(text, kind, desk):
    found = read(text, kind)

    with pytest.raises(RequestInvalid) as refused:
        read_values({"kind": kind, **found.values}, desk.regulation(), also=lambda _: ())

    wrong = {problem.field for problem in refused.value.problems}
    assert wrong & {each.field for each in found.taken} == set()


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("từ 28/8 đến 03/9/2020", ("2020-08-28", "2020-09-03")),
        ("24-29/8/2020", ("2020-08-24", "2020-08-29")),
        ("24/8/2020 – 29/8/2020", ("2020-08-24", "2020-08-29")),
        (
            "từ ngày 24 tháng 8 năm 2020 đến ngày 29 tháng 8 năm 2020",
            ("2020-08-24", "2020-08-29"),
        ),
        ("ngày 24/8/2020", None),
        ("29/8/2020, 24/8/2020", None),
        ("24/8/2020, 29/8/2020, 30/8/2020", None),
        ("từ 31/9 đến 03/10/2020", None),
        ("tháng 8/2020", None),
    ],
)
def test_two_days_in_their_order_are_the_first_and_the_last(text, days):
    found = taken(f"Thăm Gokseong\n{text}")

    assert (found.get("departs"), found.get("returns")) == (days or (None, None))
    assert bool(left(text)) == (days is None)


@pytest.mark.parametrize(
    "text",
    [
        "Anh em trong cơ quan đi học",
        "Hội nghị về pháp luật, Đức và Nga cùng dự",
        "Cập nhật Nhật ký",
        "Làm việc tại Việt Nam",
        "hàn quốc viết thường",
    ],
)
def test_a_word_that_may_mean_something_else_is_no_country(text):
    assert not [field for field in taken(text) if "country" in field]


def test_a_country_that_stands_alone_in_its_cell_is_one_however_short():
    assert taken("Thăm và làm việc\tNga")["itinerary[1].country"] == "RU"


def test_a_name_within_a_longer_one_is_not_another_country():
    found = taken("Đoàn đi Trung Quốc (Đài Loan)")

    assert [value for field, value in found.items() if "country" in field] == ["TW"]


def test_guests_come_from_the_one_country_that_is_named():
    assert taken("Đón đoàn tỉnh Saga, Nhật Bản", Kind.INBOUND)["sender.country"] == "JP"
    assert ("countries", "Nhật Bản, Hàn Quốc") in left("Nhật Bản và Hàn Quốc", Kind.INBOUND)


def test_of_several_amounts_none_is_taken():
    text = "Vé 50.000.000 đồng, tổng 250.000.000 đồng"

    assert not [field for field in taken(text) if field.startswith("costs")]
    assert {words for why, words in left(text) if why == "money"} == {
        "50.000.000 đồng",
        "250.000.000 đồng",
    }


def test_an_empty_text_says_nothing():
    assert (read(" \n").taken, read("\t").left) == ((), ())
