"""Papers of real cases: the province's office, and what is drawn for a step of it."""

import pytest

from flows.drawn.for_steps import papers_for
from flows.drawn.telling import told_of
from papers.laying_out.filling import filled
from papers.laying_out.templates import template
from tests.factories.office import Office
from tests.factories.papers import text_of


@pytest.fixture
def office(desk):
    return Office(desk)


@pytest.fixture
def told(office):
    """What a paper says at a step, for whoever is asked by it."""

    def of(step, paper, person=None):
        with office.desk.reading(office.case_no) as work:
            return told_of(work, work.step(step.number), paper, person or step.holders[0])

    return of


@pytest.fixture
def drawn(office, told):
    """The text of a paper's draft at a step: its paragraphs and cells, line by line."""

    def of(step, paper, person=None):
        said = told(step, paper, person)
        layout = said.paper.issuer.layout
        return text_of(filled(template(office.case.kind, paper, layout), said, "draft"))

    return of


@pytest.fixture
def offered(office):
    """The papers of which a step has a draft."""

    def at(step):
        with office.desk.reading(office.case_no) as work:
            return papers_for(work, work.step(step.number))

    return at
