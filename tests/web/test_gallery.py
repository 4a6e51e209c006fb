"""Whoever runs Doan looks at every message as it would arrive, before anybody gets one."""

from notifications.showing.samples import all_notices

ADMINISTRATOR, OFFICER = "mai.van.mau", "nguyen.thi.mau"
GALLERY = "/letters/gallery"


def test_the_administrator_finds_every_message_with_its_subject(browser):
    browser.is_of(ADMINISTRATOR).opens("/letters")
    assert GALLERY in browser.links

    browser.opens(GALLERY)

    assert {f"{GALLERY}/{notice}" for notice in all_notices()} <= {*browser.links}
    assert "Kính trình quyết định: Thăm" in browser.text


def test_a_message_is_shown_in_a_frame_of_its_own_and_as_plain_text(browser):
    browser.is_of(ADMINISTRATOR).opens(f"{GALLERY}/to_decide")

    assert "Hồ sơ đề nghị cử đoàn đi nước ngoài" in browser.text
    frame = browser.opens(f"{GALLERY}/to_decide/html").shows
    assert frame.headers["content-security-policy"].startswith("sandbox allow-popups")
    assert "<script" not in frame.text


def test_a_message_nobody_knows_is_told_so(browser):
    assert browser.is_of(ADMINISTRATOR).opens(f"{GALLERY}/to_dance").status == 404


def test_it_is_shown_to_nobody_else(browser):
    browser.is_of(OFFICER)

    assert [browser.opens(f"{GALLERY}{end}").status for end in ("", "/to_sign")] == [403, 403]
