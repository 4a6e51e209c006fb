"""What an entry of each kind says: its fields and what they hold, as the auditor knows them.

An entry that says more, or less, or something of another form is a difference: nobody wrote it so.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

Form = Callable[[Any], bool]

_DIGEST = re.compile("[0-9a-f]{64}")


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _number(value: Any) -> bool:
    return type(value) is int and value >= 0


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _digest(value: Any) -> bool:
    return isinstance(value, str) and bool(_DIGEST.fullmatch(value))


def _day(value: Any) -> bool:
    return isinstance(value, str) and date.fromisoformat(value).isoformat() == value


def _moment(value: Any) -> bool:
    return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None


def _or_none(form: Form) -> Form:
    return lambda value: value is None or form(value)


def _list(form: Form) -> Form:
    return lambda value: isinstance(value, list) and all(map(form, value))


def _one_of(*known: str) -> Form:
    return lambda value: isinstance(value, str) and value in known


def _record(fields: dict[str, Form], *, older_lack: tuple[str, ...] = ()) -> Form:
    """Return the form of a record; an entry of earlier days may lack some of its fields."""

    def fits(value: Any) -> bool:
        return isinstance(value, dict) and lacks_nothing(value, fields, older_lack)

    return fits


def lacks_nothing(
    said: dict[str, Any], fields: dict[str, Form], older_lack: tuple[str, ...]
) -> bool:
    """Tell whether somebody says exactly these fields, each in its form."""
    unknown = said.keys() - fields.keys()
    missing = fields.keys() - said.keys() - set(older_lack)
    return not unknown and not missing and all(fields[name](said[name]) for name in said)


_PAPER = _record(
    {
        "number": _text,
        "dated": _day,
        "file": _or_none(_digest),
        "version": _or_none(_number),
        "incoming": _or_none(_text),
    },
    older_lack=("version", "incoming"),
)
_WITHIN = _record(
    {"amount": _number, "unit": _one_of("working_days", "days", "hours", "months"),
     "direction": _one_of("after", "before"), "counted_from": _text}
)  # fmt: skip
_PLANNED = _record(
    {
        "ordinal": _number, "stage": _text, "act": _text, "seat": _text, "key": _text,
        "outside": _or_none(_text), "collective": _flag, "rests_on": _list(_text),
        "within": _or_none(_WITHIN), "unconfirmed": _flag, "optional": _flag,
    },
    older_lack=("optional",),
)  # fmt: skip

_BESIDE = _record({"letter": _digest, "passports": _digest})

_STEP: dict[str, Form] = {"step": _number}
_CASE: dict[str, Form] = {}
_OF_PERSON: dict[str, Form] = {
    "person": _text, "reason": _or_none(_digest), "identity": _text
}  # fmt: skip
_AT_STEP: dict[str, Form] = {**_STEP, "person": _text}
_DOSSIER: dict[str, Form] = {
    "begins": _day, "ends": _day, "dossier_digest": _digest, "filed_for": _text, "typed_by": _text,
    "identity": _text,
    "beside": _or_none(_BESIDE),
}  # fmt: skip
_SAID_BY: dict[str, Form] = {
    "remarks": _or_none(_digest), "answer": _or_none(_digest), "on_behalf_of": _or_none(_text),
    "authority": _or_none(_number), "capacity": _or_none(_one_of("kt", "tl", "tuq")),
    "evidence": _or_none(_PAPER), "recorded_by": _or_none(_text), "seen": _text,
    "identity": _text, "notes": _list(_text), "signed_in": _or_none(_number),
}  # fmt: skip

FORMS: dict[str, dict[str, Form]] = {
    "case_submitted": {
        **_DOSSIER, "delegation": _text, "unit": _text, "year": _number, "regulation": _text,
        "regulation_digest": _digest,
    },
    "dossier_revised": {**_DOSSIER, "version": _number},
    "route_drawn": {"route": _text, "steps": _list(_PLANNED)},
    "case_approved": _CASE,
    "case_reopened": _CASE,
    "case_rejected": _STEP,
    "case_withdrawn": _OF_PERSON,
    "case_cancelled": _CASE,
    "case_archived": _CASE,
    "case_taken_over": _OF_PERSON,
    "amendment_proposed": {
        **_DOSSIER, "begins": _or_none(_day), "ends": _or_none(_day), "number": _number,
        "version": _or_none(_number), "changed": _list(_text), "reason": _or_none(_digest),
        "route": _text, "steps": _list(_PLANNED), "begins_at": _or_none(_moment),
    },
    "amendment_in_force": {"number": _number, "passports": _or_none(_digest)},
    "evidence_bundled": {"reason": _or_none(_digest), "identity": _text},
    "legal_hold_set": {"reason": _digest, "identity": _text},
    "legal_hold_lifted": {"reason": _digest, "identity": _text},
    "content_erased": {
        "dossiers": _list(_number), "programmes": _list(_number), "texts": _list(_digest),
        "files": _list(_digest), "passports": _flag, "salt": _flag, "identity": _text,
        "keys": _list(_number),
        "because": _one_of("retention", "request"),
    },
    "amendment_refused": {"number": _number, "step": _or_none(_number), "identity": _text},
    "step_opened": {
        **_STEP, "stage": _text, "act": _text, "seat": _text, "key": _text, "collective": _flag,
        "holders": _list(_text), "version": _number, "rests_on": _list(_text), "digest": _digest,
        "digest_version": _number, "due_at": _or_none(_moment), "shows": _list(_number),
    },
    "vote_cast": {**_AT_STEP, **_SAID_BY, "choice": _text},
    "step_decided": {
        **_STEP, **_SAID_BY, "person": _or_none(_text), "choice": _text,
        "letter": _or_none(_digest), "paper": _or_none(_PAPER), "day": _or_none(_day),
        "to_seat": _or_none(_text),
        "refused_members": _list(_number), "told_apart": _list(_text),
        "settled": _list(_record({"payer": _text, "currency": _text, "amount": _text})),
    },
    "step_silent": _STEP,
    "opinion_late": {
        **_AT_STEP, "choice": _text,
        **{name: form for name, form in _SAID_BY.items() if name != "answer"},
    },
    "step_overdue": _STEP,
    "step_reminded": {**_STEP, "overdue": _number, "escalated": _flag, "last": _flag},
    "open_at_start": {"begins": _day, "steps": _list(_number)},
    "vote_unreachable": {**_STEP, "left": _list(_text)},
    "signers_away": {**_STEP, "persons": _list(_text), "until": _day},
    "step_voided": {**_STEP, "because": _text},
    "step_due_moved": {
        **_STEP, "due_at": _moment, "cause": _one_of("amended", "days_moved")
    },
    "step_reassigned": {**_STEP, **_OF_PERSON},
    "substitute_came": {**_AT_STEP, "giver": _text, "authority": _number},
    "holders_changed": {**_STEP, "came": _list(_text), "left": _list(_text)},
    "decision_taken_back": {**_AT_STEP, "identity": _text},
    "recording_disputed": {**_AT_STEP, "clerk": _text},
    "dispute_noted": {**_AT_STEP, "clerk": _text},
    "vote_taken_back": {**_AT_STEP, "identity": _text},
    "decision_refused": {**_AT_STEP, "reason": _text},
    "condition_set": {
        **_STEP, "number": _number, "what": _digest, "gate": _one_of("start", "report")
    },
    "remark_made": {**_STEP, "number": _number, "field": _text, "what": _digest},
    "question_asked": {
        **_AT_STEP, "number": _number, "what": _digest, "identity": _text
    },
    "secretary_noted": {**_AT_STEP, "what": _digest, "identity": _text},
    "clock_restarted": {**_STEP, "due_at": _or_none(_moment)},
    "guests_classified": {
        "guest_class": _or_none(_one_of("special", "a", "b", "c", "other"))
    },
    "programme_revised": {
        "revision": _number, "digest": _digest, "changed": _list(_number),
        "cancelled": _list(_number), "acceptance": _or_none(_PAPER), "identity": _text,
    },
    "participants_called": {
        "item": _number, "sequence": _number, "persons": _list(_text),
        "why": _one_of("invited", "changed", "withdrawn", "cancelled"),
        "event": _or_none(_digest), "uid": _text, "organizer": _text,
    },
    "invitation_answered": {
        "item": _number, "person": _text, "sequence": _number, "stamp": _moment,
        "reply": _one_of("accepted", "declined", "tentative"), "remarks": _or_none(_digest),
    },
    "working_days_moved": {"off": _list(_day), "worked": _list(_day), "regulation": _digest},
    "commitment_made": {
        **_STEP, "number": _number, "what": _digest, "owner": _text, "due": _day, "agreement": _flag
    },
    "walk_failed": {"fault": _text, "seat": _or_none(_text)},
    "walk_recovered": _CASE,
    "run_cancelled": {"run": _text},
    "run_repaired": {"run": _text, "found": _text},
    "message_failed": {
        "message": _number, "notice": _text, "recipient": _text, "reply_code": _number,
        "status": _text, "step": _or_none(_number), "stand_ins": _list(_text),
        "elsewhere": _flag,
    },
    "message_answered": {
        "notice": _text, "person": _or_none(_text), "what": _or_none(_digest),
        "step": _or_none(_number),
    },
    "message_auto_answered": {
        "notice": _text, "person": _text, "what": _or_none(_digest), "step": _or_none(_number)
    },
    "message_unrendered": {"message": _number, "notice": _text, "fault": _text},
}  # fmt: skip

# What entries of earlier days do not say yet. Once an entry of a case says it, later ones do too.
OLDER_LACK: dict[str, tuple[str, ...]] = {
    "case_submitted": ("beside", "identity"),
    "dossier_revised": ("beside", "identity"),
    "amendment_proposed": ("beside", "identity", "begins_at"),
    **dict.fromkeys(
        ("case_withdrawn", "case_taken_over", "step_reassigned", "amendment_refused",
         "decision_taken_back", "vote_taken_back", "question_asked"),
        ("identity",),
    ),
    "amendment_in_force": ("passports",),
    "participants_called": ("event", "uid", "organizer"),
    "step_due_moved": ("cause",),
    "step_reminded": ("overdue", "escalated", "last"),
    "message_failed": ("status", "step", "stand_ins", "elsewhere"),
    "vote_cast": (
        "on_behalf_of", "authority", "capacity", "evidence", "recorded_by", "signed_in",
    ),
    "step_decided": (
        "on_behalf_of", "authority", "capacity", "evidence", "recorded_by", "to_seat",
        "refused_members", "told_apart", "settled", "signed_in", "letter",
    ),
}  # fmt: skip
# The earliest entries call the first and last day so.
_OLD_DAYS = {"departs": "begins", "returns": "ends"}


def has_its_form(kind: str, said: Any, told_before: set[str]) -> bool:
    """Tell whether an entry says just what its kind does.

    `told_before` is what earlier entries of the kind said in the same case.
    """
    if not isinstance(said, dict):
        return False
    if kind in ("case_submitted", "dossier_revised") and "departs" in said:
        said = {_OLD_DAYS.get(name, name): value for name, value in said.items()}
    older_lack = tuple(set(OLDER_LACK.get(kind, ())) - told_before)
    try:
        return lacks_nothing(said, FORMS[kind], older_lack)
    except (KeyError, ValueError):
        return False
