"""A delegation's approvals written the way Prefect's documentation shows: `python flow.py` serves it.

One flow run is one case. Each step sends its letter, suspends the run until somebody's decision comes
as its input, and goes on from the top: results are persisted, so letters sent before are not sent
again. Doan itself does none of this; it is what Doan is compared with.
"""

import os
from email.message import EmailMessage

import aiosmtplib
from prefect import flow, task
from prefect.flow_runs import asuspend_flow_run
from prefect.input import RunInput

# Who has to act, in the order in which Doan's sample delegation asks them.
STEPS = (
    "sign: the head of the unit",
    "appraise: the foreign-affairs office",
    "give an opinion: the police",
    "give an opinion: the department of finance",
    "decide: the chair of the people's committee",
    "issue the decision: the clerk",
    "prepare the official passports: the foreign-affairs office",
    "prepare the visa note: the foreign-affairs office",
    "prepare the briefing: the foreign-affairs office",
    "prepare the notice to the mission: the foreign-affairs office",
    "confirm the departure: the unit",
    "confirm the return: the unit",
    "file the report: the unit",
    "hand back the passports: the foreign-affairs office",
    "settle the accounts: the unit",
    "accept the report: the foreign-affairs office",
    "check the accounts: the department of finance",
)
MAIL_PORT = "STOCK_MAIL_PORT"
OFFICE = "office@stock.example"


class Decision(RunInput):
    """What somebody has decided on a step."""

    choice: str


@task(retries=3, retry_delay_seconds=10, persist_result=True)
async def send_letter(case_no: str, number: int, notice: str, text: str) -> None:
    """Send a letter about a case; its id names the case, the step and what it is."""
    message = EmailMessage()
    message["From"] = message["To"] = OFFICE
    message["Subject"] = f"{case_no}: {text}"
    message["Message-ID"] = f"<{case_no}.{number}.{notice}.{OFFICE}>"
    message.set_content(f"Case {case_no} waits for you.\n\nPlease {text}.\n")
    await aiosmtplib.send(
        message,
        hostname="127.0.0.1",
        port=int(os.environ[MAIL_PORT]),
        local_hostname="stock.example",
        start_tls=False,
    )


@flow(name="delegation-approval", persist_result=True)
async def delegation_approval(case_no: str) -> str:
    """Take a case through its steps; return how it ended."""
    for number, step in enumerate(STEPS, 1):
        await send_letter(case_no, number, "to_act", step)
        decision = await asuspend_flow_run(wait_for_input=Decision)
        if decision.choice == "reject":
            await send_letter(case_no, number + 1, "case_rejected", "take note: it is refused")
            return "rejected"
    await send_letter(case_no, len(STEPS) + 1, "case_archived", "take note: it is archived")
    return "archived"


if __name__ == "__main__":
    delegation_approval.serve(name="office")
