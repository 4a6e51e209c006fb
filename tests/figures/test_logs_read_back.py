"""Another program reads the event logs and discovers the same: r4pm, which shares nothing with us.

It is in no lock: whoever has it beside (`pip install --target`, on the path) holds the logs against it.
"""

import json
from collections import Counter
from itertools import pairwise

import orjson
import pytest

from models.figures.process.logs import as_ocel, as_xes
from models.store.figures.ocel import as_ocel_sqlite
from tests.figures.test_logs import numbered
from tests.figures.test_process import WAY, make_trace

r4pm = pytest.importorskip("r4pm", reason="r4pm is not beside", exc_type=ImportError)

LOG = numbered(
    [
        make_trace(*WAY),
        make_trace(*WAY[:2]),
        make_trace(WAY[0], WAY[1], "dossier_revised", *WAY[1:]),
    ]
)


def read_back(path, content, kind="OCEL"):
    """Let it read a log, and return what it reads."""
    path.write_bytes(content)
    return r4pm.import_item(kind, str(path))


@pytest.mark.parametrize("form", ["json", "sqlite"])
def test_an_ocel_log_is_read_back_whole(tmp_path, form):
    content = as_ocel_sqlite(LOG) if form == "sqlite" else orjson.dumps(as_ocel(LOG))
    item = read_back(tmp_path / f"log.{form}", content)
    written = tmp_path / "again.json"
    r4pm.export_item(item, str(written))
    again, ours = json.loads(written.read_text()), as_ocel(LOG)

    for what in ("events", "objects"):
        found = {(each["id"], each["type"]) for each in again[what]}
        assert found == {(each["id"], each["type"]) for each in ours[what]}
        related = {
            (each["id"], r["objectId"], r["qualifier"])
            for each in again[what]
            for r in each.get("relationships") or ()
        }
        assert related == {
            (each["id"], r["objectId"], r["qualifier"])
            for each in ours[what]
            for r in each["relationships"]
        }


def test_in_a_xes_log_it_discovers_what_follows_what_as_often(tmp_path):
    from r4pm.bindings.discovery.case_centric.dfg import discover_dfg

    found = discover_dfg(read_back(tmp_path / "log.xes", as_xes(LOG), "EventLog"))
    edges = Counter((a.activity, b.activity) for trace in LOG for a, b in pairwise(trace.events))

    assert {tuple(edge): n for edge, n in found["directly_follows_relations"]} == edges
