"""A real Doan behind Debian's nginx, by the file of deploy/; and the units, as systemd reads them."""

import os
import re
import signal
import ssl
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from cli.setting_up import local_url, prepare
from config.settings import Settings
from tests.factories.postbox import make_certificate
from tests.factories.prefect import free_port, wait_until

pytestmark = pytest.mark.system

DEPLOY = Path(__file__).parents[2] / "deploy"
NGINX = Path("/usr/sbin/nginx")
NOWHERE = "http://127.0.0.1:9/api"
AROUND = """\
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/doan.conf;
}}
"""


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    """A Doan that people reach by TLS, at a port of the proxy's."""
    return Settings(
        folder=tmp_path_factory.mktemp("doan"),
        port=free_port(),
        public_url=f"https://127.0.0.1:{free_port()}",
        smtp_host="127.0.0.1",
        smtp_port=free_port(),
        smtp_tls="none",
        prefect_api_url=NOWHERE,
        worker_port=free_port(),
        poke_port=free_port(),
        worker_health_port=free_port(),
    )


@contextmanager
def doan_up(settings):
    """Run `doan up` until the block ends."""
    said = settings.model_dump(mode="json", exclude={"secret", "smtp_password", "prefect_auth"})
    variables = {f"DOAN_{name.upper()}": str(v) for name, v in said.items() if v not in ("", None)}
    process = subprocess.Popen(
        [sys.executable, "-m", "cli.main", "up"],
        env={**os.environ, **variables},
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_until(lambda: answers(f"{local_url(settings)}/readyz"), "Doan")
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def answers(url):
    try:
        return httpx.get(url, trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False


def adapted(settings, plain_port, certificate):
    """Return the proxy's file as an office adapts it: its name, its ports, its certificate."""
    said = (DEPLOY / "nginx" / "doan.conf").read_text(encoding="utf-8")
    host, port = settings.public_url.removeprefix("https://").split(":")
    for before, after in (
        (r"server 127\.0\.0\.1:8112;", f"server 127.0.0.1:{settings.port};"),
        (r"https://doan\.tinh\.example\$", f"https://{host}:{port}$"),
        (r"doan\.tinh\.example", host),
        (r"listen 443", f"listen 127.0.0.1:{port}"),
        (r"listen 80;", f"listen 127.0.0.1:{plain_port};"),
        (r"/etc/ssl/doan/\w+\.pem", str(certificate)),
    ):
        said, count = re.subn(before, after, said)
        assert count
    return said


@pytest.fixture(scope="module")
def proxied(settings, tmp_path_factory):
    """Doan behind nginx; yield a client that trusts its certificate, and the port without TLS."""
    assert NGINX.exists(), "nginx is missing. On Debian: apt-get install nginx-light"
    folder = tmp_path_factory.mktemp("nginx")
    certificate, _ = make_certificate(folder)
    plain_port = free_port()
    (folder / "doan.conf").write_text(adapted(settings, plain_port, certificate), encoding="utf-8")
    # As root its workers would be another user's, who may not enter the folder.
    user = "user root;\n" if os.geteuid() == 0 else ""
    around = user + AROUND.format(folder=folder)
    (folder / "nginx.conf").write_text(around, encoding="utf-8")
    prepare(settings).close()
    with (
        doan_up(settings),
        serving(folder, f"{settings.public_url}/healthz", certificate) as client,
    ):
        yield client, plain_port


@contextmanager
def serving(folder, url, certificate):
    process = subprocess.Popen([NGINX, "-p", folder, "-c", folder / "nginx.conf"])
    try:
        with httpx.Client(
            verify=ssl.create_default_context(cafile=certificate), trust_env=False
        ) as client:

            def is_up():
                try:
                    return client.get(url).status_code == 200
                except httpx.HTTPError:
                    assert process.poll() is None, (folder / "error.log").read_text()
                    return False

            wait_until(is_up, "nginx")
            yield client
    finally:
        process.terminate()
        process.wait(timeout=20)


def test_a_page_comes_by_tls_with_doans_own_headers_once(settings, proxied):
    client, _ = proxied

    answer = client.get(settings.public_url, follow_redirects=True)

    assert answer.status_code == 200
    assert "<html" in answer.text
    kept = ("strict-transport-security", "content-security-policy", "x-frame-options")
    assert [len(answer.headers.get_list(name)) for name in kept] == [1, 1, 1]


def test_a_form_sent_through_the_proxy_is_taken_for_our_own(settings, proxied):
    """Its host and origin are those of the public address: else it would be refused as forged."""
    client, _ = proxied
    page = client.get(settings.public_url, follow_redirects=True)
    action = re.findall(r'<form[^>]*action="([^"]+)"', page.text)[0]
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text))

    answer = client.post(
        httpx.URL(settings.public_url).join(action),
        data={**fields, "mailbox": "pham.van.mau@hau-giang.example"},
        headers={"Origin": settings.public_url},
    )

    assert answer.status_code < 400
    cookies = answer.headers.get_list("set-cookie")
    assert cookies
    assert all("Secure" in cookie for cookie in cookies)


def test_what_is_asked_without_tls_is_led_to_it(settings, proxied):
    client, plain_port = proxied

    answer = client.get(f"http://127.0.0.1:{plain_port}/x?y=1")

    assert (answer.status_code, answer.headers["location"]) == (301, f"{settings.public_url}/x?y=1")


def test_another_name_gets_no_page(settings, proxied):
    client, _ = proxied

    answer = client.get(settings.public_url, headers={"Host": "elsewhere.example"})

    assert answer.status_code == 421


def test_probes_are_not_told_outside(settings, proxied):
    client, _ = proxied

    assert client.get(f"{settings.public_url}/readyz").status_code == 404
    assert answers(f"{local_url(settings)}/readyz")


def test_what_is_larger_than_doan_takes_is_refused_by_doan_itself(settings, proxied):
    """The proxy lets it through by a little, so that the refusal is a page of ours."""
    client, _ = proxied

    answer = client.post(settings.public_url, content=bytes(60 * 1024 * 1024 + 1), timeout=60)

    assert answer.status_code in (403, 405, 413)
    assert "nginx" not in answer.text


# --- systemd -------------------------------------------------------------------------------------


@pytest.fixture
def units(tmp_path):
    """The units, with a program that is there."""
    for unit in (DEPLOY / "systemd").glob("doan*.*"):
        said = unit.read_text(encoding="utf-8")
        said = said.replace("/opt/doan/.venv/bin/doan", "/bin/true").replace("/opt/doan", "/")
        (tmp_path / unit.name).write_text(said, encoding="utf-8")
    return sorted(path for path in tmp_path.iterdir() if path.suffix in (".service", ".timer"))


def analyzed(*words):
    return subprocess.run(
        ["systemd-analyze", *map(str, words)], capture_output=True, text=True, check=False
    )


def test_systemd_takes_the_units_without_a_word(units):
    ended = analyzed("verify", "--man=no", *units)

    ours = [line for line in ended.stderr.splitlines() if "doan" in line]
    assert (ended.returncode, ours) == (0, [])


def test_systemd_finds_the_service_well_closed(units):
    service = next(unit for unit in units if unit.name == "doan.service")

    ended = analyzed("security", "--offline=true", "--threshold=25", service)

    assert ended.returncode == 0, ended.stdout
