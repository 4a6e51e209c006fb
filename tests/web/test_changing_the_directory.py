"""The administrator changes the directory on pages: at once, or as a second person says."""

from datetime import date

import pytest

from flows.acts.house.directory_file import directory_as_file, directory_text
from models.ids import PersonId, SeatKey
from models.store import authorities, directory
from models.store.house import proposed, seats
from models.store.house.journal import HOUSE
from models.store.journal import entries_of
from tests.factories import seen
from tests.factories.audit import verify

ADMINISTRATOR, CLERK, CHAIR = "mai.van.mau", "bui.van.thi.du", "pham.van.mau"
CHAIR_SEAT, DEPUTY = "people_committee/chair", "tran.thi.du"
CHANGE = f"/directory/people/{CHAIR}/change"
TUESDAY = "2020-07-07"


@pytest.fixture
def admin(site):
    return site.browser().is_of(ADMINISTRATOR)


def sends(browser, what, address=CHANGE, **written):
    browser.opens(address)
    form = next(f for f in browser.forms if f.values.get("what") == what)
    return browser.sends(form, **written)


def changes(site):
    with site.desk.store.reading() as conn:
        assert verify(conn).difference is None
        return proposed.under_way(conn)


def person(site, who):
    with site.desk.store.reading() as conn:
        return directory.person(conn, PersonId(who))


def test_somebody_is_entered_and_holds_no_seat(site, admin):
    form = admin.opens("/directory/new").form("/new$")

    shown = admin.sends(form, id="do.van.moi", name="Đỗ Văn Mới", mailbox="moi@hau-giang.example")

    assert ("Đỗ Văn Mới" in shown.text, "Không giữ chức danh nào" in shown.text) == (True, True)
    assert (person(site, "do.van.moi").mailbox, changes(site)) == ("moi@hau-giang.example", ())


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ({"id": "Đỗ Mới"}, "persons.Đỗ Mới"),
        ({"mailbox": "không phải hộp thư"}, "hộp thư"),
        ({"mailbox": "Pham.Van.Mau@hau-giang.example"}, "pham.van.mau"),
        ({"id": CHAIR}, "đã là của người khác"),
    ],
)
def test_what_does_not_fit_is_told_and_what_was_written_is_kept(site, admin, written, told):
    form = admin.opens("/directory/new").form("/new$")
    fits = {"id": "do.van.moi", "name": "Đỗ Văn Mới", "mailbox": "moi@hau-giang.example"}

    shown = admin.sends(form, **{**fits, **written})

    assert (shown.status, told in shown.text) == (422, True)
    assert admin.form("/new$").values["name"] == "Đỗ Văn Mới"


def test_a_name_and_a_language_are_another_at_once(site, admin):
    sends(admin, "details", name="Phạm Văn Mẫu Mực", language="en")

    known = person(site, CHAIR)
    assert (known.name, known.language, known.mailbox) == (
        "Phạm Văn Mẫu Mực", "en", "pham.van.mau@hau-giang.example",
    )  # fmt: skip


def test_another_mailbox_is_proposed(site, admin):
    sends(admin, "mailbox", mailbox="p@can-tho.example")

    (change,) = changes(site)
    mailbox_now = person(site, CHAIR).mailbox
    assert (change.mailbox, mailbox_now) == ("p@can-tho.example", "pham.van.mau@hau-giang.example")


def test_a_seat_is_proposed_and_counts_once_the_second_has_confirmed_it(site, admin):
    sends(admin, "seat", f"/directory/people/{DEPUTY}/change", seat=CHAIR_SEAT, since=TUESDAY)
    (change,) = changes(site)

    clerk = site.browser().is_of(CLERK).opens("/people/mailboxes")
    told = clerk.text
    clerk.sends(clerk.form("/confirm$"))

    assert "Trần Thí Dụ" in told
    assert "giữ chức danh Chủ tịch, UBND tỉnh" in told
    assert "do Mai Văn Mẫu đề nghị" in told
    assert f"{DEPUTY}@hau-giang.example" in told
    with site.desk.store.writing() as conn:
        assert proposed.change_of(conn, change.number).counts_from == date(2020, 7, 7)


def test_several_seats_are_confirmed_by_ticking_them(site, admin):
    for seat in (CHAIR_SEAT, "police/head"):
        sends(admin, "seat", f"/directory/people/{DEPUTY}/change", seat=seat, since=TUESDAY)
    numbers = [str(each.number) for each in changes(site)]

    clerk = site.browser().is_of(CLERK).opens("/people/mailboxes")
    clerk.sends(clerk.form("mailboxes/confirm$"), changes=numbers)

    assert {each.standing for each in changes(site)} == {"confirmed"}


def test_with_nothing_ticked_nothing_is_confirmed(site, admin):
    for seat in (CHAIR_SEAT, "police/head"):
        sends(admin, "seat", f"/directory/people/{DEPUTY}/change", seat=seat, since=TUESDAY)

    clerk = site.browser().is_of(CLERK).opens("/people/mailboxes")
    shown = clerk.sends(clerk.form("mailboxes/confirm$"))

    assert (shown.status, "chưa chọn thay đổi nào" in shown.text) == (422, True)


@pytest.mark.parametrize(
    ("since", "until"),
    [("2021-07-20", ""), ("2100-01-01", ""), (TUESDAY, "2099-12-31"), ("0020-07-07", "")],
)
def test_a_seat_of_a_day_far_off_is_refused(site, admin, since, until):
    page = f"/directory/people/{DEPUTY}/change"

    shown = sends(admin, "seat", page, seat=CHAIR_SEAT, since=since, until=until)

    assert (shown.status, changes(site)) == (422, ())


@pytest.mark.parametrize("day", ["2019-08-24", "2100-01-01", "0020-08-24"])
def test_no_unit_hands_over_on_a_day_far_off(site, admin, day):
    asked = f"unit=long_my&successor=phung_hiep&day={day}"

    assert admin.opens(f"/directory/hand-over?{asked}").status == 422


def test_leaving_a_seat_is_proposed(site, admin):
    sends(admin, "leave", seat=CHAIR_SEAT, until="2020-07-31")

    (change,) = changes(site)
    assert (change.what, change.seat, change.until) == ("seat_left", CHAIR_SEAT, date(2020, 7, 31))


def test_who_leaves_as_the_only_one_who_decides_is_told_of_before_it_happens(site, office, admin):
    seen.until_the_chair_is_asked(office)
    sends(admin, "leave", seat=CHAIR_SEAT, until=TUESDAY)

    told = site.browser().is_of(CLERK).opens("/people/mailboxes").text

    assert "không còn ai giữ chức danh này; đang có 1 bước chờ" in told


def test_where_somebody_comes_after_them_nothing_is_left_empty(site, admin):
    sends(admin, "leave", seat=CHAIR_SEAT, until=TUESDAY)
    page = f"/directory/people/{DEPUTY}/change"
    sends(admin, "seat", page, seat=CHAIR_SEAT, since="2020-07-08")

    assert "không còn ai" not in site.browser().is_of(CLERK).opens("/people/mailboxes").text


def test_a_substitute_waits_for_their_leader_and_begins_on_the_next_working_day(site, admin):
    days = {"since": TUESDAY, "until": "2020-07-10", "capacity": "kt"}

    early = sends(
        admin, "substitute", seats=CHAIR_SEAT, holder=DEPUTY, **{**days, "since": "2020-07-06"}
    )
    assert (early.status, "ngày làm việc tiếp theo" in early.text) == (422, True)
    sends(admin, "substitute", seats=CHAIR_SEAT, holder=DEPUTY, **days)

    with site.desk.store.reading() as conn:
        (given,) = authorities.everything(conn)
    assert (given.giver, given.confirmed, given.waits_for(PersonId(CHAIR))) == (CHAIR, False, True)


def test_a_day_that_is_none_is_refused_where_it_was_written(site, admin):
    shown = sends(admin, "leave", seat=CHAIR_SEAT, until="31/02/2020")

    assert (shown.status, changes(site)) == (422, ())


def test_a_unit_is_entered_and_named_otherwise(site, admin):
    for name in ("Sở Mới", "Sở Mới Hơn"):
        form = admin.opens("/directory/units").form("/units$")
        shown = admin.sends(form, unit="so_moi", name_vi=name, name_en="New Department")
        assert name in shown.text

    with site.desk.store.reading() as conn:
        kinds = [entry.kind for entry in entries_of(conn, HOUSE)][-2:]
    assert (kinds, changes(site)) == (["unit_entered", "unit_renamed"], ())


@pytest.mark.parametrize("who", [CLERK, "cao.thi.thi.du", CHAIR])
@pytest.mark.parametrize(
    "address", [CHANGE, "/directory/new", "/directory/units", "/directory/file"]
)
def test_nobody_else_changes_anything(site, who, address):
    browser = site.browser().is_of(who)
    token = site.token_of(browser, address)

    assert browser.opens(address).status == 403
    sent = {"token": token, "what": "details", "name": "X", "id": "x.y", "mailbox": "x@y.example"}
    assert browser.client.post(address, data=sent).status_code == 403


# --- a unit that is no more ----------------------------------------------------------------------

HAND_OVER = "/directory/hand-over"
ASKED = f"{HAND_OVER}?unit=long_my&successor=phung_hiep&day=2020-08-03"


def test_what_would_pass_on_is_shown_before_it_happens(site, office, admin):
    office.submits()

    shown = admin.opens(ASKED)

    assert "1 hồ sơ đang xử lý, 1 việc đang chờ đơn vị, 0 bản thảo." in shown.text
    assert "Nguyễn Thị Mẫu thôi giữ chức danh Công chức đầu mối đối ngoại" in shown.text
    assert (
        "Tạ Thị Ví Dụ giữ chức danh Công chức đầu mối đối ngoại, UBND thị xã Long Mỹ" in shown.text
    )
    assert changes(site) == ()


def test_it_is_proposed_as_a_whole_and_counts_once_it_is_confirmed(site, admin):
    admin.opens(ASKED)
    (form,) = (each for each in admin.forms if each.method == "post" and each.values.get("day"))
    admin.sends(form)

    waiting = changes(site)
    told = {(each.seat, each.person, each.what) for each in waiting}
    assert ("long_my/officer", "ta.thi.vi.du", "seat_taken") in told
    assert ("long_my/officer", "nguyen.thi.mau", "seat_left") in told
    clerk = site.browser().is_of(CLERK).opens("/people/mailboxes")
    numbers = [str(each.number) for each in waiting]
    clerk.sends(clerk.form("mailboxes/confirm$"), changes=numbers)
    days = {each.what: each.counts_from for each in changes(site)}
    assert days == {"seat_taken": date(2020, 8, 3), "seat_left": date(2020, 8, 2)}


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("unit=long_my&successor=long_my&day=2020-08-03", "long_my"),
        ("unit=long_my&successor=khong_co&day=2020-08-03", "khong_co"),
        ("unit=long_my&successor=so_cong_thuong&day=2020-07-06", "05/07/2020"),
    ],
)
def test_what_cannot_be_handed_over_is_told(site, admin, asked, told):
    shown = admin.opens(f"{HAND_OVER}?{asked}")

    assert (shown.status, told in shown.text) == (422, True)


# --- a body of the regulation that is no more --------------------------------------------------

PASS_ON = "/directory/pass-on"
BODY_ASKED = f"{PASS_ON}?body=people_committee&successor=people_council&day=2020-08-03"


def test_what_of_a_body_would_pass_on_is_shown_before_it_happens(site, admin):
    shown = admin.opens(BODY_ASKED)

    assert "Lại Văn Mẫu giữ chức danh Chủ tịch, UBND tỉnh" in shown.text
    assert "Phạm Văn Mẫu thôi giữ chức danh Chủ tịch, UBND tỉnh" in shown.text
    # Nobody of the council sits where the chair's secretary does.
    assert "Thư ký của Chủ tịch, UBND tỉnh khuyết không ai" in shown.text
    assert changes(site) == ()


def test_a_body_that_passes_on_is_proposed_and_its_pages_say_so(site, admin):
    admin.opens(BODY_ASKED)
    (form,) = (each for each in admin.forms if each.method == "post" and each.values.get("day"))
    admin.sends(form)

    waiting = {(each.seat, each.person, each.what) for each in changes(site)}
    assert (CHAIR_SEAT, "lai.van.mau", "seat_taken") in waiting
    assert (CHAIR_SEAT, CHAIR, "seat_left") in waiting
    gone, heir = (
        admin.opens(f"/directory/bodies/{body}").text
        for body in ("people_committee", "people_council")
    )
    assert "Các chức danh chuyển cho Thường trực HĐND tỉnh từ 03/08/2020" in gone
    assert "Kế thừa UBND tỉnh từ 03/08/2020" in heir
    assert "Cơ quan được kế thừa" in admin.opens("/directory/history").text


def test_it_is_said_seat_by_seat_whose_people_sit_there(site, admin):
    shown = admin.opens(f"{BODY_ASKED}&of=people_committee&seat_secretary=people_council/clerk")

    assert "Kiều Văn Minh Họa giữ chức danh Thư ký của Chủ tịch, UBND tỉnh" in shown.text
    assert "khuyết" not in shown.text


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("body=people_committee&day=2020-08-03", "từ ngày 03/08/2020 không còn ai giữ"),
        ("body=long_my&day=2020-08-03", "là đơn vị nộp hồ sơ"),
        ("body=police&successor=khong_co&day=2020-08-03", "khong_co"),
        ("body=police&day=2020-07-06", "05/07/2020"),
        ("body=police&day=mai", "Đề nghị chọn cơ quan thôi hoạt động và ngày."),
    ],
)
def test_what_of_a_body_cannot_pass_on_is_told(site, admin, asked, told):
    shown = admin.opens(f"{PASS_ON}?{asked}")

    assert (shown.status, told in shown.text) == (422, True)


# --- by file -------------------------------------------------------------------------------------


def takes(admin, text):
    form = admin.opens("/directory/file").form("/file$")
    content = text if isinstance(text, bytes) else text.encode()
    return admin.sends(form, files={"file": ("danh-ba.yaml", content, "application/yaml")})


def whole(site):
    with site.desk.store.reading() as conn:
        return directory_text(directory_as_file(conn))


def test_the_directory_is_handed_out_and_taken_in_again_unchanged(site, admin):
    before = whole(site)

    admin.opens("/directory/file")
    written = admin.sends(admin.form("/export$")).shows.content
    shown = takes(admin, written)

    assert written.decode() == before
    assert "Đã ghi 0 đơn vị, 0 người; đề nghị 0 thay đổi" in shown.text
    assert (whole(site), changes(site)) == (before, ())


def test_it_is_journaled_who_took_the_directory_out(site, admin):
    admin.opens("/directory/file")
    admin.sends(admin.form("/export$"))

    with site.desk.store.reading() as conn:
        newest = [entry for entry in entries_of(conn, HOUSE) if entry.kind == "list_exported"][-1]
    assert (newest.actor, getattr(newest.payload, "what", "")) == (ADMINISTRATOR, "directory")


def test_people_of_a_file_are_entered_and_its_seats_are_proposed(site, admin):
    text = (
        "units: {}\npersons:\n  do.van.moi: {name: Đỗ Văn Mới, mailbox: moi@hau-giang.example}\n"
        f"seats:\n  - {{seat: {CHAIR_SEAT}, person: do.van.moi, since: 2020-08-03}}\n"
    )

    shown = takes(admin, text)

    assert "Đã ghi 0 đơn vị, 1 người; đề nghị 1 thay đổi chức danh." in shown.text
    (change,) = changes(site)
    assert (change.person, change.seat, change.since) == (
        "do.van.moi",
        CHAIR_SEAT,
        date(2020, 8, 3),
    )


def test_every_line_that_is_not_taken_is_named_and_nothing_is_half_imported(site, admin):
    text = (
        "units: {so_moi: {name: {vi: Sở Mới, en: New}}}\npersons:\n"
        f"  {CHAIR}: {{name: Phạm Văn Mẫu, mailbox: khac@hau-giang.example}}\n"
        "  do.van.moi: {name: Đỗ Văn Mới, mailbox: mai.van.mau@hau-giang.example}\n"
        "seats:\n"
        "  - {seat: khong_co/head, person: do.van.moi, since: 2020-08-03}\n"
        f"  - {{seat: {CHAIR_SEAT}, person: ai.do, since: 2020-08-03}}\n"
        f"  - {{seat: {CHAIR_SEAT}, person: do.van.moi, since: 2020-07-01}}\n"
    )
    before = whole(site)

    shown = takes(admin, text)

    named = [f"dòng {line}, cột" for line in (3, 4, 6, 7, 8)]
    assert (shown.status, [n for n in named if n not in shown.text]) == (422, [])
    assert (whole(site), changes(site)) == (before, ())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("units: {}\npersons: {}\nseats:\n  - {seat: x, person: a, since: mai}\n", "dòng 4"),
        ("units: {}\nunits: {}\n", "dòng 2"),
        ("units: {}\npersons:\n  a.b: {name: A}\nseats: []\n", "dòng 3"),
        (b"\xff\xfe", "danh-ba.yaml"),
        ("", "chưa chọn tệp danh bạ"),
    ],
)
def test_a_file_that_is_none_is_told_with_its_place(site, admin, text, told):
    shown = takes(admin, text)

    assert (shown.status, told in shown.text) == (422, True)


def test_a_file_of_ten_thousand_rows_with_some_wrong_names_all_of_those(site, admin):
    rows = [f"  p{n}: {{name: Người {n}, mailbox: p{n}@hau-giang.example}}" for n in range(5_000)]
    sit = [f"  - {{seat: long_my/officer, person: p{n}, since: 2020-08-03}}" for n in range(5_000)]
    for n in (7, 4_000):
        rows[n] = rows[n].replace(f"p{n}@", "không phải ")
        sit[n] = sit[n].replace("2020-08-03", "mai")
    text = "\n".join(["units: {}", "persons:", *rows, "seats:", *sit, ""])

    shown = takes(admin, text)

    named = [f"dòng {line}," for line in (10, 4_003, 5_011, 9_004)]
    assert (shown.status, [n for n in named if n not in shown.text]) == (422, [])
    with site.desk.store.reading() as conn:
        assert len(seats.ever_held(conn, people=(PersonId("p1"),))) == 0
        assert directory.holders(conn, SeatKey("long_my/officer"), date(2020, 8, 4)) == (
            "nguyen.thi.mau",
        )
