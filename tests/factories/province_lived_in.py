"""A folder in which cases stand in every way a command asks for: one made, copied for each use."""

import shutil
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import yaml

from cli.setting_up import prepare
from config.regulation.codes import Act
from config.settings import Settings
from flows.acts.amending import propose_cancellation
from flows.acts.desk import Desk
from flows.acts.filing import Filing
from flows.acts.house.webhooks import register_webhook
from flows.acts.withdrawing import withdraw
from flows.case.answers import Identified
from flows.sweeps.checkpoints import number_and_sign
from models.case import CaseStatus
from models.ids import CaseNo, PersonId
from models.request.reading import read_request_file
from models.store.copies import quarantine
from models.store.database.clock import move_clock, now
from models.store.database.engine import Store
from tests.factories.office import OFFICER, Office, lets_act, make_answer
from tests.factories.prepared import MONDAY_MORNING
from tests.factories.privacy import letters_are_sent

EXAMPLES = Path(__file__).parents[2] / "examples"
REQUEST = EXAMPLES / "outbound_gokseong.yaml"
CHAIR, DEPUTY, SEAT = "pham.van.mau", "bui.van.thi.du", "people_committee/chair"
HEAD = "nguyen.van.thi.du"


@dataclass
class LivedIn:
    """A folder with cases, by how they stand, and what a person could type there."""

    folder: Path
    cases: dict[str, CaseNo] = field(default_factory=dict)

    @property
    def settings(self) -> Settings:
        return Settings(folder=self.folder / "doan")

    def copied(self, folder: Path) -> "LivedIn":
        """Return the same in another folder, so that what is done to it touches nobody else.

        It is at home there: as a copy it would do nothing.
        """
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        copy = LivedIn(folder, dict(self.cases))
        store = Store(copy.settings.store_url)
        with store.writing() as conn:
            quarantine.end(conn)
        store.close()
        return copy

    @property
    def request(self) -> Path:
        """Return the file of a request as it was filed."""
        return self.folder / "examples" / REQUEST.name

    @property
    def changed(self) -> Path:
        """Return the file of the same request with another purpose."""
        file = self.request.with_name("changed.yaml")
        content = yaml.safe_load(self.request.read_text(encoding="utf-8"))
        content["purpose"] += " Thăm thêm một hợp tác xã."
        file.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
        return file

    @property
    def directory(self) -> Path:
        """Return a directory file with a unit that takes the place of another, and its people."""
        file = self.folder / "directory.yaml"
        people = {"tran.van.vi.du": "Trần Văn Ví Dụ", "mai.thi.vi.du": "Mai Thị Ví Dụ"}
        mailbox = "{}@hau-giang.example"
        content = {
            "units": {"vi_binh": {"name": {"vi": "UBND huyện Vị Bình", "en": "Vi Binh district"}}},
            "persons": {p: {"name": n, "mailbox": mailbox.format(p)} for p, n in people.items()},
            "seats": [
                {"seat": f"vi_binh/{name}", "person": person, "since": "2021-01-01"}
                for name, person in zip(("head", "officer"), people, strict=True)
            ],
        }
        text = yaml.safe_dump(content, allow_unicode=True).replace("'2021-01-01'", "2021-01-01")
        file.write_text(text, encoding="utf-8")
        return file

    def checkpoint(self) -> Path:
        """Return the newest checkpoint, which covers all there is."""
        store = prepare(self.settings)
        number_and_sign(Desk(store, self.settings))
        store.close()
        return max(self.settings.checkpoints_kept.glob("*.txt"), key=lambda file: int(file.stem))


def lived_in(folder: Path) -> LivedIn:
    """Return a new folder in which cases are submitted, returned, approved, amended and over."""
    made = LivedIn(folder)
    shutil.copytree(EXAMPLES, folder / "examples")
    (folder / "doan").mkdir(mode=0o700)
    store = prepare(made.settings, demo_from=MONDAY_MORNING)
    desk = Desk(store, made.settings)
    for name, lives in _LIVES.items():
        office = Office(desk)
        read = read_request_file(made.request, desk.regulation())
        office.submits(read[0], read[1])
        lives(office)
        made.cases[name] = office.case_no
    letters_are_sent(office)
    lets_act(desk, CHAIR, DEPUTY, SEAT, since=office.today, until=office.today + timedelta(30))
    account = Identified(PersonId("console:admin"), "console:admin")
    register_webhook(desk, account, "https://1.2.3.4/bao", "Một cửa")
    with store.writing() as conn:
        move_clock(conn, now(conn) + timedelta(minutes=1))
    store.close()
    return made


def _nothing(_office: Office) -> None:
    """The unit has submitted it, and its head is asked."""


def _is_withdrawn(office: Office) -> None:
    withdraw(office.desk, office.case_no, Identified(OFFICER, "mailbox_code"), "Đối tác hoãn.")


def _is_returned(office: Office) -> None:
    step = office.goes_on_until_asked(Act.APPRAISE)
    office.takes(step, make_answer("return", remarks="Nêu rõ mục đích."))


def _is_approved(office: Office) -> None:
    while office.case.status is not CaseStatus.APPROVED:
        office.goes_on()


def _is_called_off(office: Office) -> None:
    _is_approved(office)
    by = Filing(OFFICER, OFFICER)
    propose_cancellation(office.desk, office.case_no, "Đối tác hoãn.", by)


_LIVES = {
    "over": _is_withdrawn,
    "over too": _is_withdrawn,
    "amended": _is_called_off,
    "approved": _is_approved,
    "approved too": _is_approved,
    "returned": _is_returned,
    "submitted": _nothing,
    "submitted too": _nothing,
}
