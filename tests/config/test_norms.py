"""What the circulars on receiving foreign guests say, and what a file of norms is refused for."""

from datetime import date

import pytest
import yaml

from config.reception_norms import (
    NORMS_FOLDER,
    NormRole,
    SettledBy,
    in_order,
    read_reception_norms,
    reception_norms,
)
from config.regulation.codes import CostBearer, GuestClass, Mark, NormCode
from models.inbound.findings.ceilings import ceiling

OLD, NEW = reception_norms()
A, B, C, OTHER = GuestClass.A, GuestClass.B, GuestClass.C, GuestClass.OTHER
HEAD, DEPUTY, MEMBER, SPOUSE = NormRole.HEAD, NormRole.DEPUTY, NormRole.MEMBER, NormRole.SPOUSE

# Thông tư 35/2026/TT-BTC, Điều 5 to 12 and 17, written out once more from its table.
AMOUNTS_OF_35_2026 = [
    (NormCode.FLOWERS, A, HEAD, 1_000_000),
    (NormCode.FLOWERS, B, HEAD, 1_000_000),
    (NormCode.LODGING, A, HEAD, 9_400_000),
    (NormCode.LODGING, A, DEPUTY, 7_700_000),
    (NormCode.LODGING, A, MEMBER, 6_000_000),
    (NormCode.LODGING, B, HEAD, 7_700_000),
    (NormCode.LODGING, B, DEPUTY, 7_700_000),
    (NormCode.LODGING, B, MEMBER, 4_800_000),
    (NormCode.LODGING, C, HEAD, 4_300_000),
    (NormCode.LODGING, C, MEMBER, 3_000_000),
    (NormCode.LODGING, OTHER, None, 1_600_000),
    (NormCode.MEALS, A, None, 3_000_000),
    (NormCode.MEALS, B, None, 2_000_000),
    (NormCode.MEALS, C, None, 1_600_000),
    (NormCode.MEALS, OTHER, None, 1_200_000),
    (NormCode.BREAKFAST, A, None, 300_000),
    (NormCode.BREAKFAST, B, None, 200_000),
    (NormCode.BREAKFAST, C, None, 160_000),
    (NormCode.BREAKFAST, OTHER, None, 120_000),
    (NormCode.BANQUET, A, None, 3_000_000),
    (NormCode.BANQUET, B, None, 2_000_000),
    (NormCode.BANQUET, C, None, 1_600_000),
    (NormCode.BANQUET, OTHER, None, 1_200_000),
    (NormCode.COURTESY_SESSION, A, None, 300_000),
    (NormCode.COURTESY_SESSION, B, None, 160_000),
    (NormCode.COURTESY_SESSION, C, None, 120_000),
    (NormCode.COURTESY_SESSION, OTHER, None, 120_000),
    (NormCode.GIFT, A, HEAD, 2_600_000),
    (NormCode.GIFT, A, SPOUSE, 2_600_000),
    (NormCode.GIFT, A, MEMBER, 1_000_000),
    (NormCode.GIFT, B, HEAD, 1_800_000),
    (NormCode.GIFT, B, SPOUSE, 1_800_000),
    (NormCode.GIFT, B, MEMBER, 1_000_000),
    (NormCode.GIFT, C, HEAD, 1_000_000),
    (NormCode.GIFT, OTHER, HEAD, 1_000_000),
    (NormCode.STAFF_MEALS, GuestClass.SPECIAL, None, 500_000),
    (NormCode.STAFF_MEALS, A, None, 500_000),
    (NormCode.TRANSLATION_INTO_VIETNAMESE, None, None, 300_000),
    (NormCode.TRANSLATION_OUT_OF_VIETNAMESE, None, None, 360_000),
    (NormCode.INTERPRETING_CONSECUTIVE, None, None, 750_000),
    (NormCode.INTERPRETING_SIMULTANEOUS, B, None, 1_500_000),
    (NormCode.FAREWELL_MEAL, None, None, 2_000_000),
    (NormCode.FAREWELL_GIFT, None, None, 1_800_000),
]
AMOUNTS_OF_71_2018 = [
    (NormCode.FLOWERS, A, HEAD, 500_000, Mark.SECONDARY),
    (NormCode.LODGING, A, HEAD, 5_500_000, Mark.SECONDARY),
    (NormCode.LODGING, A, DEPUTY, 4_500_000, Mark.SECONDARY),
    (NormCode.LODGING, A, MEMBER, 3_500_000, Mark.SECONDARY),
    (NormCode.LODGING, B, DEPUTY, 4_500_000, Mark.SECONDARY),
    (NormCode.LODGING, B, MEMBER, 2_800_000, Mark.UNCONFIRMED),
    (NormCode.LODGING, C, HEAD, 2_500_000, Mark.SECONDARY),
    (NormCode.LODGING, C, MEMBER, 1_800_000, Mark.SECONDARY),
    (NormCode.LODGING, OTHER, None, 800_000, Mark.UNCONFIRMED),
    (NormCode.MEALS, A, None, 1_500_000, Mark.SECONDARY),
    (NormCode.MEALS, OTHER, None, 600_000, Mark.SECONDARY),
    (NormCode.COURTESY_SESSION, C, None, 60_000, Mark.UNCONFIRMED),
    (NormCode.TRANSLATION_INTO_VIETNAMESE, None, None, 150_000, Mark.SECONDARY),
    (NormCode.INTERPRETING_CONSECUTIVE, None, None, 250_000, Mark.UNCONFIRMED),
    (NormCode.GIFT, B, HEAD, 900_000, Mark.UNCONFIRMED),
]


def allowed_by(norms, code, guest_class, role=None):
    """Return the ceiling a circular sets; there has to be one."""
    found = ceiling(norms, code, guest_class, role)
    assert found is not None
    return found


def read_changed(change, name="reception_35_2026.yaml"):
    """Read the newer circular's file after `change` was made to its content."""
    content = yaml.safe_load((NORMS_FOLDER / name).read_text(encoding="utf-8"))
    change(content)
    return read_reception_norms(yaml.dump(content, allow_unicode=True), name)


@pytest.mark.parametrize(("code", "guest_class", "role", "amount"), AMOUNTS_OF_35_2026)
def test_the_circular_of_2026_sets_the_amounts_of_its_table(code, guest_class, role, amount):
    allowed = allowed_by(NEW, code, guest_class, role)

    assert allowed.amount == amount


def test_no_amount_of_the_circular_of_2026_is_left_out_of_the_table_above():
    named = {
        (code, row.amount) for code, norm in NEW.norms.items() for row in norm.rows if row.amount
    }

    assert named <= {(code, amount) for code, _, _, amount in AMOUNTS_OF_35_2026}


def test_every_row_of_the_circular_of_2026_was_read_in_an_article_of_it():
    sources = [rule.source for _, rule in NEW.rules()]

    assert all(s.article and s.article.startswith("Điều ") for s in sources)
    assert {s.mark for s in sources} == {Mark.CONFIRMED}


@pytest.mark.parametrize("code", NormCode)
def test_the_circular_of_2026_knows_every_kind_of_expense(code):
    assert code in NEW.norms


@pytest.mark.parametrize(
    ("code", "settled_by"),
    [
        (NormCode.LODGING, SettledBy.HOST_HEAD),
        (NormCode.MEALS, SettledBy.HOST_HEAD),
        (NormCode.BANQUET, SettledBy.SCHEME),
        (NormCode.COURTESY_SESSION, SettledBy.SCHEME),
        (NormCode.CULTURE, SettledBy.SCHEME),
        (NormCode.GIFT, SettledBy.SCHEME),
        (NormCode.LOUNGE, SettledBy.INVOICE),
        (NormCode.BREAKFAST, SettledBy.HOST_HEAD),
    ],
)
def test_for_special_guests_the_circular_says_who_settles_the_amount(code, settled_by):
    allowed = allowed_by(NEW, code, GuestClass.SPECIAL, HEAD)

    assert (allowed.amount, allowed.settled_by) == (None, settled_by)


@pytest.mark.parametrize("guest_class", [C, OTHER])
@pytest.mark.parametrize("code", [NormCode.FLOWERS, NormCode.LOUNGE, NormCode.STAFF_MEALS])
def test_guests_of_class_c_and_others_have_no_flowers_lounge_or_meals_for_staff(code, guest_class):
    assert allowed_by(NEW, code, guest_class, HEAD).row.not_allowed


@pytest.mark.parametrize(("code", "guest_class", "role", "amount", "mark"), AMOUNTS_OF_71_2018)
def test_the_circular_of_2018_says_how_sure_its_amounts_are(code, guest_class, role, amount, mark):
    allowed = allowed_by(OLD, code, guest_class, role)

    assert (allowed.amount, allowed.source.mark) == (amount, mark)
    assert allowed.row.unconfirmed is (mark is Mark.UNCONFIRMED)


def test_what_nobody_has_seen_of_the_circular_of_2018_is_absent():
    absent = set(NormCode) - set(OLD.norms)

    assert {NormCode.BANQUET, NormCode.BREAKFAST, NormCode.FAREWELL_MEAL} <= absent
    assert not OLD.bearers


def test_the_newer_circular_takes_over_the_day_after_the_older_one_ends():
    last, first = OLD.circular.in_force_until, NEW.circular.in_force_from

    assert (last, first) == (date(2026, 5, 17), date(2026, 5, 18))


def test_two_circulars_in_force_on_one_day_are_refused():
    def never_ends(content):
        del content["circular"]["in_force_until"]

    with pytest.raises(ValueError, match=r"71/2018/TT-BTC and 35/2026/TT-BTC are both in force"):
        in_order([NEW, read_changed(never_ends, "reception_71_2018.yaml")])


def test_guests_who_pay_everything_leave_the_host_the_courtesy_sessions():
    pays = NEW.bearers[CostBearer.GUESTS_ALL].pays

    farewells = {NormCode.FAREWELL_MEAL, NormCode.FAREWELL_GIFT}
    assert set(pays) - farewells == {NormCode.COURTESY_SESSION}


def _cites_another(content):
    row = content["norms"]["meals"]["rows"][1]
    row["source"] = {**row["source"], "document": "1/2000/TT-BTC"}


def _flag_without_mark(content):
    content["norms"]["meals"]["rows"][1]["unconfirmed"] = True


def _says_nothing(content):
    del content["norms"]["meals"]["rows"][1]["amount"]


def _says_twice(content):
    content["norms"]["meals"]["rows"][1]["classes"] = ["a", "b"]


def _says_two_things(content):
    content["norms"]["meals"]["rows"][1]["not_allowed"] = True


def _shares_nothing(content):
    del content["norms"]["meals"]


def _half_a_share(content):
    del content["norms"]["breakfast"]["rows"][0]["share_of"]


def _share_of_a_share(content):
    content["norms"]["breakfast"]["rows"][0]["share_of"] = "banquet"


def _no_first_day(content):
    del content["circular"]["in_force_from"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (_cites_another, r"norms\.meals\.rows\.2 cites '1/2000/TT-BTC'"),
        (_flag_without_mark, r"carries `unconfirmed: true`"),
        (_says_nothing, r"without an amount says who settles it"),
        (_says_twice, r"rows\.3 says again what \w+ of b may get"),
        (_says_two_things, r"one of `amount`, `share` and `not_allowed`"),
        (_shares_nothing, r"is a share of meals, which is not under norms"),
        (_half_a_share, r"`share` and `share_of` stand together"),
        (_share_of_a_share, r"is a share of banquet, which is a share itself"),
        (_no_first_day, r"circular\.in_force_from is missing"),
    ],
)
def test_a_file_that_does_not_hold_together_is_refused_by_its_name_and_place(change, says):
    with pytest.raises(ValueError, match=rf"(?s)^reception_35_2026\.yaml .*{says}"):
        read_changed(change)


@pytest.mark.parametrize("text", ["- only\n- a list", "a: [unclosed"])
def test_a_text_that_is_no_mapping_is_refused_by_its_name(text):
    with pytest.raises(ValueError, match=r"^there does not hold together"):
        read_reception_norms(text, "there")
