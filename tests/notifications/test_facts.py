"""A fact has one name: what producers give, rows hold and templates ask is held to the models."""

import ast
from pathlib import Path

import pytest
from jinja2 import UndefinedError
from pydantic import SecretStr, ValidationError

from config.settings import Settings
from notifications.facts.base import Facts
from notifications.facts.cases import CaseFacts
from notifications.facts.letters import CaseLetter
from notifications.writing.wording import TEMPLATES
from tests.factories import templates
from tests.factories.letters import rendered, text_of
from tests.factories.messages import make_case_facts, make_facts, make_person, make_row
from tests.factories.templates import strange_names

NOTIFICATIONS = Path(__file__).parents[2] / "notifications"
MESSAGES = sorted(path.name for path in TEMPLATES.iterdir() if (path / "vi.md").is_file())


def families(facts=Facts):
    return [facts, *(one for family in facts.__subclasses__() for one in families(family))]


def say(facts, notice="to_sign"):
    row = make_row(notice, facts=facts)
    return text_of(
        rendered(row, make_person(), Settings(secret=SecretStr("a key for tests alone")))
    )


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("message", MESSAGES)
def test_a_template_asks_only_for_what_its_family_of_letters_has(message, language):
    assert strange_names(message, language) == []


@pytest.mark.parametrize(
    ("source", "strange"),
    [
        ("{{ case.titel }}", "CaseFacts.titel"),
        ("{{ authority.giver }}", "authority"),
        ("{% if step.visit %}{{ step.visit.nights }}{% endif %}", "PeriodFacts.nights"),
        ("{{ (step.visit or case).end|day }}", "PeriodFacts.end"),
        ("{% for c in clashes %}{{ c.room }}{% endfor %}", "ClashFacts.room"),
        ("{{ shown|selectattr('voice', 'equalto', 'object')|list }}", "OpinionFacts.voice"),
        ("{{ outcome.choice.label }}", "str.label"),
        ("{% include 'to_sign/strange.md' %}", "cas"),
    ],
)
def test_a_fact_the_family_does_not_have_is_found(source, strange, tmp_path, monkeypatch):
    (tmp_path / "to_sign").mkdir()
    (tmp_path / "to_sign" / "en.md").write_text(f"Subject: {source}\n", encoding="utf-8")
    (tmp_path / "to_sign" / "strange.md").write_text("{{ cas.no }}", encoding="utf-8")
    monkeypatch.setattr(templates, "TEMPLATES", tmp_path)

    assert strange in strange_names("to_sign", "en")


@pytest.mark.parametrize("family", families(), ids=lambda family: family.__name__)
def test_to_give_a_fact_no_name_knows_is_an_error(family):
    with pytest.raises(ValidationError, match="a_fact_of_no_name"):
        family(a_fact_of_no_name="said")


def test_a_row_is_read_whatever_else_it_holds():
    case = make_case_facts(a_fact_of_another_release="said")

    letter = CaseLetter.read(make_facts(case=case, other="facts"))

    assert letter.case.title == case["title"]


def test_what_was_not_given_is_not_stored():
    letter = CaseLetter(case=CaseFacts(no="DR-2020-0001", called="outbound", title=None))

    assert letter.stored() == {"case": {"no": "DR-2020-0001", "called": "outbound", "title": None}}


def test_a_day_that_lacks_is_an_error_and_not_today():
    facts = make_facts(case=make_case_facts(begins=None))

    with pytest.raises(UndefinedError, match="None"):
        say(facts, "to_confirm_departure")


# --- rows of earlier days ------------------------------------------------------------------------


def test_a_row_from_before_guests_were_received_is_of_a_delegation_abroad():
    text = say(make_facts(case=make_case_facts()), "case_approved")

    assert "Việc cử đoàn đi nước ngoài của UBND huyện Mẫu" in text
    assert "hoàn tất thủ tục trước khi xuất cảnh; mỗi việc" in text


def test_a_row_from_before_visits_had_occasions_is_of_a_visit():
    text = say(make_facts(case=make_case_facts(kind="inbound")), "case_approved")

    assert "Việc đón đoàn khách nước ngoài của UBND huyện Mẫu" in text
    assert "- Đơn vị đón tiếp: UBND huyện Mẫu\n- Mục đích" in text
    assert "Đề nghị chuẩn bị để việc đón tiếp chu đáo và trọng thị; mỗi việc" in text


def test_a_row_from_before_kinds_said_how_a_case_is_called_is_called_by_its_occasion():
    facts = make_facts(case=make_case_facts(kind="inbound", occasion="conference"))

    assert "Hồ sơ đề nghị tổ chức hội nghị, hội thảo quốc tế" in say(facts)


# --- the code --------------------------------------------------------------------------------------


def names_in(path):
    return {n.id for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Name)}


def test_no_module_but_a_kinds_own_asks_what_kind_a_case_is():
    asking = {
        path.relative_to(NOTIFICATIONS).as_posix()
        for path in NOTIFICATIONS.rglob("*.py")
        if names_in(path) & {"Kind", "InboundRequest", "OutboundRequest"}
    }

    assert asking == {
        "facts/cases.py",
        "telling/kinds.py",
        "telling/trip_letters.py",
        "telling/visit_letters.py",
    }


def test_no_template_asks_what_kind_a_case_is():
    assert not [path for path in TEMPLATES.rglob("*.md") if "case.kind" in path.read_text("utf-8")]
