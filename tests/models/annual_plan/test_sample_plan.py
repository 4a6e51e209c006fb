"""The sample plan is whole: it reads, covers the seven areas, and each task says what it comes from."""

from pathlib import Path

from config.regulation.province import load_regulation
from models.annual_plan.merging import alike
from models.annual_plan.request import AnnualPlanRequest
from models.request.reading import read_request_file

EXAMPLE = Path(__file__).parents[3] / "examples" / "annual_plan_2020.yaml"
HAU_GIANG = load_regulation("hau_giang")


def sample():
    request, _ = read_request_file(EXAMPLE, HAU_GIANG)
    assert isinstance(request, AnnualPlanRequest)
    return request


def test_the_seven_areas_of_the_source_are_those_of_the_regulation():
    assert [text.vi for text in HAU_GIANG.areas_of_work.values()] == [
        "Đoàn ra",
        "Đoàn vào",
        "Kinh tế đối ngoại và công tác phi chính phủ nước ngoài",
        "Hợp tác quốc tế và hữu nghị",
        "Thông tin đối ngoại",
        "Văn hóa đối ngoại",
        "Lãnh sự và bảo hộ công dân",
    ]


def test_the_sample_plan_has_something_in_each_area():
    plan = sample()

    assert {each.area for each in plan.parts} == HAU_GIANG.areas_of_work.keys()


def test_each_task_of_the_sample_names_the_sentence_it_comes_from():
    assert [task.key for task in sample().tasks if not task.sentence] == []


def test_the_sample_plan_has_no_delegation_twice():
    assert list(alike(sample().entries)) == []
