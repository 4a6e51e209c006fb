"""Another system submits a request: by the names and sentences of the form, once, however often sent."""

import json
import threading

import pytest
from sqlalchemy import select

from models.entries import CaseSubmitted
from models.store import dossiers, journal
from models.store.calls import given
from models.store.database.clock import machine_time
from models.store.tables import cases
from tests.factories.calling import session_of, system_of
from tests.factories.office import OFFICER
from tests.factories.request import make_head, make_leader, make_member, make_request

PDF = b"%PDF-1.4 a made-up paper"


@pytest.fixture
def unit(site):
    return system_of(site, OFFICER, "read", "submit")


def request_said(**changed):
    request = make_request(members=(make_leader(), make_member()))
    return {"kind": "outbound", **request.model_dump(mode="json", exclude_none=True), **changed}


def submits(system, said=None, key="k-1", **sent):
    headers = {"idempotency-key": key} if key else {}
    if "files" not in sent:
        sent["json"] = request_said() if said is None else said
    return system.sends("requests", headers=headers, **sent)


def cases_there(site):
    with site.desk.store.reading() as conn:
        return tuple(conn.execute(select(cases.c.no)).scalars())


def errors_of(answer):
    return {each["field"]: each["message"] for each in answer.json()["errors"]}


def test_a_request_becomes_a_case(site, unit):
    answer = submits(unit)

    said = answer.json()
    assert (answer.status_code, said["case_no"]) == (201, "DR-2020-0001")
    assert answer.headers["location"] == said["href"] == "/api/v1/cases/DR-2020-0001"
    assert unit.reads(said["href"]).json()["open_steps"][0]["act"] == "sign"


def test_that_it_came_with_a_token_is_journaled(site, unit):
    no = submits(unit).json()["case_no"]

    with site.desk.store.reading() as conn:
        said = journal.entries_of(conn, no)[0].payload
    assert isinstance(said, CaseSubmitted)
    assert (said.filed_for, said.typed_by, said.identity) == (OFFICER, OFFICER, "token")


def test_the_files_of_its_papers_come_with_it(site, unit):
    said = request_said(papers=[{"kind": "invitation", "title": "Thư mời", "file": "thu-moi.pdf"}])
    parts = [
        ("request", ("request.json", json.dumps(said), "application/json")),
        ("files", ("thu-moi.pdf", PDF, "application/pdf")),
    ]

    answer = submits(unit, files=parts)

    assert answer.status_code == 201, answer.text
    with site.desk.store.reading() as conn:
        assert set(dossiers.file_names(conn, answer.json()["case_no"]).values()) == {"thu-moi.pdf"}


def test_a_file_of_no_paper_is_told(site, unit):
    parts = [
        ("request", ("request.json", json.dumps(request_said()), "application/json")),
        ("files", ("khac.pdf", PDF, "application/pdf")),
    ]

    answer = submits(unit, files=parts)

    assert (answer.status_code, list(errors_of(answer))) == (422, ["files"])
    assert cases_there(site) == ()


def test_what_is_wrong_is_told_by_the_fields_and_sentences_of_the_form(site, unit):
    said = request_said(departs="2020-08-32", extra="x")
    said["members"][1]["rank"] = "khong_co"

    answer = submits(unit, said)

    assert (answer.status_code, answer.json()["code"]) == (422, "request_invalid")
    errors = errors_of(answer)
    assert {"departs", "extra", "members[2].rank"} <= set(errors)
    assert errors["departs"].startswith("Ngày đi")
    assert (
        next(e for e in answer.json()["errors"] if e["field"] == "departs")["value"] == "2020-08-32"
    )
    assert cases_there(site) == ()


def test_a_passport_number_is_never_told_back(unit):
    said = request_said()
    said["members"][0]["passport"] = {"kind": "official", "number": "S 12 thật", "expires": "x"}

    assert "S 12" not in submits(unit, said).text


def test_a_request_of_another_unit_is_refused(site, unit):
    answer = submits(unit, request_said(unit="nga_bay"))

    assert (answer.status_code, answer.json()["code"]) == (403, "decision_refused")
    assert cases_there(site) == ()


# --- sent again ----------------------------------------------------------------------------------


def test_sent_again_it_is_submitted_once_and_answered_the_same(site, unit):
    first = submits(unit)

    again = submits(unit)

    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["idempotent-replayed"] == "true"
    assert len(cases_there(site)) == 1


def test_the_same_in_other_spaces_is_the_same(site, unit):
    submits(unit)
    spaced = json.dumps(request_said(), indent=4)

    again = unit.sends(
        "requests",
        content=spaced,
        headers={"idempotency-key": "k-1", "content-type": "application/json"},
    )

    assert (again.status_code, len(cases_there(site))) == (201, 1)


def test_something_else_under_the_same_key_is_refused(site, unit):
    submits(unit)

    other = submits(unit, request_said(title="Một đề nghị khác"))

    assert (other.status_code, other.json()["code"]) == (422, "key_used")
    assert len(cases_there(site)) == 1


def test_under_another_key_it_is_another_request(site, unit):
    submits(unit)
    submits(unit, key="k-2")

    assert len(cases_there(site)) == 2


def test_what_was_refused_is_tried_anew_under_its_key(site, unit):
    refused = submits(unit, request_said(departs="x"))

    mended = submits(unit)

    assert (refused.status_code, mended.status_code, len(cases_there(site))) == (422, 201, 1)


def test_keys_are_each_persons_own(site, unit):
    submits(unit)
    other = system_of(site, "nguyen.van.thi.du", "submit")

    assert submits(other).json()["case_no"] == "DR-2020-0002"


def test_of_many_that_come_at_once_one_is_submitted(site, unit):
    answers = []
    others = [system_of(site, OFFICER, "submit") for _ in range(4)]
    racing = [
        threading.Thread(target=lambda one=one: answers.append(submits(one))) for one in others
    ]
    for each in racing:
        each.start()
    for each in racing:
        each.join()

    assert {answer.status_code for answer in answers} == {201}
    assert {answer.json()["case_no"] for answer in answers} == {"DR-2020-0001"}
    assert len(cases_there(site)) == 1


def test_after_a_week_a_key_is_forgotten(site, unit, monkeypatch):
    submits(unit)
    monkeypatch.setattr(given, "machine_time", lambda conn: machine_time(conn) + given.KEPT_FOR)

    assert submits(unit).json()["case_no"] == "DR-2020-0002"


@pytest.mark.parametrize("key", ["", "x" * 101, "hai từ", "a b"])
def test_without_a_key_nothing_is_submitted(site, unit, key):
    answer = unit.sends("requests", json=request_said(), headers={b"idempotency-key": key.encode()})

    assert (answer.status_code, answer.json()["code"]) == (400, "key_needed")
    assert cases_there(site) == ()


# --- what is no request --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"", "application/json", 422),
        (b"{", "application/json", 422),
        (b"[]", "application/json", 422),
        (b"null", "application/json", 422),
        (b"\xff", "application/json", 400),
        (b"kind: outbound", "application/yaml", 415),
        (b"a=b", "application/x-www-form-urlencoded", 415),
        (b"x", "multipart/form-data", 400),
        (b'{"a": ' + b"[" * 50_000, "application/json", 422),
        (b'"' + b"x" * 1_100_000 + b'"', "application/json", 422),
        (b'{"kind": "x"}', "application/json", 422),
        (b'{"kind": "outbound", "members": 7, "papers": {"a": NaN}}', "application/json", 422),
    ],
)
def test_what_is_no_request_is_refused_in_a_sentence(site, unit, content, kind, status):
    headers = {"idempotency-key": "k", "content-type": kind}

    answer = unit.sends("requests", content=content, headers=headers)

    assert (answer.status_code, answer.headers["content-type"]) == (
        status,
        "application/problem+json",
    ), answer.text
    assert cases_there(site) == ()


def test_a_token_that_only_reads_submits_nothing(site):
    answer = submits(system_of(site, OFFICER, "read"))

    assert (answer.status_code, answer.json()["code"]) == (403, "beyond_scope")


def test_in_a_session_it_takes_the_token_of_forms(site):
    mine = session_of(site, OFFICER)
    without = session_of(site, OFFICER)
    del without.headers["x-form-token"]

    refused, taken = submits(without), submits(mine)

    assert (refused.status_code, refused.json()["code"]) == (403, "form_forged")
    assert taken.status_code == 201


def test_a_page_of_another_site_submits_nothing(site):
    mine = session_of(site, OFFICER)
    mine.headers |= {"sec-fetch-site": "cross-site"}

    answer = submits(mine)

    assert (answer.status_code, answer.json()["code"]) == (403, "form_forged")


def test_who_travels_alone_goes_by_the_same_rules_as_on_the_form(unit):
    said = request_said()
    said["members"] = [make_head(role="member").model_dump(mode="json", exclude_none=True)]

    assert submits(unit, said).status_code == 422
