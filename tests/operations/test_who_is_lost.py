"""The one administrator is gone: whoever has the machine seats another, and the house goes on."""

import yaml

from models.ids import SeatKey
from models.regulations import regulation_in_force
from models.store import directory
from models.store.database.clock import today
from models.store.database.engine import Store
from tests.factories.audit import verify
from tests.factories.console import typed
from tests.factories.province_lived_in import lived_in


def test_another_administrator_is_seated_at_the_console_where_the_one_is_lost(tmp_path):
    home = lived_in(tmp_path)
    seat = SeatKey(regulation_in_force(home.settings).administrator)
    store = Store(home.settings.store_url)
    with store.reading() as conn:
        day = today(conn)
        gone = directory.holders(conn, seat, day)
    successor = {
        "units": {},
        "persons": {"ho.van.du": {"name": "Hồ Văn Dự", "mailbox": "ho.van.du@hau-giang.example"}},
        "seats": [{"seat": str(seat), "person": "ho.van.du", "since": day}],
    }
    file = home.folder / "successor.yaml"
    file.write_text(yaml.safe_dump(successor, allow_unicode=True), encoding="utf-8")
    folder = {"DOAN_FOLDER": str(home.settings.folder), "DOAN_CATCH_MAIL": "1"}

    left = [typed("directory", "leave", seat, person, day.isoformat(), **folder) for person in gone]
    loaded = typed("directory", "load", file, **folder)
    ended = [typed("person", "sign-out", person, **folder) for person in gone]

    assert [said.code for said in (*left, loaded, *ended)] == [0] * (2 * len(gone) + 1)
    with store.reading() as conn:
        assert "ho.van.du" in directory.holders(conn, seat, day)
        assert verify(conn).difference is None
    store.close()
