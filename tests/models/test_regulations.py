"""The regulation in force, and the province's own amounts held against the circular at its start."""

from datetime import date
from decimal import Decimal

import pytest
import yaml

from config.regulation.codes import GuestClass, NormCode
from config.regulation.inbound import LocalNorm
from config.regulation.province import load_regulation
from config.regulation.text import regulation_values
from config.settings import Settings
from models.errors import RegulationInvalid
from models.inbound.findings.ceilings import check_own_amounts
from models.regulations import regulation_in_force
from tests.factories.regulation import make_inbound, make_regulation, make_source

IN_2026 = date(2026, 6, 1)
# What circular 35/2026/TT-BTC allows a member of class C for a day's meals.
CEILING = 1_600_000


def with_own_meals(amount, **changed):
    norm = LocalNorm(
        norm=NormCode.MEALS,
        guest_class=GuestClass.C,
        amount=Decimal(amount),
        source=make_source(),
    )
    return make_regulation(inbound=make_inbound(local_norms=(norm,)), **changed)


def test_an_amount_of_the_province_may_reach_the_ceiling_of_the_circular():
    check_own_amounts(with_own_meals(CEILING, valid_from=IN_2026))


def test_an_amount_above_it_is_refused_with_the_circular_named():
    with pytest.raises(ValueError, match="35/2026/TT-BTC"):
        check_own_amounts(with_own_meals(CEILING + 1, valid_from=IN_2026))


def test_the_circular_is_that_of_the_day_the_regulation_begins():
    with pytest.raises(ValueError, match="71/2018/TT-BTC"):
        check_own_amounts(with_own_meals(CEILING, valid_from=date(2020, 7, 1)))


@pytest.mark.parametrize("inbound", [None, make_inbound()])
def test_without_amounts_of_its_own_nothing_is_held_against_anything(inbound):
    check_own_amounts(make_regulation(inbound=inbound, valid_from=IN_2026))


def test_no_request_is_taken_under_a_regulation_that_allows_too_much(tmp_path):
    values = regulation_values(load_regulation("hau_giang").text)
    inbound = values["inbound"]
    assert isinstance(inbound, dict)
    inbound["local_norms"] = [
        {
            "norm": "meals",
            "guest_class": "c",
            "amount": 9_000_000,
            "source": {"document": "tt_71", "mark": "secondary"},
        }
    ]
    path = tmp_path / "too_much.yaml"
    path.write_text(yaml.safe_dump(values, allow_unicode=True), encoding="utf-8")

    with pytest.raises(RegulationInvalid, match="is above"):
        regulation_in_force(Settings(regulation=str(path)))


def test_a_regulation_that_is_not_there_is_named():
    with pytest.raises(RegulationInvalid, match="atlantis"):
        regulation_in_force(Settings(regulation="atlantis"))
