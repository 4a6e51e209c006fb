"""A link locates one step for one person, and cannot be made by anybody else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itsdangerous import URLSafeSerializer

from config.settings import Settings
from models.errors import LinkInvalid
from models.ids import NO_CASE, CaseNo, PersonId
from notifications.writing.links import Located, link_to, read_token
from notifications.writing.spoilt_links import case_named

CASE_NO = CaseNo("DR-2020-0001")


def make_settings(**changed):
    return Settings(**{"secret": "a key for tests alone", **changed})


def token_of(link):
    return link.rpartition("/v/")[2]


def test_a_link_leads_to_its_step_and_person():
    settings = make_settings()

    token = token_of(link_to(settings, CASE_NO, 3, "tran.thi.vi.du"))

    assert read_token(settings, token) == Located(CASE_NO, 3, PersonId("tran.thi.vi.du"))


def test_a_link_starts_with_the_address_people_reach_doan_at():
    settings = make_settings(public_url="https://doan.hau-giang.example/")

    link = link_to(settings, CASE_NO, 3, "tran.thi.vi.du")

    assert link.startswith("https://doan.hau-giang.example/v/")


def test_the_same_step_and_person_have_the_same_link_since_nothing_is_stored():
    settings = make_settings()

    links = {link_to(settings, CASE_NO, 3, "tran.thi.vi.du") for _ in range(2)}

    assert len(links) == 1


def test_a_link_fits_on_one_line_of_a_letter():
    link = link_to(make_settings(), CASE_NO, 42, "tran.thi.vi.du")

    assert len(link) < 160


@given(st.integers(0, 200), st.characters(codec="ascii", categories=["L", "N"]))
def test_a_changed_token_never_locates_anything_else(place, letter):
    settings = make_settings()
    token = token_of(link_to(settings, CASE_NO, 3, "tran.thi.vi.du"))
    at = place % len(token)

    try:
        located = read_token(settings, f"{token[:at]}{letter}{token[at + 1 :]}")
    except LinkInvalid:
        located = None

    assert located in (None, Located(CASE_NO, 3, PersonId("tran.thi.vi.du")))


@pytest.mark.parametrize("token", ["", ".", "a", "a.b", "đ", "\ud800", "x" * 5000, "%00", "a.b.c"])
def test_what_is_no_token_at_all_is_refused(token):
    with pytest.raises(LinkInvalid):
        read_token(make_settings(), token)


def test_a_link_of_another_installation_is_refused():
    token = token_of(link_to(make_settings(secret="another key"), CASE_NO, 3, "tran.thi.vi.du"))

    with pytest.raises(LinkInvalid):
        read_token(make_settings(), token)


def test_what_the_same_key_signed_for_another_purpose_is_no_link():
    settings = make_settings()
    token = str(URLSafeSerializer(settings.key).dumps([1, CASE_NO, 3, "tran.thi.vi.du"]))

    with pytest.raises(LinkInvalid):
        read_token(settings, token)


INVISIBLE = st.sampled_from(
    ["\u200b", "\u200d", "\ufeff", "\u00ad", "\u00a0", " ", "\n", "\r\n", "\t"]
)
PUNCTUATION = st.text(".,;:!?)>]}*_-\"'\u201d\u00bb\u2026", max_size=4)


@given(st.integers(0, 100), INVISIBLE | st.just("=\n") | st.just("=\r\n"), PUNCTUATION)
def test_whatever_programs_write_into_a_whole_link_and_behind_it_it_locates_the_same(
    place, written, behind
):
    settings = make_settings()
    token = token_of(link_to(settings, CASE_NO, 3, "tran.thi.vi.du"))
    at = place % len(token)

    located = read_token(settings, f"{token[:at]}{written}{token[at:]}{behind}")

    assert located == Located(CASE_NO, 3, PersonId("tran.thi.vi.du"))


def test_a_link_whose_point_was_written_as_two_digits_locates_the_same():
    settings = make_settings()
    token = token_of(link_to(settings, CASE_NO, 3, "tran.thi.vi.du"))

    assert read_token(settings, token.replace(".", "=2E") + "=3D").case_no == CASE_NO


@given(st.integers(0, 200))
def test_a_link_of_which_something_is_missing_locates_nothing(length):
    settings = make_settings()
    token = token_of(link_to(settings, CASE_NO, 3, "tran.thi.vi.du"))

    with pytest.raises(LinkInvalid):
        read_token(settings, token[: length % len(token)])


@given(st.text(max_size=80))
def test_what_somebody_makes_up_locates_nothing_and_breaks_nothing(token):
    case_named(token)

    with pytest.raises(LinkInvalid):
        read_token(make_settings(), token)


@given(st.integers(0, 200))
def test_of_a_cut_link_its_case_is_read_whole_or_not_at_all(length):
    token = token_of(link_to(make_settings(), CASE_NO, 3, "tran.thi.vi.du"))

    assert case_named(token[: length % len(token)]) in (CASE_NO, NO_CASE)


def test_a_link_cut_at_seventy_six_characters_still_names_its_case():
    link = link_to(
        make_settings(public_url="https://doan.hau-giang.example"), CASE_NO, 3, "tran.thi"
    )

    assert case_named(token_of(link[:76])) == CASE_NO
