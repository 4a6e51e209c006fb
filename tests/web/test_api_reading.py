"""Other systems read: cases, steps, what is owed, who is away; what they see is what its person sees."""

import pytest

from config.regulation.codes import Act
from flows.acts.door.tokens import revoke_token
from flows.case.answers import Identified
from models.ids import PersonId
from models.store.sign_in import tokens
from models.store.tables import access_tokens
from tests.factories.calling import System, session_of, system_of
from tests.factories.office import OFFICER
from tests.factories.request import make_leader, make_request
from web.ground.calls.pace import Pace

OFFICE, AUDITOR, STRANGER = "bui.van.thi.du", "cao.thi.thi.du", "mai.van.mau"


@pytest.fixture
def case(office):
    return office.submits()


@pytest.fixture
def unit(site):
    return system_of(site, OFFICER)


def problem(answer):
    said = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert said["status"] == answer.status_code
    return answer.status_code, said["code"]


# --- who calls -----------------------------------------------------------------------------------


def test_whoever_shows_nothing_is_told_what_is_needed(site):
    answer = System(site).reads("cases")

    assert problem(answer) == (401, "caller_unknown")
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_a_token_says_whose_it_is_and_what_it_may_do(site):
    said = system_of(site, OFFICER, "read").reads("me").json()

    assert (said["person"]["key"], said["scopes"]) == (OFFICER, ["read"])
    assert (bool(said["expires_at"]), said["form_token"]) == (True, "")


def test_a_token_that_is_none_of_ours_opens_nothing_and_stands_in_the_security_log(site):
    answer = System(site, "doan_made-up").reads("cases")

    assert problem(answer) == (401, "token_refused")
    assert "access_refused" in site.turned_away()


def test_a_token_past_its_scope_is_refused(site, case):
    answer = system_of(site, AUDITOR, "read").reads(f"cases/{case.no}/journal")

    assert problem(answer) == (403, "beyond_scope")
    assert "access_beyond_scope" in site.turned_away()


def test_a_scope_gives_nobody_what_is_not_theirs(site, case):
    answer = system_of(site, OFFICER, "audit").reads(f"cases/{case.no}/journal")

    assert problem(answer) == (403, "not_for_you")


def test_a_token_that_has_run_out_is_refused(site, unit, monkeypatch):
    with site.desk.store.writing() as conn:
        at = tokens.tokens_of(conn, PersonId(OFFICER))[0].expires_at
    monkeypatch.setattr(tokens, "machine_time", lambda conn: at)

    answer = unit.reads("cases")

    assert (problem(answer), "hết hạn" in answer.json()["detail"]) == (
        (401, "token_refused"),
        True,
    )


def test_a_token_that_was_revoked_is_refused(site, unit):
    digest = tokens.digest_of(unit.token)
    revoke_token(site.desk, digest, Identified(PersonId(OFFICER), "mailbox_code"))

    assert problem(unit.reads("cases")) == (401, "token_refused")


def test_a_row_that_is_put_back_or_made_to_do_more_lets_nobody_in(site, unit):
    with site.desk.store.writing() as conn:
        (row,) = conn.execute(access_tokens.select()).mappings().all()
        conn.execute(access_tokens.update().values(scopes=["read", "submit", "audit", "read"]))
    assert problem(unit.reads("cases")) == (401, "token_refused")
    with site.desk.store.writing() as conn:
        conn.execute(access_tokens.update().values(scopes=row["scopes"]))
    assert unit.reads("cases").status_code == 200

    revoke_token(site.desk, row["digest"], Identified(PersonId(OFFICER), "mailbox_code"))
    with site.desk.store.writing() as conn:
        conn.execute(access_tokens.insert().values(**row))

    assert problem(unit.reads("cases")) == (401, "token_refused")


def test_a_token_is_kept_nowhere(site, unit):
    with site.desk.store.reading() as conn:
        (row,) = conn.execute(access_tokens.select()).all()

    assert (unit.token in str(tuple(row)), row.digest) == (False, tokens.digest_of(unit.token))


def test_that_a_token_is_used_is_noted(site, unit):
    unit.reads("cases")

    with site.desk.store.reading() as conn:
        (token,) = tokens.tokens_of(conn, PersonId(OFFICER))
    assert token.used_at is not None


def test_who_calls_too_fast_is_told_when_to_call_again(site, unit):
    site.app.state.running.pace.most = 3

    answers = [unit.reads("cases") for _ in range(4)]

    assert [answer.status_code for answer in answers[:3]] == [200, 200, 200]
    assert problem(answers[3]) == (429, "too_many_calls")
    assert 0 < int(answers[3].headers["retry-after"]) <= 60


def test_once_the_window_is_over_calls_are_counted_anew():
    pace = Pace(most=1)
    pace.demand("a")
    pace._begun["a"] = (pace._begun["a"][0] - 61, 1)

    pace.demand("a")

    assert pace._begun["a"][1] == 1


def test_in_a_session_it_is_read_without_a_token(site, case):
    assert session_of(site, OFFICER).reads(f"cases/{case.no}").status_code == 200


# --- cases ---------------------------------------------------------------------------------------


def test_a_case_is_what_its_page_shows(unit, case):
    said = unit.reads(f"cases/{case.no}").json()

    assert (said["no"], said["status"], said["unit"]["key"]) == (case.no, "in_approval", "long_my")
    (step,) = said["open_steps"]
    assert (step["act"], step["is_mine"]) == ("sign", False)
    assert said["may_do"] == ["change", "withdraw"]
    assert said["dossier"]["members"][0]["name"] == "Trần Thị Ví Dụ"


def test_births_are_read_by_the_unit_alone(site, office):
    born = make_leader(born="1970-05-01")
    no = office.submits(make_request(members=(born,))).no

    of_unit, of_office = (
        system_of(site, person).reads(f"cases/{no}").json()["dossier"]["members"][0]
        for person in (OFFICER, OFFICE)
    )

    assert (of_unit["born"], "born" in of_office) == ("1970-05-01", False)


def test_a_case_of_others_is_refused_and_one_there_is_not_is_not_found(site, case):
    stranger = system_of(site, "ta.thi.vi.du")

    assert problem(stranger.reads(f"cases/{case.no}")) == (403, "not_for_you")
    assert problem(stranger.reads("cases/DR-2020-0999")) == (404, "case_unknown")
    assert problem(stranger.reads("cases/anything")) == (404, "no_such_page")
    assert problem(stranger.reads("nothing")) == (404, "no_such_page")
    assert problem(stranger.calls("DELETE", "cases")) == (405, "method")


def test_that_a_case_was_read_is_noted_as_on_its_page(site, unit, case):
    unit.reads(f"cases/{case.no}")

    waiting = site.app.state.running.openings._waiting
    assert [(each.case_no, each.person) for each in waiting] == [(case.no, OFFICER)]


def test_what_has_not_changed_is_not_sent_again(unit, case):
    first = unit.reads(f"cases/{case.no}")

    again = unit.reads(f"cases/{case.no}", headers={"if-none-match": first.headers["etag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]


def test_cases_are_listed_page_by_page_and_each_once(unit, office):
    numbers = [office.submits().no for _ in range(5)]

    pages, address = [], "cases?limit=2"
    while address:
        said = unit.reads(address).json()
        pages.append([each["no"] for each in said["items"]])
        address = said["next"]

    assert pages == [numbers[:2:-1], numbers[2:0:-1], numbers[:1]]
    assert said["total"] == 5
    assert [c["no"] for c in unit.reads(said["previous"]).json()["items"]] == numbers[2:0:-1]


def test_cases_are_listed_for_those_who_see_them_alone(site, case):
    found = {
        person: len(system_of(site, person).reads("cases").json()["items"])
        for person in (OFFICER, OFFICE, AUDITOR, "ta.thi.vi.du")
    }

    assert found == {OFFICER: 1, OFFICE: 1, AUDITOR: 1, "ta.thi.vi.du": 0}


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("kind=outbound", 1),
        ("kind=inbound", 0),
        ("stage=unit_signature", 1),
        ("unit=nga_bay", 0),
        ("country=KR", 1),
        ("person=vi du", 1),
        ("month=2020-08", 1),
        ("month=2020-09", 0),
        ("year=2020", 1),
        ("year=1999", 0),
        ("late=true", 0),
        ("status=every&sort=soonest", 1),
        ("q=gokseong", 1),
    ],
)
def test_cases_are_found_as_on_the_board(unit, case, query, count):
    assert len(unit.reads(f"cases?{query}").json()["items"]) == count, query


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("kind=x", "kind"),
        ("unit=x", "unit"),
        ("area=x", "area"),
        ("month=2020-13", "month"),
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("sorted=newest", "sorted"),
        ("after=x", "after"),
        ("sort=soonest&after=2020-08-01T00:00:00Z~DR-2020-0001", "after"),
        ("before=~", "before"),
        ("late=perhaps", "late"),
    ],
)
def test_a_filter_that_filters_nothing_is_told(unit, query, field):
    answer = unit.reads(f"cases?{query}")

    assert problem(answer) == (422, "call_unclear")
    assert [each["field"] for each in answer.json()["errors"]] == [field]


# --- what is owed, who is away, what happened ----------------------------------------------------


def test_what_is_owed_is_read_as_on_its_page(site, office, unit):
    no = office.submits().no
    office.goes_on_until_asked(Act.FILE)

    said = unit.reads("owed").json()

    assert {each["stage"] for each in said["items"]} == {"report", "passports", "accounts"}
    assert {each["case_no"] for each in said["items"]} == {no}
    assert len(unit.reads("owed?stage=report").json()["items"]) == 1
    assert problem(unit.reads("owed?unit=x")) == (422, "call_unclear")


def test_who_is_away_is_read_with_the_names_for_who_reads_the_dossier(site, office):
    office.submits()
    office.goes_on_until_asked(Act.FILE)

    said = system_of(site, OFFICER).reads("calendar?first=2020-08-01&last=2020-08-31").json()

    (stay,) = said["items"]
    assert (stay["begins"], len(stay["names"])) == ("2020-08-24", 2)


@pytest.mark.parametrize(
    "days", ["first=2020-08-02&last=2020-08-01", "first=2020-01-01&last=2022-01-01", "first=x"]
)
def test_days_that_are_none_are_told(unit, days):
    assert problem(unit.reads(f"calendar?{days}")) == (422, "call_unclear")


def test_the_journal_of_a_case_is_read_by_who_audits(site, case):
    said = system_of(site, AUDITOR, "audit").reads(f"cases/{case.no}/journal").json()

    assert said["items"][0]["said"] == "Nộp hồ sơ"


def test_sentences_are_in_the_language_of_the_person(site):
    unknown = System(site, headers={"accept-language": "en"}).reads("cases").json()

    assert unknown["detail"].startswith("A token")
    assert system_of(site, OFFICER).reads("cases?x=1").json()["detail"].startswith("Lời gọi")
