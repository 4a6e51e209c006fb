"""What each act can be answered, what an answer must bring and does: the auditor's own table of it.

Stages and acts are known by their stored codes.
"""

GOES_ON, TO_UNIT, ENDS, AGAIN = "goes_on", "to_unit", "ends_case", "again"

# By act: its answers, with what each must bring beside being chosen.
CHOICES: dict[str, dict[str, tuple[str, ...]]] = {
    "sign": {"sign": (), "return": ("remarks",)},
    "appraise": {"forward": (), "supplement": ("remarks",), "return": ("remarks",)},
    "consult": {"agree": (), "agree_with_comments": ("remarks",), "object": ("remarks",)},
    "decide": {
        "approve": (),
        "approve_with_conditions": (),
        "approve_some": ("refused_members", "remarks"),
        "return": ("remarks",),
        "reject": ("remarks",),
        "head_refused": ("refused_members", "remarks"),
    },
    "record": {"approved_outside": ("paper",), "refused_outside": ("paper", "remarks")},
    "issue": {"issue": ("paper",)},
    "revise": {"resubmitted": ()},
    "prepare": {"done": (), "not_needed": ("remarks",)},
    "confirm": {"confirm": ("day",)},
    "file": {"file": ("paper",)},
    "accept": {"accept": (), "file_again": ("remarks",)},
    "hand_back": {"handed_back": (), "kept_with_reason": ("remarks",)},
    "settle": {"settle": ("paper",)},
    "acknowledge": {"noted": ()},
    "classify": {
        f"class_{name}": ("remarks",) for name in ("special", "a", "b", "c", "other")
    },
    "arrange": {"take_on": (), "done": (), "decline": ("remarks",)},
    "deliver": {"done": (), "fell_through": ("remarks",)},
    "oversee": {"do_without": ("remarks",)},
    "reassign": {"give_to": ("to_seat",), "ask_again": ("remarks",), "do_without": ("remarks",)},
    "resolve": {"keep_both": ("remarks",)},
    "notify": {"noticed": (), "visit_dropped": ("remarks",)},
    "fulfil": {"fulfilled": (), "dropped": ("remarks",)},
    "conclude": {"signed": ("paper",), "not_signed": ("remarks",)},
    "meet": {"met": ("remarks",)},
    "carry_out": {"done": ("remarks",), "file": ("paper",), "dropped": ("remarks",)},
    "answer": {"answered": ("remarks",)},
}  # fmt: skip

# What Doan itself records, of nobody, where nothing is left to ask.
BY_ITSELF = {"oversee": "all_confirmed", "resolve": "resolved"}
VOTES: dict[str, tuple[str, ...]] = {
    "vote_for": (), "vote_against": ("remarks",), "abstain": ()
}  # fmt: skip
# What a body decides by its votes.
OF_A_BODY = ("approve", "reject")

_EFFECTS = {
    "return": TO_UNIT, "supplement": TO_UNIT, "head_refused": TO_UNIT, "reject": ENDS,
    "refused_outside": ENDS, "file_again": AGAIN, "decline": AGAIN,
}  # fmt: skip

JUDGING = frozenset({"appraise", "consult", "decide", "classify"})
DECIDING = frozenset({"decide", "record"})

# The stages of an approval; whatever else a plan has comes after it, but a notice beside it.
OF_THE_APPROVAL = (
    "unit_signature", "appraisal", "classification", "hosting", "opinions", "asking",
    "party_decision", "state_decision",
)  # fmt: skip
# What an acceptance rests on, which no dossier says.
HANDED_IN = frozenset({"report", "accounts"})
# Once one of these is taken back the approval falls.
LAST_DECISIONS = frozenset({"party_decision", "state_decision"})

OVER = frozenset({"rejected", "archived", "withdrawn", "cancelled"})


def effect_of(choice: str | None) -> str:
    """Return what an outcome does to its case."""
    return _EFFECTS.get(choice or "", GOES_ON)
