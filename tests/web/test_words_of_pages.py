"""Every word on a page is in both catalogues."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from config.regulation.codes import (
    Act,
    Activity,
    CostBearer,
    Gate,
    GuestClass,
    Inviter,
    Kind,
    Level,
    Management,
    NormCode,
    SenderKind,
    Stage,
    Trip,
    Visit,
)
from config.words import words
from flows.acts.programme.revising import CHANGEABLE
from flows.case.verbs import Verb
from models.acts import CHOICES, VOTES, Chosen, Effect, Needs
from models.authority import Capacity, Lack
from models.case import AmendmentState, CaseStatus
from models.competence.deciding import Refusal
from models.directory import NoChange
from models.entries import PAYLOADS, OfHouse
from models.errors import DoanError
from models.inbound.parts import CertificateKind, GuestRole, Profession, SensitiveTopic
from models.kinds import KINDS
from models.outbound.parts import Role
from models.programme.booking import ResourceKind
from models.request.parts import Payer
from models.store.mail.wishes import Telling
from models.store.sign_in.tokens import Scope
from tests.factories.request import make_request
from tests.factories.visit import make_visit_request
from web.dossier.conditions_and_questions import Fulfilment
from web.ground.fields import FIELD_OF
from web.reception.shown import Progress

WEB = Path(__file__).parents[2] / "web"
FLOWS = WEB.parent / "flows"
LANGUAGES = ("vi", "en")
# What the short routes of amendments can ask.
OF_AMENDMENTS = (Act.SIGN, Act.APPRAISE, Act.CONSULT, Act.DECIDE, Act.RECORD, Act.ISSUE)
PAPERS = (Act.RECORD, Act.ISSUE, Act.FILE, "file_inbound", Act.SETTLE, "settle_inbound")
CONFIRMED = (Stage.DEPARTURE, Stage.RETURN_HOME, Stage.ARRIVAL, Stage.SEND_OFF)
# Why a file is not taken, as each place says that refuses one.
WHY_NO_FILE = re.findall(
    r'FileRefused\(f?"([a-z_]+)"',
    "\n".join(path.read_text() for path in WEB.parent.glob("[fmw]*/**/*.py")),
)
WHY_NO_FILE += [f"picture_{why}" for why in ("broken", "too_many_points", "animated")]
# Choices that mean something else within a stage or an act.
WITHIN = {"agreements.file", "hosting.file", "oversee.do_without", "tasks.file"}
BY_KIND = ("sign", "appraise", "consult", "decide", "vote", "file", "accept", "settle")


def kinds_of(error: type[DoanError]) -> set[type[DoanError]]:
    return {error, *(kind for sub in error.__subclasses__() for kind in kinds_of(sub))}


def written_out():
    """Every id that a template or a page's code names in full."""
    sources = [path.read_text() for path in WEB.rglob("*.html")]
    sources += [path.read_text() for path in WEB.rglob("*.py")]
    # What `label` is given is a family, whose members stand below.
    named = r"(?<!label\()['\"]((?:page|error|document)\.[a-z_.]+[a-z])['\"]"
    return set(re.findall(named, "\n".join(sources)))


def families() -> dict[str, Iterable[str]]:
    """The codes of every family of which a page says one."""
    return {
        "choice": {c.key for cs in CHOICES.values() for c in cs}
        | {Chosen.RESUBMITTED, Chosen.ALL_CONFIRMED, Chosen.RESOLVED, Chosen.HEAD_REFUSED, *WITHIN},
        "page.choice": {c.key for cs in (*CHOICES.values(), VOTES) for c in cs} | WITHIN,
        "stage": set(Stage),
        "status": set(CaseStatus),
        "trip": set(Trip),
        "management": set(Management),
        "role": set(Role),
        "payer": set(Payer),
        "level": set(Level),
        "fact": {*make_request().facts(), *make_visit_request().facts(), *declared_facts()},
        "page.effect": {*Effect, "take_on", "decline", "amendment_refused"},
        "kind": set(KINDS),
        "problem": {
            *(f"{kind.model.first_day}_past" for kind in KINDS.values()),
            *(f"attachment_{why}" for why in WHY_NO_FILE),
        },
        "clash": set(ResourceKind),
        "page.programme.field": set(CHANGEABLE - {"cancelled"}),
        "tells": set(Telling),
        "progress": set(Progress),
        "resource": set(ResourceKind),
        "activity": set(Activity),
        "bears_costs": set(CostBearer),
        "guest_class": set(GuestClass),
        "guest_role": set(GuestRole),
        "inviter": set(Inviter),
        "profession": set(Profession),
        "sender_kind": set(SenderKind),
        "sensitive_topic": set(SensitiveTopic),
        "certificate": set(CertificateKind),
        "visit": set(Visit),
        "refusal": {*Refusal, *named_in_flows(r"DecisionRefused\(\"([a-z_]+)\"")},
        "capacity": set(Capacity),
        "field": set().union(*(fields_of(kind.model) for kind in KINDS.values())),
        "expense": set(NormCode),
        "gate": set(Gate),
        "page.condition_standing": set(Fulfilment),
        "page.question_standing": set(Fulfilment),
        # A file says itself why it is not taken.
        "lacking": set(FIELD_OF) - {"paper_file"},
        "page.request.asked": {"owed", "listed", "there"},
        "error": {kind.code for kind in kinds_of(DoanError)},
        "page.question": set(questions()),
        "page.verb": {verb.code for verb in Verb},
        "page.verb.hint": {verb.code for verb in Verb},
        "page.verb.about": {verb.code for verb in Verb},
        "page.case.done": {*(verb.code for verb in Verb), "paper", "reassign"},
        "page.authorities.in_capacity": set(Capacity),
        "page.console.did": {
            kind
            for kind, entry in PAYLOADS.items()
            if not issubclass(entry, OfHouse) and {"identity", "typed_by"} & {*entry.model_fields}
        }
        - {"step_decided"},
        "authority": set(Lack),
        "mailbox": set(NoChange),
        "door": named_in_flows(
            r"\"((?:passkey|provider)_[a-z]+|token_(?:unknown|expired|many)|without_seat)\""
        )
        - {"passkey_added", "passkey_removed"}
        | {"provider_silent"},
        "authority_state": {"ahead", "in_force", "over", "unconfirmed"},
        "amendment": set(AmendmentState),
        "scope": set(Scope),
        "page.recorded.void": named_in_flows(r"because=\"([a-z_]+)\"") | {"decision_taken_back"},
        "page.form.paper": {*PAPERS, *bringing(Needs.PAPER), "file_hosting", "file_agreements"},
        "page.form.gate": {"report", "start_inbound", "start_outbound"},
        "page.form.words": {Act.ANSWER, Act.MEET},
        "page.form.day": {
            *(f"confirm_{stage}" for stage in CONFIRMED),
            "hand_back",
            *bringing(Needs.DAY) - {Act.CONFIRM},
        },
    }


def put_together():
    """Every id that is put together from a family and a code."""
    return {f"{family}.{code}" for family, codes in families().items() for code in codes}


def declared_facts():
    """The facts of all kinds but of the note, which other tests plant and which has no words."""
    return Kind.facts_of_all() - {"wanted_by"}


def bringing(need):
    """The acts of which some answer brings this."""
    return {act for act, choices in CHOICES.items() if any(need in c.needs for c in choices)}


def named_in_flows(pattern):
    """Every code that the flows name where they refuse or withdraw something."""
    sources = [path.read_text() for path in FLOWS.rglob("*.py")]
    return set(re.findall(pattern, "\n".join(sources)))


def fields_of(model):
    """The fields of a request's parts, however deep, as the differences between versions name them."""
    told = [field for name, field in model.model_fields.items() if name != "passport"]
    parts = {part for field in told for part in records_in(field.annotation)}
    own = {name for part in parts for name in part.model_fields} - {"passport"}
    return own.union(*(fields_of(part) for part in parts))


def records_in(annotation):
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {annotation}
    return {part for inner in get_args(annotation) for part in records_in(inner)}


def questions():
    for act in (*Act, "vote"):
        if act is Act.CONFIRM:
            yield from (f"confirm_{stage}" for stage in CONFIRMED)
        else:
            yield act
        if act in BY_KIND:
            yield f"{act}_inbound"
    yield from ("sign_plan_contribution", "appraise_plan_contribution")
    yield from (f"{act}_annual_plan" for act in ("sign", "consult", "decide", "vote"))
    yield from (f"{act}_amendment" for act in OF_AMENDMENTS)
    yield from ("decide_hosting", "file_hosting", "consult_agreements", "file_agreements")


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
