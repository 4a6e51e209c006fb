"""A meeting that approves two visits at once, where the body's word is the last one."""

import shutil
from dataclasses import replace
from pathlib import Path

from config.regulation.codes import SenderKind, Stage
from flows.acts.desk import Desk
from tests.factories.office import Office
from tests.factories.programme import HALL, make_visit
from tests.factories.province import province_of_the_tests
from tests.factories.visit import make_item, make_sender
from tests.proofs.acts import answers, enters
from tests.proofs.pair import Pairs

MEETINGS = Pairs()
THE_CHAIR_DECIDES = """        seat: people_committee/chair
        issued_by: pc_office/clerk
        issued_within: *day_for_a_number
        rests_on: &what_is_decided
"""
THE_COMMITTEE_DECIDES = """        seat: standing_committee/member
        rests_on: &what_is_decided
"""


def where_the_committee_decides(desk: Desk) -> Desk:
    """Let the standing committee have the last word on guests, without a paper after it."""
    folder = Path(desk.settings.folder) / "of_the_committee"
    shutil.copytree(province_of_the_tests(), folder, dirs_exist_ok=True)
    visits = folder / "visits.yaml"
    text = visits.read_text()
    assert THE_CHAIR_DECIDES in text
    visits.write_text(text.replace(THE_CHAIR_DECIDES, THE_COMMITTEE_DECIDES))
    return replace(desk, settings=desk.settings.model_copy(update={"regulation": str(folder)}))


def before_the_committee(office, *items):
    """Bring a visit before the committee; three of five have voted for it."""
    items = items or (make_item(hall=HALL),)
    office.receives(make_visit(*items, sender=make_sender(kind=SenderKind.COMPANY)))
    step = office.goes_on_until(Stage.STATE_DECISION)
    for person in step.holders[:3]:
        answers(office, step, person=person)()
    return step


@MEETINGS.add
def a_meeting_on_two_visits_meets_the_last_vote_on_one(office):
    office = Office(where_the_committee_decides(office.desk))
    one = before_the_committee(office)
    first = office.case_no
    other = before_the_committee(office)
    votes = answers(office, other, person=other.holders[3])
    return enters(office, {first: one, office.case_no: other}), votes


@MEETINGS.add
def a_meeting_books_in_another_order_than_the_visit_it_meets(office):
    office = Office(where_the_committee_decides(office.desk))
    last, first = make_item(hall="Hội trường Z"), make_item(hall=HALL)
    met = {}
    for item in (last, first):
        step = before_the_committee(office, item)
        met[office.case_no] = step
    third = before_the_committee(office, first, last)
    return enters(office, met), answers(office, third, person=third.holders[3])
