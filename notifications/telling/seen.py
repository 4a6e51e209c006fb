"""A letter says nothing that is not shown to whom it goes: the facts of a letter, for one recipient."""

from collections.abc import Iterable

from models import entries as e
from models.case import Step
from models.competence.seeing import PART_OF, CasePart, Shown, View
from notifications.facts.changes import OF_THE_RECEPTION
from notifications.facts.letters import CaseLetter
from notifications.telling.in_hand import EntryInHand
from notifications.telling.notices import Recipient

# As what somebody is written to. Whoever is not here has a part in the step a letter is about.
_PARTS = {
    Recipient.OFFICER: CasePart.UNIT,
    Recipient.OFFICER_BESIDE: CasePart.UNIT,
    Recipient.UNIT_HEAD: CasePart.UNIT,
    Recipient.FOCAL_OFFICE: CasePart.FOCAL_OFFICE,
    Recipient.ADMINISTRATOR: CasePart.ADMINISTRATOR,
    Recipient.COORDINATOR: CasePart.COORDINATOR,
    Recipient.TOLD_OF_GUESTS: CasePart.ARRANGES,
    Recipient.RECEIVING: CasePart.ARRANGES,
    Recipient.OWNER: CasePart.ARRANGES,
    Recipient.CALLED: CasePart.TAKES_PART,
    Recipient.INVITED: CasePart.TAKES_PART,
}


def view_of_recipient(about: EntryInHand, meant: Iterable[Recipient]) -> View:
    """Return what is shown to somebody who is written to as these."""
    return View(
        parts=frozenset(_part(about, recipient) for recipient in meant),
        own=frozenset(about.step.number for r in meant if r not in _PARTS and about.step),
    )


def _part(about: EntryInHand, recipient: Recipient) -> CasePart:
    if part := _PARTS.get(recipient):
        return part
    # Who takes a case over is of its unit.
    return PART_OF[about.step.act] if about.step else CasePart.UNIT


def as_shown(letter: CaseLetter, about: EntryInHand, view: View) -> CaseLetter:
    """Return a letter without what its page would not show."""
    hidden: dict[str, object] = {}
    if about.step and letter.outcome:
        said = {} if _reads(about, about.step, view) else {"remarks": None}
        answered = {} if view.sees_answer(about.step) else {"answer": None}
        hidden["outcome"] = letter.outcome.model_copy(update=said | answered)
    if not view.sees(Shown.OPINIONS):
        hidden["shown"] = ()
    if letter.amendment and not (view.sees(Shown.DOSSIER) or view.own):
        told = letter.amendment.changes
        changes = tuple(each for each in told if each.fact in OF_THE_RECEPTION)
        less = {"reason": None, "changes": changes}
        hidden["amendment"] = letter.amendment.model_copy(update=less)
    if not (view.sees(Shown.OUTCOMES) or view.own):
        hidden["conditions"], hidden["refused"], hidden["decisions"] = (), (), ()
    return letter.model_copy(update=hidden)


def _reads(about: EntryInHand, step: Step, view: View) -> bool:
    if isinstance(about.payload, e.VoteCast):
        return bool(view.own)
    return view.sees_words(step)
