"""Lives of a delegation that are told turn by turn, each of something random lives rarely come to.

The state machine begins at any turn of one of them, so that it is not by luck that it comes to where a
rare fault shows; each is lived to its end besides, and everything is asked after every turn.

A turn says whether it went as it is told here: most are taken, some are refused.
"""

from collections.abc import Callable, Iterator

from tests.factories.office import OFFICER
from tests.proofs.done_to_both import DoneToBoth, choices_of
from tests.proofs.facts import make_facts
from tests.proofs.model import BOARD, CHAIR, OVER, SEATS

Turns = Iterator[bool]
Life = Callable[[DoneToBoth], Turns]

THE_CHAIR, DEPUTY = SEATS[CHAIR][0], "bui.van.thi.du"
APPRAISER, POLICE, FINANCE = (
    SEATS[seat][0] for seat in ("pc_office/appraiser", "police/head", "dof/head")
)
UNIT_HEAD, STRANGER = SEATS["long_my/head"][0], "mai.van.mau"
# No told life takes longer; one that does goes round in circles.
AT_MOST = 60


# --- what the turns are made of --------------------------------------------------------------------


def until(
    life: DoneToBoth, there: Callable[[], object], turn: Callable[[], bool] | None = None
) -> Turns:
    """Everybody answers in the usual way, and days pass, or another turn is had, until it is so."""
    for _ in range(AT_MOST):
        if there():
            return
        yield (turn or life.goes_on)()
    raise AssertionError("it never comes to that")


def until_there_is_silence(life: DoneToBoth) -> Turns:
    """Nobody says anything, and days pass, until no opinion is waited for."""
    return until(life, lambda: not waiting(life, "consult"), life.time_has_passed)


def until_asked(life: DoneToBoth, act: str, seat: str = "") -> Turns:
    return until(life, lambda: waiting(life, act, seat))


def until_it_is(life: DoneToBoth, *status: str) -> Turns:
    return until(life, lambda: life.model.status in status)


def until_nobody_may(life: DoneToBoth) -> Turns:
    return until(life, lambda: life.model.vacant and not life.open_steps())


def waiting(life: DoneToBoth, act: str, seat: str = ""):
    asked = (s for s in life.open_steps() if s.act == act and seat in s.seat)
    return next(asked, None)


def all_agree_to_amend(life: DoneToBoth) -> Turns:
    """Whoever an open amendment waits for agrees, until it has its end or nobody may."""

    def asked():
        return [step for step in life.open_steps() if step.stage == "amendment"]

    return until(life, lambda: not asked(), lambda: life.answered_as_usual(asked()[0]))


def another(life: DoneToBoth, **told):
    """Return the facts in force with some of them changed."""
    return {**life.model.facts, **told}


# --- the way to the end -----------------------------------------------------------------------------


def everybody_agrees(life: DoneToBoth) -> Turns:
    yield from until_it_is(life, *OVER)


def strangers_answer(life: DoneToBoth) -> Turns:
    """Whoever is not asked answers nothing, whatever it is and whatever else they may do."""
    for act in ("sign", "appraise", "consult", "decide", "issue"):
        yield from until_asked(life, act)
        for person in (STRANGER, OFFICER):
            yield not life.answered(waiting(life, act), person, choices_of(waiting(life, act))[0])
    yield from until_asked(life, "decide", CHAIR)
    yield not life.answered(waiting(life, "decide"), APPRAISER, "approve")


def nobody_gives_an_opinion(life: DoneToBoth) -> Turns:
    """Days pass until silence is what is known of an opinion; it stops nothing and approves nothing."""
    yield from until_asked(life, "consult")
    yield from until_there_is_silence(life)
    yield from until_it_is(life, "approved")


def who_was_silent_is_heard_late(life: DoneToBoth) -> Turns:
    """An opinion after a silence is taken once, until the last decision; the silence stands."""
    yield from until_asked(life, "consult")
    yield from until_there_is_silence(life)
    police, finance = (s for s in life.model.steps if s.act == "consult")
    yield not life.answered(police, OFFICER, "agree")
    yield life.answered(police, police.people[0], "object")
    yield not life.answered(police, police.people[0], "agree")
    yield not life.taken_back(police, police.people[0])
    yield from until_it_is(life, "approved")
    yield not life.answered(finance, finance.people[0], "agree")


def the_report_is_filed_again(life: DoneToBoth) -> Turns:
    yield from until_asked(life, "accept")
    yield life.answered(waiting(life, "accept"), APPRAISER, "file_again")
    yield from until_it_is(life, "archived")


# --- seats in which nobody may sit -------------------------------------------------------------------


def nobody_may_decide(life: DoneToBoth) -> Turns:
    """Whoever is asked next travels along: the walk after a decision fails, until they stay at home."""
    yield life.changed(another(life, members="of_the_police"))
    yield from until_asked(life, "consult")
    yield life.walked_twice()
    yield from until_nobody_may(life)
    yield life.changed(another(life, members="the_chair"))
    yield from until_nobody_may(life)
    yield life.walked_twice()
    yield life.changed(another(life, members="nobody"))
    yield from until_it_is(life, "approved")


def the_giver_travels_along(life: DoneToBoth) -> Turns:
    """Who acts for somebody who may not decide may not either; once the giver may, both are asked."""
    yield life.authority_given(DEPUTY)
    yield life.changed(another(life, members="the_chair"))
    yield from until_nobody_may(life)
    yield life.changed(another(life, members="nobody"))
    yield from until_asked(life, "decide", CHAIR)
    yield life.answered(waiting(life, "decide"), DEPUTY, "approve")
    yield not life.taken_back(life.model.steps[-2], THE_CHAIR)
    yield from until_it_is(life, "approved")


def the_substitute_is_excluded(life: DoneToBoth) -> Turns:
    """An authority makes nobody a judge of what they wrote, or a second judge of the same."""
    yield from until_asked(life, "decide", CHAIR)
    for holder in (OFFICER, APPRAISER):
        yield life.authority_given(holder)
        yield not life.answered(waiting(life, "decide"), holder, "approve")
        yield life.authority_ended()
    yield life.authority_given("vo.van.minh.hoa")
    yield life.answered(waiting(life, "decide"), "vo.van.minh.hoa", "approve")
    yield from until_it_is(life, "approved")


def the_signer_acts_for_the_chair(life: DoneToBoth) -> Turns:
    """Who signed for the unit decides for nobody."""
    yield life.authority_given(UNIT_HEAD)
    yield from until_asked(life, "decide", CHAIR)
    yield not life.answered(waiting(life, "decide"), UNIT_HEAD, "approve")
    yield from until_it_is(life, "approved")


def somebody_bears_the_chairs_name(life: DoneToBoth) -> Turns:
    """Who may be a traveller decides nothing until an appraiser of this very list told them apart."""
    yield life.changed(another(life, members="named_like_the_chair"))
    yield from until_nobody_may(life)
    yield life.changed(another(life, costs=46))
    yield from until_asked(life, "appraise")
    yield life.answered(waiting(life, "appraise"), APPRAISER, "forward", apart=(THE_CHAIR,))
    yield from until_it_is(life, "approved")
    yield life.amended(another(life, costs=47))
    yield from all_agree_to_amend(life)
    yield life.model.vacant
    yield life.amendment_dropped()
    yield life.amended(another(life, costs=47))
    yield life.answered_as_usual(waiting(life, "sign"))
    yield life.answered(waiting(life, "appraise"), APPRAISER, "forward", apart=(THE_CHAIR,))
    yield from all_agree_to_amend(life)


# --- sent back, changed, taken back ------------------------------------------------------------------


def changed_on_its_way(life: DoneToBoth) -> Turns:
    """What was judged of other facts is judged anew, and nobody decides by an old page."""
    yield from until_asked(life, "consult", "dof")
    yield life.answered(waiting(life, "consult", "police"), POLICE, "agree")
    yield life.changed(another(life, costs=46))
    yield not life.answered_on_the_first_page(waiting(life, "sign"))
    yield from until_asked(life, "decide", BOARD)
    yield life.changed(another(life, title="t1"))
    yield not life.answered_on_the_first_page(waiting(life, "decide"))
    yield from until_asked(life, "decide", CHAIR)
    yield life.changed(another(life, purpose="p1"))
    yield from until_it_is(life, "approved")


def returned_again_and_again(life: DoneToBoth) -> Turns:
    """More is asked for once; a return, or a head who may not go, asks for another request."""
    yield from until_asked(life, "appraise")
    yield life.answered(waiting(life, "appraise"), APPRAISER, "supplement")
    yield life.resubmitted(another(life, purpose="p1"))
    yield from until_asked(life, "appraise")
    yield not life.answered(waiting(life, "appraise"), APPRAISER, "supplement")
    yield life.answered(waiting(life, "appraise"), APPRAISER, "return")
    yield life.resubmitted(another(life, costs=46))
    yield from until_asked(life, "decide", CHAIR)
    yield life.answered(waiting(life, "decide"), THE_CHAIR, "head_refused")
    yield life.resubmitted(another(life, costs=47))
    yield from until_asked(life, "decide", CHAIR)


def taken_back_while_it_may_be(life: DoneToBoth) -> Turns:
    """One's own decision is taken back until somebody has gone on by it, and asked for anew."""
    yield from until_asked(life, "appraise")
    signed = life.model.steps[0]
    yield not life.taken_back(signed, APPRAISER)
    yield life.taken_back(signed, UNIT_HEAD)
    yield from until_asked(life, "consult")
    yield not life.taken_back(life.model.steps[2], UNIT_HEAD)
    yield from until_asked(life, "decide", CHAIR)
    yield life.answered(waiting(life, "decide"), THE_CHAIR, "approve_with_conditions")
    yield life.taken_back(life.model.steps[-2], THE_CHAIR)
    yield life.answered(waiting(life, "decide"), THE_CHAIR, "approve_with_conditions")
    yield from until_asked(life, "meet")
    yield from until_asked(life, "confirm")


def withdrawn_while_people_are_asked(life: DoneToBoth) -> Turns:
    yield from until_asked(life, "consult")
    yield life.asked(waiting(life, "consult"), POLICE)
    yield life.withdrawn()
    yield not life.changed(another(life, purpose="p1"))
    yield not life.time_has_passed()


# --- a committee, and questions ----------------------------------------------------------------------


def the_committee_is_divided(life: DoneToBoth) -> Turns:
    """A vote taken back is cast anew; two against two goes as the chair of the committee voted."""
    yield life.changed(another(life, members="of_the_committee"))
    yield from until_asked(life, "decide", BOARD)
    step = waiting(life, "decide")
    chair, *others = (person for person in SEATS[BOARD] if person in step.people)
    yield life.answered(step, chair, "vote_for")
    yield life.answered(step, others[0], "vote_for")
    yield life.taken_back(step, others[0])
    yield life.answered(step, others[0], "vote_against")
    yield not life.answered(step, others[0], "vote_for")
    yield life.answered(step, others[1], "vote_against")
    yield life.answered(step, others[2], "vote_for")
    yield from until_it_is(life, "approved")


def the_committee_says_no(life: DoneToBoth) -> Turns:
    yield from until_asked(life, "decide", BOARD)
    step = waiting(life, "decide")
    for person in SEATS[BOARD][:3]:
        yield life.answered(step, person, "vote_against")
    yield from until_it_is(life, "rejected")


def the_unit_is_asked(life: DoneToBoth) -> Turns:
    """A clock stands still while a question waits, goes on with its answer, and ends with its step."""
    yield from until_asked(life, "consult", "dof")
    police, finance = waiting(life, "consult", "police"), waiting(life, "consult", "dof")
    yield life.asked(police, POLICE)
    yield life.asked(finance, FINANCE)
    yield life.answered(finance, FINANCE, "object")
    yield life.answered(waiting(life, "answer"), OFFICER, "answered")
    yield from until_there_is_silence(life)
    yield from until_asked(life, "decide", CHAIR)
    yield life.asked(waiting(life, "decide"), THE_CHAIR)
    yield life.answered(waiting(life, "answer"), OFFICER, "answered")
    yield from until_it_is(life, "approved")


# --- once it is approved ------------------------------------------------------------------------------


def amended_again_and_again(life: DoneToBoth) -> Turns:
    """An amendment goes its own way beside the case; who would travel by it does not decide it."""
    yield from until_it_is(life, "approved")
    yield life.amended(another(life, title="t1"))
    yield from all_agree_to_amend(life)
    yield life.amended(another(life, costs=46))
    yield not life.amended(another(life, costs=47))
    yield life.amendment_dropped()
    later = make_facts(weeks=2)
    yield life.amended(another(life, dates=later["dates"], itinerary=later["itinerary"]))
    yield from all_agree_to_amend(life)
    yield life.amended(another(life, members="the_chair"))
    yield from all_agree_to_amend(life)
    yield life.model.vacant
    yield life.amendment_dropped()
    yield from until_asked(life, "confirm")


def called_off(life: DoneToBoth) -> Turns:
    """Calling a delegation off is decided on too: first in vain, then with all that is open ended."""
    yield from until_it_is(life, "approved")
    yield life.called_off()
    yield life.answered_as_usual(waiting(life, "sign"))
    yield life.answered(waiting(life, "decide"), THE_CHAIR, "reject")
    yield from until_asked(life, "confirm")
    yield life.called_off()
    yield from all_agree_to_amend(life)
    yield life.model.status == "cancelled"


def called_off_before_its_day(life: DoneToBoth) -> Turns:
    """The day on which it would have left comes all the same, and nothing follows from it."""
    yield from until_it_is(life, "approved")
    yield from until(life, lambda: not life.open_steps())
    yield life.called_off()
    yield from all_agree_to_amend(life)
    yield life.time_has_passed()
    yield life.model.status == "cancelled"


LIVES = (
    everybody_agrees,
    strangers_answer,
    nobody_gives_an_opinion,
    who_was_silent_is_heard_late,
    the_report_is_filed_again,
    nobody_may_decide,
    the_giver_travels_along,
    the_substitute_is_excluded,
    the_signer_acts_for_the_chair,
    somebody_bears_the_chairs_name,
    changed_on_its_way,
    returned_again_and_again,
    taken_back_while_it_may_be,
    withdrawn_while_people_are_asked,
    the_committee_is_divided,
    the_committee_says_no,
    the_unit_is_asked,
    amended_again_and_again,
    called_off,
    called_off_before_its_day,
)
