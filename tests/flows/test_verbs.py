"""The table of verbs: what a page offers is what the act takes, and each act asks the table."""

import ast
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from cli.main import app
from config.regulation.codes import Act, Stage
from flows.acts.amending import propose_cancellation
from flows.acts.filing import Filing
from flows.acts.withdrawing import withdraw
from flows.case.answers import Identified
from flows.case.verbs import STEP_VERBS, VERBS, StepVerb, Verb, demand, offered, offered_at
from models.errors import DecisionRefused, TooLate
from models.ids import PersonId
from tests.factories.office import OFFICER, make_answer
from web.case.verbs import FORMS

ROOT = Path(__file__).parents[2]
ACTS = ROOT / "flows" / "acts"
DONE_BY_FORMS = ROOT / "web" / "case" / "verbs.py"
STRANGER = PersonId("ta.thi.vi.du")


def in_approval(office):
    office.submits()


def returned(office):
    office.submits()
    office.takes(office.waiting(Act.SIGN), make_answer("return", remarks="Bổ sung chương trình."))


def approved(office):
    office.submits()
    office.goes_on_until(Stage.PREPARATION)


def over(office):
    office.submits()
    withdraw(office.desk, office.case_no, Identified(OFFICER, "mailbox_code"), "Hoãn đoàn.")


WHERE = {"in approval": in_approval, "returned": returned, "approved": approved, "over": over}
# Whoever looks after a case already need not take it over.
OPEN_TO_ITS_OFFICER = {
    "in approval": {Verb.CHANGE, Verb.WITHDRAW},
    "returned": {Verb.WITHDRAW},
    "approved": {Verb.AMEND, Verb.CALL_OFF},
    "over": set(),
}


def demanded():
    """Find the verbs that acts demand, by name."""
    for path in ACTS.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "").startswith("demand"):
                for named in ast.walk(node):
                    if isinstance(named, ast.Attribute):
                        yield named.attr


def test_every_verb_is_in_the_table_and_has_a_form():
    assert VERBS.keys() == set(Verb) == FORMS.keys()
    assert STEP_VERBS.keys() == set(StepVerb)


def test_every_verb_is_demanded_by_the_act_that_does_it():
    assert {verb.name for verb in (*Verb, *StepVerb)} <= set(demanded())


def test_every_form_of_a_verb_does_something():
    """Nothing would be done, and the page would say that it was."""
    tree = ast.walk(ast.parse(DONE_BY_FORMS.read_text(encoding="utf-8")))
    done = {ast.unparse(node.pattern) for node in tree if isinstance(node, ast.match_case)}

    assert {f"Verb.{verb.name}" for verb in Verb} - done == set()


def test_every_verb_is_a_command():
    commands = get_command(app)
    assert isinstance(commands, TyperGroup)

    assert {verb.value for verb in Verb} <= commands.commands.keys()


@pytest.mark.parametrize("where", WHERE)
def test_what_is_offered_is_taken_and_nothing_else(office, where):
    WHERE[where](office)

    with office.desk.reading(office.case_no) as read:
        shown = set(offered(read, OFFICER))
        taken = set()
        for verb in set(Verb) - {Verb.TAKE_OVER}:
            try:
                demand(read, verb, OFFICER)
            except TooLate:
                continue
            taken.add(verb)

    assert shown == taken == OPEN_TO_ITS_OFFICER[where]


@pytest.mark.parametrize("where", WHERE)
def test_a_stranger_is_offered_nothing_and_refused_everything(office, where):
    WHERE[where](office)

    with office.desk.reading(office.case_no) as read:
        assert offered(read, STRANGER) == ()
        for step in read.case.steps:
            assert [v for v in StepVerb if offered_at(read, step, v, STRANGER)] == []
        for verb in Verb:
            with pytest.raises(DecisionRefused):
                demand(read, verb, STRANGER)


def test_an_amendment_on_its_way_can_be_dropped_and_no_other_asked_for(office):
    approved(office)
    propose_cancellation(office.desk, office.case_no, "Bạn hoãn.", Filing(OFFICER, OFFICER))

    with office.desk.reading(office.case_no) as read:
        assert set(offered(read, OFFICER)) == {Verb.DROP_AMENDMENT}
