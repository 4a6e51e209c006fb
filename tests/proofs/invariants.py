"""What may never be, read from the journal and the outbox alone, by SQLite and nothing of ours."""

import json
import sqlite3
import zlib

JUDGES = {"appraise", "consult", "decide", "classify"}
BACK = {"return", "supplement", "head_refused"}
AGREES = {"sign", "forward", "approve", "approve_with_conditions", "approve_some", "issue",
          "approved_outside", "agree", "agree_with_comments", "object"}  # fmt: skip
# What must have its outcome before a delegation with such a leader is approved.
REQUIRED = [
    ("unit_signature", "sign", "long_my/head"),
    ("appraisal", "appraise", "pc_office/appraiser"),
    ("opinions", "consult", "police/head"),
    ("opinions", "consult", "dof/head"),
    ("party_decision", "decide", "standing_committee/member"),
    ("party_decision", "issue", "party_office/clerk"),
    ("state_decision", "decide", "people_committee/chair"),
    ("state_decision", "issue", "pc_office/clerk"),
]
OVER = {"rejected", "archived", "withdrawn", "cancelled"}


def timeline(db: sqlite3.Connection) -> list[tuple]:
    """Return the steps of the one case, as the model tells them."""
    votes: dict[int, dict[str, str]] = {}
    for step, person, choice in db.execute("SELECT step, person, choice FROM votes"):
        votes.setdefault(step, {})[person] = choice
    rows = db.execute(
        "SELECT number, stage, act, seat, key, version, state, choice, decided_by, holders"
        " FROM steps ORDER BY number"
    )
    return [
        (*row[:9], tuple(sorted(json.loads(row[9]))), tuple(sorted(votes.get(row[0], {}).items())))
        for row in rows
    ]


def broken_rules(db: sqlite3.Connection) -> list[str]:
    """Return every rule that is broken; nothing when all hold."""
    entries = [
        (seq, kind, actor, json.loads(body))
        for seq, kind, actor, body in db.execute(
            "SELECT seq, kind, actor, body FROM journal ORDER BY seq"
        )
    ]
    return [*_of_the_journal(db, entries), *_of_the_letters(db, entries), *_is_stuck(db)]


def _of_the_journal(db, entries):
    reader = _Reader(
        {
            version: _going(json.loads(_unpressed(content)))
            for version, content in db.execute("SELECT version, content FROM dossiers")
        }
    )
    for seq, kind, _actor, said in entries:
        reader.of_the_dossier(kind, said)
        reader.of_steps(kind, said)
        if kind in {"step_decided", "vote_cast"}:
            reader.of_an_answer(seq, kind, said)
    return reader.found


class _Reader:
    """Reads the journal from its first entry on, and notes what breaks a rule."""

    def __init__(self, travellers):
        self.travellers = travellers
        self.steps: dict[int, dict] = {}
        self.in_force, self.version = "", 1
        self.proposed: dict[int, dict] = {}
        self.authors: set[str] = set()
        self.signers: set[str] = set()
        self.found: list[str] = []

    def of_the_dossier(self, kind, said):
        if kind in {"case_submitted", "dossier_revised"}:
            self.in_force, self.version = said["dossier_digest"], said.get("version", 1)
        if kind in {"case_submitted", "dossier_revised", "amendment_proposed"}:
            self.authors |= {said["filed_for"], said["typed_by"]}
        if kind == "amendment_proposed":
            self.proposed[said["number"]] = said
        if kind == "amendment_in_force" and self.proposed[said["number"]]["version"]:
            amended = self.proposed[said["number"]]
            self.in_force, self.version = amended["dossier_digest"], amended["version"]

    def of_steps(self, kind, said):
        if kind == "step_opened":
            # What goes without saying an entry does not say.
            unsaid = {"key": "", "collective": False}
            self.steps[said["step"]] = {**unsaid, **said, "state": "open", "votes": {}}
        if kind in {"step_voided", "decision_taken_back"}:
            self.steps[said["step"]]["state"] = "void"
        if kind == "step_silent":
            self.steps[said["step"]]["state"] = "silent"
        if kind == "vote_taken_back":
            del self.steps[said["step"]]["votes"][said["person"]]
        if kind == "case_approved":
            self.found += [f"approved without {p}" for p in _missing(self.steps.values())]

    def of_an_answer(self, seq, kind, said):
        step = self.steps[said["step"]]
        if step["state"] != "open":
            self.found.append(f"entry {seq}: a step is decided twice or after its end")
        step["instead_of"] = said.get("on_behalf_of")
        if kind == "vote_cast":
            if said["person"] in step["votes"]:
                self.found.append(f"entry {seq}: {said['person']} votes twice")
            step["votes"][said["person"]] = said["choice"]
        else:
            step |= {"state": "decided", "choice": said["choice"], "by": said["person"]}
        self.of_a_judge(seq, step, said)
        if step["act"] == "sign":
            self.signers |= {said["person"], said.get("on_behalf_of")} - {None}

    def going(self, step):
        """Return who travels by the version in force, or by that of the amendment a step is about."""
        asked_for = None
        if step["stage"] == "amendment":
            asked_for = self.proposed[int(step["key"])]["version"]
        return self.travellers[self.version] | self.travellers.get(asked_for, set())

    def of_a_judge(self, seq, step, said):
        seen, people = self.in_force, {said["person"], said.get("on_behalf_of")} - {None}
        if step["stage"] == "amendment":
            seen = self.proposed[int(step["key"])]["dossier_digest"]
        if said.get("seen", "") != seen:
            self.found.append(f"entry {seq}: decided on another version than the one in force")
        if step["act"] in JUDGES:
            going = people & self.going(step)
            self.found += [f"entry {seq}: {p} judges their own trip" for p in going]
            self.found += [
                f"entry {seq}: {p} judges what they wrote" for p in people & self.authors
            ]
            self.found += [
                f"entry {seq}: {p} judges what they signed" for p in people & self.signers
            ]
            self.found += [f"entry {seq}: {p}" for p in _two_bodies(self.steps, step, people)]


def _unpressed(content):
    return zlib.decompress(content[2:]) if isinstance(content, bytes) else content


def _going(dossier):
    return {m["person"] for m in dossier["members"] if m.get("person")}


def _missing(steps):
    for place in REQUIRED:
        standing = [s for s in steps if (s["stage"], s["act"], s["seat"]) == place]
        agreed = [s for s in standing if s["state"] == "decided" and s["choice"] in AGREES]
        silent = [s for s in standing if s["state"] == "silent"]
        if not agreed and not silent:
            yield place


def _two_bodies(steps, step, people):
    body = step["seat"].split("/")[0]
    if step["collective"]:
        return
    for other in steps.values():
        elsewhere = other["seat"].split("/")[0] != body and not other["collective"]
        if elsewhere and other["act"] in JUDGES and other["state"] == "decided":
            for person in people & {other.get("by"), other.get("instead_of")}:
                yield f"{person} decides alone for two bodies"


def _of_the_letters(db, entries):
    """Whoever is asked is written to once; nobody is written to of what did not happen."""
    sent: dict[tuple[int, str], list[str]] = {}
    for seq, notice, person in db.execute(
        # What goes in a letter with others has a row of its own beside the letter's.
        "SELECT seq, notice, recipient FROM outbox"
        " WHERE case_no IS NOT NULL AND notice NOT LIKE 'several%'"
    ):
        sent.setdefault((seq, notice), []).append(person)
    found = []
    known = {seq for seq, *_ in entries}
    found += [
        f"{notice} about entry {seq}, which is none" for seq, notice in sent if seq not in known
    ]
    for seq, kind, _actor, said in entries:
        told = [person for (of, _), people in sent.items() if of == seq for person in people]
        if kind == "step_opened" and sorted(told) != sorted(said["holders"]):
            found.append(f"entry {seq}: asked {said['holders']}, written to {told}")
        if kind == "case_approved" and not told:
            found.append(f"entry {seq}: nobody hears that it is approved")
    return found


def _reminded_to_the_end(db):
    """The steps whose holders were reminded for the last time: they are overdue, and nothing comes."""
    ended = set()
    for kind, body in db.execute("SELECT kind, body FROM journal ORDER BY case_no, seq"):
        said = json.loads(body)
        if kind == "step_reminded" and said.get("last"):
            ended.add(said["step"])
        elif kind in ("step_overdue", "step_due_moved"):
            ended.discard(said["step"])
    return ended


def _is_stuck(db):
    """A case is over, or somebody has been asked, or a moment is to come, or a fault was told."""
    status, fault = db.execute("SELECT status, fault FROM cases").fetchone()
    if status in OVER:
        waiting = db.execute("SELECT count(*) FROM steps WHERE state = 'open'").fetchone()[0]
        return ["over, and somebody is still asked"] if waiting else []
    asked = db.execute("SELECT holders, act, due_at, number, paused_at FROM steps"
                       " WHERE state = 'open'").fetchall()  # fmt: skip
    moments = {
        step for (step,) in db.execute("SELECT step FROM due_moments WHERE fired_at IS NULL")
    }
    found = [f"step {row[3]} waits for nobody" for row in asked if not json.loads(row[0])]
    found += [
        f"step {row[3]} has lost its moment"
        for row in asked
        if row[2] and not row[4] and row[3] not in moments | _reminded_to_the_end(db)
    ]
    open_questions = {
        key
        for (key,) in db.execute("SELECT key FROM steps WHERE act = 'answer' AND state = 'open'")
    }
    waited_for = {
        step
        for number, step in db.execute("SELECT number, step FROM questions")
        if str(number) in open_questions
    }
    found += [
        f"the clock of step {row[3]} stands still, and no question waits"
        for row in asked
        if row[4] and row[3] not in waited_for
    ]
    if not asked and 0 not in moments and not fault:
        found.append("nobody is asked, nothing is due, and it is not over")
    return found
