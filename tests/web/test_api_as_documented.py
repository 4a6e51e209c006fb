"""`docs/api.md` is typed as it stands there: a whole case, driven by `curl`."""

import json
import re
import shlex
from pathlib import Path

from tests.factories.calling import session_of, token_for
from tests.factories.office import OFFICER
from tests.factories.request import make_leader, make_member, make_request

TEXT = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
DOAN, HEAD, AUDITOR = "http://doan.test", "nguyen.van.thi.du", "cao.thi.thi.du"
CASE, STEP = "/api/v1/cases/DR-2020-0002", "/api/v1/cases/DR-2020-0001/steps/1"


def commands():
    """Every line of a sample that calls."""
    blocks = re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return [line for line in lines if line.startswith("curl ")]


def files():
    """The files that the samples name."""
    request = make_request(members=(make_leader(), make_member()))
    said = {"kind": "outbound", **request.model_dump(mode="json", exclude_none=True)}
    papers = [{"kind": "invitation", "title": "Thư mời", "file": "thu-moi.pdf"}]
    return {
        "request.json": json.dumps(said).encode(),
        "request-with-papers.json": json.dumps({**said, "papers": papers}).encode(),
        "thu-moi.pdf": b"%PDF-1.4 a made-up letter",
    }


def curl(client, line, known):
    """What `curl` would do with a line, as far as the samples use it."""
    for name, value in known.items():
        line = line.replace(f"${name}", value)
    words, sent, parts, headers = iter(shlex.split(line)[1:]), {}, [], {}
    method, address, there = "GET", "", files()
    for word in words:
        match word:
            case "-s":
                continue
            case "-X":
                method = next(words)
            case "-H":
                name, _, value = next(words).partition(": ")
                headers[name] = value
            case "-d":
                given = next(words)
                sent["content"] = there[given[1:]] if given.startswith("@") else given.encode()
            case "-F":
                name, _, given = next(words).partition("=@")
                file, _, kind = given.partition(";type=")
                parts.append((name, (file, there[file], kind or "application/octet-stream")))
            case _:
                address = word.removeprefix(DOAN)
    if parts:
        sent["files"] = parts
    return client.request(method, address, headers=headers, **sent)


def test_a_whole_case_is_driven_as_it_is_documented(site, office):
    client = site.browser().client
    head = session_of(site, HEAD)
    known = {
        "DOAN": DOAN,
        "AUDIT_TOKEN": token_for(site, AUDITOR, "audit"),
        "TOKEN": token_for(site, OFFICER, "read", "submit"),
        "SESSION": f"doan-session={head.client.cookies['doan-session']}",
        "FORM_TOKEN": head.headers["x-form-token"],
    }
    answers = []
    for line in commands():
        if "$ETAG" in line:
            known["ETAG"] = head.reads(STEP).headers["etag"].replace('"', '\\"')
        if "$CASE_ETAG" in line:
            unit = {"Authorization": f"Bearer {known['TOKEN']}"}
            tag = client.get(CASE, headers=unit).headers["etag"]
            known["CASE_ETAG"] = tag.replace('"', '\\"')
        answers.append(curl(client, line, known))

    assert len(answers) > 8
    assert {a.status_code for a in answers} == {200, 201}, [
        (line, a.status_code, a.text)
        for line, a in zip(commands(), answers, strict=True)
        if a.status_code >= 400
    ]
    office.case_no = "DR-2020-0001"
    assert office.case.steps[0].choice == "sign"
    office.case_no = "DR-2020-0002"
    assert office.case.status == "withdrawn"
