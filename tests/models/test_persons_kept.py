"""Whom a unit has named before is known again by more than a name."""

import pytest

from models.request.form.persons import is_same_person, namesakes_among

MAU = {"name": "Nguyễn Thị Mẫu", "position": "Trưởng phòng", "born": "1975-08-31"}


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ({"name": "NGUYỄN THỊ MẪU", "position": "Giám đốc", "born": "31/08/1975"}, True),
        ({"name": "Nguyen Thi Mau", "position": "Trưởng phòng", "born": "01/01/1980"}, False),
        ({"name": "Nguyễn Thị Mẫu", "position": "trưởng  phòng"}, True),
        ({"name": "Nguyễn Thị Mẫu", "position": "Chuyên viên"}, False),
        ({"name": "Nguyễn Thị Mẫu", "position": "Trưởng phòng", "workplace": "Sở Y tế"}, False),
        ({"name": "Lê Thị Mẫu", "position": "Trưởng phòng", "born": "31/08/1975"}, False),
        ({"name": "Nguyễn Thị Mẫu", "born": "31/08/1975", "person": "not_in_directory"}, True),
        ({}, False),
    ],
    ids=["spelt", "born", "no birth", "position", "workplace", "name", "directory", "nothing"],
)
def test_a_name_alone_makes_nobody_the_same(other, same):
    assert (is_same_person(MAU, other), is_same_person(other, MAU)) == (same, same)


@pytest.mark.parametrize(("ids", "same"), [(("a.b", "a.b"), True), (("a.b", "a.c"), False)])
def test_the_directory_knows_better_than_names_and_births(ids, same):
    one, other = ids
    renamed = {"name": "Tên Mới", "person": other} if same else {**MAU, "person": other}

    assert is_same_person({**MAU, "person": one}, renamed) == same


def test_who_is_said_to_stand_in_no_directory_is_nobody_of_it():
    assert not is_same_person({**MAU, "person": "a.b"}, {**MAU, "person": "not_in_directory"})


def test_those_who_bear_one_name_however_it_is_spelt_are_namesakes():
    others = [{"name": "NGUYEN THI MAU"}, {"name": "Lê Văn Ví Dụ"}]

    assert namesakes_among([MAU, *others]) == {"nguyenthimau"}
