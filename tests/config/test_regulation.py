"""What a regulation file promises, and what it is refused for."""

from datetime import date

import pytest
import yaml

from config.regulation.check import weak_points
from config.regulation.codes import Act, Mark, Stage
from config.regulation.limits import TripLimit
from config.regulation.province import Regulation, load_regulation, read_regulation
from config.regulation.text import regulation_values
from models.part_on_guests import part_on_guests
from tests.factories.regulation import (
    make_limit,
    make_regulation,
    make_route,
    make_source,
)

HAU_GIANG = load_regulation("hau_giang")


def read_changed(change):
    """Read Hậu Giang's regulation after `change` was made to its content."""
    content = regulation_values(HAU_GIANG.text)
    change(content)
    # Values the file repeats by name must be written out, or one change would touch them all.
    return Regulation.model_validate(yaml.safe_load(_written_out(content)))


def _written_out(content):
    dumper = type("Plain", (yaml.SafeDumper,), {"ignore_aliases": lambda *_: True})
    return yaml.dump(content, Dumper=dumper, allow_unicode=True)


def route(key):
    return next(route for route in HAU_GIANG.routes if route.key == key)


def acts(key):
    return [(step.act, step.seat) for step in route(key).steps]


# --- Hậu Giang ---------------------------------------------------------------------------------


def test_the_party_decides_before_the_state_on_persons_the_standing_committee_manages():
    assert acts("standing_committee_official") == [
        (Act.SIGN, "unit/head"),
        (Act.APPRAISE, "pc_office/appraiser"),
        (Act.CONSULT, "police/head"),
        (Act.CONSULT, "dof/head"),
        (Act.DECIDE, "party_permanent/chair"),
        (Act.DECIDE, "people_committee/chair"),
    ]


def test_the_permanent_members_give_an_opinion_and_nobody_votes_on_a_trip():
    voting = [key for key, body in HAU_GIANG.bodies.items() if body.voting]
    asked = {step.seat.partition("/")[0] for r in HAU_GIANG.routes for step in r.steps}

    assert voting == ["standing_committee"]
    assert "standing_committee" not in asked


def asked_and_recorded(key):
    return [
        (str(s.act), s.outside or s.seat)
        for s in route(key).steps
        if s.stage is Stage.ASKING or s.act is Act.RECORD
    ]


def test_leaders_under_central_management_are_asked_for_and_the_party_answers():
    assert asked_and_recorded("central_leaders") == [
        ("issue", "party_office/clerk"),
        ("record", "central_party_office"),
    ]


def test_only_of_chairs_the_government_answers_too():
    assert asked_and_recorded("central_chairs") == [
        ("issue", "party_office/clerk"),
        ("issue", "pc_office/clerk"),
        ("record", "central_party_office"),
        ("record", "government_office"),
    ]


def test_others_on_official_trips_have_no_party_step():
    assert Stage.PARTY_DECISION not in {step.stage for step in route("others").steps}


def test_a_decision_is_given_its_number_by_a_clerk():
    decisions = [s for r in HAU_GIANG.routes for s in r.steps if s.act is Act.DECIDE]

    assert {step.issued_by for step in decisions} == {
        "party_office/clerk",
        "pc_office/clerk",
        "people_council/clerk",
        "unit/officer",
    }


def test_passports_are_handed_back_within_five_working_days_of_return_by_law():
    within = HAU_GIANG.afterwards.passports.within

    assert (within.amount, within.unit, within.counted_from) == (5, "working_days", "return")
    assert (within.source.document, within.source.article) == ("l49", "Điều 23 khoản 3")
    assert within.source.mark is Mark.CONFIRMED


def test_the_areas_of_work_are_the_seven_of_the_plan_in_its_order():
    assert [area.vi for area in HAU_GIANG.areas_of_work.values()] == [
        "Đoàn ra",
        "Đoàn vào",
        "Kinh tế đối ngoại và công tác phi chính phủ nước ngoài",
        "Hợp tác quốc tế và hữu nghị",
        "Thông tin đối ngoại",
        "Văn hóa đối ngoại",
        "Lãnh sự và bảo hộ công dân",
    ]


def test_the_rules_end_with_the_province():
    assert date(2025, 6, 30) == HAU_GIANG.valid_to


def test_every_rule_that_is_confirmed_cites_a_document_and_an_article():
    bare = [
        place
        for place, rule in HAU_GIANG.rules()
        if rule.source.mark is Mark.CONFIRMED
        if not (rule.source.document and rule.source.article)
    ]

    assert bare == []


def test_a_rule_reported_by_another_text_says_by_which():
    silent = [
        place
        for place, rule in HAU_GIANG.rules()
        if rule.source.mark is Mark.SECONDARY and not rule.source.seen_in
    ]

    assert silent == []


def rules_with_their_day():
    """Return the rules, each with the first day it holds in the province."""
    guests = part_on_guests(HAU_GIANG)
    since = {id(part): row.since for row in guests.assignments for part in (row, row.done_within)}
    since |= {id(part): row.since for row in guests.reports for part in (row, row.within)}
    return [
        (place, rule, since.get(id(rule)) or HAU_GIANG.valid_from)
        for place, rule in HAU_GIANG.rules()
    ]


def test_no_rule_rests_on_a_document_on_days_on_which_it_was_not_in_force():
    early, late = [], []
    for place, rule, day in rules_with_their_day():
        source = rule.source.on(day, HAU_GIANG.documents)
        cited = HAU_GIANG.documents.get(source.document or "")
        if cited and cited.in_force_from and cited.in_force_from > day:
            early.append((place, cited.number))
        if cited and cited.in_force_until and cited.in_force_until < day:
            late.append((place, cited.number))

    assert (early, late) == ([], [])


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(2020, 11, 9), "03/2016/TT-BNG"),
        (date(2020, 11, 10), "04/2020/TT-BNG"),
        (date(2025, 6, 12), "04/2020/TT-BNG"),
        (date(2025, 6, 13), "08/2025/TT-BNG"),
    ],
)
def test_a_visa_note_rests_on_the_circular_of_the_day(day, number):
    note = next(item for item in HAU_GIANG.preparation if item.key == "visa_note")

    source = note.source.on(day, HAU_GIANG.documents)

    assert HAU_GIANG.documents[source.document or ""].number == number


def test_what_came_before_has_to_be_listed_too():
    def cite(content):
        content["limits"]["passport_validity"]["source"]["before"]["document"] = "tt_99"

    with pytest.raises(ValueError, match="cites 'tt_99', which is not under documents"):
        read_changed(cite)


def test_every_step_but_the_recording_of_an_outside_letter_has_a_time_limit():
    unlimited = {s.act for r in HAU_GIANG.routes for s in r.steps if s.within is None}

    assert unlimited == {Act.RECORD}


def test_hau_giang_has_no_weak_points():
    assert weak_points(HAU_GIANG) == ()


# --- what is not confirmed says so -------------------------------------------------------------


@pytest.mark.parametrize("mark", ["unconfirmed", "design"])
def test_a_rule_without_confirmation_must_carry_the_flag(mark):
    def forget_the_flag(content):
        content["afterwards"]["report"]["within"] = {
            "amount": 15,
            "unit": "days",
            "counted_from": "return",
            "source": {"mark": mark},
        }

    with pytest.raises(ValueError, match=r"(?s)report\.within.*lacks `unconfirmed: true`"):
        read_changed(forget_the_flag)


@pytest.mark.parametrize("mark", ["confirmed", "secondary"])
def test_a_rule_with_a_source_must_not_carry_the_flag(mark):
    def flag_it(content):
        content["limits"]["trips_a_year"] = {
            "at_most": 2,
            "unconfirmed": True,
            "source": {"document": "ct_38", "mark": mark},
        }

    with pytest.raises(ValueError, match=r"(?s)trips_a_year.*carries `unconfirmed: true`"):
        read_changed(flag_it)


def test_the_flag_is_the_mark_of_a_rule_made_in_the_program_too():
    with pytest.raises(ValueError, match="lacks `unconfirmed: true`"):
        TripLimit(at_most=2, source=make_source(mark=Mark.UNCONFIRMED))


# --- what a file is refused for ----------------------------------------------------------------


def test_a_seat_that_no_body_has_is_refused():
    def misspell(content):
        content["afterwards"]["accounts"]["seat"] = "dof/haed"

    with pytest.raises(ValueError, match=r"afterwards\.accounts names the seat 'dof/haed'"):
        read_changed(misspell)


def test_a_unit_has_no_other_seats_than_head_and_officer():
    def invent(content):
        content["travel"]["confirmed_by"] = "unit/driver"

    with pytest.raises(ValueError, match="travel names the seat 'unit/driver'"):
        read_changed(invent)


def test_a_document_that_is_not_listed_is_refused_wherever_it_is_cited():
    def cite(content):
        content["afterwards"]["passports"]["within"]["source"]["document"] = "l50"

    with pytest.raises(ValueError, match=r"afterwards\.passports\.within cites 'l50'"):
        read_changed(cite)


def test_an_outside_body_must_be_marked_as_one():
    def take_a_body_of_the_province(content):
        content["routes"][0]["steps"][4]["outside"] = "police"

    with pytest.raises(ValueError, match="'police' is no outside body"):
        read_changed(take_a_body_of_the_province)


def test_an_area_of_work_that_nobody_has_named_is_refused_in_a_row():
    with pytest.raises(ValueError, match=r"routes\.space\.when\.area"):
        make_regulation(routes=(make_route("space", area=("space",)), make_route("all")))


def test_two_rows_may_not_have_one_key():
    with pytest.raises(ValueError, match="given twice"):
        make_regulation(routes=(make_route("all"), make_route("all")))


def test_a_step_rests_on_facts_of_a_request_only():
    def rest_on_weather(content):
        content["routes"][0]["steps"][0]["rests_on"] = ["weather"]

    with pytest.raises(ValueError, match="rests_on"):
        read_changed(rest_on_weather)


@pytest.mark.parametrize("share", ["0", "3/2", "-1/2"])
def test_a_quorum_is_a_share_of_the_members(share):
    def change(content):
        content["bodies"]["standing_committee"]["voting"]["quorum"] = share

    with pytest.raises(ValueError, match="is no share"):
        read_changed(change)


@pytest.mark.parametrize("text", ["", "a: [", "- one\n- two"])
def test_a_text_that_is_no_regulation_is_refused_as_a_wrong_value(text):
    with pytest.raises(ValueError, match="regulation"):
        read_regulation(text)


def test_a_changed_text_is_another_version():
    text = HAU_GIANG.text

    assert read_regulation(text + "\n").digest != HAU_GIANG.digest


def test_the_rules_of_a_regulation_are_named_by_their_place():
    regulation = make_regulation(remind_before=make_limit(3))

    assert dict(regulation.rules())["remind_before"].amount == 3
