"""Which papers a step calls for: whoever must sign, issue or file finds the draft there."""

from collections.abc import Iterator

from config.regulation.codes import Act, Stage
from flows.case.read import CaseRead
from models.case import Step
from papers.laying_out.source import paper_types
from papers.told.paper import PaperType as Type

_DECIDES = (Act.DECIDE, Act.ISSUE)
# What an item of the preparation is called by whose paper is a request for a visa note.
_VISA_NOTE = "visa_note"
_BY_PLACE: dict[tuple[Stage, Act], tuple[Type, ...]] = {
    (Stage.UNIT_SIGNATURE, Act.SIGN): (Type.SUBMISSION,),
    (Stage.ASKING, Act.ISSUE): (Type.SUBMISSION,),
    (Stage.RECEPTION, Act.OVERSEE): (Type.RECEPTION_PLAN, Type.PROGRAMME),
    (Stage.REPORT, Act.FILE): (Type.REPORT,),
    (Stage.ACCOUNTS, Act.SETTLE): (Type.SETTLEMENT,),
    (Stage.AMENDMENT, Act.APPRAISE): (Type.SUPPLEMENTARY_DECISION,),
    (Stage.AMENDMENT, Act.DECIDE): (Type.SUPPLEMENTARY_DECISION,),
    (Stage.AMENDMENT, Act.ISSUE): (Type.SUPPLEMENTARY_DECISION,),
}


def papers_for(work: CaseRead, step: Step) -> tuple[Type, ...]:
    """Return the papers of which a step's page has a draft; none where its kind has no words for one."""
    known = paper_types(work.case.kind)
    return tuple(each for each in dict.fromkeys(_called_for(work, step)) if each in known)


def decides_first(work: CaseRead, stage: Stage) -> bool:
    """Tell whether another body decides after a stage: what the party says then is an opinion."""
    return stage is Stage.PARTY_DECISION and bool(work.planned(Stage.STATE_DECISION))


def _called_for(work: CaseRead, step: Step) -> Iterator[Type]:
    amendment = work.case.open_amendment
    if step.stage is Stage.AMENDMENT and amendment is not None and amendment.cancels:
        return
    yield from _BY_PLACE.get((step.stage, step.act), ())
    if step.stage is Stage.APPRAISAL:
        yield from (Type.SUBMISSION, *_final(work), Type.REFUSAL)
    if step.stage in (Stage.PARTY_DECISION, Stage.STATE_DECISION) and step.act in _DECIDES:
        yield from (Type.PARTY_OPINION,) if decides_first(work, step.stage) else _final(work)
        if step.act is Act.DECIDE:
            yield Type.REFUSAL
    if step.act is Act.PREPARE and step.key == _VISA_NOTE:
        yield Type.VISA_NOTE_REQUEST


def _final(work: CaseRead) -> tuple[Type, ...]:
    """Return what the final decision is given out as: that a delegation is sent, or guests received."""
    return (Type.RECEPTION_PLAN,) if work.request.programmed else (Type.SENDING_DECISION,)
