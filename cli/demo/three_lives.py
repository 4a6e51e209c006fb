"""`doan demo`: three delegations live their whole lives on real parts, in under 90 seconds.

One goes abroad, two receive guests: a delegation of a province, and a foreign NGO that comes twice.

A Doan of its own is started in a temporary folder whose clock plays in July 2020: Prefect's server,
the web pages, the deliverer, the worker. Every message arrives here over SMTP; whoever it is for
opens its link over HTTP, shows who they are and answers. One agency stays silent on purpose.
"""

import tempfile
from collections import Counter
from pathlib import Path

from rich.rule import Rule

from cli.auditing import show_verification
from cli.demo.stage import EXAMPLES, doan, judged, run_amiss
from cli.demo.story import Story, live
from cli.reading import show_case
from cli.screen import out
from models.store import cases

# Each request with the officer who submits it.
REQUESTS = {
    "outbound_gokseong.yaml": "nguyen.thi.mau",
    "inbound_saga.yaml": "thai.van.thi.du",
    "inbound_ngo.yaml": "ta.thi.vi.du",
}

# Every message of these stories, by its folder of templates.
EXPECTED = Counter(
    {
        "case_received": 3,
        "to_sign": 3,
        "to_appraise": 3,
        "to_consult": 6,
        "reminder": 1,
        "silence_recorded": 2,
        "to_vote": 8,
        "receipt_of_vote": 6,
        "to_decide": 3,
        "to_issue": 5,
        "progress": 22,
        "case_approved": 9,
        "to_prepare": 4,
        "to_confirm_departure": 1,
        "to_confirm_return": 1,
        "to_file": 3,
        "to_accept": 3,
        "to_hand_back": 1,
        "to_settle": 2,
        "report_accepted": 3,
        "receipt": 79,
        "case_archived": 6,
        "to_classify": 1,
        "to_arrange": 18,
        "invitation": 29,
        "to_oversee": 2,
        "to_reassign": 1,
        "to_deliver": 17,
        "reception_confirmed": 4,
        "to_confirm_arrival": 3,
        "to_confirm_send_off": 3,
        "commitment_made": 1,
        "to_fulfil": 1,
        "commitment_closed": 2,
        "to_notify": 1,
        "visit_noticed": 2,
    }
)


def play() -> int:
    """Play the story; return 0 only if everything came out as it must."""
    with tempfile.TemporaryDirectory(prefix="doan-demo-") as folder:
        return judged(Path(folder), _live, "archived, completed, verified")


def _live(story: Story) -> list[str]:
    _submit(story)
    live(story)
    return _look_back(story)


def _submit(story: Story) -> None:
    """The officers of the units submit their requests from the command line."""
    for name, officer in REQUESTS.items():
        out.print(Rule(f"doan submit {name} --as {officer}"))
        doan("submit", str(EXAMPLES / name), "--as", officer)
    with story.store.reading() as conn:
        story.case_nos = sorted(case.no for case in cases.all_cases(conn))


def _look_back(story: Story) -> list[str]:
    """Show timelines, the Prefect runs' histories and the journal; return what is not right."""
    complaints = _messages_amiss(story)
    for case_no in story.case_nos:
        out.print(Rule(f"doan show {case_no}"))
        show_case(case_no, "vi")
        out.print(Rule(f"Prefect: {case_no}"))
        complaints += run_amiss(story, case_no)
        with story.store.reading() as conn:
            status = cases.read_case(conn, case_no).status
        if status != "archived":
            complaints.append(f"{case_no} is {status}")
    out.print(Rule("doan audit verify"))
    if show_verification("vi"):
        complaints.append("the journal does not verify")
    return complaints


def _messages_amiss(story: Story) -> list[str]:
    """Compare the messages that came with those this story calls for, each exactly once."""
    missing, unexpected = EXPECTED - story.received, story.received - EXPECTED
    twice = Counter({name: n - 1 for name, n in story.checkpoints.items() if n > 1})
    if not story.checkpoints:
        missing["checkpoint"] += 1
    said = (("did not come", missing), ("came once too often", unexpected + twice))
    return [f"{notice} {what} ({n})" for what, counted in said for notice, n in counted.items()]
