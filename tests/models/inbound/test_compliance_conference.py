"""What is found on international conferences: whose they are to allow, and by when to ask."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.regulation.codes import Level, Mark, RequiredWhen
from models.inbound.parts import Conference, SensitiveTopic
from tests.factories.regulation import make_paper_kind
from tests.factories.visit import (
    ARRIVES,
    make_conference,
    make_guest,
    make_head_guest,
    make_visit_request,
)
from tests.factories.visit_findings import (
    DAY,
    coming,
    found,
    found_on,
    make_host_regulation,
    said_of,
)


def on(*topics):
    return Conference(
        topics=topics, participants=80, foreign_participants=12, funding="Ngân sách tỉnh"
    )


SENSITIVE = on(SensitiveTopic.RELIGION, SensitiveTopic.STATE_SECRETS)
MINISTER = make_guest(rank="minister")


def test_an_ordinary_conference_is_the_chairs_to_allow():
    remits = [f.key for f in found_on(make_conference()) if f.key.startswith("conference_of")]

    assert remits == ["conference_of_chair"]


def test_a_sensitive_topic_makes_a_conference_the_prime_ministers_and_is_named():
    told = said_of("conference_of_pm_by_topic", make_conference(conference=SENSITIVE))

    assert told["topics"].vi == "tôn giáo, bí mật nhà nước"


def test_a_minister_among_the_guests_makes_a_conference_the_prime_ministers():
    guests = (make_head_guest(), MINISTER)

    told = said_of("conference_of_pm_by_rank", make_conference(guests=guests))

    assert told["rank"].vi == "Bộ trưởng"


def test_a_visit_without_a_conference_is_nobodys_remit():
    guests = (make_head_guest(), MINISTER)

    assert not [f for f in found_on(make_visit_request(guests=guests)) if "conference" in f.key]


# A decree of 12 June 2025 moves tasks of the Prime Minister; whether this one was not readable.
@pytest.mark.parametrize(
    ("submitted_on", "mark"),
    [(date(2025, 6, 11), Mark.CONFIRMED), (date(2025, 6, 12), Mark.UNCONFIRMED)],
)
def test_whose_remit_it_is_became_uncertain_in_june_2025(submitted_on, mark):
    request = coming(date(2025, 12, 1), make=make_conference)

    (finding,) = found("conference_of_chair", request, submitted_on=submitted_on)

    assert finding.source.mark is mark


@pytest.mark.parametrize(
    ("conference", "ahead", "told"),
    [(on(), 30, False), (on(), 29, True), (SENSITIVE, 40, False), (SENSITIVE, 39, True)],
)
def test_a_dossier_comes_thirty_or_forty_days_before_by_remit(conference, ahead, told):
    request = make_conference(conference=conference)

    late = found("conference_too_late", request, submitted_on=ARRIVES - ahead * DAY)

    assert bool(late) is told


def test_a_late_dossier_blocks():
    (finding,) = found("conference_too_late", make_conference(), submitted_on=ARRIVES - DAY)

    assert finding.level is Level.BLOCK


# Between 40 and 30 days it is late only if it still is the Prime Minister's to allow.
@pytest.mark.parametrize(
    ("ahead", "level"), [(39, Level.WARN), (30, Level.WARN), (29, Level.BLOCK)]
)
def test_what_is_late_for_the_prime_minister_alone_warns_once_the_remit_is_uncertain(ahead, level):
    arrives = date(2026, 3, 2)
    request = coming(arrives, make=make_conference, conference=SENSITIVE)

    (finding,) = found("conference_too_late", request, submitted_on=arrives - ahead * DAY)

    assert finding.level is level


@pytest.mark.parametrize(
    ("submitted_on", "level", "document"),
    [
        (date(2020, 4, 14), Level.WARN, "76/2010/QĐ-TTg"),
        (date(2020, 4, 15), Level.BLOCK, "06/2020/QĐ-TTg"),
    ],
)
def test_a_dossier_is_held_against_the_decision_in_force_when_it_is_handed_in(
    submitted_on, level, document
):
    request = coming(date(2020, 4, 16), make=make_conference)

    (finding,) = found("conference_too_late", request, submitted_on=submitted_on)

    assert (finding.level, finding.source.document) == (level, document)


def test_the_scheme_is_reminded_of_where_the_province_lists_no_paper_of_a_conference():
    assert found("conference_scheme", make_conference())


def test_the_scheme_is_a_paper_like_any_other_where_the_province_lists_it():
    scheme = make_paper_kind("Đề án", required_when=RequiredWhen.CONFERENCE)
    regulation = make_host_regulation(papers={"conference_scheme": scheme})

    keys = {f.key for f in found_on(make_conference(papers=()), regulation)}

    assert keys & {"conference_scheme", "missing_paper"} == {"missing_paper"}


def test_sensitive_topics_call_for_the_protection_of_state_secrets():
    (finding,) = found("state_secrets", make_conference(conference=SENSITIVE))

    assert (finding.level, finding.source.document) == (Level.NOTE, "29/2018/QH14")


def test_without_sensitive_topics_nothing_is_said_of_state_secrets():
    assert not found("state_secrets", make_conference())


@given(ahead=st.integers(0, 120), sensitive=st.booleans())
def test_a_dossier_is_late_exactly_when_too_few_days_are_left(ahead, sensitive):
    request = make_conference(conference=SENSITIVE if sensitive else on())

    late = found("conference_too_late", request, submitted_on=ARRIVES - ahead * DAY)

    assert bool(late) is (ahead < (40 if sensitive else 30))
