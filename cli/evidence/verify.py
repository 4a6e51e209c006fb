#!/usr/bin/env python3
"""Kiểm tra gói chứng cứ của một hồ sơ / Verify the evidence of a case. Python 3.8+, nothing else.

    python3 verify.py [--key PUBLIC] [--language en] [FOLDER]

PUBLIC is the line auditors keep (name+hash+key). Ends with 0 where all is well, 1 where anything is not.
This file shares no code with Doan. What is computed how stands in README.md beside it.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import hmac
import json
import sys
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

MALFORMED = (ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError)
SAYS = {
    "file": ("tệp không đúng với bảng kê đã ký", "another file than the signed list tells of"),
    "gone": ("tệp có trong bảng kê nhưng không còn", "the signed list has it, and it is not here"),
    "strange": ("tệp không có trong bảng kê đã ký", "a file the signed list does not tell of"),
    "unread": ("không đọc được", "it cannot be read"),
    "signature": ("chữ ký không đúng", "the signature does not fit"),
    "untrusted": ("ký bằng khóa không được tin cậy", "signed by a key that is not trusted"),
    "chain": ("chuỗi mục nhật ký bị đứt", "the chain of entries is broken"),
    "hash": ("giá trị băm không đúng với nội dung", "the hash is not that of what it says"),
    "place": ("không nằm trong cây của điểm kiểm chứng", "it is not in the tree of the checkpoint"),
    "digest": ("nội dung không đúng với nhật ký", "it is not what the journal tells of"),
    "missing": ("nhật ký có, gói không có, và không có mục nào ghi là đã xóa",
                "the journal tells of it, it is not here, and no entry says that it was erased"),
    "house": ("nhật ký cơ quan không có mục mà kết quả này dựa vào, hoặc mục đó nói về người khác",
              "the house's entry this answer rests on is not here, or is somebody else's"),
    "case": ("mục nhật ký của hồ sơ khác", "an entry of another case"),
    "no_key": ("khóa đưa vào không phải là khóa của hồ sơ này", "the key given is not of this journal"),
}  # fmt: skip
CHECKED = {
    "manifest": ("{0} tệp đúng với bảng kê đã ký", "{0} files are those of the signed list"),
    "checkpoint": ("điểm kiểm chứng đã ký: {0} mục, {1}", "signed checkpoint: {0} entries, {1}"),
    "entries": ("{0} mục nhật ký: đủ, đúng thứ tự, có chữ ký, nằm trong cây",
                "{0} entries: gapless, in order, signed, in the tree"),
    "unsigned": ("trong đó {0} mục của thời kỳ chưa có chữ ký, chỉ có cây làm chứng",
                 "{0} of them are of the days before signatures: the tree alone proves them"),
    "content": ("{0} phiên bản hồ sơ, chương trình, văn bản và tệp đúng với nhật ký",
                "{0} dossiers, programmes, texts and files are those the journal tells of"),
    "messages": ("{0} thư đúng với nhật ký thư; {1} thư chưa được ghi",
                 "{0} messages are as the post's journal tells; it does not tell of {1} yet"),
    "regulation": ("quy chế áp dụng đúng bản hồ sơ được trình theo",
                   "the regulation is the one the case was submitted under"),
    "house": ("{0} mục nhật ký cơ quan: ai giữ chức danh nào, được ai cho làm thay, đăng nhập khi nào",
              "{0} entries of the house: who held which seat, acted by which authority, signed in when"),
    "seats": ("{0}/{1} kết quả do người giữ chức danh của cơ quan được hỏi, hoặc người thay họ, đưa ra",
              "{0} of {1} answers are of who held a seat of the body asked, or acted for one who did"),
    "prefect": ("lịch sử Prefect: {0} trạng thái; chỉ để xem, không có gì làm chứng",
                "Prefect's history: {0} states; to look at, nothing proves them"),
}  # fmt: skip
MISSING = {
    "erased": ("đã xóa theo quy định, có ghi trong nhật ký: {0}", "erased, as an entry says: {0}"),
    "forgotten": ("nội dung {0} thư đã xóa theo quy định", "what {0} messages said was erased"),
    "passports": ("hộ chiếu: không bao giờ có trong gói", "passports: no bundle ever has them"),
}
OWN_KEY = ("Khóa lấy từ chính gói này, hãy đối chiếu với dòng khóa Ông/Bà giữ:",
           "The key is the bundle's own; compare it with the line you keep:")  # fmt: skip
TRUE, NOT_TRUE = ("ĐÚNG.", "TRUE."), ("KHÔNG ĐÚNG.", "NOT TRUE.")
PROVINCE = timedelta(hours=7)
ANSWERS = ("step_decided", "vote_cast", "opinion_late")
ERASABLE = ("dossiers", "programmes", "texts", "files")
TEXTS, PAPERS = ("remarks", "answer", "reason", "what"), ("paper", "evidence", "acceptance")

# --- Ed25519 (RFC 8032), on extended coordinates -------------------------------------------------

P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, I = -121665 * pow(121666, P - 2, P) % P, pow(2, (P - 1) // 4, P)  # noqa: E741 - its name there.


def point(encoded: bytes) -> tuple[int, ...]:
    """Return a point of the curve by its y and the sign of its x; raises `ValueError` for none."""
    number = int.from_bytes(encoded, "little")
    y, sign = number % 2**255, number >> 255
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * I % P
    if len(encoded) != 32 or y >= P or (x * x - square) % P or (x == 0 and sign):
        raise ValueError("no point of the curve")
    x = P - x if x % 2 != sign else x
    return x, y, 1, x * y % P


def add(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...]:
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c, d = 2 * one[3] * other[3] * D % P, 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number: int, base: tuple[int, ...]) -> tuple[int, ...]:
    found: tuple[int, ...] = (0, 1, 1, 0)
    while number:
        if number % 2:
            found = add(found, base)
        base, number = add(base, base), number >> 1
    return found


BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signed(key: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether a signature of 64 bytes is of this key and message."""
    try:
        public, r = point(key), point(signature[:32])
    except ValueError:
        return False
    s = int.from_bytes(signature[32:], "little")
    hashed = hashlib.sha512(signature[:32] + key + message).digest()
    left, right = times(s, BASE), add(r, times(int.from_bytes(hashed, "little") % ORDER, public))
    same = all((left[n] * right[2] - right[n] * left[2]) % P == 0 for n in (0, 1))
    return len(signature) == 64 and s < ORDER and same


# --- the tree (RFC 6962; how a proof is checked: RFC 9162, 2.1.3.2) ------------------------------


def root_by(entry: bytes, leaf: int, size: int, proof: Sequence[bytes]) -> bytes | None:
    """Return the root that a proof leads to; None where it cannot be of this place and size."""
    place, last = leaf, size - 1
    found = hashlib.sha256(b"\0" + entry).digest()
    for sibling in proof:
        if last == 0:
            return None
        if place % 2 or place == last:
            found = hashlib.sha256(b"\1" + sibling + found).digest()
            while place % 2 == 0 and place:
                place, last = place >> 1, last >> 1
        else:
            found = hashlib.sha256(b"\1" + found + sibling).digest()
        place, last = place >> 1, last >> 1
    return found if last == 0 and 0 <= leaf < size else None


# --- how things are written before they are hashed -----------------------------------------------


def canonical(value: Any) -> bytes:
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return written.encode()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def sealed(salt: bytes, content: bytes) -> str:
    return hmac.new(salt, content, hashlib.sha256).hexdigest()


def facts_of(dossier: dict[str, Any]) -> dict[str, Any]:
    """Return what a dossier's digest is of: all but the letter, the dates as one, no empty passport."""
    facts = {name: said for name, said in dossier.items() if name != "letter"}
    for people, dates in (("guests", ("arrives", "departs")), ("members", ("departs", "returns"))):
        if people in facts:
            facts["dates"] = {name: facts.pop(name) for name in dates}
            facts[people] = [
                {name: said for name, said in each.items() if (name, said) != ("passport", None)}
                for each in facts[people]
            ]
            break
    return facts


# --- the bundle ----------------------------------------------------------------------------------


class Bundle:
    """A folder with evidence: what is wrong with it, what was checked, what is missing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.wrong: list[tuple[str, str]] = []
        self.checked: list[tuple[str, tuple[Any, ...]]] = []
        self.missing: list[tuple[str, str]] = []
        self.keys: dict[str, bytes] = {}
        # Of a key that came into other hands only the first entries count.
        self.limits: dict[str, int] = {}
        self.size, self.root = 0, b""
        self.unsigned = 0

    def read(self, name: str) -> bytes:
        return (self.folder / name).read_bytes()

    def parsed(self, name: str) -> Any:
        return json.loads(self.read(name).decode())

    def demand(self, true: bool, place: str, what: str) -> bool:
        if not true and (place, what) not in self.wrong:
            self.wrong.append((place, what))
        return true

    def look(self, place: str, check: Callable[[], None]) -> None:
        try:
            check()
        except MALFORMED:
            self.demand(False, place, "unread")

    def verify(self, line: str) -> None:
        self.look("keys.json", lambda: self.trust(line))
        self.look("manifest.sig", self.verify_list)
        self.look("manifest.json", self.verify_files)
        self.look("checkpoint.txt", self.verify_checkpoint)
        self.look("keys.json", lambda: self.verify_entries("keys.json", gapless=False))
        self.look("entries.json", lambda: self.verify_entries("entries.json", gapless=True))
        self.look("post.json", lambda: self.verify_entries("post.json", gapless=False))
        self.look("house.json", lambda: self.verify_entries("house.json", gapless=False))
        self.look("house.json", self.verify_house)
        self.look("entries.json", self.verify_content)
        self.look("messages.json", self.verify_messages)
        self.look("prefect.json", self.look_at_prefect)
        self.missing.append(("passports", ""))

    # Which keys are trusted: the one given, and those that handed over to one another.

    def trust(self, line: str) -> None:
        given = base64.b64decode(line.strip().split("+", 2)[2])[1:]
        periods, handed = [], set()
        for entry in self.parsed("keys.json"):
            said, by = json.loads(entry["body"]), entry["signature"].partition(":")[0]
            if entry["kind"] == "key_handed_over":
                handed.add((by, name_of(base64.b64decode(said["to"]))))
            else:
                key = base64.b64decode(said["key"])
                before = name_of(base64.b64decode(said["before"])) if said["before"] else ""
                periods.append((name_of(key), key, before))
                if said["why"] == "compromised":
                    self.limits[before] = said["covered"]
        reached = {name_of(given)}
        for name, _, before in periods:
            if before in reached and (before, name) in handed:
                reached.add(name)
        for name, _, before in reversed(periods):
            if name in reached and before:
                reached.add(before)
        self.keys = {name: key for name, key, _ in periods if name in reached}
        self.demand(name_of(given) in self.keys, "--key", "no_key")

    def verify_list(self) -> None:
        written = self.read("manifest.json")
        name, _, encoded = self.read("manifest.sig").decode("ascii").partition(":")
        if self.demand(name in self.keys, "manifest.sig", "untrusted"):
            said = b"doan-evidence\n" + sha256(written).encode()
            fits = is_signed(self.keys[name], said, base64.b64decode(encoded, validate=True))
            same = base64.b64encode(base64.b64decode(encoded)).decode() == encoded
            self.demand(fits and same, "manifest.json, manifest.sig", "signature")

    def verify_files(self) -> None:
        listed = self.parsed("manifest.json")["files"]
        for file, digest in listed.items():
            there = (self.folder / file).is_file()
            if self.demand(there, file, "gone"):
                self.demand(sha256(self.read(file)) == digest, file, "file")
        found = {path.relative_to(self.folder) for path in self.folder.rglob("*") if path.is_file()}
        for path in found:
            known = path.as_posix() in {*listed, "manifest.json", "manifest.sig"}
            self.demand(known or "__pycache__" in path.parts, path.as_posix(), "strange")
        self.checked.append(("manifest", (len(listed),)))

    def verify_checkpoint(self) -> None:
        body, _, signatures = self.read("checkpoint.txt").decode().partition("\n\n")
        origin, size, root = body.split("\n")[:3]
        self.size, self.root = int(size), base64.b64decode(root, validate=True)
        _, signer, encoded = signatures.strip().split(" ")
        signature = base64.b64decode(encoded, validate=True)
        fits = signer == origin and any(
            signature[:4] == sha256_of(origin, key)[:4]
            and is_signed(key, (body + "\n").encode(), signature[4:])
            for key in self.keys.values()
        )
        self.demand(fits, "checkpoint.txt", "signature")
        at = body.split("\n")[3].split(" ")[2] if body.count("\n") > 2 else ""
        self.checked.append(("checkpoint", (self.size, at)))

    def verify_entries(self, name: str, gapless: bool) -> None:
        previous, entries = "0" * 64, self.parsed(name)
        case = self.parsed("bundle.json")["case"] if gapless else entries and entries[0]["case"]
        for number, entry in enumerate(entries, start=1):
            place = f"{name}, {entry['case']} {entry['seq']}"
            self.demand(entry["case"] == case, place, "case")
            if gapless:
                linked = entry["seq"] == number and entry["previous"] == previous
                self.demand(linked, place, "chain")
            previous = entry["hash"]
            self.verify_entry(entry, place)
        if gapless:
            self.demand(bool(entries), name, "chain")
            self.checked.append(("entries", (len(entries),)))
            if self.unsigned:
                self.checked.append(("unsigned", (self.unsigned,)))

    def verify_entry(self, entry: dict[str, Any], place: str) -> None:
        names = ("case", "seq", "kind", "at", "recorded_at", "actor", "body", "previous")
        hashed = sha256(canonical({name: entry[name] for name in names}))
        self.demand(hashed == entry["hash"], place, "hash")
        proof = [bytes.fromhex(each) for each in entry["proof"]]
        root = root_by(bytes.fromhex(entry["hash"]), entry["leaf"], self.size, proof)
        self.demand(root == self.root, place, "place")
        if entry["signature"] is None:
            self.unsigned += 1
            return
        key, _, encoded = entry["signature"].partition(":")
        trusted = key in self.keys and entry["leaf"] < self.limits.get(key, self.size)
        if self.demand(trusted, place, "untrusted"):
            said = b"doan-entry\n" + entry["hash"].encode()
            signature = base64.b64decode(encoded, validate=True)
            self.demand(is_signed(self.keys[key], said, signature), place, "signature")

    # What the answers rest on: who held which seat that day, an authority, a session.

    def verify_house(self) -> None:
        entries = self.parsed("house.json")
        seats = {}
        answers = sitting = 0
        for entry in self.parsed("entries.json"):
            said = json.loads(entry["body"])
            if entry["kind"] == "step_opened":
                seats[said["step"]] = said["seat"]
            if entry["kind"] not in ANSWERS or not said.get("person"):
                continue
            place, person = f"entries.json, {entry['case']} {entry['seq']}", said["person"]
            house = House(entries, entry)
            signed_in, authority = said.get("signed_in"), said.get("authority")
            if signed_in is not None:
                self.demand(house.signed_in(signed_in, entry["actor"]), place, "house")
            if authority is not None:
                giver, seat = said["on_behalf_of"], seats[said["step"]]
                lets = house.lets_act(authority, person, giver, seat)
                self.demand(lets, place, "house")
                person = giver
            answers += 1
            sitting += house.sits(person, seats[said["step"]].partition("/")[0])
        self.checked.append(("house", (len(entries),)))
        self.checked.append(("seats", (sitting, answers)))

    # What the entries name by digest: there, or erased.

    def verify_content(self) -> None:
        told, erased, regulation = what_is_told(self.parsed("entries.json"))
        salt = bytes.fromhex(self.read("salt.txt").decode()) if self.has("salt.txt") else b""
        there: dict[str, set[str]] = {kind: set() for kind in told}
        for kind in ("dossiers", "programmes"):
            for path in sorted((self.folder / kind).glob("*.json")):
                look = partial(self.version, kind, path, salt, told)
                self.look(f"{kind}/{path.name}", look)
                there[kind].add(path.stem)
        for path in sorted((self.folder / "texts").glob("*.txt")):
            self.demand(
                sealed(salt, path.read_bytes()) == path.stem, f"texts/{path.name}", "digest"
            )
            there["texts"].add(path.stem)
        for file in self.parsed("files.json"):
            content = self.read(file["file"])
            said = {name: file[name] for name in ("name", "media_type")}
            digests = (
                sealed(salt, canonical({**said, "sha256": sha256(content)})),
                sealed(salt, content),
            )
            self.demand(file["digest"] in digests, file["file"], "digest")
            there["files"].add(file["digest"])
        for kind in ERASABLE:
            for which in sorted(set(told[kind]) - there[kind]):
                if which in erased[kind]:
                    self.missing.append(("erased", f"{kind} {which}"))
                else:
                    self.demand(False, f"{kind} {which}", "missing")
            extra = there[kind] - set(told[kind]) if kind != "files" else set()
            for which in sorted(extra):
                self.demand(False, f"{kind}/{which}", "digest")
        self.checked.append(("content", (sum(map(len, there.values())),)))
        if self.demand(
            sha256(self.read("regulation.yaml")) == regulation, "regulation.yaml", "digest"
        ):
            self.checked.append(("regulation", ()))

    def version(self, kind: str, path: Path, salt: bytes, told: dict[str, dict[str, str]]) -> None:
        content = path.read_bytes()
        said = json.loads(content.decode()) if kind == "dossiers" else {}
        digest = sealed(salt, canonical(facts_of(said)) if kind == "dossiers" else content)
        fits = told[kind].get(path.stem) == digest
        letter = told["letters"].get(path.stem) if kind == "dossiers" else None
        fits = fits and (not letter or sealed(salt, canonical(said.get("letter"))) == letter)
        self.demand(fits, f"{kind}/{path.name}", "digest")
        for paper in said.get("papers", ()):
            if paper["file"]:
                told["files"][paper["file"]] = paper["file"]

    def has(self, name: str) -> bool:
        return (self.folder / name).is_file()

    # Messages, as the post's journal tells: queued, settled, forgotten.

    def verify_messages(self) -> None:
        queued: dict[int, str] = {}
        settled: dict[int, str] = {}
        forgotten: set[int] = set()
        for entry in self.parsed("post.json"):
            messages = json.loads(entry["body"])["messages"]
            if entry["kind"] == "messages_forgotten":
                forgotten |= set(messages)
            elif entry["kind"] == "messages_sent_again":
                for number in messages:
                    settled.pop(number, None)
            # Of slimmed ones the bytes went; their digest stays as settled.
            elif entry["kind"] != "messages_slimmed":
                (queued if entry["kind"] == "messages_queued" else settled).update(messages)
        told = untold = 0
        rows = self.parsed("messages.json")
        forgotten &= {row["id"] for row in rows}
        for row in rows:
            place = f"messages.json, {row['id']}"
            if row["id"] in forgotten:
                continue
            untold, told = untold + (row["id"] not in queued), told + (row["id"] in queued)
            of_queued = {name: row[name] for name in QUEUED}
            of_settled = {name: row[name] for name in SETTLED}
            if row["carried_by"] is not None:
                of_settled["carried_by"] = row["carried_by"]
            if row["accepted_as"] is not None:
                of_settled["accepted_as"] = row["accepted_as"]
            for digests, said in ((queued, of_queued), (settled, of_settled)):
                digest = sealed((row["seal"] or "").encode(), canonical(said))
                # Half of it is told; entries of earlier days tell all.
                fits = digests.get(row["id"], digest) in (digest[:32], digest)
                self.demand(fits, place, "digest")
        self.checked.append(("messages", (told, untold)))
        if forgotten:
            self.missing.append(("forgotten", str(len(forgotten))))

    def look_at_prefect(self) -> None:
        self.checked.append(("prefect", (len(self.parsed("prefect.json")["states"]),)))


class House:
    """The house's entries as they were known when an answer was written."""

    def __init__(self, entries: list[dict[str, Any]], answer: dict[str, Any]) -> None:
        known = datetime.fromisoformat(answer["recorded_at"])
        self.day = (datetime.fromisoformat(answer["at"]) + PROVINCE).date().isoformat()
        self.said = {
            entry["seq"]: (entry["kind"], json.loads(entry["body"]))
            for entry in entries
            if datetime.fromisoformat(entry["recorded_at"]) <= known
        }

    def signed_in(self, number: int, person: str) -> bool:
        kind, said = self.said.get(number, ("", {}))
        return bool(kind == "session_begun" and said["person"] == person)

    def lets_act(self, number: int, holder: str, giver: str, seat: str) -> bool:
        whole = (number, holder, giver)
        return any(
            kind == "authority_given"
            and (said["number"], said["holder"], said["giver"]) == whole
            and seat in said["seats"]
            for kind, said in self.said.values()
        )

    def sits(self, person: str, body: str) -> bool:
        held = {}
        for _, (kind, said) in sorted(self.said.items()):
            if kind in ("seat_taken", "seat_left") and said["person"] == person:
                held[said["seat"], said["since"]] = said["until"]
        return any(
            seat.partition("/")[0] == body and since <= self.day and (until or self.day) >= self.day
            for (seat, since), until in held.items()
        )


QUEUED = ("id", "case_no", "seq", "notice", "recipient", "asks", "facts", "message_id", "queued_at")
SETTLED = ("id", "state", "address", "tries", "trouble", "letter_seal", "sent_at", "next_try_at",
           "content")  # fmt: skip


def what_is_told(
    entries: list[dict[str, Any]],
) -> tuple[dict[str, dict[str, str]], dict[str, set[str]], str]:
    """Return the digests that entries tell by kind and version, which were erased, the regulation's."""
    told: dict[str, dict[str, str]] = {kind: {} for kind in (*ERASABLE, "letters")}
    erased: dict[str, set[str]] = {kind: set() for kind in told}
    regulation = ""
    for entry in entries:
        kind, said = entry["kind"], json.loads(entry["body"])
        if said.get("dossier_digest") and kind in (
            "case_submitted",
            "dossier_revised",
            "amendment_proposed",
        ):
            version = str(said.get("version") or 1)
            told["dossiers"][version] = said["dossier_digest"]
            told["letters"].update(
                {version: said["beside"]["letter"]} if said.get("beside") else {}
            )
        if kind == "case_submitted":
            regulation = said["regulation_digest"]
        elif kind == "programme_revised":
            told["programmes"][str(said["revision"])] = said["digest"]
        elif kind == "content_erased":
            for table in ERASABLE:
                erased[table] |= {str(each) for each in said[table]}
        if kind != "decision_refused":
            told["texts"].update({said[name]: said[name] for name in TEXTS if said.get(name)})
        for paper in (said.get(name) or {} for name in PAPERS):
            told["files"].update({paper["file"]: paper["file"]} if paper.get("file") else {})
    return told, erased, regulation


def name_of(key: bytes) -> str:
    return sha256(key)[:16]


def sha256_of(origin: str, key: bytes) -> bytes:
    return hashlib.sha256(origin.encode() + b"\n\x01" + key).digest()


def main() -> int:
    typed = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    typed.add_argument("folder", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    typed.add_argument("--key", default="")
    typed.add_argument("--language", choices=("vi", "en"), default="vi")
    given = typed.parse_args()
    column = 0 if given.language == "vi" else 1
    bundle = Bundle(given.folder)
    try:
        line = given.key or bundle.read("key.txt").decode()
    except MALFORMED:
        line = ""
    bundle.verify(line)
    if not given.key:
        print(OWN_KEY[column], line.strip())
    for what, facts in bundle.checked:
        print("  " + CHECKED[what][column].format(*facts))
    for what, which in bundle.missing:
        print("- " + MISSING[what][column].format(which))
    for place, what in bundle.wrong:
        print(f"!! {place}: {SAYS[what][column]}")
    print((NOT_TRUE if bundle.wrong else TRUE)[column])
    return 1 if bundle.wrong else 0


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    for stream in (sys.stdout, sys.stderr):
        getattr(stream, "reconfigure", lambda **_: None)(errors="replace", encoding="utf-8")
    sys.exit(main())
