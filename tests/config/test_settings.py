"""Settings come from variables; a secret may stand in a file; a misspelt variable is found."""

import pytest
from pydantic import ValidationError

from config.settings import Settings, unknown_variables


@pytest.mark.parametrize("name", ["smtp_password", "secret", "prefect_auth", "oidc_client_secret"])
def test_a_secret_is_read_from_the_file_its_variable_names(tmp_path, monkeypatch, name):
    file = tmp_path / "secret"
    file.write_text("from a file\n")
    monkeypatch.delenv("DOAN_SECRET")
    monkeypatch.setenv(f"DOAN_{name.upper()}_FILE", str(file))

    assert getattr(Settings(), name).get_secret_value() == "from a file"


def test_a_secret_that_is_set_itself_counts_before_its_file(tmp_path, monkeypatch):
    file = tmp_path / "secret"
    file.write_text("from a file")
    monkeypatch.setenv("DOAN_SECRET_FILE", str(file))
    monkeypatch.setenv("DOAN_SECRET", "set")

    assert Settings().secret.get_secret_value() == "set"


def test_a_misspelt_variable_comes_with_the_nearest_one():
    assert unknown_variables(["DOAN_PORTS", "DOAN_PORT"]) == {"DOAN_PORTS": "DOAN_PORT"}


@pytest.mark.parametrize(
    "name", ["DOAN_LANGUAGE", "DOAN_TEST_POSTGRES_URL", "DOAN_SECRET_FILE", "HOME"]
)
def test_what_is_known_or_not_ours_is_left_alone(name):
    assert unknown_variables([name]) == {}


def test_only_a_secret_may_stand_in_a_file():
    assert "DOAN_PORT_FILE" in unknown_variables(["DOAN_PORT_FILE"])


@pytest.mark.parametrize("written", ["https://doan.example", "HTTPS://Doan.Example/"])
def test_the_public_address_counts_however_it_is_spelt(written):
    settings = Settings(public_url=written)

    assert (settings.base_url, settings.is_https) == ("https://doan.example", True)


@pytest.mark.parametrize("written", ["", "http://doan.example"])
def test_without_tls_no_address_is_taken_for_https(written):
    assert not Settings(public_url=written).is_https


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("public_url", "doan.tinh.example"),
        ("public_url", "ftp://doan.tinh.example"),
        ("public_url", "https://"),
        ("public_url", "https://doan.tinh.example/?x=1"),
        ("public_url", "https://doan tinh.example"),
        ("public_url", "https://doan.tinh.example:99999"),
        ("prefect_api_url", "localhost:4200/api"),
        ("mail_from", "doan"),
        ("mail_from", ""),
        ("mail_from", "Đoàn <doan@tinh.example>"),
        ("smtp_host", "mail.example:587"),
        ("smtp_host", "smtp://mail.example"),
        ("smtp_host", "mail.example/x"),
        ("folder", ""),
        ("folder", " "),
    ],
)
def test_a_value_that_would_only_fail_later_is_refused_at_the_start(name, value):
    with pytest.raises(ValidationError) as refused:
        Settings(**{name: value})

    assert [error["loc"] for error in refused.value.errors()] == [(name,)]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("public_url", ""),
        ("public_url", "http://10.0.0.7:8112"),
        ("public_url", "https://tinh.example/doan/"),
        ("public_url", "http://[::1]:8112"),
        ("smtp_host", "10.0.0.7"),
        ("smtp_host", "fe80::1"),
        ("smtp_host", "mail-1.tinh.gov.vn"),
        ("mail_from", "doan@tinh.gov.vn"),
    ],
)
def test_what_can_be_used_is_taken_as_it_is(name, value):
    assert getattr(Settings(**{name: value}), name) == value


@pytest.mark.parametrize(
    "sender",
    [
        "doan",
        "Doan <doan@example.org>",
        "doan@hậu-giang.vn",
        "đoàn@example.org",
        "doan@",
        "@x.vn",
        "",
    ],
)
def test_a_sender_that_is_no_plain_mailbox_is_refused(sender):
    with pytest.raises(ValidationError, match="mailbox"):
        Settings(mail_from=sender)


@pytest.mark.parametrize("sender", ["doan@hau-giang.gov.vn", "doan+1@tinh.gov.vn", "a.b@x-y.vn"])
def test_a_plain_mailbox_may_send(sender):
    assert Settings(mail_from=sender).mail_from == sender
