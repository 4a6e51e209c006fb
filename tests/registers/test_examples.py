"""The rows of the plan of 2020 are taken as the registers have them, in the order of the file."""

from pathlib import Path

import pytest
import yaml

from models.registers.register import RegisterKey
from models.store.registers.listed import RowsSought, all_rows
from tests.factories.audit import verify
from tests.factories.registers import enters

EXAMPLES = Path(__file__).parents[2] / "examples" / "registers.yaml"


@pytest.fixture
def entered(desk):
    said = yaml.safe_load(EXAMPLES.read_text(encoding="utf-8"))
    for register, rows in said.items():
        for row in rows:
            enters(desk, RegisterKey(register), **{name: str(v) for name, v in row.items()})
    return desk


def test_the_examples_are_rows_of_the_registers_and_verify(entered):
    with entered.store.reading() as conn:
        rows = all_rows(conn, RowsSought(RegisterKey.RELATION))
        stages = {row.content["name"]: row.stage for row in rows}
        assert verify(conn).difference is None

    assert stages == {
        "Huyện Gangjin": "active",
        "Huyện Gokseong": "active",
        "Tỉnh Kampong Chhnang": "studied",
        "Tỉnh Saga": "studied",
    }
