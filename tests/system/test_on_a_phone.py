"""A chairman with his phone: the picture on one screen, two taps, few bytes; several at once."""

import pytest
from playwright.sync_api import Page, Response, ViewportSize, expect

from config.regulation.codes import Act, Stage
from config.settings import Settings
from tests.factories.office import make_answer
from tests.factories.prefect import free_port
from tests.factories.request import make_leader, make_member, make_request

A_PHONE: ViewportSize = {"width": 390, "height": 844}
CHAIRMAN = "pham.van.mau"
MOST_BYTES = 100_000

pytestmark = [
    pytest.mark.system,
    # What differs between databases is tested where it is written.
    pytest.mark.parametrize("store", ["sqlite"], indirect=True),
]


@pytest.fixture
def settings(tmp_path):
    return Settings(folder=tmp_path, port=free_port(), catcher_port=free_port())


@pytest.fixture
def phone(chromium, site):
    """A page of Chromium on a phone on which the chairman is signed in; without JavaScript."""
    known = chromium.new_context(
        viewport=A_PHONE, locale="vi-VN", has_touch=True, java_script_enabled=False
    )
    session = {"name": "doan-session", "value": site.session_of(CHAIRMAN)}
    known.add_cookies([{**session, "url": site.settings.base_url}])
    return known.new_page()


def delegation(office, count=2, **changed):
    rest = (make_member(name=f"Nguyễn Thị Mẫu {n}") for n in range(count - 1))
    office.submits(make_request(members=(make_leader(), *rest), **changed))
    return office


def objected_to(office):
    office.goes_on_until(Stage.OPINIONS)
    said = make_answer("object", remarks="Một thành viên đang bị xác minh theo đơn thư. " * 6)
    office.takes(office.waiting(Act.CONSULT, seat="police"), said)
    # The department of finance says nothing in time.
    office.time_passes(to=office.waiting(Act.CONSULT, seat="dof").due_at)
    while not any(s.stage is Stage.STATE_DECISION for s in office.case.open_steps):
        office.goes_on()
    return office.waiting(Act.DECIDE)


class Transferred:
    """What a page brings over the line: bodies and heads of all its answers."""

    def __init__(self, page: Page) -> None:
        self.answers: list[Response] = []
        page.on("response", self.hears)

    def hears(self, answer: Response) -> None:
        self.answers.append(answer)

    @property
    def bytes(self) -> int:
        return sum(
            len(each.body()) + sum(len(f"{n}: {v}\r\n") for n, v in each.headers.items())
            for each in self.answers
            if each.status == 200
        )


def is_on_the_first_screen(page: Page, words: str, *, above: float) -> bool:
    """Tell whether words stand where they are seen without scrolling, and nothing covers them."""
    box = page.get_by_text(words).first.bounding_box()
    return box is not None and box["y"] >= 0 and box["y"] + box["height"] <= above


def test_two_taps_from_the_letter_to_the_decision(site, phone, office):
    decision = delegation(office).goes_on_until(Stage.STATE_DECISION)
    # The first tap is that on the letter's link.
    phone.goto(site.link(decision, CHAIRMAN))

    phone.get_by_role("button", name="Chấp thuận", exact=True).tap()

    expect(phone.get_by_text("Đã ghi nhận").first).to_be_visible()
    assert office.case.step(decision.number).decided_by == CHAIRMAN


def test_the_whole_picture_and_the_answer_stand_on_the_first_screen(site, phone, office):
    decision = objected_to(delegation(office, plan_entry=None))
    phone.goto(site.link(decision, CHAIRMAN))

    answer = phone.get_by_role("link", name="Giải quyết ngay").bounding_box()
    seen = {
        words: is_on_the_first_screen(phone, words, above=answer["y"])
        for words in (
            "Ý kiến không thống nhất: Giám đốc, Công an tỉnh",
            "Không có ý kiến trả lời: Giám đốc, Sở Tài chính",
            "Hồ sơ chưa có: Dự toán kinh phí.",
            "Trần Thị Ví Dụ",
            "Hàn Quốc",
            "24/08/2020 – 29/08/2020",
            "Trao đổi về hợp tác nông nghiệp.",
            "45.000.000 VND",
            "Chưa có mức chi để đối chiếu",
        )
    }

    assert answer["y"] + answer["height"] <= A_PHONE["height"]
    assert [words for words, there in seen.items() if not there] == []


def test_a_long_objection_unfolds_with_one_tap(site, phone, office):
    decision = objected_to(delegation(office))
    phone.goto(site.link(decision, CHAIRMAN))
    said = phone.locator("details.against .said").first
    before = said.bounding_box()["height"]

    phone.locator("details.against summary").first.tap()

    assert said.bounding_box()["height"] > 2 * before


@pytest.mark.parametrize("count", [2, 60])
def test_the_first_visit_brings_less_than_a_hundred_thousand_bytes(site, phone, office, count):
    decision = delegation(office, count).goes_on_until(Stage.STATE_DECISION)
    transferred = Transferred(phone)

    phone.goto(site.link(decision, CHAIRMAN), wait_until="networkidle")

    assert transferred.bytes < MOST_BYTES
    assert phone.get_by_role("button", name="Chấp thuận", exact=True).is_visible()


def test_several_are_ticked_and_approved_together(site, phone, office):
    numbers = []
    for number in range(3):
        delegation(office, title=f"Đoàn thứ {number + 1}").goes_on_until(Stage.STATE_DECISION)
        numbers.append(office.case_no)
    phone.goto(site.settings.base_url)

    phone.get_by_role("link", name="Giải quyết cùng lúc các việc giống nhau").tap()
    for title in ("Đoàn thứ 1", "Đoàn thứ 3"):
        phone.get_by_role("checkbox", name=title).check()
    phone.get_by_role("button", name="Chấp thuận các hồ sơ đã đánh dấu").tap()

    expect(phone.get_by_role("heading", name="Bàn làm việc")).to_be_visible()
    decided = {}
    for no in numbers:
        office.case_no = no
        decided[no] = [s.choice for s in office.case.steps if s.act is Act.DECIDE][-1]
    assert list(decided.values()) == ["approve", None, "approve"]
