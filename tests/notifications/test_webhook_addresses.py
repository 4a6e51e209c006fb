"""Webhooks: where they may lead, what they are signed with, and what becomes of them with the key."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update

from cli.running.logs import keep_addresses_out
from flows.acts.house.webhooks import register_webhook, remove_webhook, try_webhook
from models.errors import WebhookRefused
from models.journal.signing import signer
from models.store import journal
from models.store.calls import webhooks
from models.store.calls.webhooks import MOST_WEBHOOKS
from models.store.house import keys
from models.store.house.journal import HOUSE, By
from models.store.tables import webhooks as rows
from notifications.webhooks.addresses import is_public
from tests.factories.receiver import (
    ACCOUNT,
    calling,
    calls,
    difference,
    ended,
    receiver,
    registered,
    stands,
    time_goes_by,
)

PUBLIC = "https://1.2.3.4/bao"
API = Path(__file__).parents[2] / "docs" / "api.md"


def refused(desk, url, name="Một cửa", kinds=()):
    with pytest.raises(WebhookRefused) as told:
        register_webhook(desk, ACCOUNT, url, name, kinds)
    return told.value.why


# --- where they may lead ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://1.2.3.4/", "https"),
        ("ftp://1.2.3.4/", "address"),
        ("1.2.3.4/bao", "address"),
        ("https://", "address"),
        ("https://ai:do@1.2.3.4/", "address"),
        ("https://1.2.3.4/#a", "address"),
        ("https://1.2.3.4:99999/", "address"),
        ("https://1.2.3.4/ a", "address"),
        ("https://1.2.3.4\\@10.0.0.1/", "address"),
        ("https://1.2.3.4/" + "x" * 500, "long"),
        ("https://127.0.0.1/", "private"),
        ("https://localhost/", "private"),
        ("https://2130706433/", "private"),
        ("https://0x7f.1/", "private"),
        ("https://169.254.169.254/latest", "private"),
        ("https://[::1]/", "private"),
        ("https://[::ffff:10.0.0.1]/", "private"),
    ],
)
def test_no_webhook_leads_where_others_do_not_reach(desk, url, why):
    assert refused(desk, url) == why


@pytest.mark.parametrize(
    "address",
    ["1.2.3.4", "2a02:1234::1", "64:ff9b::102:304"],
)
def test_an_address_of_the_internet_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
        *("0.0.0.0", "255.255.255.255", "224.0.0.1", "192.0.2.1", "198.18.0.1", "240.0.0.1"),
        *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1", "2001:db8::1"),
        *("::ffff:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2001::1"),
        "not an address",
    ],
)
def test_any_other_is_not_nor_one_that_stands_for_it(address):
    assert not is_public(address)


def test_a_name_that_leads_elsewhere_by_the_time_of_a_call_is_not_followed_there(desk):
    with receiver() as made:
        try_webhook(desk, registered(calling(desk), made, host="localhost")[0])
        calls(desk)

        assert (made.came, stands(desk).last.trouble) == ([], "private")
        time_goes_by(desk, minutes=1)
        calls(calling(desk))
        assert len(made.came) == 1


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"kinds": ("case_approved", "person_entered")}, "kinds"),
    ],
)
def test_what_is_registered_has_a_name_and_kinds_that_are_told(desk, given, why):
    assert refused(desk, PUBLIC, **given) == why


def test_there_are_no_more_than_can_be_looked_after(desk):
    for _ in range(MOST_WEBHOOKS):
        register_webhook(desk, ACCOUNT, PUBLIC, "Một cửa")

    assert refused(desk, PUBLIC) == "many"


# --- what they are signed with ---------------------------------------------------------------------


def sample():
    """The sample of the documentation by which a receiver verifies a call."""
    (code,) = re.findall(r"```python\n(.*?)```", API.read_text(encoding="utf-8"), re.DOTALL)
    made: dict = {}
    exec(code, made)
    return made["is_from_doan"]


def test_a_receiver_knows_by_the_sample_what_is_ours_and_what_was_changed_or_is_old(desk):
    desk = calling(desk)
    with receiver() as made:
        number, secret = registered(desk, made)
        _, another = registered(desk, made)
        try_webhook(desk, number)
        calls(desk)
    (came,) = made.came
    is_from_doan, at = sample(), int(came.headers["webhook-timestamp"])

    assert is_from_doan(secret, came.headers, came.body, at)
    assert not is_from_doan(another, came.headers, came.body, at)
    assert not is_from_doan(secret, came.headers, came.body + b" ", at)
    assert not is_from_doan(secret, {**came.headers, "webhook-id": "msg_1"}, came.body, at)
    assert not is_from_doan(secret, came.headers, came.body, at + 301)
    later = {**came.headers, "webhook-timestamp": str(at + 301)}
    assert not is_from_doan(secret, later, came.body, at + 301)


def test_the_secret_stands_neither_in_the_database_nor_in_the_journal(desk):
    _, secret = register_webhook(desk, ACCOUNT, PUBLIC, "Ông Kín Đáo")
    with desk.store.reading() as conn:
        (row,) = conn.execute(rows.select()).all()
        (told,) = journal.all_of(conn, HOUSE, "webhook_registered")

    assert secret.removeprefix("whsec_").encode() not in row.secret
    said = told.body()
    assert [each for each in (secret, "Kín Đáo", PUBLIC) if each in said] == []
    assert difference(desk) is None


@pytest.mark.parametrize("column", ["url", "name", "kinds", "entry", "secret", "salt"])
def test_a_row_that_somebody_has_changed_is_not_called(desk, column):
    desk = calling(desk)
    with receiver() as made, receiver() as theirs:
        registered(desk, theirs)
        number, _ = registered(desk, made)
        with desk.store.writing() as conn:
            other = conn.execute(rows.select().where(rows.c.number != number)).one()
            value = ["case_approved"] if column == "kinds" else getattr(other, column)
            value = "Khác" if column == "name" else value
            conn.execute(update(rows).where(rows.c.number == number).values({column: value}))
        try_webhook(desk, number)
        calls(desk)

    assert (made.came, theirs.came) == ([], [])


def test_a_row_that_somebody_has_put_back_is_not_called(desk):
    desk = calling(desk)
    with receiver() as made:
        number, _ = registered(desk, made)
        with desk.store.reading() as conn:
            row = dict(conn.execute(rows.select()).mappings().one())
        remove_webhook(desk, ACCOUNT, number)
        with desk.store.writing() as conn:
            conn.execute(rows.insert().values(row))
        try_webhook(desk, number)
        calls(desk)

        assert (made.came, stands(desk).last.trouble) == ([], "unproven")
        assert difference(desk) is not None


def test_no_log_has_an_address_with_what_stands_in_it(desk, caplog):
    caplog.set_level("INFO")
    keep_addresses_out()
    desk = calling(desk)
    with receiver(500) as made:
        try_webhook(desk, registered(desk, made)[0])
        calls(desk)

    assert ("khoa=1" in made.url(), "khoa=1" in caplog.text) == (True, False)
    assert "webhook 1 did not take a call: refused" in caplog.text


# --- what becomes of them with the key -------------------------------------------------------------


def with_secret(desk, secret, before=""):
    """The same Doan under another secret."""
    settings = replace(desk).settings.model_copy()
    changed = {**settings.model_dump(), "secret": secret, "secret_before": before}
    return replace(desk, settings=type(settings)(**changed))


def test_a_webhook_goes_over_to_another_key_with_what_it_is_signed_with(desk):
    desk = calling(desk)
    with receiver() as made:
        number, secret = registered(desk, made)
        after = with_secret(desk, "x" * 40)
        both = (after.settings.passport_keys[0], desk.settings.passport_keys[0])
        with desk.store.writing() as conn:
            old, new = (signer(each.settings.journal_seed) for each in (desk, after))
            keys.change(conn, old, new, By())
            webhooks.wrap_anew(conn, both)
        try_webhook(after, number)
        calls(after)

    (came,) = made.came
    at = int(came.headers["webhook-timestamp"])
    assert sample()(secret, came.headers, came.body, at)


def test_webhooks_go_with_a_key_that_is_lost(desk):
    number, _ = register_webhook(desk, ACCOUNT, PUBLIC, "Một cửa")
    try_webhook(desk, number)
    after = with_secret(desk, "x" * 40)
    with desk.store.writing() as conn:
        keys.give_up(conn, signer(after.settings.journal_seed), By())

    with desk.store.reading() as conn:
        assert (webhooks.all_webhooks(conn), ended(desk)) == ((), [((number,), "key")])
