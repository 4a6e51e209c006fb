"""Another system writes a request section by section, beside the people of the unit, and files it."""

import pytest

from config.regulation.codes import Kind
from flows.drafting import writing
from models.ids import PersonId
from models.kinds import KINDS
from models.request.reading import Attachment
from models.store import drafts
from tests.factories.calling import system_of
from tests.factories.office import OFFICER
from tests.factories.request import make_leader, make_member, make_request

PDF = b"%PDF-1.4 a made-up paper"


@pytest.fixture
def unit(site):
    return system_of(site, OFFICER, "read", "submit")


def begins(system, key="b", **said):
    return system.sends("drafts", json=said, headers={"idempotency-key": key})


@pytest.fixture
def draft(unit):
    return begins(unit).json()


def writes(system, draft, section, said, tag=None):
    tag = system.reads(draft["href"]).headers["etag"] if tag is None else tag
    headers = {"if-match": tag} if tag else {}
    return system.calls("PUT", f"{draft['href']}/{section}", json=said, headers=headers)


def files(system, draft, key="f"):
    tag = system.reads(draft["href"]).headers["etag"]
    headers = {"idempotency-key": key, "if-match": tag}
    return system.sends(f"{draft['href']}/submission", headers=headers)


def told(answer):
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    return answer.status_code, answer.json()["code"]


def sections():
    """A whole request, by the sections of its form."""
    request = make_request(members=(make_leader(), make_member()))
    said = request.model_dump(mode="json", exclude_none=True)
    names = KINDS[Kind.OUTBOUND].sections
    return {section: {n: said[n] for n in has if n in said} for section, has in names.items()}


def test_a_draft_is_begun_and_listed(unit, draft):
    listed = unit.reads("drafts").json()["items"]

    assert (draft["kind"], draft["task"], draft["values"]["unit"]) == (
        "outbound",
        "submit",
        "long_my",
    )
    assert [each["id"] for each in listed] == [draft["id"]]


def test_begun_twice_under_one_key_it_is_one(unit, draft):
    again = begins(unit)

    assert (again.json()["id"], again.headers["idempotent-replayed"]) == (draft["id"], "true")
    assert len(unit.reads("drafts").json()["items"]) == 1


def test_written_section_by_section_it_becomes_a_case(unit, draft):
    for section, said in sections().items():
        answer = writes(unit, draft, section, said)
        assert answer.status_code == 200, (section, answer.text)

    filed = files(unit, draft)

    assert (filed.status_code, filed.json()["case_no"]) == (201, "DR-2020-0001"), filed.text
    assert files(unit, draft).json() == filed.json()


def test_what_lacks_is_told_as_on_the_page_and_the_draft_stays(unit, draft):
    answer = files(unit, draft)

    assert told(answer) == (422, "request_invalid")
    assert {"title", "purpose"} <= {each["field"] for each in answer.json()["errors"]}
    assert unit.reads(draft["href"]).status_code == 200


def test_what_a_colleague_wrote_meanwhile_is_not_written_over(site, unit, draft):
    tag = unit.reads(draft["href"]).headers["etag"]
    colleague = system_of(site, "nguyen.van.thi.du", "submit")
    writes(colleague, draft, "purpose", {"title": "Tên của đồng nghiệp"})

    answer = writes(unit, draft, "purpose", {"title": "Tên của tôi"}, tag)

    assert told(answer) == (412, "tag_stale")
    assert unit.reads(draft["href"]).json()["values"]["title"] == "Tên của đồng nghiệp"


@pytest.mark.parametrize("tag", ["", "*"])
def test_without_a_tag_nothing_is_written(unit, draft, tag):
    assert told(writes(unit, draft, "purpose", {"title": "x"}, tag)) == (428, "tag_needed")


def test_a_field_or_a_section_there_is_not_is_told(unit, draft):
    assert told(writes(unit, draft, "letter", {"titel": "x"})) == (422, "request_invalid")
    assert told(writes(unit, draft, "letters", {"title": "x"})) == (422, "call_unclear")
    assert told(begins(unit, "k", kinds="x")) == (422, "call_unclear")


def test_a_draft_of_another_unit_is_not_found(site, draft):
    other = system_of(site, "ta.thi.vi.du", "submit")

    assert told(other.reads(draft["href"])) == (404, "draft_unknown")
    assert told(writes(other, draft, "purpose", {"title": "x"}, '"x"')) == (404, "draft_unknown")


def test_files_stay_with_their_papers_and_no_other_can_be_named(site, unit, draft):
    with site.desk.store.writing() as conn:
        kept = drafts.keep_file(conn, draft["id"], Attachment("a.pdf", "application/pdf", PDF))
        keys = site.desk.settings.passport_keys
        said = {"unit": "long_my", "papers": [{"kind": "invitation", "file": kept}]}
        drafts.write(conn, draft["id"], said, PersonId(OFFICER), keys)
    paper = unit.reads(draft["href"]).json()["values"]["papers"][0]
    assert paper["file"] == "a.pdf"

    same = writes(unit, draft, "papers", {"papers": [{**paper, "title": "Thư mời"}]})
    other = writes(unit, draft, "papers", {"papers": [{**paper, "file": "b.pdf"}]})

    assert (same.status_code, told(other)) == (200, (422, "call_unclear"))
    found = writing.read_draft(site.desk, PersonId(OFFICER), draft["id"])
    assert found.values["papers"] == [{"kind": "invitation", "title": "Thư mời", "file": kept}]


def test_a_token_that_only_reads_writes_nothing(site):
    assert told(begins(system_of(site, OFFICER, "read"))) == (403, "beyond_scope")
