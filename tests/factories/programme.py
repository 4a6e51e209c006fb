"""Programmes of approved visits at work: visits that meet in one hall, and items that are changed."""

from config.regulation.codes import Act, Stage
from flows.acts.programme.revising import ItemChange, revise_item
from flows.case.answers import Identified, PaperGiven
from models.ids import PersonId
from tests.factories.office import A_FILE
from tests.factories.visit import DEPARTS, make_item, make_visit_request

HEAD, OFFICER = PersonId("nguyen.van.thi.du"), PersonId("nguyen.thi.mau")
COORDINATOR = PersonId("bui.van.thi.du")
LEADER, ANOTHER_LEADER = "cao.van.vi.du", "lam.van.minh.hoa"
HALL = "Hội trường A"


def make_visit(*items, **changed):
    """Make a visit whose first item is held in the hall; the second day follows freely."""
    items = items or (make_item(hall=HALL, leader=LEADER), make_item(day=DEPARTS))
    return make_visit_request(**{"unit": "long_my", "programme": items, **changed})


def approves(office, request=None):
    """A visit is submitted and approved; its case number is returned."""
    office.submits(request or make_visit())
    office.goes_on_until(Stage.RECEPTION)
    return office.case_no


def revises(office, number=1, person=OFFICER, *, acceptance=None, seen=None, **fields):
    """Somebody changes fields of an item of the programme in hand."""
    who = Identified(person, "mailbox_code")
    change = ItemChange(fields, acceptance, seen)
    return revise_item(office.desk, office.case_no, number, change, who)


def accepted(office):
    """The people's committee accepted a change in writing."""
    return PaperGiven("45/UBND-NC", office.today, A_FILE)


def programme_of(office):
    with office.desk.store.writing() as conn:
        return office.at_work(conn).programme


def booked_by(office):
    with office.desk.store.writing() as conn:
        return {(b.item, b.kind, b.begins, b.ends) for b in office.at_work(conn).booked}


def confirms_arrangements(office):
    """Every unit that was asked to arrange something reports it done."""
    while asked := [s for s in office.case.open_steps if s.act in (Act.ARRANGE, Act.DELIVER)]:
        office.takes_smoothly(asked[0])


def called_to(office, item):
    """Return why and under which sequence each person's calendar was told last of an item."""
    told = office.case.told_of(item)
    return {person: (last.why, last.sequence) for person, last in told.items()}
