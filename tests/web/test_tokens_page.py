"""Tokens for other systems: made with a fresh proof, shown once, listed, revoked, journaled."""

import re
from datetime import date, timedelta

import pytest

from flows.acts.door.tokens import make_token
from flows.acts.house.directory import leave_seat
from flows.case.answers import Identified
from models import entries as e
from models.directory import Person
from models.errors import PersonUnknown, SignInRefused
from models.ids import PersonId, SeatKey
from models.store import journal, outbox
from models.store.house import keys
from models.store.house.journal import HOUSE, By
from models.store.sign_in import tokens
from tests.factories.audit import verify
from tests.factories.calling import System, token_for
from tests.factories.letters import rendered, text_of
from tests.factories.office import OFFICER

PATH = "/me/tokens"
ACCOUNT = Identified(PersonId("console:admin"), "console:admin")


@pytest.fixture
def owner(site):
    return site.browser().is_of(OFFICER).opens(PATH)


def makes(browser, **written):
    form = browser.form(f"{PATH}$")
    return browser.sends(form, **{"name": "Một cửa", "scope": ["read"], "days": "30", **written})


def shown_on(browser):
    return re.findall(r"doan_[A-Za-z0-9_-]{43}", browser.html)


def tokens_there(site):
    with site.desk.store.reading() as conn:
        return tokens.tokens_of(conn, PersonId(OFFICER))


def told(site, *kinds):
    with site.desk.store.reading() as conn:
        return [entry.payload for entry in journal.all_of(conn, HOUSE, *kinds)]


def test_a_token_is_shown_once_and_lets_its_system_in(site, owner):
    (token,) = shown_on(makes(owner))

    assert (owner.status, shown_on(owner.opens(PATH))) == (201, [])
    assert System(site, token).reads("cases").status_code == 200
    assert "dùng lần cuối" in owner.opens(PATH).text


def test_that_it_was_made_stands_in_the_journal_without_token_and_name(site, owner):
    (token,) = shown_on(makes(owner))
    (said,) = told(site, "token_made")

    written = e.TokenMade.model_dump_json(said)
    assert (said.person, said.token, said.scopes) == (OFFICER, tokens.digest_of(token), ("read",))
    assert (token in written, "Một cửa" in written) == (False, False)


def test_a_token_that_is_revoked_is_gone_and_the_audit_is_content(site, owner):
    (token,) = shown_on(makes(owner))
    owner.opens(PATH).sends(owner.form("/revoke$"))

    assert (owner.status, tokens_there(site)) == (200, ())
    assert System(site, token).reads("cases").status_code == 401
    assert told(site, "tokens_revoked")[0].why == "revoked"
    with site.desk.store.reading() as conn:
        assert verify(conn).difference is None


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ({"name": " "}, "Chưa ghi tên hệ thống"),
        ({"name": "x" * 81}, "dài hơn 80 ký tự"),
        ({"scope": []}, "Chưa chọn việc"),
        ({"scope": ["decide"]}, "Chưa chọn việc"),
        ({"days": "366"}, "từ 1 đến 365 ngày"),
        ({"days": "0"}, "từ 1 đến 365 ngày"),
        ({"days": "một"}, "từ 1 đến 365 ngày"),
    ],
)
def test_what_lacks_is_told_and_what_was_written_comes_back(site, owner, written, sentence):
    makes(owner, **written)

    assert (owner.status, sentence in owner.text, tokens_there(site)) == (422, True, ())


def test_making_one_takes_a_fresh_proof(site, owner):
    site.time_passes(timedelta(minutes=20))
    owner.opens(PATH)

    makes(owner)

    assert (shown_on(owner), tokens_there(site)) == ([], ())


def test_nobody_revokes_the_token_of_another(site, owner):
    makes(owner)
    digest = tokens_there(site)[0].digest
    other = site.browser().is_of("ta.thi.vi.du").opens(PATH)
    form = owner.opens(PATH).form("/revoke$")
    form.values["token"] = site.token_of(other, f"{PATH}/{digest}/revoke")

    other.sends(form)

    assert len(tokens_there(site)) == 1


def letters_to_its_person(site):
    with site.desk.store.reading() as conn:
        waiting = [row for row in outbox.waiting(conn) if row.notice == "access_given"]
    owner = Person(PersonId(OFFICER), "Nguyễn Thị Mẫu", "vi", f"{OFFICER}@example.org")
    assert {row.recipient for row in waiting} == {OFFICER}
    return [text_of(rendered(row, owner, site.desk.settings)) for row in waiting]


def test_whoever_a_token_calls_for_is_written_to(site, owner):
    makes(owner)

    (said,) = letters_to_its_person(site)
    assert "Một cửa" in said
    assert "Nếu chính" in said


def test_also_of_one_that_the_administrator_made_for_them(site):
    make_token(site.desk, ACCOUNT, "Một cửa", ["read"], 30, person=PersonId(OFFICER))

    (said,) = letters_to_its_person(site)
    assert "Người quản trị đã tạo" in said


def test_nobody_has_more_than_there_are_systems(site):
    for _ in range(tokens.MOST_TOKENS):
        token_for(site, OFFICER)

    with pytest.raises(SignInRefused, match="20"):
        token_for(site, OFFICER)


def test_for_nobody_there_is_no_token(site):
    with pytest.raises(PersonUnknown):
        make_token(site.desk, Identified(PersonId("x"), "console"), "x", ["read"], 1)


def test_whoever_leaves_the_house_calls_no_more(site):
    token = token_for(site, OFFICER)
    seat, day = SeatKey("long_my/officer"), date(2020, 7, 5)
    leave_seat(site.desk, seat, PersonId(OFFICER), day, ACCOUNT, backdated="Nay mới biết.")

    assert System(site, token).reads("cases").status_code == 401


def test_tokens_go_with_a_lost_key_of_the_journal(site):
    token_for(site, OFFICER)

    with site.desk.store.writing() as conn:
        keys.give_up(conn, site.desk.signers[0], By())

    assert (tokens_there(site), told(site, "tokens_revoked")[0].why) == ((), "key")
