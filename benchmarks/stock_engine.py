"""Prefect as it comes: its server, a served flow that suspends for each decision, one case at a time."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.objects import State
from prefect.client.schemas.responses import SetStateStatus
from prefect.exceptions import ObjectNotFound
from prefect.settings import PREFECT_API_URL, temporary_settings

from benchmarks.clock import Moment, seconds_to_rest, this_moment
from benchmarks.figures import PER_SECOND, SECONDS, Figure, median_and_tail
from benchmarks.mail import Mail
from benchmarks.processes import ROOT, answers, cpu_seconds, free_port, running, wait_until
from benchmarks.stock.flow import MAIL_PORT, STEPS

DEPLOYMENT = "delegation-approval/office"
ENGINE = "stock-prefect-sqlite"
_SERVER = (sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port")
_SERVED_FLOW = (sys.executable, str(ROOT / "benchmarks" / "stock" / "flow.py"))
_CASE_NO = "ST-2020-0001"


class Stock:
    """A running Prefect with the flow served beside it."""

    def __init__(self, client: SyncPrefectClient, mail: Mail, roots: tuple[int, ...]) -> None:
        self._client = client
        self._mail = mail
        self._roots = roots

    @property
    def cpu_seconds(self) -> float:
        """Return the processor time used so far by the server, the served flow and its runs."""
        return cpu_seconds(*self._roots)

    def is_served(self) -> bool:
        """Tell whether runs of the flow can be asked for."""
        try:
            self._client.read_deployment_by_name(DEPLOYMENT)
        except ObjectNotFound:
            return False
        return True

    def submit(self, case_no: str) -> UUID:
        """Begin a case; return the run that is its life."""
        deployment = self._client.read_deployment_by_name(DEPLOYMENT)
        parameters = {"case_no": case_no}
        return self._client.create_flow_run_from_deployment(deployment.id, parameters=parameters).id

    def decide(self, run: UUID) -> Moment:
        """Decide on the step a run waits for; return when the decision that was accepted was sent.

        A run says only after it was suspended which input it wants; until then the server refuses.
        """
        sent: list[Moment] = []

        def accepted() -> bool:
            sent.append(this_moment())
            answer = self._client.resume_flow_run(run, run_input={"choice": "approve"})
            return answer.status is SetStateStatus.ACCEPT

        wait_until(accepted, "a run that takes a decision")
        return sent[-1]

    def letter(self, case_no: str, number: int) -> float:
        """Wait for the letter of a case's step; return when it came."""
        arrived = self._mail.of(case_no).wait_for(lambda came: len(came) >= number)
        return next(each.at for each in arrived if each.seq == number)

    def rests(self, run: UUID) -> None:
        """Wait until a run is suspended or has ended."""
        wait_until(lambda: _is_at_rest(self._client.read_flow_run(run).state), "a run that rests")

    def seconds_to_rest(self, run: UUID, sent: Moment) -> float:
        """Return how long after a decision the run had taken it in and rested again."""
        states = sorted((s.timestamp, s.type) for s in self._client.read_flow_run_states(run))
        return seconds_to_rest(sent, states)


def figures_of(stock: Stock, decisions: int) -> Iterator[Figure]:
    """Take so many decisions of one life, at most all; a part of a life is reckoned up to a whole.

    Nobody can decide before the run is suspended, so each decision is sent as soon as it is.
    """
    used = stock.cpu_seconds
    began = this_moment().at
    run = stock.submit(_CASE_NO)
    sent: list[Moment] = []
    seconds: list[float] = []
    for number in range(1, decisions + 1):
        stock.letter(_CASE_NO, number)
        stock.rests(run)
        sent.append(stock.decide(run))
        came = stock.letter(_CASE_NO, number + 1)
        seconds.append(came - sent[-1].at)
    stock.rests(run)
    lives = decisions / len(STEPS)
    lags = [stock.seconds_to_rest(run, each) for each in sent]
    yield from median_and_tail("decision_to_mail", ENGINE, seconds)
    yield Figure("lifecycles_per_second_1", ENGINE, lives / (came - began), PER_SECOND)
    used = stock.cpu_seconds - used
    yield Figure("cpu_seconds_per_lifecycle", ENGINE, used / lives, SECONDS)
    yield from median_and_tail("history_lag", ENGINE, lags)


@contextmanager
def stock_up(folder: Path, mail: Mail) -> Iterator[Stock]:
    """Run Prefect's server and the served flow, both with Prefect's own defaults, until the end."""
    folder.mkdir()
    port = free_port()
    url = f"http://127.0.0.1:{port}/api"
    environment = {
        "PREFECT_HOME": str(folder),
        "PREFECT_API_URL": url,
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        MAIL_PORT: str(mail.port),
    }
    with running((*_SERVER, str(port)), folder / "server.log", environment) as server:
        wait_until(lambda: answers(f"{url}/health"), "Prefect's server")
        with (
            running(_SERVED_FLOW, folder / "serve.log", environment) as served,
            temporary_settings({PREFECT_API_URL: url}),
            get_client(sync_client=True) as client,
        ):
            stock = Stock(client, mail, (server.pid, served.pid))
            wait_until(stock.is_served, "a served flow")
            yield stock


def _is_at_rest(state: State | None) -> bool:
    return state is not None and (state.is_paused() or state.is_final())
