"""Code, templates and line breaks in every text of a request: words, wherever they are shown."""

from email import policy
from email.parser import BytesParser
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from config.regulation.codes import Kind, Stage
from flows.case.answers import Identified
from flows.drafting import writing
from flows.drafting.filing import file_draft
from flows.drafting.writing import fields_of
from models.ids import PersonId
from models.request.form.described import Input
from models.request.form.written import as_form
from models.request.syntax import plain_values
from tests.factories.office import OFFICER

EXAMPLES = Path(__file__).parents[2] / "examples"
HOST = PersonId("thai.van.thi.du")
SAID = "<script>alert(1)</script>{{ 7*7 }}{% raw %}\r\nBcc: x@example.org"
# What is read of it in a page, a letter or a document.
SHOWN = "<script>alert(1)</script>{{ 7*7 }}{% raw %}"
KINDS = {
    Kind.OUTBOUND: ("outbound_gokseong", OFFICER),
    Kind.INBOUND: ("inbound_saga", HOST),
}
# Words that a rule of their own reads: other words there would be refused.
_NO_ID = "not_in_directory"
_READ_BY_A_RULE = {"number", "plan", "entry"}


def with_markup(fields, values):
    """The values of a request with markup in every text of theirs; how many texts that are."""
    count = 0
    for field in fields:
        value = values.get(field.name)
        if field.input in (Input.PART, Input.ROWS) and value:
            for part in value if isinstance(value, list) else [value]:
                count += with_markup(field.parts, part)
        elif field.input in (Input.LINE, Input.PARAGRAPH) and value:
            # Beside the id of somebody of the directory no other name may stand.
            is_of_an_id = field.name == "name" and values.get("person", _NO_ID) != _NO_ID
            if field.name not in _READ_BY_A_RULE and not is_of_an_id:
                values[field.name] = f"{value} {SAID}"
                count += 1
    return count


@pytest.fixture(params=KINDS, ids=str)
def case(request, site, office):
    """A case whose request has markup in every text, filed from a draft."""
    example, person = KINDS[request.param]
    given = plain_values((EXAMPLES / f"{example}.yaml").read_text("utf-8"), format="yaml")
    values, _ = as_form(fields_of(request.param), given)
    assert with_markup(fields_of(request.param), values) > 20
    who = Identified(person, "mailbox_code")
    draft, _ = writing.begin(site.desk, person, request.param, values)
    office.case_no = file_draft(site.desk, who, draft)
    return request.param, person


def holds(html):
    """Tell whether a page runs or reckons nothing of what was written, and shows it as words."""
    runs = "<script>alert" in html
    return not runs and "49" not in html.partition("alert(1)")[2][:60]


def test_it_is_shown_as_words_on_every_page_of_its_case(case, site, office):
    _, person = case
    browser = site.browser().is_of(person)

    page = browser.opens(f"/cases/{office.case_no}")

    assert (page.status, holds(page.html), SHOWN in page.text) == (200, True, True)
    for step in office.case.open_steps:
        holder = site.browser().is_of(step.holders[0]).opens(site.page_of(step))
        assert (holder.status, holds(holder.html), SHOWN in holder.text) == (200, True, True)


def test_no_letter_has_a_header_more_and_each_shows_it_as_words(case, site, office):
    office.goes_on_until(Stage.STATE_DECISION)
    site.deliver()

    for caught in site.catcher.messages():
        letter = BytesParser(policy=policy.default).parsebytes(caught.raw)
        body = letter.get_body(("html",))
        html = body.get_content() if body else ""
        assert (letter["bcc"], "\n" in letter["subject"], holds(html)) == (None, False, True)
    assert any(SHOWN in caught.subject for caught in site.catcher.messages())


@pytest.mark.parametrize("case", [Kind.INBOUND], indirect=True, ids=str)
def test_a_programme_and_its_document_show_it_as_words(case, site, office):
    _, person = case
    office.goes_on_until(Stage.RECEPTION)
    browser = site.browser().is_of(person)

    page = browser.opens(f"/cases/{office.case_no}/programme")
    file = browser.client.get(f"/cases/{office.case_no}/programme.docx")

    document = Document(BytesIO(file.content))
    cells = "\n".join(c.text for t in document.tables for row in t.rows for c in row.cells)
    assert (page.status, holds(page.html), SHOWN in page.text) == (200, True, True)
    assert SHOWN in cells
