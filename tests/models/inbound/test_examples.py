"""The sample visits are whole: nothing the regulation asks of them is missing."""

from pathlib import Path

import pytest

from config.regulation.codes import Kind, RequiredWhen
from config.regulation.province import load_regulation
from models.inbound.classes import class_by_rank
from models.inbound.request import InboundRequest
from models.request.reading import read_request_file

EXAMPLES = Path(__file__).parents[3] / "examples"
HAU_GIANG = load_regulation("hau_giang")
# The conditions under which the samples must bring a paper.
OF_SAGA = {RequiredWhen.ALWAYS, RequiredWhen.STATE_BUDGET, RequiredWhen.IN_PLAN}
OF_THE_NGO = {RequiredWhen.ALWAYS, RequiredWhen.FOREIGN_NGO}


def sample(name):
    request, attachments = read_request_file(EXAMPLES / name, HAU_GIANG)
    assert isinstance(request, InboundRequest)
    return request, attachments


@pytest.mark.parametrize(
    ("name", "conditions"), [("inbound_saga.yaml", OF_SAGA), ("inbound_ngo.yaml", OF_THE_NGO)]
)
def test_a_sample_brings_every_paper_it_is_asked_for_as_a_file(name, conditions):
    request, attachments = sample(name)
    asked = {
        key
        for key, kind in HAU_GIANG.papers.items()
        if kind.is_for(Kind.INBOUND) and kind.required_when in conditions
    }

    assert asked <= {paper.kind for paper in request.papers}
    assert len(attachments) == len(request.papers)


def test_the_head_of_the_sample_delegation_has_no_class_by_the_circular():
    assert class_by_rank(sample("inbound_saga.yaml")[0], HAU_GIANG) is None


def test_the_paper_of_the_sample_ngo_is_valid_on_every_day_of_its_visits():
    request, _ = sample("inbound_ngo.yaml")

    assert request.ngo is not None
    assert request.ngo.certificate.valid_from <= request.begins
    assert request.ends <= request.ngo.certificate.valid_until


def test_the_sample_visits_want_nothing_at_the_same_time():
    """Of the two no hall, leader, vehicle or interpreter is asked for twice."""
    first, second = sample("inbound_saga.yaml")[0], sample("inbound_ngo.yaml")[0]

    assert {item.day for item in first.programme}.isdisjoint(item.day for item in second.programme)
