"""What a page costs in processor time while nothing else goes on: of the web process and PostgreSQL."""

import re
from collections.abc import Iterator

import httpx

from benchmarks.delegations import OFFICER
from benchmarks.doan import Doan
from benchmarks.figures import MILLISECONDS, Figure
from benchmarks.lives import submitted
from benchmarks.web.people import Browser, Times
from models.ids import PersonId
from models.store.sign_in import sessions
from models.store.sign_in.sessions import MAILBOX_CODE

# Who signs for the unit of the sample: their desk has what waits, and leads to cases and steps.
_SIGNER = "nguyen.van.thi.du"
_CASES = 10
_WARM = 3
_STEP = re.compile(r'href="(/cases/[A-Z]{2}-\d{4}-\d{4}/steps/\d+)"')


def figures_of(doan: Doan, engine: str, rounds: int) -> Iterator[Figure]:
    """Let one browser turn pages: the desk, the list of cases, a case, a step that waits."""
    submitted(doan, _CASES)
    doan.history_catches_up()
    address = doan.settings.base_url
    with httpx.Client(base_url=address, timeout=60, trust_env=False) as client:
        officer, signer = (
            Browser(client, _signed_in(doan, who), Times()) for who in (OFFICER, _SIGNER)
        )
        steps = sorted(set(_STEP.findall(signer.opens("desk", "/"))))

        def turn(count: int) -> int:
            for number in range(count):
                step = steps[number % len(steps)]
                officer.opens("desk", "/")
                officer.opens("cases", "/cases")
                officer.opens("case", step.partition("/steps")[0])
                signer.opens("step", step)
            return 4 * count

        turn(_WARM)
        used = doan.cpu_seconds_of_pages
        pages = turn(rounds)
        used = doan.cpu_seconds_of_pages - used
    yield Figure("cpu_ms_per_page", engine, used / pages * 1000, MILLISECONDS)


def _signed_in(doan: Doan, person: str) -> str:
    with doan.store.writing() as conn:
        return sessions.begin(doan.desk.house(conn), PersonId(person), MAILBOX_CODE)
