"""What is found on a request to receive guests: the dossier as a whole, and the words for it."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.regulation.codes import (
    Activity,
    GuestClass,
    Kind,
    Level,
    Mark,
    RequiredWhen,
    SenderKind,
    Visit,
)
from config.regulation.province import load_regulation
from config.words import words
from models.inbound.parts import Period, Profession, Unannounced
from models.request.parts import Payer
from tests.factories.regulation import make_paper_kind, make_source
from tests.factories.request import make_passport
from tests.factories.visit import (
    ARRIVES,
    DEPARTS,
    MAKE_OF_OCCASION,
    make_conference,
    make_guest,
    make_head_guest,
    make_item,
    make_ngo_visit,
    make_press_visit,
    make_reception_cost,
    make_sender,
    make_visit_paper,
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


def requiring(when, **changed):
    """Make a regulation that requires one paper under a condition."""
    paper = make_paper_kind("Giấy cần có", required_when=when, **changed)
    return make_host_regulation(papers={"needed": paper})


SIGNING = (make_item(activity=Activity.SIGNING),)
REPORTER = make_guest(profession=Profession.REPORTER, rank="reporter")


@pytest.mark.parametrize(
    ("when", "request_"),
    [
        (RequiredWhen.ALWAYS, make_visit_request()),
        (RequiredWhen.INVITED, make_visit_request()),
        (RequiredWhen.STATE_BUDGET, make_visit_request()),
        (RequiredWhen.IN_PLAN, make_visit_request()),
        (RequiredWhen.CONFERENCE, make_conference()),
        (RequiredWhen.FOREIGN_NGO, make_ngo_visit()),
        (RequiredWhen.FOREIGN_PRESS, make_press_visit()),
        (
            RequiredWhen.FOREIGN_PRESS,
            make_visit_request(guests=(make_head_guest(), REPORTER)),
        ),
        (RequiredWhen.AGREEMENT_TO_SIGN, make_visit_request(programme=SIGNING)),
    ],
)
def test_a_paper_is_missed_when_its_condition_holds(when, request_):
    lacking = request_.model_copy(update={"papers": ()})

    assert said_of("missing_paper", lacking, requiring(when))["kind"] == "needed"


@pytest.mark.parametrize(
    ("when", "changed"),
    [
        (RequiredWhen.OFFICIAL, {}),
        (RequiredWhen.PRIVATE, {}),
        (RequiredWhen.SPEECHES, {}),
        (RequiredWhen.INVITED, {"unannounced": Unannounced(reason="Đi ngang qua")}),
        (RequiredWhen.STATE_BUDGET, {"costs": (make_reception_cost(payer=Payer.SELF),)}),
        (RequiredWhen.IN_PLAN, {"plan_entry": None}),
        (RequiredWhen.CONFERENCE, {}),
        (RequiredWhen.FOREIGN_NGO, {}),
        (RequiredWhen.FOREIGN_PRESS, {}),
        (
            RequiredWhen.AGREEMENT_TO_SIGN,
            {"programme": (make_item(activity=Activity.SIGNING, cancelled=True),)},
        ),
        (None, {}),
    ],
)
def test_a_paper_is_not_missed_when_its_condition_does_not_hold(when, changed):
    assert not found("missing_paper", make_visit_request(papers=(), **changed), requiring(when))


def test_every_condition_of_a_paper_can_be_told_of_a_visit():
    request = make_visit_request(papers=())

    answers = {
        when: bool(found("missing_paper", request, requiring(when))) for when in RequiredWhen
    }

    assert answers[RequiredWhen.ALWAYS]


def test_a_paper_of_delegations_abroad_is_not_missed_on_a_visit():
    regulation = requiring(RequiredWhen.ALWAYS, kind=Kind.OUTBOUND)

    assert not found("missing_paper", make_visit_request(papers=()), regulation)


def test_a_paper_that_is_listed_is_not_missed():
    request = make_visit_request(papers=(make_visit_paper("needed"),))

    assert not found("missing_paper", request, requiring(RequiredWhen.ALWAYS))


def test_a_missing_paper_blocks_where_the_rule_is_confirmed():
    (finding,) = found("missing_paper", make_visit_request(), requiring(RequiredWhen.ALWAYS))

    assert finding.level is Level.BLOCK


def test_a_missing_paper_only_warns_where_nobody_has_confirmed_the_rule():
    regulation = requiring(
        RequiredWhen.ALWAYS, source=make_source(mark=Mark.UNCONFIRMED), unconfirmed=True
    )

    (finding,) = found("missing_paper", make_visit_request(), regulation)

    assert finding.level is Level.WARN


# --- The class of the guests ---------------------------------------------------------------------

GOVERNOR = (make_head_guest(rank="governor"),)


def test_a_head_whose_rank_is_not_listed_needs_a_decision():
    (finding,) = found("rank_not_listed", make_visit_request(guests=GOVERNOR), guest_class=None)

    assert finding.level is Level.WARN


def test_once_decided_the_class_of_an_unlisted_rank_is_only_told():
    (finding,) = found("rank_not_listed", make_visit_request(guests=GOVERNOR))

    assert finding.level is Level.NOTE


# The circular in force from 18 May 2026 says who decides; what the older one said was not seen.
@pytest.mark.parametrize(
    ("arrives", "mark"),
    [(date(2026, 5, 17), Mark.UNCONFIRMED), (date(2026, 5, 18), Mark.CONFIRMED)],
)
def test_who_decides_on_an_unlisted_rank_goes_by_the_circular_in_force(arrives, mark):
    request = coming(arrives, guests=GOVERNOR)

    (finding,) = found("rank_not_listed", request, guest_class=None)

    assert finding.source.mark is mark


def test_a_class_the_rank_gives_but_nobody_has_fixed_is_told():
    (finding,) = found("guest_class_open", make_visit_request(), guest_class=None)

    assert finding.level is Level.NOTE


def test_a_class_that_is_fixed_needs_no_word():
    keys = {f.key for f in found_on(make_visit_request())}

    assert not keys & {"guest_class_open", "rank_not_listed"}


# --- Time ----------------------------------------------------------------------------------------


# Two and three working days: from Monday 17 August to Monday 24 August, the day the guests come.
@pytest.mark.parametrize(
    ("submitted_on", "told"), [(date(2020, 8, 17), True), (date(2020, 8, 14), False)]
)
def test_guests_who_come_on_the_day_the_last_decision_is_due_come_too_soon(submitted_on, told):
    found_here = found("arrives_too_soon", make_visit_request(), submitted_on=submitted_on)

    assert bool(found_here) is told


def test_guests_without_notice_are_not_said_to_come_too_soon():
    request = make_visit_request(unannounced=Unannounced(reason="Ghé thăm đột xuất"))

    assert not found("arrives_too_soon", request, submitted_on=ARRIVES)


def test_guests_without_notice_are_flagged_with_the_reason():
    request = make_visit_request(unannounced=Unannounced(reason="Ghé thăm đột xuất"))

    assert said_of("unannounced", request)["reason"] == "Ghé thăm đột xuất"


def test_what_follows_from_further_visits_is_told_with_their_number():
    further = (Period(arrives=DEPARTS + 30 * DAY, departs=DEPARTS + 31 * DAY),)
    request = make_visit_request(visit=Visit.RECURRING, further_visits=further)

    assert said_of("visits_recur", request)["count"] == 2


def test_what_follows_from_a_long_stay_is_told():
    assert found("visit_extended", make_visit_request(visit=Visit.EXTENDED))


def test_a_visit_once_has_nothing_to_follow():
    keys = {f.key for f in found_on(make_visit_request())}

    assert not keys & {"visits_recur", "visit_extended"}


# A passport is valid on the day it expires.
@pytest.mark.parametrize(("expires", "told"), [(DEPARTS - DAY, True), (DEPARTS, False)])
def test_a_passport_has_to_be_valid_on_the_last_day(expires, told):
    passports = {2: make_passport(expires=expires)}

    assert bool(found("guest_passport_expires", make_visit_request(), passports=passports)) is told


def test_a_passport_has_to_be_valid_on_the_last_day_of_a_further_visit_too():
    further = (Period(arrives=DEPARTS + 30 * DAY, departs=DEPARTS + 31 * DAY),)
    request = make_visit_request(further_visits=further)

    assert found("guest_passport_expires", request, passports={1: make_passport(expires=DEPARTS)})


def test_passports_in_the_request_itself_are_looked_at_too():
    head = make_head_guest(passport=make_passport(expires=ARRIVES))

    told = said_of("guest_passport_expires", make_visit_request(guests=(head,)))

    assert told["name"] == head.name


# --- All of them together ------------------------------------------------------------------------


def test_the_weightiest_findings_stand_first():
    made = found_on(make_visit_request(guests=GOVERNOR), requiring(RequiredWhen.ALWAYS))

    levels = [list(Level).index(f.level) for f in made]
    assert levels == sorted(levels)


def test_an_ordinary_visit_in_order_has_nothing_worse_than_notes():
    lodging_and_norms = found_on(make_visit_request(costs=()))

    assert {f.level for f in lodging_and_norms} == {Level.NOTE}


def test_a_citation_names_the_document_as_the_regulation_lists_it():
    regulation = make_host_regulation()
    request = coming(
        date(2021, 8, 2), programme=(make_item(day=date(2021, 8, 2), activity="signing"),)
    )

    (finding,) = found("agreement_to_sign", request, regulation)

    assert regulation.documents[finding.source.document].number == "70/2020/QH14"


def test_findings_need_no_more_than_a_request_just_read():
    for make in MAKE_OF_OCCASION.values():
        assert found_on(make(), guest_class=None)


DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@given(
    make=st.sampled_from(list(MAKE_OF_OCCASION.values())),
    submitted_on=DAYS,
    approved_on=st.none() | DAYS,
    guest_class=st.none() | st.sampled_from(list(GuestClass)),
    arrives=DAYS,
    days=st.integers(1, 700),
    item=st.builds(
        make_item,
        activity=st.sampled_from(list(Activity)),
        place=st.sampled_from(["phung_hiep", "border_commune", "belt_hamlet", "island", "?"]),
    ),
    sender=st.sampled_from(list(SenderKind)),
)
def test_no_visit_makes_the_findings_fail(
    make, submitted_on, approved_on, guest_class, arrives, days, item, sender
):
    days = min(days, (date(2100, 12, 31) - arrives).days + 1)
    item = item.model_copy(update={"day": arrives})
    request = coming(arrives, days, make=make, programme=(item,))
    request = request.model_copy(update={"sender": make_sender(kind=sender)})

    made = found_on(
        request,
        submitted_on=submitted_on,
        approved_on=approved_on,
        guest_class=guest_class,
        programme=(item.model_copy(update={"interpreter": 9, "begins": time(8)}),),
    )

    assert all(f.said(words("vi")) and f.cure(words("en")) for f in made)


@pytest.mark.parametrize("make", MAKE_OF_OCCASION.values())
def test_under_the_provinces_own_rules_ordinary_visits_lack_at_most_papers(make):
    regulation = load_regulation("hau_giang")

    blocking = {f.key for f in found_on(make(), regulation) if f.level is Level.BLOCK}

    assert blocking <= {"missing_paper"}
