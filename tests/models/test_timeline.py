"""What was given and counts no more is told as such in every timeline."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from config.regulation.codes import Act, Kind, Stage
from config.words import words
from models.case import Case, Step, StepState
from models.competence.seeing import AUDITED
from models.ids import CaseNo
from models.timeline.labels import TimelineTold
from models.timeline.lines import Undone, timeline
from tests.factories.regulation import make_regulation

OPENED = datetime(2020, 7, 6, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)


def make_step(number=1, **changed):
    defaults = {
        "number": number,
        "stage": Stage.STATE_DECISION,
        "act": Act.DECIDE,
        "seat": "people_committee/chair",
        "key": "",
        "collective": False,
        "holders": ("pham.van.mau",),
        "version": 1,
        "rests_on": (),
        "digest": "",
        "digest_version": 1,
        "opened_at": OPENED + number * HOUR,
        "due_at": None,
    }
    return Step(**{**defaults, **changed})


def lines_of(*steps):
    case = replace(Case(CaseNo("DR-2020-0001"), Kind.OUTBOUND), steps=steps)
    return timeline(case, {}, AUDITED)


def said_of(*steps):
    told = TimelineTold(make_regulation(), {}, {}, words("vi"))
    return [told.outcome(line) for line in lines_of(*steps)]


TAKEN_BACK = make_step(state=StepState.VOID, choice="approve", decided_by="pham.van.mau")
REPORT = {"stage": Stage.REPORT, "act": Act.FILE, "seat": "long_my/officer"}
FILED = make_step(state=StepState.VOID, choice="file", **REPORT)
ASKED_AGAIN = make_step(
    2, stage=Stage.REPORT, act=Act.ACCEPT, state=StepState.DECIDED, choice="file_again"
)


def test_a_decision_that_was_taken_back_is_told_as_taken_back():
    assert said_of(TAKEN_BACK, make_step(2)) == ["Đã thu hồi: Chấp thuận", "Đang chờ"]


def test_one_that_was_recorded_for_somebody_and_disputed_is_told_as_disputed():
    disputed = replace(TAKEN_BACK, disputed=("ngo.thi.thi.du",))

    assert lines_of(disputed)[0].undone is Undone.DISPUTED
    assert said_of(disputed) == ["Bị phản đối, không còn hiệu lực: Chấp thuận"]


def test_a_report_that_is_asked_for_anew_is_told_as_that():
    assert lines_of(FILED, ASKED_AGAIN)[0].undone is Undone.FILE_AGAIN


def test_a_report_that_was_taken_back_before_anybody_saw_it_is_taken_back():
    assert lines_of(FILED)[0].undone is Undone.TAKEN_BACK


@pytest.mark.parametrize("state", [StepState.OPEN, StepState.DECIDED])
def test_what_counts_is_not_undone(state):
    assert lines_of(make_step(state=state, choice="approve"))[0].undone is None


def test_a_step_that_was_withdrawn_without_an_outcome_is_only_withdrawn():
    assert said_of(make_step(state=StepState.VOID)) == ["Không còn hiệu lực"]


def test_a_late_opinion_is_told_as_late():
    late = make_step(stage=Stage.OPINIONS, act=Act.CONSULT, state=StepState.SILENT, choice="object")

    assert said_of(late) == ["Có ý kiến sau khi hết hạn: Không thống nhất"]
