"""Every word on a page is in both catalogues."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from config.regulation import Act, Activity, Management, Stage, Trip
from config.words import words
from flows.programme import CHANGEABLE
from models.acts import CHOICES, RESUBMITTED, VOTES, Effect
from models.case import CaseStatus
from models.competence import Refusal
from models.errors import DoanError
from models.findings import Level
from models.inbound.booking import ResourceKind
from models.outbound.request import Payer, Role
from tests.factories.request import make_request
from web.forms import FIELD_OF

TEMPLATES = Path(__file__).parents[2] / "web" / "templates"
LANGUAGES = ("vi", "en")


def kinds_of(error: type[DoanError]) -> set[type[DoanError]]:
    return {error, *(kind for sub in error.__subclasses__() for kind in kinds_of(sub))}


def written_out():
    """Every id that a template or a page's code names in full."""
    sources = [path.read_text() for path in TEMPLATES.glob("*.html")]
    sources += [path.read_text() for path in TEMPLATES.parent.glob("*.py")]
    return set(
        re.findall(r"['\"]((?:page|error|document)\.[a-z_.]+[a-z])['\"]", "\n".join(sources))
    )


def put_together():
    """Every id that is put together from a family and a code."""
    families: dict[str, Iterable[str]] = {
        "choice": {c.key for cs in CHOICES.values() for c in cs} | {RESUBMITTED},
        "page.choice": {c.key for cs in (*CHOICES.values(), VOTES) for c in cs},
        "stage": set(Stage),
        "status": set(CaseStatus),
        "trip": set(Trip),
        "management": set(Management),
        "role": set(Role),
        "payer": set(Payer),
        "level": set(Level),
        "fact": set(make_request().facts()),
        "activity": set(Activity),
        "clash": set(ResourceKind),
        "page.programme.field": set(CHANGEABLE - {"cancelled"}),
        "page.effect": set(Effect),
        "refusal": {*Refusal, "not_of_unit"},
        "lacking": set(FIELD_OF),
        "error": {kind.code for kind in kinds_of(DoanError)},
        "page.question": set(questions()),
        "page.recorded.void": {"dossier_revised", "file_again", "item_over"},
        "page.form.paper": {Act.RECORD, Act.ISSUE, Act.FILE, Act.SETTLE},
        "page.form.day": {"confirm_departure", "confirm_return_home"},
    }
    return {f"{family}.{code}" for family, codes in families.items() for code in codes}


def questions():
    for act in Act:
        if act is Act.CONFIRM:
            yield from ("confirm_departure", "confirm_return_home")
        else:
            yield act
    yield "vote"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_a_page_is_in_the_catalogue(language):
    catalogue = words(language).catalogue

    assert (written_out() | put_together()) - set(catalogue) == set()


def test_both_languages_say_the_same_things():
    vi, en = (words(language).catalogue for language in LANGUAGES)

    assert set(vi) == set(en)


def test_both_languages_name_the_same_facts():
    vi, en = (words(language).catalogue for language in LANGUAGES)

    named = [{m: set(re.findall(r"{(\w+)}", said)) for m, said in c.items()} for c in (vi, en)]
    assert named[0] == named[1]
