"""What a code entered just before is asked for: authorities always, decisions where it is so ruled."""

from datetime import timedelta

import pytest

from config.regulation.codes import Act, Stage
from config.settings import Settings
from flows.acts.door.sessions import rest_allowed
from flows.case.answers import Identified
from models.ids import PersonId
from models.store import authorities
from models.store.sign_in.sessions import LONGEST_REST
from tests.factories.office import lets_act
from tests.factories.prefect import free_port
from tests.factories.rules import sample_with

CHAIR, DEPUTY = PersonId("pham.van.mau"), PersonId("bui.van.thi.du")
SEAT = "people_committee/chair"
GIVEN = {
    "seats": f"{CHAIR} {SEAT}",
    "holder": DEPUTY,
    "since": "2020-07-06",
    "until": "2020-07-31",
    "capacity": "kt",
}
RULES = "sign_in: {code_for_each_decision: true, deciders_rest_hours: 12}\n"


def all_of(site):
    with site.desk.store.reading() as conn:
        return authorities.everything(conn)


@pytest.fixture
def earlier(site):
    """The chair's browser, whose code was entered some time ago."""
    browser = site.browser().is_of(CHAIR)
    site.time_passes(timedelta(minutes=16))
    return browser.opens("/authorities")


def gives(browser, **more):
    return browser.sends(browser.form("/authorities$"), **{**GIVEN, **more})


# --- authorities ----------------------------------------------------------------------------------


def test_a_borrowed_session_gives_no_authority(site, earlier):
    gives(earlier)

    assert (earlier.status, all_of(site)) == (403, ())


def test_the_code_goes_to_the_mailbox_of_whose_session_it_is(site, earlier):
    gives(earlier)

    assert [mailbox for mailbox, _ in site.codes] == ["pham.van.mau@hau-giang.example"]


def test_with_the_code_what_was_written_is_done_at_once(site, earlier):
    gives(earlier)

    earlier.sends(earlier.form("/authorities$"), proof=site.codes[-1][1])

    (kept,) = all_of(site)
    assert (kept.holder, kept.confirmed, earlier.status) == (DEPUTY, True, 200)


def test_a_wrong_code_keeps_what_was_written(site, earlier):
    gives(earlier)
    earlier.sends(earlier.form("/authorities$"), proof="0000-0000")

    earlier.sends(earlier.form("/authorities$"), proof=site.codes[-1][1])

    assert len(all_of(site)) == 1


def test_what_is_wrong_in_the_form_itself_is_told_after_the_code(site, earlier):
    gives(earlier, until="")

    earlier.sends(earlier.form("/authorities$"), proof=site.codes[-1][1])

    assert (earlier.status, earlier.form("/authorities$").values["holder"]) == (422, DEPUTY)


def test_another_code_can_be_asked_for_from_the_same_page(site, earlier):
    gives(earlier)
    earlier.sends(earlier.form("/authorities$"), proof_again="1")
    assert "Hiện chưa thể gửi mã khác" in earlier.text
    site.lets_a_minute_pass()

    earlier.sends(earlier.form("/authorities$"), proof_again="1")

    assert (len(site.codes), len(all_of(site))) == (2, 0)


def test_for_a_quarter_of_an_hour_no_code_is_asked_for_again(site, earlier):
    gives(earlier)
    earlier.sends(earlier.form("/authorities$"), proof=site.codes[-1][1])

    gives(earlier.opens("/authorities"), since="2020-08-01", until="2020-08-31")

    assert (len(all_of(site)), len(site.codes)) == (2, 1)


@pytest.mark.parametrize(("done", "set_at"), [("confirm", "console"), ("end", "mailbox_code")])
def test_confirming_and_ending_one_want_it_too(site, earlier, done, set_at):
    lets_act(site.desk, CHAIR, DEPUTY, SEAT, set_by=Identified(CHAIR, set_at))
    (before,) = all_of(site)
    earlier.opens("/authorities")

    earlier.sends(earlier.form(f"/{done}$"))
    asked = (earlier.status, all_of(site) == (before,))
    earlier.sends(earlier.form(f"/{done}$"), proof=site.codes[-1][1])

    assert (asked, all_of(site) != (before,)) == ((403, True), True)


def test_the_code_of_a_stranger_proves_nothing(site, earlier):
    gives(earlier)
    stranger = site.browser()
    stranger.opens("/").sends(
        stranger.form("/mailbox/code$"), mailbox="nguyen.thi.mau@hau-giang.example"
    )

    earlier.sends(earlier.form("/authorities$"), proof=site.codes[-1][1])

    assert all_of(site) == ()


def test_a_forged_form_asks_for_no_code(site, earlier):
    gives(earlier, token="made-up")

    assert (earlier.status, site.codes) == (403, [])


# --- decisions ------------------------------------------------------------------------------------


def test_two_taps_on_a_known_device_stay_two_taps(site, office):
    office.submits()
    step = office.waiting(Act.SIGN)
    head = site.browser().signs_in(step, step.holders[0])
    site.time_passes(timedelta(days=6))
    sent = len(site.codes)

    head.opens(site.link(step, step.holders[0])).answers("sign")

    assert (office.case.step(step.number).choice, len(site.codes)) == ("sign", sent)


class TestWhereARegulationAsksForIt:
    @pytest.fixture
    def settings(self, tmp_path):
        regulation = sample_with(tmp_path, RULES)
        return Settings(folder=tmp_path, catcher_port=free_port(), regulation=regulation)

    @pytest.fixture
    def step(self, office):
        office.submits()
        return office.waiting(Act.SIGN)

    @pytest.fixture
    def head(self, site, step):
        """The unit's head, whose code was entered an hour ago."""
        browser = site.browser().signs_in(step, step.holders[0])
        site.time_passes(timedelta(hours=1))
        return browser.opens(site.page_of(step))

    def test_a_signature_wants_a_code(self, site, office, step, head):
        head.answers("sign")

        assert (head.status, office.case.step(step.number).is_open) == (403, True)

    def test_with_the_code_it_is_given_and_its_strength_journaled(self, site, office, step, head):
        site.lets_a_minute_pass()
        head.answers("sign")
        head.sends(head.form(), proof=site.codes[-1][1])

        decided = next(p for p in office.journal() if p.kind == "step_decided")
        assert (decided.choice, decided.identity) == ("sign", "mailbox_code_fresh")

    def test_the_words_are_kept_meanwhile(self, site, office, step, head):
        site.lets_a_minute_pass()
        head.answers("return", remarks="Một ý kiến dài\nvà “hai” dòng.")
        head.sends(head.form(), proof=site.codes[-1][1])

        assert "và “hai” dòng." in head.text
        assert office.case.step(step.number).choice == "return"

    def test_a_file_has_to_be_chosen_again_and_nothing_is_taken_without_it(
        self, site, office, step, head
    ):
        site.lets_a_minute_pass()
        head.answers("return", files={"paper_file": ("a.pdf", b"%PDF")}, remarks="Một ý kiến.")
        head.sends(head.form(), proof=site.codes[-1][1])

        assert "đề nghị chọn lại a.pdf, rồi gửi" in head.text
        assert (office.case.step(step.number).is_open, "Một ý kiến." in head.text) == (True, True)

    def test_what_is_no_decision_wants_none(self, site, office):
        office.submits()
        step = office.goes_on_until(Stage.PREPARATION)
        browser = site.browser().signs_in(step, step.holders[0])
        site.time_passes(timedelta(hours=1))
        sent = len(site.codes)

        browser.opens(site.page_of(step)).answers("made-up")

        assert (browser.status, len(site.codes)) == (422, sent)

    @pytest.mark.parametrize(
        ("person", "hours"),
        [("pham.van.mau", 12), ("mai.van.mau", LONGEST_REST.total_seconds() / 3600)],
    )
    def test_who_decides_may_rest_less(self, site, person, hours):
        with site.desk.store.reading() as conn:
            rest = rest_allowed(conn, site.desk.regulation(), PersonId(person))

        assert rest == timedelta(hours=hours)

    def test_a_session_of_who_decides_ends_after_half_a_day(self, site, step, head):
        site.time_passes(timedelta(hours=12))

        head.opens(site.page_of(step))

        assert "Gokseong" not in head.text
