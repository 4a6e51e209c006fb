"""Who is shown what: by the parts somebody has, and never a vote by name beyond its body."""

import pytest

from config.regulation.codes import Act, VotesShown
from models.case import StepState
from models.competence.seeing import PART_OF, SHOWN_TO, CasePart, Shown, View
from tests.models.test_competence import make_step

VOTED = make_step(act=Act.DECIDE, collective=True, state=StepState.DECIDED, choice="approve")
VOTING = make_step(act=Act.DECIDE, collective=True)
BY_NAME, SECRET, OPEN = VotesShown.AFTERWARDS, VotesShown.SECRET, VotesShown.OPEN


def view(*parts, own=(), kept=(), within=()):
    return View(
        frozenset(parts), own=frozenset(own), kept=frozenset(kept), within=frozenset(within)
    )


def test_every_act_gives_a_part_and_every_part_says_what_it_shows():
    assert (set(PART_OF), set(SHOWN_TO)) == (set(Act), set(CasePart))


def test_whoever_has_several_parts_sees_what_any_of_them_shows():
    both = view(CasePart.ARRANGES, CasePart.CONSULTED)

    assert both.sees(Shown.DOSSIER)
    assert not view(CasePart.ARRANGES).sees(Shown.DOSSIER)


def test_who_runs_the_system_or_has_no_part_is_shown_nothing():
    assert not any(view(CasePart.ADMINISTRATOR).sees(each) for each in Shown)
    assert not any(view().sees(each) for each in Shown)


def test_what_is_ones_own_is_shown_whatever_the_part_shows():
    objection = make_step(act=Act.CONSULT, state=StepState.DECIDED, choice="object")

    assert view(CasePart.CONSULTED, own={objection.number}).sees_words(objection)
    assert not view(CasePart.CONSULTED).sees_words(objection)


@pytest.mark.parametrize(
    ("choice", "reads"), [("forward", False), ("return", True), ("supplement", True)]
)
def test_the_unit_reads_what_the_appraiser_says_to_it_and_not_what_they_advise(choice, reads):
    appraised = make_step(act=Act.APPRAISE, state=StepState.DECIDED, choice=choice)

    assert view(CasePart.UNIT).sees_words(appraised) is reads


@pytest.mark.parametrize("part", CasePart)
def test_votes_by_name_leave_the_body_for_the_auditor_alone(part):
    assert view(part).sees_votes(VOTED, BY_NAME) is (part is CasePart.AUDITOR)


@pytest.mark.parametrize("steps", [{"within": {1}}, {"kept": {1}}])
def test_the_body_and_who_keeps_its_minutes_see_the_votes_once_it_has_decided(steps):
    of_body = view(CasePart.JUDGE, **steps)

    assert of_body.sees_votes(VOTED, BY_NAME)
    assert not of_body.sees_votes(VOTING, BY_NAME)


@pytest.mark.parametrize("part", CasePart)
def test_a_secret_ballot_is_shown_to_nobody_by_name(part):
    assert not view(part, within={1}, kept={1}).sees_votes(VOTED, SECRET)


def test_open_votes_are_shown_at_once_to_all_who_read_the_opinions():
    assert view(CasePart.JUDGE).sees_votes(VOTING, OPEN)
    assert not view(CasePart.UNIT).sees_votes(VOTED, OPEN)


def test_minutes_are_read_by_those_who_see_the_votes_and_not_by_other_deciders():
    assert view(CasePart.AUDITOR).sees_evidence(VOTED, SECRET)
    assert view(kept={1}).sees_evidence(VOTING, BY_NAME)
    assert not view(CasePart.JUDGE).sees_evidence(VOTED, BY_NAME)
