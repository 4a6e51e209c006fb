"""Who is shown what of a case: the one table, by the part somebody has in it. Pure.

A part comes with what is asked of a seat, or with an office; whoever has several sees what any of them
shows. What is somebody's own (their step, their answer) they see whatever the table says.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from config.regulation.codes import Act, Stage, VotesShown
from models.acts import Effect
from models.case import Case, Step
from models.ids import NOBODY, Digest, PersonId


class CasePart(StrEnum):
    """As what somebody stands in a case."""

    UNIT = "unit"
    JUDGE = "judge"
    CONSULTED = "consulted"
    CARRIES_OUT = "carries_out"
    ARRANGES = "arranges"
    COORDINATOR = "coordinator"
    TAKES_PART = "takes_part"
    FOCAL_OFFICE = "focal_office"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Shown(StrEnum):
    """What there is to be shown of a case.

    OUTCOMES are what came of every step, with the words of whoever decided; OPINIONS the words by which
    others advise who decides, and their answers; VOTES how each member voted, of any body; NAMESAKES
    what is known by name alone of travellers in the cases of others; OPENINGS who opened what of it.
    """

    CASE = "case"
    PROGRAMME = "programme"
    DOSSIER = "dossier"
    FINDINGS = "findings"
    FILES = "files"
    OUTCOMES = "outcomes"
    SAID_TO_UNIT = "said_to_unit"
    OPINIONS = "opinions"
    EVIDENCE = "evidence"
    RECEPTION = "reception"
    NAMESAKES = "namesakes"
    VOTES = "votes"
    OPENINGS = "openings"


_ASSIGNMENT = frozenset({Shown.CASE, Shown.PROGRAMME})
_DOSSIER = _ASSIGNMENT | {Shown.DOSSIER, Shown.FILES}
_EXAMINED = _DOSSIER | {Shown.FINDINGS}
_JUDGED = _EXAMINED | {Shown.OUTCOMES, Shown.SAID_TO_UNIT, Shown.OPINIONS, Shown.EVIDENCE}

SHOWN_TO: Mapping[CasePart, frozenset[Shown]] = {
    CasePart.UNIT: _EXAMINED | {Shown.OUTCOMES, Shown.SAID_TO_UNIT, Shown.RECEPTION},
    CasePart.JUDGE: _JUDGED,
    CasePart.CONSULTED: _EXAMINED,
    CasePart.CARRIES_OUT: _DOSSIER | {Shown.OUTCOMES},
    CasePart.ARRANGES: _ASSIGNMENT,
    CasePart.COORDINATOR: _EXAMINED | {Shown.OUTCOMES, Shown.RECEPTION},
    # Who leads or interprets at an item of the programme.
    CasePart.TAKES_PART: frozenset({Shown.PROGRAMME}),
    CasePart.FOCAL_OFFICE: _JUDGED | {Shown.RECEPTION, Shown.NAMESAKES, Shown.OPENINGS},
    CasePart.AUDITOR: _JUDGED | {Shown.RECEPTION, Shown.VOTES, Shown.OPENINGS},
    CasePart.ADMINISTRATOR: frozenset(),
}

PART_OF: Mapping[Act, CasePart] = {
    # Whoever signs or answers for the unit sees what it sees.
    Act.SIGN: CasePart.UNIT,
    Act.REVISE: CasePart.UNIT,
    Act.ANSWER: CasePart.UNIT,
    Act.MEET: CasePart.UNIT,
    Act.APPRAISE: CasePart.JUDGE,
    Act.CLASSIFY: CasePart.JUDGE,
    Act.DECIDE: CasePart.JUDGE,
    # Whoever records what is decided outside sends the dossier there, with all that was said of it.
    Act.RECORD: CasePart.JUDGE,
    Act.CONSULT: CasePart.CONSULTED,
    Act.ISSUE: CasePart.CARRIES_OUT,
    Act.PREPARE: CasePart.CARRIES_OUT,
    Act.CONFIRM: CasePart.CARRIES_OUT,
    Act.FILE: CasePart.CARRIES_OUT,
    Act.ACCEPT: CasePart.CARRIES_OUT,
    Act.HAND_BACK: CasePart.CARRIES_OUT,
    Act.SETTLE: CasePart.CARRIES_OUT,
    Act.CARRY_OUT: CasePart.CARRIES_OUT,
    Act.ACKNOWLEDGE: CasePart.ARRANGES,
    Act.ARRANGE: CasePart.ARRANGES,
    Act.DELIVER: CasePart.ARRANGES,
    Act.NOTIFY: CasePart.ARRANGES,
    Act.FULFIL: CasePart.ARRANGES,
    Act.CONCLUDE: CasePart.ARRANGES,
    Act.OVERSEE: CasePart.COORDINATOR,
    Act.REASSIGN: CasePart.COORDINATOR,
    Act.RESOLVE: CasePart.COORDINATOR,
}


@dataclass(frozen=True)
class View:
    """What one person is shown of one case.

    Steps by number: `own` are those they have a part in, `kept` those of bodies whose papers they keep,
    `within` those of collective bodies they are of, `prepared` those they prepare for a leader.
    """

    parts: frozenset[CasePart]
    person: PersonId = NOBODY
    own: frozenset[int] = frozenset()
    kept: frozenset[int] = frozenset()
    within: frozenset[int] = frozenset()
    prepared: frozenset[int] = frozenset()

    def sees(self, what: Shown) -> bool:
        """Tell whether any of their parts shows something."""
        return any(what in SHOWN_TO[part] for part in self.parts)

    def is_own(self, step: Step) -> bool:
        """Tell whether a step is theirs, or of a body whose papers they keep."""
        return step.number in self.own or step.number in self.kept

    def sees_outcome(self, step: Step) -> bool:
        """Tell whether they see that a step was asked, and what came of it, with its paper."""
        return self.is_own(step) or self.sees(Shown.OUTCOMES)

    def sees_words(self, step: Step) -> bool:
        """Tell whether they see what was said with the outcome of a step."""
        return self.is_own(step) or self.sees(_said_as(step))

    def sees_answer(self, step: Step) -> bool:
        """Tell whether they see what was answered to an objection."""
        return self.is_own(step) or self.sees(Shown.OPINIONS)

    def sees_notes(self, step: Step) -> bool:
        """Tell whether they see what a secretary noted: whoever has the step, prepares it, or audits."""
        return step.number in self.own | self.prepared or CasePart.AUDITOR in self.parts

    def is_within(self, step: Step) -> bool:
        """Tell whether they are of the body that votes in a step, keep its minutes, or audit."""
        return step.number in self.within | self.kept or self.sees(Shown.VOTES)

    def sees_votes(self, step: Step, rule: VotesShown) -> bool:
        """Tell whether they see how each member voted.

        Beyond the body nobody does but who keeps its minutes and the auditor, and nobody before all is
        decided, unless the regulation opens the votes.
        """
        if rule is VotesShown.OPEN:
            return self.is_within(step) or self.sees(Shown.OPINIONS)
        return rule is VotesShown.AFTERWARDS and not step.is_open and self.is_within(step)

    def sees_tally(self, step: Step) -> bool:
        """Tell whether they see how many voted which way, once the body has decided."""
        return not step.is_open and (self.is_within(step) or self.sees(Shown.OPINIONS))

    def sees_evidence(self, step: Step, rule: VotesShown) -> bool:
        """Tell whether they see the paper on which an outcome came; minutes say how each voted."""
        if step.collective:
            kept = step.number in self.kept or self.sees(Shown.VOTES)
            return kept or self.sees_votes(step, rule)
        return self.is_own(step) or self.sees(Shown.EVIDENCE)


def _said_as(step: Step) -> Shown:
    """Return as what the words of a step are said: to whoever decides, to the unit, or to all."""
    if step.act is Act.CONSULT or (step.act is Act.APPRAISE and step.effect is Effect.GOES_ON):
        return Shown.OPINIONS
    if step.act in (Act.ANSWER, Act.REVISE) or step.effect is Effect.TO_UNIT:
        return Shown.SAID_TO_UNIT
    return Shown.OUTCOMES


# What the auditor is shown, whoever holds that seat.
AUDITED = View(frozenset({CasePart.AUDITOR}))


def digest_shown(case: Case, step: Step) -> Digest:
    """Return the digest of what a step's page shows: the dossier, or the amendment it is about."""
    if step.stage is Stage.AMENDMENT:
        return case.amendments[step.key_number - 1].dossier_digest
    return case.dossier_digest
