"""A made-up letter of each message, with every fact a template may say. Nobody in it is real.

The check of templates fills them with it, so that a fact no letter has is found before one is sent.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import product
from typing import Any

from config.regulation.codes import Act, Gate, GuestClass, Occasion, Stage
from config.regulation.parts import Text
from config.words import Language
from models import entries as e
from models.acts import Chosen
from models.authority import Capacity
from models.case import Step, StepState
from models.directory import Person
from models.ids import CaseNo, Digest, PersonId, SeatKey
from models.programme.booking import ResourceKind
from models.programme.calendar import PartStat, Why
from notifications.facts import cases, letters, visits
from notifications.facts.base import Facts, PaperFacts
from notifications.gathering.several import OF_SEVERAL, STEPS
from notifications.returned.meaning import meaning_of
from notifications.telling.notices import NOTICES
from notifications.writing.wording import SHARED, TEMPLATES, family_of

PERSON = Person(
    PersonId("nguyen.van.mau"), "Nguyễn Văn Mẫu", Language.VIETNAMESE, "mau@tinh.example"
)
AT = datetime(2020, 7, 6, 1, 30, tzinfo=UTC)
TODAY = date(2020, 7, 6)
_NO = CaseNo("DR-2020-0000")
_BY = Text(vi="Văn phòng UBND tỉnh", en="Office of the provincial people's committee")
_UNIT = Text(vi="UBND thị xã Long Mỹ", en="Long My town people's committee")
_ITEM = Text(vi="Bố trí phương tiện", en="Transport")
_PAPER = PaperFacts(number="101/QĐ-UBND", dated=TODAY)
_WORDS = "Đề nghị giữ liên lạc trong suốt chuyến đi."
_URGENT = cases.UrgentFacts(reason="Phía bạn mời gấp.", instruction=_PAPER)
_DUES = (
    letters.DueFacts(
        register_key="relation", name="Huyện Gokseong", what="exchange", on=date(2020, 10, 1)
    ),
    letters.DueFacts(register_key="ngo", name="Tổ chức Thí dụ", what="term", on=date(2020, 9, 30)),
)
_THINGS = (
    letters.ThingFacts(part="moment", name="DR-2020-0000 3 remind", reason="row_unreadable"),
    letters.ThingFacts(part="letter", name="42", reason="LookupError"),
)
_CHANGES = (
    cases.ChangeFacts(
        fact="members", came=("Lê Thị Giả",), left=("Trần Văn Mẫu",), changed=("Đỗ Mẫu",)
    ),
    cases.ChangeFacts(fact="title", old="Thăm Gokseong", new="Thăm và làm việc tại Gokseong"),
)
_ABROAD = cases.CaseFacts(
    no=_NO,
    called="outbound",
    goes_abroad=True,
    title="Thăm và làm việc tại huyện Gokseong",
    unit=_UNIT,
    purpose="Trao đổi hợp tác nông nghiệp.",
    countries=("KR",),
    places=("Gokseong",),
    begins=date(2020, 8, 31),
    ends=date(2020, 9, 5),
    members=5,
    urgent=_URGENT,
    head="Trần Văn Giả",
)
_GUESTS = cases.CaseFacts(
    no=CaseNo("DV-2020-0000"),
    kind="inbound",
    called=Occasion.VISIT,
    occasion=Occasion.VISIT,
    receives_guests=True,
    sender="Chính quyền tỉnh Saga",
    visited=(Text(vi="thành phố Vị Thanh", en="Vi Thanh city"),),
    head_position="Phó Thống đốc",
    guest_class=GuestClass.B,
    visits=2,
    unannounced="Khách ghé thăm trên đường đi.",
    title="Đoàn tỉnh Saga thăm và làm việc",
    unit=_UNIT,
    purpose="Trao đổi hợp tác nông nghiệp.",
    countries=("JP",),
    begins=date(2020, 8, 12),
    ends=date(2020, 8, 14),
    members=3,
    head="Yamada Taro",
)
_OF_GUESTS = frozenset(
    {
        *(Stage.NOTICE, Stage.CLASSIFICATION, Stage.HOSTING, Stage.RECEPTION, Stage.ARRIVAL),
        *(Stage.SEND_OFF, Stage.COMMITMENTS, Stage.AGREEMENTS),
    }
)
# Where an act usually stands; all others are of the approval.
_STAGES = {
    Act.ACKNOWLEDGE: Stage.NOTICE,
    Act.CLASSIFY: Stage.CLASSIFICATION,
    **dict.fromkeys((Act.ARRANGE, Act.DELIVER, Act.OVERSEE, Act.REASSIGN), Stage.RECEPTION),
    **dict.fromkeys((Act.RESOLVE, Act.NOTIFY), Stage.RECEPTION),
    Act.FULFIL: Stage.COMMITMENTS,
    Act.CONCLUDE: Stage.AGREEMENTS,
    Act.DECIDE: Stage.STATE_DECISION,
    Act.CONSULT: Stage.OPINIONS,
    Act.SIGN: Stage.UNIT_SIGNATURE,
    Act.REVISE: Stage.REVISION,
    Act.FILE: Stage.REPORT,
}
_TELLS_OF_GUESTS = (
    *(e.ProgrammeRevised, e.ParticipantsCalled, e.CommitmentMade, e.InvitationAnswered),
)


def sample_letter(notice: str) -> Facts:
    """Return a letter of a message, with all that one of its family may say."""
    if notice in OF_SEVERAL:
        return _of_several(notice)
    of_family = _of_no_case().get(family_of(notice))
    return of_family or _of_a_case(notice)


def _of_several(notice: str) -> letters.SeveralLetter:
    told = ("to_arrange", "to_deliver") if notice == STEPS else ("invitation", "invitation")
    return letters.SeveralLetter(case=_GUESTS, told=_told(*told))


def _of_no_case() -> Mapping[type[Facts], Facts]:
    authority = letters.AuthorityFacts(
        giver="Phạm Văn Mẫu",
        holder="Lê Thị Giả",
        set_by="Nguyễn Văn Mẫu",
        seats=(Text(vi="Chủ tịch UBND tỉnh", en="Chair of the people's committee"),),
        since=TODAY,
        until=TODAY + timedelta(days=7),
        capacity=Capacity.DEPUTY,
        away=(letters.AwayFacts(begins=TODAY, ends=TODAY + timedelta(days=1)),),
        acts_for=("Đỗ Văn Mẫu",),
    )
    mailbox = letters.MailboxFacts(
        person="Lê Thị Giả",
        old="gia@tinh.example",
        new="le.thi.gia@tinh.example",
        proposed_by="Nguyễn Văn Mẫu",
        counts_from=TODAY + timedelta(days=1),
    )
    checkpoint = "doan checkpoint\n42\n6f1ed002ab5595859014ebf0951522d9\n"
    found: tuple[Facts, ...] = (
        letters.AuthorityLetter(authority=authority),
        letters.MailboxLetter(mailbox=mailbox),
        letters.SeatsLetter(
            changes=(
                letters.SeatChangeFacts(
                    person="Lê Thị Giả",
                    seat=authority.seats[0],
                    leaves=False,
                    day=TODAY + timedelta(days=1),
                    until=TODAY + timedelta(days=90),
                ),
                letters.SeatChangeFacts(
                    person="Phạm Văn Mẫu", seat=authority.seats[0], leaves=True, day=TODAY
                ),
            ),
            more=3,
            proposed_by="Nguyễn Văn Mẫu",
        ),
        letters.NewDeviceLetter(device="Firefox, Android"),
        letters.PasskeyLetter(device="Firefox, Android"),
        letters.TokenLetter(
            name="Một cửa điện tử",
            scopes=("read", "submit"),
            expires_at=AT + timedelta(days=90),
            by_console=True,
        ),
        letters.DraftLetter(
            title="Thăm huyện Gokseong", changed_on=TODAY, erased_on=TODAY + timedelta(days=30)
        ),
        letters.GuessingLetter(times=60),
        letters.CheckpointLetter(checkpoint=checkpoint, entries=42),
        letters.CheckpointUnreached(entries=42),
        letters.UndeliveredLetter(notice="checkpoint", recipient="Lê Thị Giả", reply_code=550),
        letters.UnclaimedLetter(day=TODAY),
        letters.ReplyRefusedLetter(why="no_word"),
        letters.SetAsideLetter(things=_THINGS, more=3),
        letters.ClockJumpedLetter(seen_at=AT, minutes=-90),
        letters.RegistersDueLetter(dues=_DUES, more=2),
        letters.SignInLetter(code="A1B2C3D4", minutes=10),
        letters.StandardLetter(case=_ABROAD),
        letters.DigestLetter(day=TODAY, told=_told("case_received", "progress", "visit_noticed")),
    )
    return {type(letter): letter for letter in found}


def _told(*notices: str) -> tuple[letters.ToldFacts, ...]:
    """Return made-up messages as a letter carries them."""
    found = ((notice, _of_a_case(notice)) for notice in notices)
    return tuple(
        letters.ToldFacts(
            message_id=f"<{letter.case.no}.1.{notice}.{PERSON.id}@tinh.example>".lower(),
            case_no=str(letter.case.no),
            notice=notice,
            at=AT,
            step=letter.step.number if letter.step else None,
            facts=letter.stored(),
        )
        for notice, letter in found
    )


def _of_a_case(notice: str) -> letters.CaseLetter:
    step, tells_of_guests = _step_of(notice)
    case = _GUESTS if tells_of_guests else _ABROAD
    return letters.CaseLetter(
        case=case,
        step=cases.StepFacts(
            number=3,
            stage=step.stage,
            act=step.act,
            key="transport",
            seat=_BY,
            item=_ITEM,
            visit=cases.PeriodFacts(number=2, begins=TODAY, ends=TODAY + timedelta(days=2)),
            due_at=AT + timedelta(days=3),
            changed=("members", "itinerary"),
            changes=_CHANGES,
        ),
        outcome=cases.OutcomeFacts(
            choice=step.choice or Chosen.APPROVE,
            by=_BY,
            remarks=_WORDS,
            answer="Đã tiếp thu ý kiến.",
            paper=_PAPER,
            day=TODAY,
            given_to=_UNIT,
        ),
        shown=(
            _opinion("Công an tỉnh", Chosen.OBJECT, _WORDS),
            _opinion("Sở Tài chính", None, None),
        ),
        returned=cases.ReturnFacts(
            by=_BY,
            remarks=_WORDS,
            fields=(cases.RemarkFacts(field="members[2].name", what="Sai tên."),),
        ),
        amendment=cases.AmendmentFacts(
            cancels=False,
            changed=("members", "itinerary"),
            begins=case.begins,
            ends=case.ends,
            reason="Đối tác đổi lịch.",
            changes=_CHANGES,
            begins_at=AT + timedelta(hours=20),
        ),
        question=cases.QuestionFacts(by=_BY, what="Ai chi trả vé?", answer="Đơn vị chi trả."),
        decisions=(cases.DecisionFacts(by=_BY, paper=_PAPER),),
        until=TODAY + timedelta(days=3),
        overdue=cases.OverdueFacts(working_days=3, last=True),
        waits=(cases.WaitFacts(stage=Stage.APPRAISAL, seat=_BY),),
        conditions=(cases.ConditionFacts(what="Bổ sung thư mời.", gate=Gate.START),),
        refused=("Lê Thị Giả",),
        failed=cases.FailureFacts(
            notice="to_decide",
            recipient="le.thi.gia",
            name="Lê Thị Giả",
            reply_code=550,
            status="5.1.1",
            why=meaning_of("5.1.1"),
            elsewhere=True,
        ),
        replied=cases.AnsweredFacts(notice="to_decide", name="Lê Thị Giả", words="Tôi đi vắng."),
        fault="KeyError: unit",
        because="dossier_revised",
        reason="Đối tác đổi lịch.",
        named="Lê Thị Giả",
        **(_told_of_guests() if tells_of_guests else {}),
    )


def _opinion(seat: str, choice: Chosen | None, remarks: str | None) -> cases.OpinionFacts:
    state = StepState.DECIDED if choice else StepState.SILENT
    return cases.OpinionFacts(
        seat=Text(vi=seat, en=seat), state=state, choice=choice, remarks=remarks
    )


def _told_of_guests() -> dict[str, Any]:
    item = visits.ItemFacts(
        number=1, day=TODAY, begins="08:30", ends="10:00", what=_ITEM, place=_UNIT
    )
    return {
        "declined": visits.DeclinedFacts(by=_BY, remarks="Xe đang đi công tác xa."),
        "asked_again": visits.AskedAgainFacts(remarks="Đề nghị bố trí xe khác."),
        "clashes": (
            visits.ClashFacts(
                kind=ResourceKind.HALL,
                name="Phòng họp số 2",
                case_no=CaseNo("DV-2020-0002"),
                begins=AT,
                ends=AT + timedelta(hours=2),
            ),
        ),
        "lacking": (visits.LackingFacts(item=_ITEM, seat=_BY),),
        "commitment": visits.CommitmentFacts(
            what="Gửi danh sách thực tập sinh.",
            owner=_UNIT,
            due=TODAY + timedelta(days=60),
            agreement=True,
        ),
        "programme": visits.ProgrammeFacts(
            revision=1, changed=(item,), cancelled=(item,), acceptance=_PAPER
        ),
        "answered": visits.InvitationAnswerFacts(
            by="Lê Thị Giả", answer=PartStat.DECLINED, item=item, note="Bận họp.", outdated=True
        ),
        "calendar": visits.EventFacts(
            uid="dv-2020-0001-item-1@hau-giang.example",
            sequence=0,
            method=Why.INVITED.method,
            why=Why.INVITED,
            begins=AT,
            ends=AT + timedelta(hours=2),
            what=_ITEM,
            place=_UNIT,
            stamp=AT,
            organizer="doi.ngoai@tinh.example",
            answers=True,
            received_by="Phạm Văn Mẫu",
        ),
    }


@cache
def _step_of(key: str) -> tuple[Step, bool]:
    """Return a step that a message is about, and whether it tells of guests."""
    notice = next((notice for notice in NOTICES if notice.key == key), None)
    only = notice.only if notice and notice.only else lambda _: True
    # Which answers a message follows may hang on more than a made-up step has.
    step = next((step for step in _steps() if only(step)), next(_steps()))
    return step, step.stage in _OF_GUESTS or (notice is not None and notice.on in _TELLS_OF_GUESTS)


def _steps() -> Iterator[Step]:
    """Yield steps of every act, the usual ones first."""
    for act, collective, choice, place in product(
        Act, (False, True), (None, *Chosen), (None, *Stage)
    ):
        yield Step(
            number=1,
            stage=place or _STAGES.get(act, Stage.APPRAISAL),
            act=act,
            seat=SeatKey("pc_office/foreign_affairs"),
            key="pc_office",
            collective=collective,
            holders=(PERSON.id,),
            version=1,
            rests_on=(),
            digest=Digest(""),
            digest_version=1,
            opened_at=AT,
            due_at=AT,
            choice=choice,
        )


def all_notices() -> tuple[str, ...]:
    """Return every message there is, those of cases in the order of the table."""
    folders = {path.name for path in TEMPLATES.iterdir() if path.is_dir()} - {SHARED}
    of_cases = dict.fromkeys(notice.key for notice in NOTICES)
    return (*of_cases, *sorted(folders - of_cases.keys()))
