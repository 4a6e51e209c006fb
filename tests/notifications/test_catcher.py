"""The local catcher keeps every message for the page that shows it; codes go to the terminal."""

import asyncio
import queue
from datetime import UTC, datetime

import pytest

from config.settings import Settings
from models.errors import SetupError
from notifications.sending.catcher import Catcher, Caught
from notifications.sending.mail_server import MailServer
from notifications.writing.rendering import render, render_sign_in_code
from tests.factories.messages import CASE_NO, LINK, QUEUED_AT, make_person, make_row
from tests.factories.postbox import free_port

PERSON = make_person()


@pytest.fixture
def settings(tmp_path):
    return Settings(folder=tmp_path, catcher_port=free_port())


@pytest.fixture
def codes():
    return []


@pytest.fixture
def catcher(settings, codes):
    with open_catcher(settings, codes) as opened:
        yield opened


def open_catcher(settings, codes=None, **more):
    heard = [] if codes is None else codes
    return Catcher(
        settings.folder / "mail",
        settings.catcher_port,
        on_code=lambda address, code: heard.append((address, code)),
        **more,
    )


def send(settings, *contents):
    async def all_of_them():
        async with MailServer(settings) as server:
            for content in contents:
                await server.send(content, PERSON.mailbox)

    asyncio.run(all_of_them())


def make_message(settings, notice="to_consult"):
    return render(make_row(notice), PERSON, settings, link=LINK)


def make_code_message(settings, code="K7MQ-2D4X"):
    at = datetime(2020, 7, 6, 1, 0, tzinfo=UTC)
    return render_sign_in_code(PERSON, settings, code=code, minutes=10, at=at)


def test_without_a_mail_server_messages_go_to_the_catcher(settings, catcher):
    send(settings, make_message(settings))

    (caught,) = catcher.messages()
    assert (caught.to, caught.case_no, caught.at) == (PERSON.mailbox, CASE_NO, QUEUED_AT)
    assert caught.subject.startswith(f"{CASE_NO} – Đề nghị cho ý kiến")


def test_both_parts_of_a_message_can_be_shown(settings, catcher):
    send(settings, make_message(settings))

    (caught,) = catcher.messages()
    assert LINK in caught.text.splitlines()
    assert f'href="{LINK}"' in caught.html


def test_a_message_is_kept_byte_by_byte(settings, catcher):
    content = make_message(settings)

    send(settings, content)

    (caught,) = catcher.messages()
    assert caught.raw == content
    assert (settings.folder / "mail" / f"{caught.id}.eml").read_bytes() == content


def test_what_was_caught_is_its_owners_alone(settings, catcher):
    send(settings, make_message(settings))

    folder = settings.folder / "mail"
    modes = [path.stat().st_mode & 0o777 for path in (folder, *folder.iterdir())]
    assert modes == [0o700, 0o600]


def test_the_newest_message_stands_first(settings, catcher):
    send(settings, make_message(settings, "to_sign"), make_message(settings, "to_decide"))

    assert [m.message_id.split(".")[2] for m in catcher.messages()] == ["to_decide", "to_sign"]


def test_a_message_is_found_by_its_id(settings, catcher):
    send(settings, make_message(settings))

    (caught,) = catcher.messages()
    assert catcher.message(caught.id) == caught
    assert catcher.message("../secret") is None


def test_what_was_caught_is_still_there_after_a_restart(settings):
    with open_catcher(settings):
        send(settings, make_message(settings, "to_sign"))
    with open_catcher(settings) as again:
        send(settings, make_message(settings, "to_decide"))

        assert [m.id for m in again.messages()] == ["000002", "000001"]


def test_whoever_listens_hears_of_each_message(settings):
    heard = queue.SimpleQueue[Caught]()
    with open_catcher(settings, on_message=heard.put):
        send(settings, make_message(settings))

    assert heard.get().case_no == CASE_NO


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_code_is_handed_to_the_terminal(settings, catcher, codes, language):
    person = make_person(language=language)
    at = datetime(2020, 7, 6, 1, 0, tzinfo=UTC)

    send(settings, render_sign_in_code(person, settings, code="K7MQ-2D4X", minutes=10, at=at))

    assert codes == [(PERSON.mailbox, "K7MQ-2D4X")]


def test_a_code_is_neither_kept_nor_shown(settings, catcher):
    send(settings, make_code_message(settings))

    assert catcher.messages() == []
    assert list((settings.folder / "mail").iterdir()) == []


def test_what_is_no_proper_message_harms_nothing(settings, catcher):
    send(settings, b"\xff\x00 no message at all", make_message(settings))

    assert CASE_NO in [caught.case_no for caught in catcher.messages()]


def test_a_taken_port_is_said_with_what_to_do(settings, catcher):
    with pytest.raises(SetupError, match="DOAN_CATCHER_PORT"), open_catcher(settings):
        pass
