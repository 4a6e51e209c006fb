"""Two lives in which everybody says something of their own, so that it can be told who reads it."""

from config.regulation.codes import Act, Gate, Stage
from flows.acts.asking_the_unit import ask_unit
from flows.acts.filing import Filing
from flows.acts.office import record_on_paper
from flows.acts.submitting import resubmit
from flows.case.answers import Answer, ConditionGiven, Identified, PaperGiven, RemarkGiven
from models.ids import PersonId
from models.request.reading import Attachment
from tests.factories.office import OFFICER, VOTE_FOR, Office, make_answer
from tests.factories.request import make_head, make_leader, make_member, make_request
from tests.factories.visit import DEPARTS, make_host_leader, make_item, make_visit_request

CLERK, PARTY_CLERK = PersonId("do.thi.minh.hoa"), PersonId("ngo.thi.thi.du")
AGAINST, ON_PAPER = "huynh.thi.gia.dinh", PersonId("le.thi.vi.du")
# Who receives the guests at an item, and has nothing else to do with them.
RECEIVES = "truong.van.gia.dinh"
MEMBERS = (make_leader(), make_member())


def a_file(name: str) -> Attachment:
    """Return a paper whose name says what it came with."""
    return Attachment(f"{name}.pdf", "application/pdf", b"%PDF-1.4 " + name.encode())


def until_the_committee_votes(office: Office) -> None:
    """A returned, questioned, objected-to delegation; two of five have voted, one of them on paper."""
    office.submits(make_request(unit="phung_hiep", members=(make_head(), make_member())))
    office.submits(attachments={0: a_file("to-trinh")})
    office.goes_on_until_asked(Act.APPRAISE)
    back = make_answer(
        "return",
        remarks="Nêu rõ hơn mục đích.",
        remarks_on=(RemarkGiven("costs", "Ghi đúng giá vé."),),
    )
    office.takes(office.waiting(Act.APPRAISE), back)
    again = make_request(members=MEMBERS, purpose="Trao đổi về hợp tác nông nghiệp, y tế.")
    resubmit(office.desk, office.case_no, again, {}, Filing(OFFICER, OFFICER))
    office.takes_smoothly(office.waiting(Act.SIGN))
    forward = make_answer("forward", remarks="Hồ sơ đủ, nên đồng ý.")
    office.takes(office.waiting(Act.APPRAISE), forward)
    _is_asked(office, "police", "Ai mời đoàn?", "Huyện Gokseong mời.")
    _is_asked(office, "dof", "Nguồn kinh phí nào?", "Ngân sách thị xã.")
    agreed = make_answer("agree_with_comments", remarks="Lưu ý an ninh mạng.")
    office.takes(office.waiting(Act.CONSULT, seat="police"), agreed)
    objection = make_answer("object", remarks="Vượt dự toán đã giao.")
    _on_paper(office, office.waiting(Act.CONSULT, seat="dof"), objection, CLERK, "cong-van-stc")
    vote = office.waiting(Act.DECIDE)
    office.takes(vote, make_answer("vote_against", remarks="Chưa cần thiết lúc này."), AGAINST)
    voted = make_answer("vote_for", remarks="Đi là đúng.")
    _on_paper(office, vote, voted, PARTY_CLERK, "phieu", by=ON_PAPER)


def until_the_chair_is_asked(office: Office) -> None:
    """The same delegation, agreed to by the body; the chair of the people's committee is to decide."""
    until_the_committee_votes(office)
    _others_vote(office, make_answer("vote_for", answer="Sẽ bổ sung dự toán."))
    _issues(office, "thong-bao")


def until_it_prepares(office: Office) -> None:
    """The same delegation, approved under a condition, which the unit has met."""
    until_the_chair_is_asked(office)
    decision = make_answer(
        "approve_with_conditions",
        remarks="Đi gọn, đúng mục đích.",
        answer="Đã xem xét.",
        conditions=(ConditionGiven("Không quá năm ngày.", Gate.START),),
    )
    office.takes(office.waiting(Act.DECIDE), decision)
    _issues(office, "quyet-dinh")
    office.takes(office.waiting(Act.MEET), make_answer("met", remarks="Đã rút còn năm ngày."))


def until_it_is_arranged(office: Office) -> None:
    """A visit whose assignments were declined, asked for once more, given to somebody else."""
    items = (
        make_item(vehicle="Xe 29 chỗ", leader=RECEIVES),
        make_item(day=DEPARTS, what="Thăm vùng trồng mãng cầu xiêm"),
    )
    host = make_host_leader(name="Trương Văn Giả Định", person=RECEIVES)
    request = make_visit_request(programme=items, received_by=(host,))
    office.submits(request, {0: a_file("cong-van")})
    office.goes_on_until_asked(Act.CONSULT)
    for seat, words in (("police", "Cử người theo đoàn."), ("friendship", "Thêm giao lưu.")):
        agreed = make_answer("agree_with_comments", remarks=words)
        office.takes(office.waiting(Act.CONSULT, seat=seat), agreed)
    vote = office.waiting(Act.DECIDE)
    office.takes(vote, make_answer("vote_against", remarks="Lịch quá dày."), ON_PAPER)
    _others_vote(office, VOTE_FOR)
    office.goes_on_until(Stage.RECEPTION)
    _declines(office, "security", "Không đủ quân số.")
    once_more = make_answer("ask_again", remarks="Bố trí giúp một tổ.")
    office.takes(office.waiting(Act.REASSIGN), once_more)
    _declines(office, "transport", "Xe đã bố trí cho đoàn khác.")
    given = make_answer("give_to", seat="health/head", remarks="Nhờ Sở Y tế.")
    office.takes(office.waiting(Act.REASSIGN), given)


def _is_asked(office: Office, seat: str, question: str, answer: str) -> None:
    step = office.waiting(Act.CONSULT, seat=seat)
    who = Identified(step.holders[0], "mailbox_code")
    ask_unit(office.desk, office.case_no, step.number, who, question)
    office.takes(office.waiting(Act.ANSWER), make_answer("answered", remarks=answer))


def _on_paper(office, step, answer, clerk, name, *, by=None) -> None:
    paper = PaperGiven(f"{name}/2020", office.today, a_file(name))
    clerk, by = Identified(clerk, "mailbox_code"), by or step.holders[0]
    record_on_paper(office.desk, office.case_no, step.number, by, answer, paper, clerk)


def _others_vote(office: Office, vote: Answer) -> None:
    step = office.waiting(Act.DECIDE)
    voted = {cast.person for cast in step.votes}
    for person in step.holders:
        if office.case.steps[step.number - 1].is_open and person not in voted:
            office.takes(step, vote, person)


def _issues(office: Office, name: str) -> None:
    paper = PaperGiven(f"{name}/2020", office.today, a_file(name))
    office.takes(office.waiting(Act.ISSUE), make_answer("issue", paper=paper))


def _declines(office: Office, key: str, why: str) -> None:
    office.takes(office.waiting(Act.ARRANGE, key=key), make_answer("decline", remarks=why))
