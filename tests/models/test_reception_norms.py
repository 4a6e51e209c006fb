"""Holding the estimate of a reception against the norms, line by line."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.regulation.codes import CostBearer, GuestClass, Level, Mark, NormCode
from config.words import words
from models.inbound.findings.norms import over_norm
from tests.factories.estimate import (
    CHANGES,
    DAY,
    allowed,
    found_on,
    keys,
    make_line,
    make_reception,
    number,
    said_of,
    under_2018,
)

A = GuestClass.A
B = GuestClass.B
C = GuestClass.C
OTHER = GuestClass.OTHER
SPECIAL = GuestClass.SPECIAL
AMOUNTS = st.integers(1, 20_000_000)
FEW = st.integers(1, 40)


# --- A line over its ceiling -----------------------------------------------------------------------


def test_an_amount_at_its_ceiling_is_within_the_norm():
    assert keys(make_line(NormCode.MEALS, 1_600_000, persons=10, units=3)) == []


def test_an_amount_over_its_ceiling_blocks_and_is_told_in_all():
    line = make_line(NormCode.MEALS, 1_700_000, item="Ăn trưa, tối", persons=10, units=3)

    finding = said_of("over_norm", line)

    assert finding.level is Level.BLOCK
    assert (finding.source.document, finding.source.article) == ("35/2026/TT-BTC", "Điều 8 khoản 1")
    assert finding.said(words("vi")) == (
        "Khoản “Ăn trưa, tối”: đề nghị 1.700.000 đồng/người/ngày, mức trần 1.600.000"
        " đồng/người/ngày; 10 người × 3 lần tính, vượt tổng cộng 3.000.000 đồng."
    )


def test_each_line_over_its_ceiling_is_named():
    lines = [make_line(NormCode.MEALS, 2_000_000, item=item) for item in ("Khách", "Chủ nhà")]

    assert [dict(f.facts)["item"] for f in found_on(*lines)] == ["Khách", "Chủ nhà"]


@given(amount=AMOUNTS, persons=FEW, units=FEW)
def test_what_is_over_is_persons_times_units_times_the_excess(amount, persons, units):
    line = make_line(NormCode.COURTESY_SESSION, amount, persons=persons, units=units)

    over = [number(f, "excess") for f in found_on(line)]

    excess = amount - 120_000
    assert over == ([persons * units * excess] if excess > 0 else [])


def test_an_amount_over_an_unconfirmed_norm_warns_and_never_blocks():
    line = make_line(NormCode.LODGING, 900_000)

    finding = said_of("over_norm", line, reception=under_2018(OTHER))

    assert (finding.level, finding.source.mark) == (Level.WARN, Mark.UNCONFIRMED)


def test_a_norm_nobody_has_seen_is_noted_as_to_be_entered():
    finding = said_of(
        "reception_norm_to_enter", make_line(NormCode.BANQUET), reception=under_2018()
    )

    assert (finding.level, dict(finding.facts)["circular"]) == (Level.NOTE, "71/2018/TT-BTC")


def test_a_class_the_seen_rows_do_not_name_is_noted_as_to_be_entered():
    line = make_line(NormCode.COURTESY_SESSION)

    assert keys(line, reception=under_2018(SPECIAL)) == ["reception_norm_to_enter"]


def test_a_line_without_a_norm_is_not_held_against_any():
    assert keys(make_line(None, 99_999_999)) == []


def test_a_line_a_sponsor_pays_is_not_held_against_the_norm():
    assert keys(make_line(NormCode.MEALS, 99_999_999, payer="company")) == []


def test_an_amount_that_goes_by_role_asks_for_the_role():
    finding = said_of("norm_role_missing", make_line(NormCode.LODGING, 3_000_000))

    assert finding.level is Level.NOTE


def test_entourage_and_interpreters_count_as_members():
    as_interpreter = allowed(NormCode.LODGING, C, role="interpreter")

    assert as_interpreter == allowed(NormCode.LODGING, C, role="member")


# --- The class of the guests -----------------------------------------------------------------------


def test_a_class_not_yet_fixed_is_noted_once_with_the_lines_that_wait_for_it():
    lines = [make_line(NormCode.MEALS, item="Ăn"), make_line(NormCode.BREAKFAST, item="Ăn sáng")]

    finding = said_of("guest_class_to_fix", *lines, reception=make_reception(None))

    assert (finding.level, finding.source.article) == (Level.NOTE, "Điều 4 khoản 1 điểm d")
    assert dict(finding.facts)["items"] == "Ăn; Ăn sáng"


def test_interpreting_is_held_against_its_norm_before_the_class_is_fixed():
    line = make_line(NormCode.INTERPRETING_CONSECUTIVE, 800_000)

    assert keys(line, reception=make_reception(None)) == ["over_norm"]


def test_what_guests_of_class_c_may_not_have_blocks():
    finding = said_of("norm_not_allowed", make_line(NormCode.FLOWERS, role="head"))

    assert finding.level is Level.BLOCK


def test_flowers_are_for_the_head_alone():
    line = make_line(NormCode.FLOWERS, role="member")

    assert keys(line, reception=make_reception(A)) == ["norm_not_allowed"]


@pytest.mark.parametrize(
    ("norm", "key"),
    [(NormCode.MEALS, "settled_by_host_head"), (NormCode.BANQUET, "settled_by_scheme")],
)
def test_what_special_guests_get_is_left_to_the_host_and_never_over(norm, key):
    line = make_line(norm, 99_000_000)

    assert keys(line, reception=make_reception(SPECIAL)) == [key]


def test_a_banquet_for_other_guests_is_the_host_heads_to_decide_within_the_meal_norm():
    line = make_line(NormCode.BANQUET, 1_300_000)

    assert keys(line, reception=make_reception(OTHER)) == ["settled_by_host_head", "over_norm"]


def test_gifts_for_members_are_for_special_cases():
    line = make_line(NormCode.GIFT, 1_000_000, role="member")

    assert keys(line, reception=make_reception(A)) == ["gift_in_special_cases"]


@pytest.mark.parametrize("role", ["head", "spouse"])
def test_head_and_spouse_are_given_a_gift_of_the_same_value(role):
    line = make_line(NormCode.GIFT, 2_600_001, role=role)

    assert number(said_of("over_norm", line, reception=make_reception(A)), "excess") == 1


def test_how_cars_are_shared_is_told_in_words():
    finding = said_of("norm_in_words", make_line(NormCode.CAR), reception=make_reception(B))

    assert "trưởng đoàn một xe riêng" in finding.said(words("vi"))


def test_meals_of_the_service_staff_are_for_special_guests_and_class_a():
    line = make_line(NormCode.STAFF_MEALS, 500_000)

    assert keys(line, reception=make_reception(A)) == []
    assert keys(line, reception=make_reception(B)) == ["norm_not_allowed"]


# --- Interpreting and translation ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("norm", "how", "most"),
    [
        (NormCode.TRANSLATION_INTO_VIETNAMESE, {"other_language": True}, 390_000),
        (NormCode.TRANSLATION_OUT_OF_VIETNAMESE, {"other_language": True}, 468_000),
        (NormCode.TRANSLATION_INTO_VIETNAMESE, {"own_staff": True}, 150_000),
        (
            NormCode.TRANSLATION_OUT_OF_VIETNAMESE,
            {"own_staff": True, "other_language": True},
            234_000,
        ),
        (NormCode.INTERPRETING_CONSECUTIVE, {"own_staff": True}, 375_000),
        (NormCode.INTERPRETING_SIMULTANEOUS, {"own_staff": True}, 750_000),
        # A rarer language raises what is paid for pages, not for hours.
        (NormCode.INTERPRETING_CONSECUTIVE, {"other_language": True}, 750_000),
    ],
)
def test_a_rarer_language_costs_more_and_own_staff_half(norm, how, most):
    assert keys(make_line(norm, most, **how)) == []
    assert keys(make_line(norm, most + 1, **how)) == ["over_norm"]


def test_for_class_a_the_host_may_agree_to_dearer_simultaneous_interpreting():
    line = make_line(NormCode.INTERPRETING_SIMULTANEOUS, 2_000_000)

    assert said_of("over_norm", line, reception=make_reception(A)).level is Level.WARN
    assert said_of("over_norm", line, reception=make_reception(B)).level is Level.BLOCK


# --- Words -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_finding_and_cure_is_a_sentence_in_both_languages(language):
    w = words(language)
    receptions = [
        make_reception(guest_class, bearer, approved_on=approved, begins=begins, ends=begins)
        for guest_class in (None, *GuestClass)
        for bearer in CostBearer
        for approved in (None, CHANGES - DAY)
        for begins in (date(2018, 1, 1), date(2020, 7, 6), CHANGES)
    ]
    lines = [make_line(norm, 10**8, role=r, units=2) for norm in NormCode for r in (None, "member")]
    lines += [make_line(NormCode.LODGING, 2_900_000, role="member")]

    found = {f.key: f for r in receptions for f in over_norm(lines, r)}

    assert len(found) == 16
    for finding in found.values():
        assert f"finding.{finding.key}" in w.catalogue
        assert "{" not in finding.said(w) + finding.cure(w)
        assert finding.cure(w) != f"cure.{finding.key}"
