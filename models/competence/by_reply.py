"""Which answers can be given by answering the letter that asks. Pure.

An opinion and the answer to an assignment can; a decision only in a stage that the regulation names.
"""

from config.regulation.codes import Act
from config.regulation.province import Regulation
from models.acts import ACTS, Chosen
from models.competence.deciding import Asked

# How it was shown who answered; stored in the journal.
BY_REPLY = "reply"
# What needs no more than a word and, for some, words: the rest needs the page.
CHOICES_BY_REPLY = {
    Act.CONSULT: (Chosen.AGREE, Chosen.AGREE_WITH_COMMENTS, Chosen.OBJECT),
    Act.ARRANGE: (Chosen.TAKE_ON, Chosen.DECLINE),
    Act.DECIDE: (Chosen.APPROVE, Chosen.RETURN, Chosen.REJECT),
}


def choices_by_reply(step: Asked, regulation: Regulation) -> tuple[Chosen, ...]:
    """Return the answers to a step that count when they come by reply; none where it wants the page.

    A vote is cast on the page, as is what a regulation asks a fresh code for.
    """
    rules = regulation.sign_in
    if step.collective or (rules.code_for_each_decision and ACTS[step.act].judges):
        return ()
    if step.act is Act.DECIDE and step.stage not in rules.decided_by_reply:
        return ()
    return CHOICES_BY_REPLY.get(step.act, ())
