"""What Prefect kept of a case's run, asked of its server: shown beside the evidence, and none itself."""

from typing import Any

import httpx

from cli.running.prefect_server import prefect_api
from config.settings import Settings

_PATIENCE_SECONDS = 10.0


def history_kept(settings: Settings, run_id: str | None) -> dict[str, Any]:
    """Return the states of a run as Prefect kept them, or why there are none."""
    if not run_id:
        return {"run": None, "answer": "no run was made", "states": []}
    user, _, password = settings.prefect_password.partition(":")
    try:
        with httpx.Client(auth=(user, password), trust_env=False) as client:
            answer = client.get(
                f"{prefect_api(settings)}/flow_run_states/",
                params={"flow_run_id": run_id},
                timeout=_PATIENCE_SECONDS,
            )
        states = answer.raise_for_status().json()
    except (httpx.HTTPError, ValueError) as fault:
        return {"run": run_id, "answer": f"Prefect was not reached: {fault}", "states": []}
    names = ("timestamp", "type", "name", "message")
    told = ({name: state.get(name) for name in names} for state in states)
    said = "as kept" if states else "Prefect keeps nothing of it any more"
    return {
        "run": run_id,
        "answer": said,
        "states": sorted(told, key=lambda state: str(state["timestamp"])),
    }
