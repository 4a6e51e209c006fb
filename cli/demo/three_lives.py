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
from cli.screen import out, spoken
from config.words import Words
from models.store import cases
from notifications.gathering.names import DIGEST

# Each request with the officer who submits it.
REQUESTS = {
    "outbound_gokseong.yaml": "nguyen.thi.mau",
    "inbound_saga.yaml": "thai.van.thi.du",
    "inbound_ngo.yaml": "ta.thi.vi.du",
}

# Every letter of these stories, by its folder of templates. There were 259 while each message was one.
EXPECTED = Counter(
    {
        "to_sign": 3,
        "to_appraise": 3,
        "to_consult": 5,
        "silence_of_yours": 1,
        "to_decide": 4,
        "to_issue": 4,
        "to_confirm_departure": 1,
        "to_confirm_return": 1,
        "to_file": 2,
        "to_accept": 3,
        "to_hand_back": 1,
        "to_settle": 1,
        "to_check_accounts": 2,
        "to_classify": 1,
        "to_arrange": 5,
        "several_steps": 7,
        "invitation": 3,
        "several_invitations": 5,
        "to_reassign": 1,
        "to_deliver": 17,
        "to_confirm_arrival": 3,
        "to_confirm_send_off": 3,
        "to_fulfil": 1,
        "to_notify": 1,
        "visit_noticed": 2,
    }
)

BY_THE_CLOCK = (DIGEST, "reminder")


def play() -> int:
    """Play the story; return 0 only if everything came out as it must."""
    with tempfile.TemporaryDirectory(prefix="doan-demo-") as folder:
        return judged(Path(folder), _live, "three_lives_well")


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
    w = spoken()
    complaints = _messages_amiss(story, w)
    for case_no in story.case_nos:
        out.print(Rule(f"doan show {case_no}"))
        show_case(case_no, w.language)
        out.print(Rule(f"Prefect: {case_no}"))
        complaints += run_amiss(story, case_no)
        with story.store.reading() as conn:
            status = cases.read_case(conn, case_no).status
        if status != "archived":
            told = {"case": case_no, "status": w.label("status", status)}
            complaints.append(w.text("demo.not_archived", **told))
    out.print(Rule("doan audit verify"))
    if show_verification(w.language):
        complaints.append(w.text("demo.not_verified"))
    return complaints


def _messages_amiss(story: Story, w: Words) -> list[str]:
    """Compare the messages that came with those this story calls for, each exactly once.

    Of what leaves by the clock there is some, and how many hangs on who had answered before.
    """
    received = Counter(story.received)
    missing = Counter(notice for notice in BY_THE_CLOCK if not received.pop(notice, 0))
    missing += EXPECTED - received
    unexpected = received - EXPECTED
    twice = Counter({name: n - 1 for name, n in story.checkpoints.items() if n > 1})
    if not story.checkpoints:
        missing["checkpoint"] += 1
    amiss = (("did_not_come", missing), ("came_too_often", unexpected + twice))
    return [
        w.text(f"demo.{how}", notice=w.label("notice", notice), count=count)
        for how, counted in amiss
        for notice, count in counted.items()
    ]
