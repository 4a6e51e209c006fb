"""A third kind of case lives from request to archive, and no module of the core was touched for it."""

from pathlib import Path

import pytest
import yaml

from config.regulation.codes import Act, Kind
from config.regulation.province import load_regulation
from config.settings import Settings
from flows.acts.desk import Desk
from flows.acts.filing import Filing
from flows.acts.submitting import submit
from flows.lifecycles import LIFECYCLES
from flows.runs import delegations
from flows.runs.deployments import register
from flows.runs.waking import Waker, quick_engine
from flows.simulating import simulate
from models import entries as e
from models.case import CaseStatus
from models.errors import RequestInvalid
from models.kinds import KINDS
from models.request.reading import read_request
from models.store import cases, histories
from tests.factories.audit import verify
from tests.factories.note import NOTE, note_text, notes_planted, regulation_with_notes
from tests.factories.office import OFFICER, Office
from tests.factories.prefect import Prefect, free_port
from tests.factories.site import Site

PREFECT_YAML = Path(__file__).parents[2] / "prefect.yaml"


@pytest.fixture
def settings(tmp_path):
    regulation = regulation_with_notes(tmp_path)
    return Settings(folder=tmp_path, catcher_port=free_port(), regulation=str(regulation))


@pytest.fixture
def office(desk: Desk):
    with notes_planted():
        yield Office(desk)


@pytest.fixture
def noted(office: Office) -> Office:
    """An office whose unit has handed a note in."""
    request = read_request(note_text(), office.desk.regulation(), format="yaml")
    case = submit(office.desk, request, {}, Filing(OFFICER, OFFICER)).case
    office.case_no = case.no
    return office


@pytest.fixture
def site(noted: Office):
    opened = Site(noted.desk, noted)
    yield opened
    opened.mail_goes_down()


def test_every_kind_has_all_that_a_kind_needs():
    assert KINDS.keys() == LIFECYCLES.keys() == delegations.FLOWS.keys()
    assert len({kind.prefix for kind in KINDS.values()}) == len(KINDS)
    assert all(kind.model.kind == code for code, kind in KINDS.items())


def test_every_kind_the_code_declares_is_a_kind_of_case():
    assert {kind for kind in vars(Kind).values() if isinstance(kind, Kind)} == KINDS.keys()


def test_every_kind_finds_a_route_in_the_sample_province():
    routes = load_regulation("hau_giang").routes

    assert {route.when.kind for route in routes} == KINDS.keys()


def test_prefects_own_command_deploys_the_flow_of_every_kind():
    written = yaml.safe_load(PREFECT_YAML.read_text(encoding="utf-8"))["deployments"]
    flows = {flow.fn.__name__ for flow in delegations.FLOWS.values()}

    deployed = {entry["entrypoint"] for entry in written}

    assert {f"flows/runs/delegations.py:{flow}" for flow in flows} - deployed == set()


def test_a_kind_nobody_declared_is_none():
    with pytest.raises(ValueError, match="no_such_kind"):
        Kind("no_such_kind")


def test_a_note_is_numbered_and_planned_by_its_own_kind(noted):
    assert noted.case_no == "TT-2020-0001"
    assert [(step.stage, step.act) for step in noted.case.plan] == [
        ("unit_signature", Act.SIGN),
        ("state_decision", Act.DECIDE),
    ]


def test_a_wrong_note_is_told_all_that_is_wrong(office):
    wrong = note_text(wanted_by="31/02/2020", title="")

    with pytest.raises(RequestInvalid) as refused:
        read_request(wrong, office.desk.regulation(), format="yaml")

    assert {problem.field for problem in refused.value.problems} == {"title", "wanted_by"}


def test_what_would_come_of_a_note_is_told_before_it_is_handed_in(office):
    request = read_request(note_text(), office.desk.regulation(), format="yaml")

    told = simulate(office.desk, request, Filing(OFFICER, OFFICER))

    submitted = submit(office.desk, request, {}, Filing(OFFICER, OFFICER)).case
    assert tuple(step.planned for step in told.steps) == submitted.plan
    assert (told.findings, told.trips, told.may_take_longer) == ((), (), True)


def test_a_note_of_the_past_is_refused_on_the_day_it_is_filed(office):
    late = read_request(note_text(wanted_by="2020-07-01"), office.desk.regulation(), format="yaml")

    with pytest.raises(RequestInvalid) as refused:
        submit(office.desk, late, {}, Filing(OFFICER, OFFICER))

    assert [problem.field for problem in refused.value.problems] == ["wanted_by"]


def test_people_sign_and_vote_on_a_note_on_pages_and_are_written_to(noted, site):
    signing = noted.waiting(Act.SIGN)
    head = site.browser().signs_in(signing, signing.holders[0])
    assert head.status == 200
    assert "Phương án tiếp công dân nước ngoài" in head.text
    assert head.answers("sign").status == 200

    voting = noted.waiting(Act.DECIDE)
    for person in voting.holders:
        if noted.case.open_steps:
            member = site.browser().signs_in(voting, person)
            assert member.answers("vote_for", answer="Đã xem xét.").status == 200
    site.deliver()

    assert noted.case.status is CaseStatus.ARCHIVED
    subjects = [letter.subject for letter in site.catcher.messages()]
    assert any(noted.case_no in subject for subject in subjects)
    assert site.browser().is_of(OFFICER).opens(f"/cases/{noted.case_no}").status == 200
    assert noted.case_no in site.browser().is_of(OFFICER).opens("/").text


def test_the_journal_of_a_note_verifies(noted):
    noted.goes_on_to_the_end()

    with noted.desk.store.reading() as conn:
        assert verify(conn).difference is None
    assert noted.journal()[-1] == e.CaseArchived()


@pytest.fixture(scope="module")
def prefect(tmp_path_factory):
    settings = Settings(folder=tmp_path_factory.mktemp("doan"), prefect_port=free_port())
    prefect = Prefect(settings)
    with prefect.serving():
        yield prefect


def test_a_note_has_a_run_of_its_own_flow_in_prefect(noted, prefect, monkeypatch):
    monkeypatch.setattr(delegations, "process_desk", lambda: noted.desk)
    waker = Waker(noted.desk)
    with prefect.client() as client, quick_engine():
        register(client)
        waker.wake(client, noted.case_no)
        rests = client.read_flow_run(_run_of(noted))
        noted.goes_on_to_the_end()
        waker.wake(client, noted.case_no)
        ended = client.read_flow_run(_run_of(noted))

    assert rests.state.name == "Suspended"
    assert "unit_signature" in rests.state.message
    assert ended.state.is_completed()
    assert f"kind:{NOTE}" in ended.tags


def _run_of(office):
    with office.desk.store.reading() as conn:
        assert cases.kind_of(conn, office.case_no) is NOTE
        return histories.of(conn, office.case_no).run_id
