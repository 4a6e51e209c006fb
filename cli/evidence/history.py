"""What is known of a case's run: shown beside the evidence, and none itself.

Its states are kept here as they came; Prefect's server is asked for those nobody has looked at yet.
"""

from collections.abc import Iterable
from typing import Any

import httpx

from cli.running.prefect_server import prefect_api
from config.settings import Settings
from models.store.auditing.run_states import RunState

_PATIENCE_SECONDS = 10.0
_NAMES = ("timestamp", "type", "name", "message")


def history_kept(
    settings: Settings, run_id: str | None, kept: Iterable[RunState]
) -> dict[str, Any]:
    """Return the states of a run, those `kept` and those Prefect has beside, and what it answered."""
    answer, more = _asked(settings, run_id) if run_id else ("no run was made", [])
    told = {state.id: _told(state) for state in kept}
    for state in more:
        told.setdefault(str(state["id"]), {name: state.get(name) for name in _NAMES})
    in_order = sorted(told.values(), key=lambda state: str(state["timestamp"]))
    return {"run": run_id, "answer": answer, "states": in_order}


def _told(state: RunState) -> dict[str, Any]:
    return {
        "timestamp": state.at.isoformat(),
        "type": state.type,
        "name": state.name,
        "message": state.message,
        "asked_by_doan": state.asked,
    }


def _asked(settings: Settings, run_id: str) -> tuple[str, list[dict[str, Any]]]:
    """Ask Prefect's server for the states of a run; return its answer in words, and them."""
    user, _, password = settings.prefect_password.partition(":")
    try:
        with httpx.Client(auth=(user, password), trust_env=False) as client:
            answer = client.get(
                f"{prefect_api(settings)}/flow_run_states/",
                params={"flow_run_id": run_id},
                timeout=_PATIENCE_SECONDS,
            )
        states: list[dict[str, Any]] = answer.raise_for_status().json()
    except (httpx.HTTPError, ValueError) as fault:
        return f"Prefect was not reached: {fault}", []
    return ("as kept" if states else "Prefect keeps nothing of it any more"), states
