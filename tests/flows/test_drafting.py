"""A request is written in a draft: by its unit alone, by two officers at once, filed once."""

from pathlib import Path

import pytest

from config.regulation.codes import Act, Kind
from flows.case.answers import Identified
from flows.drafting import writing
from flows.drafting.filing import as_file, file_draft, ready
from flows.drafting.papers import FileGiven
from models.errors import (
    DecisionRefused,
    DraftChanged,
    DraftFiled,
    DraftUnknown,
    RequestInvalid,
)
from models.ids import PersonId
from models.kinds import KINDS
from models.request.form.written import as_form, rows_name, taken
from models.request.reading import Attachment, read_request, read_request_file
from models.request.syntax import plain_values
from models.store import dossiers, drafts
from models.store.drafts import Task
from models.store.privacy.passports import passports_of
from tests.factories.office import Office, make_answer

EXAMPLES = Path(__file__).parents[2] / "examples"
OFFICER = PersonId("nguyen.thi.mau")
OF_ANOTHER_UNIT = PersonId("quach.thi.minh.hoa")


@pytest.fixture
def office(desk):
    return Office(desk)


A_LETTER = Attachment("thu-moi.pdf", "application/pdf", b"%PDF-1.4")


def values_of(name):
    return plain_values((EXAMPLES / f"{name}.yaml").read_text(), format="yaml")


def typed(fields, values, within=""):
    """What a browser sends of a form that shows some values."""
    sent: dict[str, list] = {}
    for field in fields:
        name, value = f"{within}{field.name}", values.get(field.name)
        if field.input == "part":
            sent |= typed(field.parts, value or {}, f"{name}.")
        elif field.input == "rows":
            rows = value or []
            sent[rows_name(name)] = [str(len(rows))]
            for number, row in enumerate(rows, start=1):
                sent |= typed(field.parts, row, f"{name}[{number}].")
        elif field.input == "lines":
            sent[name] = ["\n".join(value or [])]
        elif field.input == "codes":
            sent[name] = list(value or [])
        else:
            sent[name] = [value or ""]
    return sent


@pytest.mark.parametrize(
    "name", ["outbound_gokseong", "inbound_saga", "inbound_ngo", "annual_plan_2020"]
)
def test_what_a_form_shows_of_a_file_comes_back_as_that_file(name, desk):
    regulation = desk.regulation()
    given = values_of(name)
    kind = Kind(given.get("kind", Kind.OUTBOUND))
    fields = writing.fields_of(kind)

    shown, lost = as_form(fields, given)
    sent = typed(fields, shown)
    back = taken(fields, lambda name: sent.get(name, []))

    assert lost in ((), ("kind",))
    read = read_request((EXAMPLES / f"{name}.yaml").read_text(), regulation)
    assert KINDS[kind].model.model_validate(back, context=regulation) == read


def example_in_draft(desk, name="outbound_gokseong", who=OFFICER):
    """A draft that says all an example says, with the files of its papers."""
    given = values_of(name)
    draft, _ = writing.begin(desk, who, Kind(given.get("kind", Kind.OUTBOUND)), given)
    _, files = read_request_file(EXAMPLES / f"{name}.yaml", desk.regulation())
    papers = writing.read_draft(desk, who, draft).values["papers"]
    given = enumerate(files.values(), start=1)
    named = [FileGiven(f"papers[{n}]", file, of_row=True) for n, file in given]
    papers = [{**paper, "file": f"papers[{n}]"} for n, paper in enumerate(papers, start=1)]
    write(desk, draft, "papers", {"papers": papers}, who=who, files=named)
    return draft


def section(desk, draft, name, who=OFFICER):
    """What stands in a section, as its page shows it."""
    found = writing.read_draft(desk, who, draft)
    fields = KINDS[found.kind].sections[name]
    return {field: found.values[field] for field in fields if field in found.values}


def write(desk, draft, name, written, *, who=OFFICER, seen=None, files=()):
    seen = section(desk, draft, name, who) if seen is None else seen
    writing.write_section(
        desk,
        who,
        draft,
        name,
        written,
        seen=writing.digest_of(seen),
        files=files,
    )


def identified(person=OFFICER):
    return Identified(person, "mailbox_code")


@pytest.mark.parametrize(
    ("name", "officer"),
    [("outbound_gokseong", OFFICER), ("inbound_saga", PersonId("thai.van.thi.du"))],
)
def test_a_draft_files_the_request_that_its_file_would(name, officer, desk):
    draft = example_in_draft(desk, name, officer)
    request, files = read_request_file(EXAMPLES / f"{name}.yaml", desk.regulation())

    found = ready(desk, writing.read_draft(desk, officer, draft))

    assert found[0].model_copy(update={"papers": ()}) == request.model_copy(update={"papers": ()})
    assert [file.content for file in found[1].values()] == [f.content for f in files.values()]


def test_a_draft_is_filed_once_however_often_it_is_pressed(desk):
    draft = example_in_draft(desk)

    case_no = file_draft(desk, identified(), draft)

    with pytest.raises(DraftFiled) as refused:
        file_draft(desk, identified(), draft)
    assert refused.value.facts["case"] == case_no


def test_what_was_written_is_gone_from_a_draft_once_it_is_filed(desk):
    draft = example_in_draft(desk)

    case_no = file_draft(desk, identified(), draft)

    left = writing.read_draft(desk, OFFICER, draft)
    with desk.store.reading() as conn:
        files = drafts.files_of(conn, draft)
    assert (left.values, left.case_no, files) == ({}, case_no, {})


def test_no_passport_of_a_draft_can_be_read_in_the_database(desk):
    example_in_draft(desk)

    with desk.store.reading() as conn:
        rows = conn.exec_driver_sql("SELECT content FROM drafts").all()

    assert [b"S0000412" in bytes(row.content) for row in rows] == [False]


def test_a_draft_is_its_units_alone(desk):
    draft = example_in_draft(desk)

    with pytest.raises(DraftUnknown):
        writing.read_draft(desk, OF_ANOTHER_UNIT, draft)
    with pytest.raises(DraftUnknown):
        write(desk, draft, "people", {}, who=OF_ANOTHER_UNIT, seen={})


def test_who_is_of_no_unit_begins_no_draft(desk):
    with pytest.raises(DecisionRefused):
        writing.begin(desk, PersonId("pham.van.mau"), Kind.OUTBOUND)


def test_two_officers_in_one_section_lose_neither_ones_words(desk):
    draft, _ = writing.begin(desk, OFFICER, Kind.OUTBOUND)
    shown = section(desk, draft, "purpose")
    write(desk, draft, "purpose", {"title": "Thăm Gokseong"}, seen=shown)

    with pytest.raises(DraftChanged) as refused:
        write(desk, draft, "purpose", {"title": "Thăm Saga"}, seen=shown)

    assert refused.value.theirs == {"title": "Thăm Gokseong"}
    assert section(desk, draft, "purpose") == {"title": "Thăm Gokseong"}


def test_two_officers_in_two_sections_are_in_nobodys_way(desk):
    draft, _ = writing.begin(desk, OFFICER, Kind.OUTBOUND)
    before = section(desk, draft, "journey")
    write(desk, draft, "purpose", {"title": "Thăm Gokseong"})

    write(desk, draft, "journey", {"departs": "2020-08-31"}, seen=before)

    assert section(desk, draft, "purpose") == {"title": "Thăm Gokseong"}


def test_everything_that_is_missing_is_told_at_once(desk):
    draft, _ = writing.begin(desk, OFFICER, Kind.OUTBOUND)

    with pytest.raises(RequestInvalid) as refused:
        ready(desk, writing.read_draft(desk, OFFICER, draft))

    fields = {problem.field for problem in refused.value.problems}
    assert {"letter", "title", "host", "departs", "members"} <= fields


def test_the_file_of_a_draft_begins_the_same_draft(desk):
    given = as_file(writing.read_draft(desk, OFFICER, example_in_draft(desk)))

    again, lost = writing.begin(desk, OFFICER, Kind.OUTBOUND, given)

    names = {name: given[name] for name in given if name not in ("kind", "papers")}
    values = writing.read_draft(desk, OFFICER, again).values
    assert ({name: values[name] for name in names}, lost) == (names, ("kind",))


def test_an_earlier_request_gives_its_contents_but_neither_letter_nor_papers_nor_passports(
    desk, office
):
    office.submits()
    with desk.reading(office.case_no) as work:
        title = work.request.title

    draft = writing.read_draft(desk, OFFICER, writing.begin_like(desk, OFFICER, office.case_no))

    assert draft.values["title"] == title
    assert not {"letter", "papers"} & draft.values.keys()
    assert not any("passport" in member for member in draft.values["members"])


def test_a_returned_case_is_answered_by_the_form_without_giving_passports_again(desk, office):
    draft = example_in_draft(desk)
    office.case_no = file_draft(desk, identified(), draft)
    office.takes(office.waiting(Act.SIGN), make_answer("return", remarks="Nêu rõ mục đích."))

    later = writing.begin_version(desk, OFFICER, office.case_no, Task.RESUBMIT)
    said = {**section(desk, later, "purpose"), "purpose": "Ký thỏa thuận hợp tác."}
    write(desk, later, "purpose", said)
    file_draft(desk, identified(), later)

    with desk.reading(office.case_no) as work:
        keys = desk.settings.passport_keys
        passports = passports_of(work.conn, office.case_no, keys)
        papers = [paper.file for paper in work.request.papers if paper.file]
        kept = [dossiers.file_of(work.conn, office.case_no, digest) for digest in papers]
    assert (office.case.version, len(passports), len(kept)) == (2, 5, 8)
    assert all(kept)


def test_a_version_of_a_case_is_written_in_one_draft_whoever_begins_it(desk, office):
    office.submits()

    drafts_begun = {
        writing.begin_version(desk, OFFICER, office.case_no, Task.CHANGE) for _ in range(2)
    }

    assert len(drafts_begun) == 1


def test_files_without_a_paper_are_kept_as_papers_of_their_name(desk):
    draft, _ = writing.begin(desk, OFFICER, Kind.OUTBOUND)

    write(desk, draft, "papers", {}, files=[FileGiven("more_files", A_LETTER)])

    (paper,) = section(desk, draft, "papers")["papers"]
    assert (paper["title"], drafts.name_in(paper["file"])) == ("thu-moi", "thu-moi.pdf")


def test_a_discarded_draft_is_gone_with_its_files(desk):
    draft = example_in_draft(desk)

    writing.discard(desk, OFFICER, draft)

    with desk.store.reading() as conn:
        assert drafts.files_of(conn, draft) == {}
    with pytest.raises(DraftUnknown):
        writing.read_draft(desk, OFFICER, draft)
