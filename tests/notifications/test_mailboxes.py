"""A mailbox is read once and left as it is; what cannot be acted on stops nothing else."""

import os

import pytest

from models.errors import MailboxAway
from models.store.mail.returned import ReturnKind
from models.store.mail.trouble import MailWay, mail_trouble_now
from notifications.returned.mailboxes import LONGEST_LETTER_BYTES, mailbox_at
from notifications.returned.reader import MailboxReader
from tests.factories.deliverer import make_settings
from tests.factories.postbox import free_port
from tests.factories.returned import reply, report, vacation


@pytest.fixture
def maildir(tmp_path):
    folder = tmp_path / "doan@example"
    for part in ("new", "cur", "tmp"):
        (folder / part).mkdir(parents=True)
    return folder


def put(maildir, name, content):
    (maildir / "new" / name).write_bytes(content)


def reading(store, maildir, came, *, refuses=()):
    """A reader that keeps what comes, and does not act on what begins so."""

    def act(letter, digest):
        if letter.kind in refuses:
            raise RuntimeError("it cannot be acted on")
        came.append(letter.kind)

    return MailboxReader(store, make_settings(0, mailbox_url=f"maildir:{maildir}"), act)


def trouble(store):
    with store.reading() as conn:
        return mail_trouble_now(conn, MailWay.IN)


def test_each_letter_is_read_once(store, maildir):
    put(maildir, "1.a", report())
    put(maildir, "2.b", vacation())
    came: list[ReturnKind] = []
    reader = reading(store, maildir, came)

    counts = reader.read(), reader.read()

    assert (came, counts) == ([ReturnKind.BOUNCED, ReturnKind.AUTOMATIC], (2, 0))


def test_what_was_read_stays_where_people_find_it(store, maildir):
    put(maildir, "1.a", reply())

    reading(store, maildir, []).read()

    assert (maildir / "cur" / "1.a:2,S").read_bytes() == reply()


def test_what_nobody_can_read_is_flagged_for_people(store, maildir):
    put(maildir, "1.a", b"\x00")

    reading(store, maildir, []).read()

    assert [file.name for file in (maildir / "cur").iterdir()] == ["1.a:2,FS"]


def test_a_letter_that_cannot_be_acted_on_keeps_no_other_and_is_tried_again(store, maildir):
    put(maildir, "1.a", report())
    put(maildir, "2.b", reply())
    came: list[ReturnKind] = []

    reading(store, maildir, came, refuses={ReturnKind.BOUNCED}).read()
    reading(store, maildir, came).read()

    assert came == [ReturnKind.REPLY, ReturnKind.BOUNCED]


def test_what_cannot_be_acted_on_for_long_is_kept_aside(store, maildir):
    put(maildir, "1.a", report())
    came: list[ReturnKind] = []
    reader = reading(store, maildir, came, refuses={ReturnKind.BOUNCED})

    for _ in range(25):
        reader.read()

    assert came == [ReturnKind.UNREADABLE]


def test_of_a_letter_without_end_only_its_beginning_is_read(maildir):
    put(maildir, "1.a", reply() + b"x" * (2 * LONGEST_LETTER_BYTES))

    with mailbox_at(make_settings(0, mailbox_url=f"maildir:{maildir}")) as mailbox:
        (letter,) = mailbox.unread(10)

    assert len(letter.content) == LONGEST_LETTER_BYTES


def test_no_more_letters_are_read_at_once_than_asked_for(maildir):
    for number in range(5):
        put(maildir, f"{number}.a", reply())

    with mailbox_at(make_settings(0, mailbox_url=f"maildir:{maildir}")) as mailbox:
        assert len(list(mailbox.unread(3))) == 3


@pytest.mark.parametrize("url", ["maildir:/nowhere/at/all", "imap://a@127.0.0.1:{port}/INBOX"])
def test_that_a_mailbox_cannot_be_read_is_known_until_it_is(store, maildir, url):
    settings = make_settings(0, mailbox_url=url.format(port=free_port()))
    reader = MailboxReader(store, settings, lambda *_: None)

    assert reader.read() == 0
    assert trouble(store) is not None
    reading(store, maildir, []).read()
    assert trouble(store) is None


def test_one_process_reads_at_a_time(store, maildir):
    put(maildir, "1.a", reply())
    came: list[ReturnKind] = []
    reading(store, maildir, came).read_if_due()
    put(maildir, "2.b", vacation())

    reading(store, maildir, came).read_if_due()

    assert came == [ReturnKind.REPLY]


def test_a_folder_that_may_not_be_read_is_no_mailbox(tmp_path):
    with (
        pytest.raises(MailboxAway),
        mailbox_at(make_settings(0, mailbox_url=f"maildir:{tmp_path}")),
    ):
        pass


@pytest.mark.parametrize(
    "url",
    [
        "pop3://a@mail.example",
        "imaps://mail.example/INBOX",
        "imaps://a:secret@mail.example",
        "maildir:relative",
        "maildir://host/path",
        "imaps://a@mail.example:99999",
    ],
)
def test_an_address_at_which_no_mailbox_is_read_is_refused(url):
    with pytest.raises(ValueError, match="mailbox_url"):
        make_settings(0, mailbox_url=url)


@pytest.mark.parametrize(
    "url",
    [
        "imaps://doan@mail.example/INBOX",
        "imaps://doan%40tinh.example@mail.example",
        "imap://doan@127.0.0.1:1143/INBOX",
        "maildir:/var/mail/doan",
    ],
)
def test_a_mailbox_is_named_by_its_address(url):
    assert make_settings(0, mailbox_url=url).mailbox_url == url


def test_the_password_of_the_mailbox_may_stand_in_a_file(tmp_path, monkeypatch):
    (tmp_path / "password").write_text("geheim\n")
    monkeypatch.setenv("DOAN_MAILBOX_PASSWORD_FILE", os.fspath(tmp_path / "password"))

    assert make_settings(0).mailbox_password.get_secret_value() == "geheim"
