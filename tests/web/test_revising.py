"""A unit answers a return from the page: it uploads the corrected request and its papers."""

import pytest

from config.regulation.codes import Act, Kind
from flows.acts.filing import Filing
from flows.acts.submitting import submit
from models.request.reading import Attachment
from models.store import dossiers
from tests.factories.office import OFFICER, make_answer
from tests.factories.request import (
    make_leader,
    make_member,
    make_paper,
    make_passport,
    make_request,
    make_text,
)

MEMBERS = (make_leader(), make_member())
WITH_FILES = (
    make_paper("request_letter", file="to-trinh.pdf"),
    make_paper("invitation", file="giay-to/thu-moi.pdf"),
)

A_SECOND_SCAN = Attachment("scan.txt", "text/plain", b"two")


def text(**changed):
    return make_text(**plain(members=MEMBERS, **changed))


def plain(**changed):
    """Return fields of a request as a person writes them."""
    written = make_request(**changed).model_dump(mode="json", exclude_none=True)
    return {name: written[name] for name in changed}


@pytest.fixture
def officer(office, browser):
    """The unit's officer, with the page open that asks for a new version."""
    office.submits()
    office.takes_smoothly(office.waiting(Act.SIGN))
    office.takes(office.waiting(Act.APPRAISE), make_answer("return", remarks="Nêu rõ mục đích."))
    step = office.waiting(Act.REVISE)
    return browser.signs_in(step, step.holders[0])


def uploads(officer, content, *, name="de-nghi.yaml", attachments=()):
    files = [("request_file", (name, content.encode()))]
    files += [("attachments", (paper, b"%PDF " + paper.encode())) for paper in attachments]
    return officer.sends(officer.form(), files=files)


def test_the_new_version_is_in_force(office, officer):
    uploads(officer, text(purpose="Ký kết hợp tác nông nghiệp."))

    assert office.case.version == 2


def test_the_page_then_shows_that_the_dossier_was_handed_in(officer):
    uploads(officer, text(purpose="Ký kết hợp tác nông nghiệp."))

    assert (officer.status, "Đã ghi nhận Nộp lại hồ sơ" in officer.text) == (200, True)


def test_a_request_in_json_is_taken_too(office, officer):
    written = make_request(members=MEMBERS).model_dump_json(exclude_none=True)

    uploads(officer, written, name="de-nghi.JSON")

    assert office.case.version == 2


def test_attachments_find_their_papers_by_name(site, office, officer):
    uploads(officer, text(papers=WITH_FILES), attachments=("to-trinh.pdf", "thu-moi.pdf"))

    with site.desk.store.reading() as conn:
        names = dossiers.file_names(conn, office.case_no).values()
    assert set(names) == {"to-trinh.pdf", "thu-moi.pdf"}


def test_a_paper_handed_in_before_need_not_be_uploaded_again(office, officer):
    uploads(officer, text(papers=WITH_FILES), attachments=("to-trinh.pdf", "thu-moi.pdf"))
    office.takes(office.waiting(Act.APPRAISE), make_answer("return", remarks="Sửa lại mục đích."))
    step = office.waiting(Act.REVISE)
    officer.signs_in(step, step.holders[0])

    uploads(officer, text(papers=WITH_FILES, purpose="Ký kết hợp tác."))

    assert office.case.version == 3


def test_all_problems_are_told_at_once(officer):
    wrong = text(area="gardening", papers=WITH_FILES).replace("2020-08-29", "2020-08-32")

    uploads(officer, wrong)

    assert officer.status == 422
    labels = ("Lĩnh vực đối ngoại:", "Ngày về:", "Giấy tờ 1, tệp đính kèm:")
    assert all(label in officer.text for label in labels)


def test_what_is_wrong_today_is_told_along_with_the_rest(officer):
    wrong = text(area="gardening", unit="moon_office")

    uploads(officer, wrong)

    assert all(label in officer.text for label in ("Lĩnh vực đối ngoại:", "Đơn vị đề nghị:"))


def test_a_request_with_problems_changes_nothing(site, officer):
    before = site.state()

    uploads(officer, text(area="gardening"))

    assert site.state() == before


def test_a_passport_number_among_the_problems_is_not_shown(officer):
    members = (make_leader(passport=make_passport(number="S0000001")),)
    wrong = make_text(**plain(members=members)).replace("S0000001", "S-0000001")

    uploads(officer, wrong)

    assert (officer.status, "S-0000001" in officer.html) == (422, False)


def test_without_a_request_file_nothing_happens(officer):
    officer.sends(officer.form())

    assert (officer.status, "Chọn tệp đề nghị" in officer.text) == (422, True)


@pytest.mark.parametrize("content", ["", "\x00\x01", "- [", "members: *x"])
def test_what_is_no_request_is_refused_with_the_reason(office, officer, content):
    uploads(officer, content or " ")

    assert (officer.status, office.case.version) == (422, 1)


def test_an_attachment_leads_out_of_no_folder(office, officer):
    papers = (make_paper("request_letter", file="../../../etc/hostname"),)

    uploads(officer, text(papers=papers), attachments=("hostname",))

    assert (officer.status, office.case.version) == (422, 1)


SAME_NAME = (
    make_paper("request_letter", file="a/scan.txt"),
    make_paper("invitation", file="b/scan.txt"),
)


@pytest.fixture
def contents(site, office):
    """The content of each paper's file, in the order of the papers of the version in force."""

    def read():
        with site.desk.store.reading() as conn:
            request = dossiers.dossier(conn, office.case_no, office.case.version, Kind.OUTBOUND)
            files = [dossiers.file_of(conn, office.case_no, p.file or "") for p in request.papers]
        return [file.content if file else None for file in files]

    return read


@pytest.fixture
def returned(site, office, browser, tmp_path):
    """The officer's page of a returned dossier in which two papers' files bear one name."""
    papers = {0: Attachment("scan.txt", "text/plain", b"one"), 1: A_SECOND_SCAN}
    request = make_request(members=MEMBERS, papers=SAME_NAME)
    walked = submit(site.desk, request, papers, Filing(OFFICER, OFFICER))
    office.case_no = walked.case.no
    office.takes_smoothly(office.waiting(Act.SIGN))
    office.takes(office.waiting(Act.APPRAISE), make_answer("return", remarks="Nêu rõ mục đích."))
    step = office.waiting(Act.REVISE)
    return browser.signs_in(step, step.holders[0])


def test_papers_whose_files_share_a_name_keep_their_own_contents(returned, contents):
    uploads(returned, text(papers=SAME_NAME))

    assert contents() == [b"one", b"two"]


def test_papers_whose_files_share_a_name_may_change_places(returned, contents):
    uploads(returned, text(papers=tuple(reversed(SAME_NAME))))

    assert contents() == [b"two", b"one"]


def test_an_upload_that_several_papers_name_is_refused_for_each(office, returned):
    uploads(returned, text(papers=SAME_NAME), attachments=("scan.txt",))

    assert (returned.status, office.case.version) == (422, 1)
    told = returned.text.count("Đặt cho mỗi tệp một tên riêng")
    assert (told, "Giấy tờ 1, tệp đính kèm:" in returned.text) == (2, True)


def test_two_uploads_of_one_name_are_refused(office, officer):
    uploads(officer, text(papers=WITH_FILES[:1]), attachments=("to-trinh.pdf", "to-trinh.pdf"))

    assert (officer.status, office.case.version) == (422, 1)


def test_a_new_paper_is_not_given_the_file_of_another(office, returned):
    third = make_paper("programme", file="c/scan.txt")

    uploads(returned, text(papers=(*SAME_NAME, third)))

    assert (returned.status, "Giấy tờ 3, tệp đính kèm:" in returned.text) == (422, True)
