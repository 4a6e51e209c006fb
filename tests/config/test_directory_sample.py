"""The sample directory fills every seat the regulation speaks of. Read as plain YAML."""

from datetime import date
from pathlib import Path

import pytest
import yaml

import config
from config.regulation.province import UNIT_SEATS, load_regulation

SAMPLE = yaml.safe_load(
    (Path(config.__file__).parent / "directory" / "hau_giang.yaml").read_text(encoding="utf-8")
)
REGULATION = load_regulation("hau_giang")
DAY = date(2020, 7, 1)


def holders(seat, on=DAY):
    """Return who holds a seat on a day."""
    return [
        row["person"]
        for row in SAMPLE["seats"]
        if row["seat"] == seat and row["since"] <= on <= row.get("until", date.max)
    ]


def seats_of_the_regulation():
    return [f"{key}/{seat}" for key, body in REGULATION.bodies.items() for seat in body.seats]


def seats_of_the_units():
    return [f"{unit}/{seat}" for unit in SAMPLE["units"] for seat in sorted(UNIT_SEATS)]


@pytest.mark.parametrize("seat", seats_of_the_regulation() + seats_of_the_units())
def test_every_seat_is_filled(seat):
    assert holders(seat)


@pytest.mark.parametrize("seat", seats_of_the_regulation() + seats_of_the_units())
def test_only_a_shared_seat_has_several_holders(seat):
    body, _, key = seat.partition("/")
    shared = body in REGULATION.bodies and REGULATION.bodies[body].seats[key].shared

    assert shared or len(holders(seat)) == 1


def test_every_seat_held_is_one_of_the_regulation_or_of_a_unit():
    held = {row["seat"] for row in SAMPLE["seats"]}

    assert held <= {*seats_of_the_regulation(), *seats_of_the_units()}


def test_everybody_who_holds_a_seat_is_a_person_of_the_directory():
    assert {row["person"] for row in SAMPLE["seats"]} <= SAMPLE["persons"].keys()


def test_everybody_has_a_mailbox_of_their_own_at_the_example_domain():
    mailboxes = [person["mailbox"] for person in SAMPLE["persons"].values()]

    assert len(set(mailboxes)) == len(mailboxes)
    assert all(mailbox.endswith("@hau-giang.example") for mailbox in mailboxes)


def test_no_unit_has_the_name_of_a_body():
    assert not SAMPLE["units"].keys() & REGULATION.bodies.keys()


def test_the_standing_committee_has_five_members_and_one_of_them_chairs_it():
    members = holders("standing_committee/member")

    assert len(members) == 5
    assert set(holders("standing_committee/chair")) < set(members)


def test_the_chair_of_the_peoples_committee_sits_in_the_standing_committee():
    assert set(holders("people_committee/chair")) < set(holders("standing_committee/member"))


def test_a_clerk_who_left_is_not_asked_any_more():
    before, after = date(2020, 5, 31), date(2020, 6, 1)

    assert holders("pc_office/clerk", before) != holders("pc_office/clerk", after)
    assert len(holders("pc_office/clerk", after)) == 1
