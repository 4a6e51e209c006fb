"""How a lie is told, and by what the auditor has to find it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.factories.forging import Journal, Told
from tests.factories.office import Office

STRANGER, DEPUTY, OFFICER = "mai.van.mau", "bui.van.thi.du", "nguyen.thi.mau"
DIGEST = "0" * 64
DAY = timedelta(days=1)

LIES: list = []


def lie(life: Callable[[Office], None], what: str):
    """Name a lie: of which life, and what of the entry the auditor finds it by."""

    def named(tells: Callable[[Journal], Told]):
        LIES.append(pytest.param(life, tells, what, id=tells.__name__))
        return tells

    return named
