"""What lies in deploy/ fits this release: its commands, settings, folders and ports are there."""

import re
import shlex
from pathlib import Path

import pytest
import yaml
from typer.core import TyperGroup
from typer.main import get_command

from cli.main import app
from config.settings import Settings, unknown_variables
from web.ground.shield import MOST_BYTES

DEPLOY = Path(__file__).parents[2] / "deploy"
FILES = sorted(path for path in DEPLOY.rglob("*") if path.is_file())
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
SETTING = re.compile(r"\bDOAN_[A-Z_]*[A-Z]\b")


def text_of(*path):
    return DEPLOY.joinpath(*path).read_text(encoding="utf-8")


def compose():
    return yaml.safe_load(text_of("compose.yaml"))


def is_command(words):
    """Tell whether the `doan` command knows these words."""
    command = get_command(app)
    for word in words:
        if not isinstance(command, TyperGroup) or word not in command.commands:
            return False
        command = command.commands[word]
    return not isinstance(command, TyperGroup)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_setting_a_file_names_is_there(path):
    named = set(SETTING.findall(path.read_text(encoding="utf-8")))

    assert unknown_variables(named) == {}


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_every_command_a_unit_runs_is_there(unit):
    (line,) = re.findall(r"^ExecStart=(.*)$", unit.read_text(encoding="utf-8"), re.MULTILINE)
    program, *words = shlex.split(line)

    assert program == "/opt/doan/.venv/bin/doan"
    assert is_command(words)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_no_unit_runs_as_root_or_may_become_it(unit):
    lines = unit.read_text(encoding="utf-8").splitlines()

    assert {
        "User=doan", "UMask=0077", "NoNewPrivileges=true", "CapabilityBoundingSet=",
        "ProtectSystem=strict", "ProtectHome=true",
    } <= set(lines)  # fmt: skip


def test_every_timer_has_its_service():
    timers = {path.stem for path in (DEPLOY / "systemd").glob("*.timer")}

    assert timers == {"doan-backup", "doan-verify"} <= {unit.stem for unit in UNITS}


def test_the_settings_of_a_server_are_whole():
    """With these a start is not refused: there is an address people reach, and a mail server."""
    said = dict(
        line.removeprefix("DOAN_").split("=", 1)
        for line in text_of("systemd", "doan.env").splitlines()
        if line.startswith("DOAN_")
    )
    settings = Settings(
        **{name.lower(): value for name, value in said.items() if "_FILE" not in name}
    )

    assert (settings.is_public, settings.has_mail_server, settings.is_https) == (True, True, True)


def test_the_containers_run_what_is_there_and_nothing_is_open_to_others():
    doan = compose()["services"]["doan"]

    assert is_command(doan["command"])
    assert unknown_variables(doan["environment"].keys()) == {}
    assert all(port.startswith("127.0.0.1:") for port in doan["ports"])
    assert [port.rpartition(":")[2] for port in doan["ports"]] == [str(Settings().port)]


def test_every_volume_and_secret_of_the_containers_is_declared():
    said = compose()

    for service in said["services"].values():
        assert {each.partition(":")[0] for each in service["volumes"]} <= said["volumes"].keys()
        assert set(service["secrets"]) <= said["secrets"].keys()


def test_the_container_is_built_from_files_that_are_there():
    for line in text_of("Containerfile").splitlines():
        if line.startswith("COPY "):
            *sources, _ = line.split()[1:]
            assert all((DEPLOY.parent / source).exists() for source in sources)


def test_the_proxies_lead_to_doan_and_take_what_doan_takes():
    nginx, caddy = text_of("nginx", "doan.conf"), text_of("caddy", "Caddyfile")

    for said in (nginx, caddy):
        assert f"127.0.0.1:{Settings().port}" in said
    (limit,) = re.findall(r"client_max_body_size (\d+)m;", nginx)
    assert int(limit) * 1024 * 1024 > MOST_BYTES
