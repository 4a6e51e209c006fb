"""Who sees what: every page, file, list and letter, walked by everybody, against tables written here.

The tables say what has to be, and are not made from the one that the code goes by.
"""

import json
import re
from itertools import product

import pytest
from sqlalchemy import select

from flows.drafting import address_book, writing
from models.store import dossiers
from models.store.drafts import digest_in, keep_file
from models.store.tables import outbox
from tests.factories import seen
from tests.factories.office import A_FILE, votes_under

PEOPLE = {
    "officer": "nguyen.thi.mau",
    "head": "nguyen.van.thi.du",
    "police": "duong.van.vi.du",
    "finance": "ly.thi.gia.dinh",
    "member": "vo.van.minh.hoa",
    "against": "huynh.thi.gia.dinh",
    "minutes": "ngo.thi.thi.du",
    "chair": "pham.van.mau",
    "appraiser": "dang.thi.mau",
    "office": "bui.van.thi.du",
    "clerk": "do.thi.minh.hoa",
    "caretaker": "luu.van.mau",
    "auditor": "cao.thi.thi.du",
    "admin": "mai.van.mau",
    "secretary": "lam.thi.vi.du",
    "friends": "trinh.thi.minh.hoa",
    "other": "ta.thi.vi.du",
}
HOSTS = {
    **PEOPLE,
    "officer": "ta.thi.vi.du",
    "head": "cao.van.vi.du",
    "member": "tran.thi.du",
    "against": "le.thi.vi.du",
    "health": "doan.thi.thi.du",
    "receives": "truong.van.gia.dinh",
    "other": "nguyen.thi.mau",
}
UNIT = "officer head"
OFFICE = "appraiser office clerk caretaker"
DECIDERS = "member against minutes chair"
ALL_OF_IT = f"{DECIDERS} {OFFICE} auditor"

# --- what is read of a delegation that goes abroad, by whom ---------------------------------------

# A sentence, or a piece of a page, and who finds it anywhere.
READ_OF_A_TRIP = {
    "Vé máy bay": f"{UNIT} police finance {ALL_OF_IT}",
    'id="findings"': f"{UNIT} police finance {ALL_OF_IT}",
    # Of another unit's trip only the name is the same.
    "DR-2020-0001": OFFICE,
    # What is still to come, and of whom.
    'class="planned"': f"{UNIT} {ALL_OF_IT}",
    "Nêu rõ hơn mục đích.": f"{UNIT} {ALL_OF_IT}",
    "Ghi đúng giá vé.": f"{UNIT} {ALL_OF_IT}",
    "Hồ sơ đủ, nên đồng ý.": ALL_OF_IT,
    "Ai mời đoàn?": f"{UNIT} police {ALL_OF_IT}",
    "Huyện Gokseong mời.": f"{UNIT} police {ALL_OF_IT}",
    "Nguồn kinh phí nào?": f"{UNIT} finance {ALL_OF_IT}",
    "Ngân sách thị xã.": f"{UNIT} finance {ALL_OF_IT}",
    "Lưu ý an ninh mạng.": f"police {ALL_OF_IT}",
    "Vượt dự toán đã giao.": f"finance {ALL_OF_IT}",
    "cong-van-stc.pdf": f"finance {ALL_OF_IT}",
}
READ_OF_A_BALLOT = {
    "Chưa cần thiết lúc này.": "against",
    "Huỳnh Thị Giả Định: Không tán thành": "",
    "Số phiếu, không nêu tên": "",
}
READ_OF_A_DECISION = {
    "Chưa cần thiết lúc này.": f"{DECIDERS} auditor",
    "Huỳnh Thị Giả Định: Không tán thành": f"{DECIDERS} auditor",
    "Số phiếu, không nêu tên": OFFICE,
    "Sẽ bổ sung dự toán.": ALL_OF_IT,
    "Đi gọn, đúng mục đích.": f"{UNIT} {ALL_OF_IT}",
    "Không quá năm ngày.": f"{UNIT} {ALL_OF_IT}",
    "Đã rút còn năm ngày.": f"{UNIT} {ALL_OF_IT}",
    "quyet-dinh.pdf": f"{UNIT} {ALL_OF_IT}",
}
FILES_OF_A_TRIP = {
    "to-trinh.pdf": f"{UNIT} police finance {ALL_OF_IT}",
    "cong-van-stc.pdf": f"finance {ALL_OF_IT}",
    "phieu.pdf": f"{DECIDERS} auditor",
    "thong-bao.pdf": f"{UNIT} {ALL_OF_IT}",
    "quyet-dinh.pdf": f"{UNIT} {ALL_OF_IT}",
}

# --- what is read of guests -----------------------------------------------------------------------

READ_OF_A_VISIT = {
    "Thăm vùng trồng mãng cầu xiêm": f"{UNIT} police friends {ALL_OF_IT} health receives",
    "Nước uống các buổi làm việc": f"{UNIT} police friends {ALL_OF_IT}",
    'id="findings"': f"{UNIT} police friends {ALL_OF_IT}",
    "Cử người theo đoàn.": f"police {ALL_OF_IT}",
    "Thêm giao lưu.": f"friends {ALL_OF_IT}",
    "Lịch quá dày.": f"{DECIDERS} auditor",
    "Lê Thị Ví Dụ: Không tán thành": f"{DECIDERS} auditor",
    "Không đủ quân số.": f"{UNIT} police {ALL_OF_IT}",
    "Bố trí giúp một tổ.": f"{UNIT} police {ALL_OF_IT}",
    "Xe đã bố trí cho đoàn khác.": f"{UNIT} {ALL_OF_IT}",
    "Nhờ Sở Y tế.": f"{UNIT} {ALL_OF_IT} health",
    'id="arrangements"': f"{UNIT} {OFFICE} auditor",
}
FILES_OF_A_VISIT = {
    "cong-van.pdf": f"{UNIT} police friends {ALL_OF_IT}",
    "quyet-dinh.pdf": f"{UNIT} {ALL_OF_IT}",
}

# --- which pages are anybody's --------------------------------------------------------------------

EVERYBODY = "everybody"
# Every page there is, and who has one: of a trip, of a visit.
PAGES = {
    "/": (EVERYBODY, EVERYBODY),
    "/together": (EVERYBODY, EVERYBODY),
    "/folder": (EVERYBODY, EVERYBODY),
    "/healthz": (EVERYBODY, EVERYBODY),
    "/readyz": (EVERYBODY, EVERYBODY),
    # This machine's own, or whoever has the token: browsers are elsewhere.
    "/metrics": ("", ""),
    "/authorities": (EVERYBODY, EVERYBODY),
    "/mail": (EVERYBODY, EVERYBODY),
    "/devices": (EVERYBODY, EVERYBODY),
    "/me": (EVERYBODY, EVERYBODY),
    "/me/tokens": (EVERYBODY, EVERYBODY),
    "/api/v1/openapi.json": (EVERYBODY, EVERYBODY),
    "/api/v1/me": (EVERYBODY, EVERYBODY),
    "/api/v1/cases": (EVERYBODY, EVERYBODY),
    "/api/v1/owed": (EVERYBODY, EVERYBODY),
    "/api/v1/drafts": (EVERYBODY, EVERYBODY),
    "/api/v1/drafts/{draft}": (UNIT, UNIT),
    "/api/v1/calendar": (EVERYBODY, EVERYBODY),
    "/api/v1/cases/{case_no}": (
        f"{UNIT} police finance {ALL_OF_IT}",
        f"{UNIT} police friends {ALL_OF_IT} health",
    ),
    "/api/v1/cases/{case_no}/journal": ("auditor", "auditor"),
    "/api/v1/cases/{case_no}/steps/{step}": (
        f"{UNIT} police finance {DECIDERS} appraiser office clerk",
        f"{UNIT} police friends {DECIDERS} {OFFICE} health",
    ),
    "/cases": (EVERYBODY, EVERYBODY),
    "/cases.csv": (EVERYBODY, EVERYBODY),
    "/cases.xlsx": (EVERYBODY, EVERYBODY),
    "/calendar": (EVERYBODY, EVERYBODY),
    # Whoever has the address, and nobody without.
    "/calendar/{token}.ics": ("", ""),
    "/owed": (EVERYBODY, EVERYBODY),
    "/owed.csv": (EVERYBODY, EVERYBODY),
    "/owed.xlsx": (EVERYBODY, EVERYBODY),
    "/statistics": (EVERYBODY, EVERYBODY),
    "/statistics.csv": (EVERYBODY, EVERYBODY),
    "/statistics.xlsx": (EVERYBODY, EVERYBODY),
    "/statistics/list.xlsx": (EVERYBODY, EVERYBODY),
    "/statistics/cases": (EVERYBODY, EVERYBODY),
    "/statistics/month": (EVERYBODY, EVERYBODY),
    "/statistics/process": (EVERYBODY, EVERYBODY),
    "/statistics/process.{log}": (EVERYBODY, EVERYBODY),
    "/security": ("admin", "admin"),
    "/letters": ("admin", "admin"),
    "/letters.{form}": ("admin", "admin"),
    "/letters/gallery": ("admin", "admin"),
    "/letters/gallery/{notice}": ("admin", "admin"),
    "/letters/gallery/{notice}/html": ("admin", "admin"),
    "/regulation": (f"{OFFICE} auditor admin", f"{OFFICE} auditor admin"),
    "/directory": (f"{OFFICE} auditor admin", f"{OFFICE} auditor admin"),
    "/directory/people/{person}": (f"{OFFICE} auditor admin", f"{OFFICE} auditor admin"),
    "/directory/people/{person}/change": ("admin", "admin"),
    "/directory/new": ("admin", "admin"),
    "/directory/file": ("admin", "admin"),
    "/directory/hand-over": ("admin", "admin"),
    "/directory/units": ("admin", "admin"),
    "/directory/bodies": (f"{OFFICE} auditor admin", f"{OFFICE} auditor admin"),
    "/directory/bodies/{body}": (f"{OFFICE} auditor admin", f"{OFFICE} auditor admin"),
    "/directory/authorities": (f"{OFFICE} auditor admin", f"{OFFICE} auditor admin"),
    "/directory/days": (f"{OFFICE} auditor admin", f"{OFFICE} auditor admin"),
    "/directory/history": (f"{OFFICE} auditor admin", f"{OFFICE} auditor admin"),
    "/audit": ("auditor", "auditor"),
    "/audit/decisions": ("auditor", "auditor"),
    "/audit/looks": ("auditor", "auditor"),
    "/audit/house": ("auditor", "auditor"),
    "/audit/verify": ("auditor", "auditor"),
    "/audit/cases/{case_no}": ("auditor", "auditor"),
    "/people/mailboxes": (EVERYBODY, EVERYBODY),
    "/requests/new": (EVERYBODY, EVERYBODY),
    "/address-book": (EVERYBODY, EVERYBODY),
    # Only of those who go abroad units keep a book.
    "/address-book/{entry}": (UNIT, ""),
    "/requests/blank/{kind}/{name}": (EVERYBODY, EVERYBODY),
    # A draft is its unit's, passports and all.
    "/requests/{draft}/check": (UNIT, UNIT),
    "/requests/{draft}/file": (UNIT, UNIT),
    "/requests/{draft}/files/{digest}": (UNIT, UNIT),
    "/requests/{draft}/plan": (UNIT, UNIT),
    "/requests/{draft}/{section}": (UNIT, UNIT),
    # A link, a letter and a provider have to be there.
    "/account": ("", ""),
    "/account/back": ("", ""),
    "/v/": ("", ""),
    "/v/{token}": ("", ""),
    "/v/{token}/": ("", ""),
    "/unsubscribe/{token}": ("", ""),
    "/mail/{message}": ("", ""),
    "/mail/{message}/html": ("", ""),
    "/cases/{case_no}": (
        f"{UNIT} police finance {ALL_OF_IT}",
        f"{UNIT} police friends {ALL_OF_IT} health",
    ),
    "/cases/{case_no}/print": (
        f"{UNIT} police finance {ALL_OF_IT}",
        f"{UNIT} police friends {ALL_OF_IT} health",
    ),
    "/cases/{case_no}/steps/{step}": (
        f"{UNIT} police finance {DECIDERS} appraiser office clerk",
        f"{UNIT} police friends {DECIDERS} {OFFICE} health",
    ),
    "/cases/{case_no}/files/{digest}": (
        f"{UNIT} police finance {ALL_OF_IT}",
        f"{UNIT} police friends {ALL_OF_IT}",
    ),
    "/cases/{case_no}/do/{verb}": (UNIT, UNIT),
    "/cases/{case_no}/request.yaml": (UNIT, UNIT),
    "/cases/{case_no}/steps/{step}/paper": ("clerk", "office clerk"),
    "/cases/{case_no}/steps/{step}/reassign": (OFFICE, OFFICE),
    "/cases/{case_no}/letters": (OFFICE, OFFICE),
    "/cases/{case_no}/letters.{form}": (OFFICE, OFFICE),
    "/cases/{case_no}/reception": ("", f"{UNIT} {OFFICE} auditor"),
    "/cases/{case_no}/programme": ("", f"{UNIT} police friends {ALL_OF_IT} health receives"),
    "/cases/{case_no}/programme.docx": ("", f"{UNIT} police friends {ALL_OF_IT} health receives"),
    "/cases/{case_no}/programme/items/{number}": ("", f"{UNIT} office"),
    "/bodies/{body}/agenda": ("minutes", "minutes"),
    "/bodies/{body}/minutes": ("minutes", "minutes"),
}
# Pages that list a person's own cases, whatever case is walked.
LISTS = (
    "/",
    "/audit/decisions",
    "/audit/looks",
    "/together",
    "/folder",
    "/cases",
    "/cases.csv",
    "/calendar",
    "/owed",
    "/owed.csv",
    "/statistics",
    "/statistics.csv",
    "/statistics/cases",
    "/statistics/month",
    "/statistics/process",
    "/api/v1/cases",
    "/api/v1/owed",
    "/api/v1/calendar",
    "/api/v1/drafts",
    "/requests/new",
    "/address-book",
)
VERBS = ("change", "amend", "drop-amendment", "take-over", "withdraw", "cancel")
BODIES = ("standing_committee", "party_permanent")


class Walk:
    """Everybody opens every page of a case that the application has."""

    def __init__(self, site, office, people):
        self.site, self.case_no, self.people = site, office.case_no, people
        self.steps = [step.number for step in office.case.steps]
        self.draft, _ = writing.begin(site.desk, people["officer"], office.case.kind)
        with site.desk.store.writing() as conn:
            self.of_draft = digest_in(keep_file(conn, self.draft, A_FILE))
        self.entries = [each.id for each in address_book.book_of(site.desk, people["officer"])]
        with site.desk.store.reading() as conn:
            self.files = dossiers.file_names(conn, office.case_no)
        self.opened = {name: dict(self._walked(person)) for name, person in people.items()}

    def _walked(self, person):
        browser = self.site.browser().is_of(person)
        for path in readable_paths(self.site):
            for address in self._addresses(path):
                page = browser.opens(address).shows
                if page.status_code == 200:
                    is_said = page.headers["content-type"].startswith(("text", "application/json"))
                    text = browser.text if is_said else ""
                    yield (path, address), f"{page.text if text else ''} {text}"

    def _addresses(self, path):
        """Yield the addresses of a page, each thing that varies in every way there is."""
        varying = {
            "step": self.steps,
            "digest": (*self.files, self.of_draft),
            "verb": VERBS,
            "body": BODIES,
            "person": ("pham.van.mau",),
            "number": (1, 2),
            "token": ("x",),
            "message": ("x",),
            "form": ("csv", "xlsx"),
            "notice": ("to_decide",),
            "draft": (self.draft,),
            "section": ("letter", "people", "papers"),
            "kind": ("outbound", "inbound"),
            "entry": self.entries,
            "name": ("costs.xlsx", "request.yaml", "request.json"),
        }
        named = [name for name in re.findall(r"{(\w+)}", path) if name != "case_no"]
        for values in product(*(varying[name] for name in named)):
            yield path.format(case_no=self.case_no, **dict(zip(named, values, strict=True)))

    def reads(self, words):
        """Return who finds something on a page of the case or of a body."""
        return {
            name
            for name, pages in self.opened.items()
            if any(words in page for (path, _), page in pages.items() if path not in LISTS)
        }

    def has(self, path):
        """Return who has a page of this kind."""
        return {n for n, pages in self.opened.items() if any(p == path for p, _ in pages)}

    def finds(self):
        """Return who has the case on the list of those they may see."""
        link = f'href="/cases/{self.case_no}"'
        return {
            n for n, pages in self.opened.items() if link in pages.get(("/cases", "/cases"), "")
        }

    def takes(self, file):
        """Return who gets a file, by its name."""
        digest = next(digest for digest, name in self.files.items() if name == file)
        address = f"/cases/{self.case_no}/files/{digest}"
        return {n for n, pages in self.opened.items() if any(a == address for _, a in pages)}


def readable_paths(site):
    return [route.path for route in site.app.routes if "GET" in getattr(route, "methods", ())]


def who(names, people=PEOPLE):
    return set(people) if names == EVERYBODY else set(names.split())


def expected(table, people=PEOPLE):
    return {thing: who(names, people) for thing, names in table.items()}


def letters_to(site, person):
    """Everything that letters of the case tell a person."""
    theirs = (outbox.c.recipient == person) & (outbox.c.case_no == site.office.case_no)
    with site.desk.store.reading() as conn:
        facts = conn.execute(select(outbox.c.facts).where(theirs)).scalars()
        return [json.dumps(each, ensure_ascii=False) for each in facts]


def told_beyond(site, table, people):
    """Return what a letter says to somebody who does not read it on a page."""
    return {
        (words, name)
        for words, readers in expected(table, people).items()
        for name, person in people.items()
        if name not in readers and any(words in letter for letter in letters_to(site, person))
    }


def test_every_page_that_can_be_read_stands_in_the_table(site):
    assert set(readable_paths(site)) == set(PAGES)


def test_while_a_body_votes_nobody_reads_how(site, office):
    seen.until_the_committee_votes(office)
    table = READ_OF_A_TRIP | READ_OF_A_BALLOT

    walk = Walk(site, office, PEOPLE)

    assert {words: walk.reads(words) for words in table} == expected(table)
    assert walk.takes("phieu.pdf") == {"minutes", "auditor"}


def test_of_a_trip_everybody_reads_what_their_part_shows(site, office):
    seen.until_it_prepares(office)
    table = READ_OF_A_TRIP | READ_OF_A_DECISION

    walk = Walk(site, office, PEOPLE)

    assert {words: walk.reads(words) for words in table} == expected(table)
    assert {file: walk.takes(file) for file in walk.files.values()} == expected(FILES_OF_A_TRIP)
    assert {path: walk.has(path) for path in PAGES} == expected(
        {path: of_trip for path, (of_trip, _) in PAGES.items()}
    )
    assert walk.finds() == walk.has("/cases/{case_no}")
    assert told_beyond(site, table, PEOPLE) == set()


def test_while_a_trip_waits_with_a_leader_their_secretary_reads_what_they_are_shown(site, office):
    """All but how a body voted of which the leader is and the secretary is not."""
    seen.until_the_chair_is_asked(office)
    table = READ_OF_A_TRIP | READ_OF_A_DECISION
    votes = {"Chưa cần thiết lúc này.", "Huỳnh Thị Giả Định: Không tán thành"}
    counted = {"Số phiếu, không nêu tên"}

    walk = Walk(site, office, PEOPLE)

    reads = {name: {words for words in table if name in walk.reads(words)} for name in PEOPLE}
    assert reads["secretary"] == (reads["chair"] - votes) | counted
    assert {path for path in PAGES if "secretary" in walk.has(path)} == {
        path for path, (of_trip, _) in PAGES.items() if of_trip == EVERYBODY
    } | {
        "/cases/{case_no}/print",
        "/cases/{case_no}",
        "/api/v1/cases/{case_no}",
        "/cases/{case_no}/steps/{step}",
        "/api/v1/cases/{case_no}/steps/{step}",
        "/cases/{case_no}/files/{digest}",
    }


def test_of_a_visit_everybody_reads_what_their_part_shows(site, office):
    seen.until_it_is_arranged(office)

    walk = Walk(site, office, HOSTS)

    assert {words: walk.reads(words) for words in READ_OF_A_VISIT} == expected(READ_OF_A_VISIT)
    assert {file: walk.takes(file) for file in walk.files.values()} == expected(FILES_OF_A_VISIT)
    assert {path: walk.has(path) for path in PAGES} == expected(
        {path: of_visit for path, (_, of_visit) in PAGES.items()}, HOSTS
    )
    assert walk.finds() == walk.has("/cases/{case_no}")
    assert told_beyond(site, READ_OF_A_VISIT, HOSTS) == set()


def test_where_votes_are_open_those_who_decide_read_them_too(site, office, tmp_path):
    office.desk = votes_under(office, "votes_shown: open", tmp_path).desk
    seen.until_it_prepares(office)

    walk = Walk(site, office, PEOPLE)

    assert walk.reads("Huỳnh Thị Giả Định: Không tán thành") == who(ALL_OF_IT)


@pytest.mark.parametrize("name", PEOPLE)
def test_the_start_page_lists_the_cases_of_ones_unit_and_all_to_office_and_auditor(
    site, office, name
):
    seen.until_it_prepares(office)
    listed = site.browser().is_of(PEOPLE[name]).opens("/").links

    cases = {link for link in listed if re.fullmatch(r"/cases/DR-\d+-\d+", link)}

    every = {f"/cases/{no}" for no in ("DR-2020-0001", "DR-2020-0002")}
    theirs = {
        "other": {"/cases/DR-2020-0001"},
        "officer": {"/cases/DR-2020-0002"},
        "head": {"/cases/DR-2020-0002"},
    }
    all_of_them = dict.fromkeys(f"{OFFICE} auditor".split(), every)
    assert cases == {**theirs, **all_of_them}.get(name, set())
