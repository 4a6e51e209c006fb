"""What Doan stands on: a line that does not belong into a lock file is found, with its name."""

import json
from pathlib import Path

import pytest
from packaging.version import Version

from dependencies import checks
from dependencies.installed import read_installed
from dependencies.lock import read_lock
from dependencies.others import NotAsked, refused_by_pip, weak_in, withdrawn_in
from dependencies.sbom import bill_of

ROOT = Path(__file__).parents[2]
USERS, DEVELOPERS = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"
HASH = "--hash=sha256:" + "0" * 64
POLICY = checks.read_policy()
ASKED = checks.read_asked(ROOT / "pyproject.toml")


@pytest.fixture(scope="module")
def installed():
    return read_installed()


@pytest.fixture
def planted(tmp_path):
    """The users' lock file with a line more, or with a line in another's place."""

    def plant(line, *, instead_of=None):
        text = USERS.read_text(encoding="utf-8")
        if instead_of:
            head, tail = text.split(f"\n{instead_of}==")
            text = f"{head}\n{line}\n# {tail}"
        else:
            text += f"{line}\n"
        (tmp_path / "planted.lock").write_text(text, encoding="utf-8")
        return read_lock(tmp_path / "planted.lock")

    return plant


def test_a_lock_file_is_read_to_its_last_hash():
    pins = {pin.name: pin for pin in read_lock(USERS)}

    text = USERS.read_text(encoding="utf-8")
    assert sum(len(pin.hashes) for pin in pins.values()) == text.count("--hash=sha256:")
    pinned = [line for line in text.splitlines() if "==" in line]
    assert (len(pins), pins["prefect"].version) == (len(pinned), Version("3.8.8"))


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("evil==1.0", "evil"),
        (f"evil>=1.0 {HASH}", "evil"),
        (f"evil==1.* {HASH}", "evil"),
        (f"evil {HASH}", "evil"),
        ("evil==1.0 --hash=md5:" + "0" * 32, "evil"),
        (f"evil @ https://evil.example/evil.whl {HASH}", "evil"),
        ("--extra-index-url https://evil.example", "--extra-index-url"),
        ("-e ../evil", "../evil"),
    ],
)
def test_what_is_not_pinned_by_a_hash_is_found_with_its_name(planted, line, name):
    (finding,) = checks.unpinned(planted(line))

    assert name in finding


def test_what_nothing_asks_for_is_found_with_its_name(planted, installed):
    lock = planted(f"evil==1.0 {HASH}")

    assert checks.unlike_asked(lock, ASKED.by_users, installed) == [
        "evil: is locked, and nothing asks for it"
    ]


def test_what_is_not_installed_is_found_with_its_name(planted, installed):
    findings = checks.unlike_installed(planted(f"evil==1.0 {HASH}"), installed)

    assert "evil: is locked, and not installed" in findings


def test_what_only_users_would_run_is_found_with_its_name(planted):
    lock = planted(f"itsdangerous==2.2.0 {HASH}", instead_of="itsdangerous")

    (finding,) = checks.differing(lock, read_lock(DEVELOPERS))
    assert finding.startswith("itsdangerous: ")


def test_a_version_that_is_not_asked_for_is_found_with_its_name(planted, installed):
    lock = planted(f"itsdangerous==1.1.0 {HASH}", instead_of="itsdangerous")

    findings = checks.unlike_asked(lock, ASKED.by_users, installed)
    assert [found.partition(":")[0] for found in findings] == ["itsdangerous"]


def test_what_is_asked_for_and_not_locked_is_found_with_its_name(planted, installed):
    lock = planted("", instead_of="babel")

    assert "babel: is asked for and not locked" in checks.unlike_asked(
        lock, ASKED.by_users, installed
    )


@pytest.mark.parametrize(
    ("name", "version"), [("fastapi", "0.157.0"), ("sqlalchemy", "2.1.0"), ("h11", "0.14.0")]
)
def test_a_release_that_is_refused_is_found_with_its_name_and_why(planted, name, version):
    lock = planted(f"{name}=={version} {HASH}", instead_of=name)

    (finding,) = checks.refused(lock, POLICY)
    (why,) = (each["reason"] for each in POLICY["refused"] if each["name"] == name)
    assert finding == f"{name}: {version} is refused: {why}"


def test_a_licence_that_is_not_allowed_is_found_with_the_packages_name(installed):
    allowed = {**POLICY, "licences": [each for each in POLICY["licences"] if each != "ISC"]}

    findings = checks.unlicensed(read_lock(USERS), installed, allowed)
    assert {"griffe", "shellingham"} <= {found.partition(":")[0] for found in findings}


def test_what_was_withdrawn_is_found_with_its_name():
    report = {"install": [{"metadata": {"name": "evil", "version": "1"}, "is_yanked": True}]}

    assert withdrawn_in(report) == ["evil: 1 was withdrawn"]


RETRYING = "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError'\n"
GONE = "ERROR: Could not find a version that satisfies the requirement evil==1 (from versions: 2)"
OTHER = "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES\n    evil==1 from x: Expected sha256 0"


@pytest.mark.parametrize("said", [GONE, OTHER, RETRYING + OTHER])
def test_what_pip_does_not_take_is_found_with_its_name(said):
    assert any("evil==1" in finding for finding in refused_by_pip(said))


def test_an_index_that_is_silent_has_not_been_asked():
    with pytest.raises(NotAsked):
        refused_by_pip(RETRYING + GONE)


AUDITED = {"name": "good", "version": "1", "vulns": []}
WEAK = {"name": "evil", "version": "1", "vulns": [{"id": "CVE-2026-1"}]}
UNKNOWN = {"name": "odd", "skip_reason": "not known there"}


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ([AUDITED], []),
        ([AUDITED, WEAK], ["evil: 1 has CVE-2026-1"]),
        ([AUDITED, UNKNOWN], ["odd: not known there"]),
    ],
)
def test_what_is_known_to_be_weak_is_found_with_its_name(answer, found):
    assert weak_in({"dependencies": answer}) == found


def test_a_service_that_knows_nothing_has_not_been_asked():
    with pytest.raises(NotAsked):
        weak_in({"dependencies": [UNKNOWN, UNKNOWN]})


def test_the_bill_of_materials_names_what_users_run_and_is_the_same_each_time():
    bill = bill_of(USERS)

    listed = json.loads(bill)["components"]
    taken = {
        (each["name"], each["version"]): {
            one["content"] for one in each["externalReferences"][0]["hashes"]
        }
        for each in listed
    }
    assert taken == {(pin.name, str(pin.version)): pin.hashes for pin in read_lock(USERS)}
    assert bill_of(USERS) == bill
