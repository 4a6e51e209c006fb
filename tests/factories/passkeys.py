"""A person with a passkey, before Doan's pages: how it is added, shown, and what is told of it then."""

from sqlalchemy import select

from models.ids import PersonId
from models.store import journal
from models.store.house.journal import HOUSE
from models.store.sign_in import passkeys
from models.store.tables import security_log
from tests.factories.audit import verify
from tests.factories.authenticator import asked_on

MAILBOX, PERSON = "nguyen.thi.mau@hau-giang.example", PersonId("nguyen.thi.mau")
ORIGIN = "http://localhost:8112"


def signs_in_by_code(site, browser):
    site.lets_a_minute_pass()
    browser.opens("/")
    browser.sends(browser.form("/mailbox/code$"), mailbox=MAILBOX)
    return browser.sends(browser.form("/mailbox/sign-in$"), code=site.codes_of(MAILBOX)[-1])


def adds(browser, device, **wrong):
    browser.opens("/devices")
    answer = device.makes(asked_on(browser.html)["create"], **wrong)
    return browser.sends(browser.form("/devices/passkeys$"), passkey=answer)


def shows(browser, device, **wrong):
    """Sign in on the start page by the passkey of a device."""
    browser.opens("/")
    answer = device.shows(asked_on(browser.html)["get"], **wrong)
    return browser.sends(browser.form("/passkey/sign-in$"), passkey=answer)


def passkeys_of(site, person=PERSON):
    with site.desk.store.reading() as conn:
        return passkeys.passkeys_of(conn, person)


def is_signed_in(browser):
    return browser.opens("/devices").status == 200


def events(site):
    with site.desk.store.reading() as conn:
        return set(conn.execute(select(security_log.c.what)).scalars())


def told(site, kind):
    with site.desk.store.reading() as conn:
        return [entry.payload for entry in journal.all_of(conn, HOUSE, kind)]


def difference(site):
    """What the auditor finds first."""
    with site.desk.store.reading() as conn:
        return verify(conn).difference
