"""Whether two written names may be the same person's, however they are spelt."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.names import name_key, same_name

NAME = "Phạm Văn Mẫu"
NAMES = st.lists(
    st.sampled_from(["Đặng", "Nguyễn", "Phạm", "Thị", "Văn", "Ước", "Mẫu", "Quỳnh"]), min_size=1
).map(" ".join)


@pytest.mark.parametrize(
    "spelt",
    [
        "PHẠM VĂN MẪU",
        "  Phạm  Văn\u00a0Mẫu ",
        unicodedata.normalize("NFD", NAME),
        "Phạm Vǎn Mẫu",
        "Pham Van Mau",
        "Рhạm Văn Мẫu",
        "Ρhạm Vɑn Μẫu",
        "Phạm Văn\u200b Mẫu",
        "Ｐhạm Văn Mẫu",
        "𝐏hạm Văn Mẫu",
        "Phạm-Văn-Mẫu",
        "Phạm Văn Mẫu.",
    ],
)
def test_a_name_is_recognised_however_it_is_spelt(spelt):
    assert same_name(spelt, NAME)


@pytest.mark.parametrize(
    ("one", "other"), [("Đặng Thị Lý", "ĐẶNG THỊ IÝ"), ("Đỗ Ước", "Ðo Uoc"), ("Đỗ Ước", "ɖỗ Ước")]
)
def test_letters_that_are_drawn_alike_tell_nobody_apart(one, other):
    assert same_name(one, other)


@pytest.mark.parametrize("other", ["Phạm Văn Mậu Tý", "Phan Văn Mẫu", "김철수"])
def test_other_names_are_others(other):
    assert not same_name(other, NAME)


def test_names_without_latin_letters_are_told_apart_too():
    assert not same_name("김철수", "이영희")


@given(NAMES, st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_capitals_spaces_and_composition_change_nothing(name, form):
    spelt = "  ".join(unicodedata.normalize(form, name.upper()).split())

    assert same_name(spelt, name)


@given(st.text(max_size=40))
def test_the_form_compared_is_its_own(name):
    assert name_key(name_key(name)) == name_key(name)
