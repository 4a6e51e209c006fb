"""The evidence of a case proves itself, offline and by bare Python; what is changed of it is named."""

import hashlib
import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from cli.evidence.bundle import write_bundle
from config.regulation.codes import Stage
from flows.acts.deciding import take_step
from flows.acts.desk import Desk
from flows.acts.door.sessions import Device, sign_in
from flows.acts.withdrawing import withdraw
from flows.case.answers import Identified
from flows.privacy.erasing import Eraser, erase_case
from models.competence.seeing import digest_shown
from models.entries import EvidenceBundled
from models.errors import DecisionIncomplete, EvidenceRefused
from models.ids import PersonId
from models.journal.checkpoint import verifier_line
from models.journal.signing import Signer, signer
from models.store import histories, journal
from models.store.auditing import run_states
from models.store.auditing.run_states import RunState
from models.store.house import keys
from models.store.house.journal import By
from models.store.mail import slimming
from models.store.tables import cases, sessions
from tests.factories.audit import verify
from tests.factories.evidence import looked_at, script, unpacked
from tests.factories.house import house
from tests.factories.office import OFFICER, Office, lets_act
from tests.factories.prepared import MONDAY_MORNING
from tests.factories.privacy import NUMBER, OPINION, WORDS, letters_are_sent, submitted

WHY = "Thanh tra tỉnh, theo Quyết định số 12/QĐ-TTr."
VERIFY = script()
SUBSTITUTE = PersonId("bui.van.thi.du")


@pytest.fixture
def office(desk):
    """A case with a dossier, an opinion, a paper, passports and letters that were sent."""
    office = Office(desk)
    submitted(office)
    letters_are_sent(office)
    return office


def line_of(settings):
    return verifier_line(settings.mail_domain, signer(settings.journal_seed).public)


def bundled(office, folder):
    """Make a bundle and unpack it."""
    file = folder / "bundle.zip"
    write_bundle(office.desk, office.case_no, file, WHY, "console:root")
    return unpacked(file, folder / "unpacked")


def found(folder, line):
    """Return what the script finds wrong, as places and codes."""
    bundle = VERIFY.Bundle(folder)
    bundle.verify(line)
    return bundle.wrong


def said_of(folder):
    """Return what lies in a bundle by name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


# --- what is true --------------------------------------------------------------------------------


def test_bare_python_and_the_public_key_show_that_a_bundle_is_true(office, tmp_path):
    folder = bundled(office, tmp_path)

    ended = looked_at(folder, "--key", line_of(office.desk.settings), "--language", "en")

    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.endswith("TRUE.\n")
    entries = json.loads((folder / "entries.json").read_bytes())
    assert f"{len(entries)} entries: gapless, in order, signed, in the tree" in ended.stdout


def test_without_a_key_it_says_that_the_key_is_the_bundles_own(office, tmp_path):
    folder = bundled(office, tmp_path)

    ended = looked_at(folder)

    assert ended.returncode == 0
    assert "hãy đối chiếu với dòng khóa" in ended.stdout
    assert ended.stdout.endswith("ĐÚNG.\n")


def test_the_bundle_has_what_was_written_and_what_became_of_each_letter(office, tmp_path):
    said = said_of(bundled(office, tmp_path))

    assert WORDS in said["dossiers/1.json"].decode()
    assert OPINION in {text.decode() for name, text in said.items() if name.startswith("texts/")}
    messages = json.loads(said["messages.json"])
    assert {"sent", "queued", "carried", "gathered"} >= {each["state"] for each in messages}
    assert all(each["sent_at"] for each in messages if each["state"] == "sent")
    assert {each["accepted_as"] for each in messages if each["state"] == "sent"} == {"250 OK"}
    files = json.loads(said["files.json"])
    assert said[files[0]["file"]].startswith(b"%PDF")


@pytest.mark.parametrize("grown_slim", [False, True])
def test_letters_that_were_pressed_or_grew_slim_prove_themselves_all_the_same(
    office, tmp_path, grown_slim
):
    later = MONDAY_MORNING + timedelta(days=400)
    with office.desk.store.writing() as conn:
        slimming.press(conn, before=later, after=0, most=1000)
        if grown_slim:
            conn.execute(cases.update().values(status="archived"))
            slimming.leave_digests(house(conn), before=later, held=(), after=0, most=1000)
            conn.execute(cases.update().values(status="in_approval"))

    folder = bundled(office, tmp_path)

    assert found(folder, line_of(office.desk.settings)) == []


def test_no_bundle_has_passports_or_links_by_which_people_act(office, tmp_path):
    said = said_of(bundled(office, tmp_path))

    assert [name for name, content in said.items() if NUMBER.encode() in content] == []
    links = re.compile(rb"https?://[^ \"]*/v/")
    assert [name for name, content in said.items() if links.search(content)] == []


def test_that_it_was_made_is_journaled_with_who_and_why(office, tmp_path):
    said = said_of(bundled(office, tmp_path))

    with office.desk.store.reading() as conn:
        last = journal.newest(conn, office.case_no, "evidence_bundled")
        assert isinstance(last.payload, EvidenceBundled)
        assert verify(conn).difference is None
    assert (last.actor, last.payload.identity) == ("console:root", "console:root")
    assert said[f"texts/{last.payload.reason}.txt"].decode() == WHY
    assert json.loads(said["bundle.json"])["for"] == WHY


def test_states_of_its_run_are_in_it_whatever_prefect_has_pruned(office, tmp_path):
    by_hand = RunState(
        "1", office.case_no, "run", MONDAY_MORNING, "CANCELLED", "Cancelled", "", False
    )
    with office.desk.store.writing() as conn:
        run_states.keep(conn, [by_hand])

    told = json.loads((bundled(office, tmp_path) / "prefect.json").read_bytes())

    assert [(each["type"], each["asked_by_doan"]) for each in told["states"]] == [
        ("CANCELLED", False)
    ]


def test_a_prefect_that_is_away_keeps_no_bundle_from_being_made(office, tmp_path):
    with office.desk.store.writing() as conn:
        histories.keep_run(conn, office.case_no, "6e0f0c52-0000-4000-8000-000000000000")
    settings = office.desk.settings.model_copy(update={"prefect_api_url": "http://127.0.0.1:9/api"})
    office.desk = Desk(office.desk.store, settings)

    folder = bundled(office, tmp_path)

    assert "Prefect was not reached" in json.loads((folder / "prefect.json").read_bytes())["answer"]
    assert looked_at(folder).returncode == 0


def test_what_was_erased_is_said_to_be_missing_and_the_rest_stays_true(office, tmp_path):
    withdraw(office.desk, office.case_no, Identified(OFFICER, "mailbox_code"), "Đối tác hoãn.")
    letters_are_sent(office)
    erase_case(office.desk, office.case_no, Eraser())

    folder = bundled(office, tmp_path)
    ended = looked_at(folder, "--language", "en")

    assert ended.returncode == 0
    assert "erased, as an entry says: dossiers 1" in ended.stdout
    assert "messages said was erased" in ended.stdout
    with office.desk.store.reading() as conn:
        assert getattr(journal.newest(conn, office.case_no).payload, "reason", "") is None


def test_a_key_that_was_changed_leads_to_the_next_and_back(office, tmp_path):
    old = line_of(office.desk.settings)
    settings = office.desk.settings.model_copy(
        update={"secret": type(office.desk.settings.secret)("another secret of thirty-two bytes!!")}
    )
    with office.desk.store.writing() as conn:
        new = signer(settings.journal_seed)
        keys.change(conn, signer(office.desk.settings.journal_seed), new, By())
    office.desk = Desk(office.desk.store, settings)

    folder = bundled(office, tmp_path)

    assert found(folder, old) == found(folder, line_of(settings)) == []


# --- what is not ---------------------------------------------------------------------------------


def flipped(content):
    """Yield a file's content with one bit of its first, middle and last byte changed."""
    for place in {0, len(content) // 2, len(content) - 1}:
        yield content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_one_byte_changed_in_any_file_is_found_and_the_file_named(office, tmp_path):
    folder, line = bundled(office, tmp_path), line_of(office.desk.settings)

    unnoticed = []
    for name, content in said_of(folder).items():
        for changed in flipped(content):
            (folder / name).write_bytes(changed)
            named = " ".join(place for place, _ in found(folder, line))
            if name not in named:
                unnoticed.append(name)
        (folder / name).write_bytes(content)

    assert unnoticed == []
    assert found(folder, line) == []


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_a_script_that_was_changed_does_not_say_that_all_is_well(office, tmp_path):
    """That it names itself cannot be asked of it: for that there is the script of another bundle."""
    folder = bundled(office, tmp_path)
    content = (folder / "verify.py").read_bytes()

    for changed in flipped(content):
        (folder / "verify.py").write_bytes(changed)

        assert looked_at(folder, "--key", line_of(office.desk.settings)).returncode != 0


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_a_file_that_is_gone_or_was_added_is_named(office, tmp_path):
    folder, line = bundled(office, tmp_path), line_of(office.desk.settings)
    (folder / "regulation.yaml").unlink()
    (folder / "texts" / "added.txt").write_text("Đồng ý.", encoding="utf-8")

    named = dict(found(folder, line))

    assert named["regulation.yaml"] in ("gone", "unread")
    assert named["texts/added.txt"] in ("strange", "digest")


def repacked(folder, other):
    """Sign the list of files anew, as somebody does who has changed them and has a key of their own."""
    listed = json.loads((folder / "manifest.json").read_bytes())["files"]
    hashed = {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
        for name in listed
        if (folder / name).exists()
    }
    manifest = json.dumps({"files": hashed}).encode()
    (folder / "manifest.json").write_bytes(manifest)
    (folder / "manifest.sig").write_text(other.sign_list(manifest), encoding="ascii")


def changed_entries(folder, change):
    entries = json.loads((folder / "entries.json").read_bytes())
    change(entries)
    (folder / "entries.json").write_text(json.dumps(entries, ensure_ascii=False), encoding="utf-8")


def somebody_else(entries):
    entries[1]["actor"] = "somebody.else"


def a_date_earlier(entries):
    entries[-1]["at"] = "2020-01-01T00:00:00+00:00"


def another_place(entries):
    entries[0]["leaf"], entries[1]["leaf"] = entries[1]["leaf"], entries[0]["leaf"]


def nobody_signed(entries):
    entries[2]["signature"] = entries[1]["signature"]


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("change", "what"),
    [
        (somebody_else, "hash"),
        (a_date_earlier, "hash"),
        (another_place, "place"),
        (nobody_signed, "signature"),
        (lambda entries: entries.pop(1), "chain"),
        (lambda entries: entries.reverse(), "chain"),
    ],
)
def test_even_the_house_itself_cannot_sign_a_changed_entry_into_a_bundle(
    office, tmp_path, change, what
):
    """The list is signed anew by the very key: the entries have signatures and places of their own."""
    folder, line = bundled(office, tmp_path), line_of(office.desk.settings)
    changed_entries(folder, change)
    repacked(folder, signer(office.desk.settings.journal_seed))

    assert what in {code for _, code in found(folder, line)}


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_texts_dossiers_papers_and_messages_are_held_to_the_journal_by_themselves(office, tmp_path):
    folder, line = bundled(office, tmp_path), line_of(office.desk.settings)
    ours = signer(office.desk.settings.journal_seed)
    dossier = folder / "dossiers" / "1.json"
    dossier.write_text(
        dossier.read_text(encoding="utf-8").replace(WORDS, "Khác."), encoding="utf-8"
    )
    text = next(iter((folder / "texts").glob("*.txt")))
    text.write_text("Khác hẳn.", encoding="utf-8")
    paper = next(iter((folder / "files").iterdir()))
    paper.write_bytes(b"%PDF-1.4 another")
    messages = json.loads((folder / "messages.json").read_bytes())
    messages[0]["recipient"] = "somebody.else"
    (folder / "messages.json").write_text(json.dumps(messages), encoding="utf-8")
    repacked(folder, ours)

    places = [place for place, code in found(folder, line) if code == "digest"]

    assert places[:3] == ["dossiers/1.json", f"texts/{text.name}", f"files/{paper.name}"]
    assert f"messages.json, {messages[0]['id']}" in places


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_what_no_entry_says_was_erased_may_not_be_left_out(office, tmp_path):
    folder, line = bundled(office, tmp_path), line_of(office.desk.settings)
    text = next(iter((folder / "texts").glob("*.txt")))
    text.unlink()
    repacked(folder, signer(office.desk.settings.journal_seed))

    assert (f"texts {text.stem}", "missing") in found(folder, line)


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_a_bundle_made_anew_with_another_key_is_not_this_houses(office, tmp_path):
    folder, line = bundled(office, tmp_path), line_of(office.desk.settings)
    other = Signer(bytes(32))
    repacked(folder, other)

    assert ("manifest.sig", "untrusted") in found(folder, line)
    foreign = verifier_line("hau-giang.example", other.public)
    assert ("--key", "no_key") in found(folder, foreign)


@pytest.mark.parametrize("line", ["", "khóa", "a+b+c", "a+b"])
@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_what_is_no_key_is_no_reason_to_believe_anything(office, tmp_path, line):
    assert found(bundled(office, tmp_path), line) != []


# --- who held which seat --------------------------------------------------------------------------


def changed_house(folder, change):
    entries = json.loads((folder / "house.json").read_bytes())
    change(entries)
    (folder / "house.json").write_text(json.dumps(entries, ensure_ascii=False), encoding="utf-8")


def of_kind(entries, kind):
    return [entry for entry in entries if entry["kind"] == kind]


@pytest.fixture
def acted_for(desk):
    """A case that a substitute has decided in a session of theirs, by an authority."""
    office = Office(desk)
    office.submits()
    step = office.goes_on_until(Stage.STATE_DECISION)
    lets_act(desk, step.holders[0], SUBSTITUTE, step.seat)
    sign_in(desk, SUBSTITUTE, Device())
    with desk.store.reading() as conn:
        theirs = sessions.c.person == SUBSTITUTE
        entry = conn.execute(select(sessions.c.entry).where(theirs)).scalar_one()
    who = Identified(SUBSTITUTE, "mailbox_code", signed_in=entry)
    answer = office.smooth_answer(step)
    seen = digest_shown(office.case, office.case.steps[step.number - 1])
    take_step(desk, office.case_no, step.number, who, replace(answer, seen=seen))
    return office


def test_the_bundle_has_who_held_the_seats_it_asked_and_they_are_proven(office, tmp_path):
    folder = bundled(office, tmp_path)

    house = json.loads((folder / "house.json").read_bytes())
    entries = json.loads((folder / "entries.json").read_bytes())
    asked = {json.loads(each["body"])["seat"] for each in of_kind(entries, "step_opened")}
    taken = {json.loads(each["body"])["seat"] for each in of_kind(house, "seat_taken")}
    ended = looked_at(folder, "--language", "en")

    assert asked <= taken
    assert ended.returncode == 0
    answers = sum(len(of_kind(entries, kind)) for kind in VERIFY.ANSWERS)
    assert answers > 0
    assert f"{answers} of {answers} answers are of who held a seat" in ended.stdout


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("field", "other"),
    [
        ("body", None),
        ("hash", None),
        ("signature", None),
        ("leaf", None),
        ("proof", None),
        ("actor", "somebody.else"),
        ("at", "2020-01-01T00:00:00+00:00"),
    ],
)
def test_even_the_house_itself_cannot_sign_a_changed_seat_into_a_bundle(
    office, tmp_path, field, other
):
    """`other` is what is said instead; without it what another entry says."""
    folder, line = bundled(office, tmp_path), line_of(office.desk.settings)

    def change(entries):
        entry, beside = of_kind(entries, "seat_taken")[:2]
        entry[field] = other or beside[field]

    changed_house(folder, change)
    repacked(folder, signer(office.desk.settings.journal_seed))

    places = {place for place, _ in found(folder, line)}
    assert any(place.startswith("house.json") for place in places)


def test_a_substitute_is_proven_by_the_authority_and_the_session_they_acted_in(acted_for, tmp_path):
    folder = bundled(acted_for, tmp_path)

    house = json.loads((folder / "house.json").read_bytes())
    (given,) = of_kind(house, "authority_given")
    assert json.loads(given["body"])["holder"] == SUBSTITUTE
    assert len(of_kind(house, "session_begun")) == 1
    assert found(folder, line_of(acted_for.desk.settings)) == []


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
@pytest.mark.parametrize("kind", ["authority_given", "session_begun"])
def test_an_answer_whose_authority_or_session_is_left_out_is_refused(acted_for, tmp_path, kind):
    folder, line = bundled(acted_for, tmp_path), line_of(acted_for.desk.settings)
    changed_house(folder, lambda entries: entries.remove(of_kind(entries, kind)[0]))
    repacked(folder, signer(acted_for.desk.settings.journal_seed))

    assert {code for _, code in found(folder, line)} == {"house"}


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_a_seat_that_is_left_out_is_seen_in_what_is_said_of_the_answers(office, tmp_path):
    folder = bundled(office, tmp_path)
    changed_house(folder, lambda entries: entries.clear())
    repacked(folder, signer(office.desk.settings.journal_seed))

    assert "0 of" in looked_at(folder, "--language", "en").stdout


# --- when none is made ---------------------------------------------------------------------------


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_no_bundle_is_made_while_a_body_votes(desk, tmp_path):
    """Nobody outside the body sees a vote before all are in, and a bundle has every vote."""
    office = Office(desk)
    office.submits()
    while not any(step.collective for step in office.case.open_steps):
        office.goes_on()

    with pytest.raises(EvidenceRefused, match="votes on case"):
        write_bundle(desk, office.case_no, tmp_path / "x.zip", WHY, "console:root")

    assert not (tmp_path / "x.zip").exists()


def test_no_bundle_is_made_without_a_reason(office, tmp_path):
    with pytest.raises(DecisionIncomplete):
        write_bundle(office.desk, office.case_no, tmp_path / "x.zip", "  ", "console:root")

    assert not (tmp_path / "x.zip").exists()
