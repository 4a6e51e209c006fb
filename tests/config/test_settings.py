"""Settings come from variables; a secret may stand in a file; a misspelt variable is found."""

import pytest

from config.settings import Settings, unknown_variables


@pytest.mark.parametrize("name", ["smtp_password", "secret", "prefect_auth"])
def test_a_secret_is_read_from_the_file_its_variable_names(tmp_path, monkeypatch, name):
    file = tmp_path / "secret"
    file.write_text("from a file\n")
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
