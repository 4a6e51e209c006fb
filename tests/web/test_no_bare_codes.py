"""Nobody is shown a code: not on a page, in a letter, on the programme or in a sentence.

What is looked at is a house with cases of both kinds in all their parts, as its people see it in either
language.
"""

import re
from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document

from config.words import Language, words
from models.store import directory
from models.store.tables import outbox, persons
from tests.factories.codes import codes_in
from tests.factories.every_page import House
from tests.factories.letters import rendered, text_of
from tests.factories.messages import make_row

LANGUAGES = [language.value for language in Language]
# What is no part of what a page says to its reader; the rules are told with their places in the file.
UNSAID = re.compile(r"<(style|script|code|title)\b.*?</\1>|<[^>]*>", re.DOTALL)
# Who writes a directory file or a rule writes codes, and is told which.
OF_HELP = {"help.param.seat", "help.param.kind", "help.param.event", "help.param.told"}
OF_FILES = {"directory.seat", "problem.unknown_person_like", *OF_HELP}


@pytest.fixture
def house(site):
    return House(site)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_says_a_code(language):
    told = {msgid: codes_in(said) for msgid, said in words(language).catalogue.items()}

    assert {msgid for msgid, found in told.items() if found} == OF_FILES


def test_no_page_no_letter_and_no_programme_shows_one(house):
    found: dict[object, list[str]] = {}
    for page in house.pages():
        for language in LANGUAGES:
            if codes := codes_in(said_on(house, page, language)):
                found[page.address, language] = codes
    for key, said in letters(house):
        if codes := codes_in(said):
            found[key] = codes
    if codes := codes_in(programme(house)):
        found["programme"] = codes

    assert found == {}


def said_on(house, page, language):
    with house.site.desk.store.writing() as conn:
        conn.execute(persons.update().values(language=language))
    browser = house.site.browser(language)
    if page.person:
        browser.client.cookies.set("doan-session", house.session_of(page.person))
    return " ".join(UNSAID.sub(" ", browser.opens(page.address).html).split())


def letters(house):
    """Yield what each kind of letter says that was queued, in each language."""
    with house.site.desk.store.reading() as conn:
        people = directory.persons_by_id(conn)
        rows = conn.execute(outbox.select()).mappings().all()
    for row in {row["notice"]: row for row in rows}.values():
        told = ("id", "case_no", "seq", "notice", "recipient", "facts", "message_id")
        letter = make_row(**{name: row[name] for name in told})
        for language in LANGUAGES:
            person = replace(people[row["recipient"]], language=language)
            message = rendered(letter, person, house.site.desk.settings)
            yield (row["notice"], language), f"{message['Subject']}\n{text_of(message)}"


def programme(house):
    browser = house.site.browser()
    for person in house.people:
        browser.client.cookies.set("doan-session", house.session_of(person))
        shown = browser.client.get(f"/cases/{house.visit}/programme.docx")
        if shown.status_code == 200:
            break
    document = Document(BytesIO(shown.content))
    cells = [c.text for table in document.tables for row in table.rows for c in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])
