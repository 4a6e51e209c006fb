"""How the people of the demo answer when nothing special happens: smoothly, with a few exceptions."""

from dataclasses import dataclass
from datetime import date, timedelta

from cli.demo.people import Form, Value

# The department of finance does not answer: its silence is recorded and shown, never consent.
SILENT = "ly.thi.gia.dinh"
POLICE = "duong.van.vi.du"
NUMBERED = {"issue": "QĐ-UBND", "file": "BC-UBND", "settle": "QT-STC", "signed": "TTQT"}
REMARKS = {
    "agree_with_comments": "Thống nhất; đề nghị giữ liên lạc trong suốt chuyến đi, chuyến thăm.",
    "class_b": "Phó Thống đốc: vận dụng tương đương cấp Thứ trưởng.",
    "decline": "Xe đang đi công tác xa, ngày đó chưa về.",
}
# Once the office declines to drive; the coordinator then gives the task to the host unit.
DRIVES, DECLINED = "luu.van.mau", "Bố trí phương tiện"
HOST = "so_nong_nghiep/officer"
# What a trip or a visit cost in the end, in each currency.
SPENT = {"VND": "61.250.000", "USD": "2.150,00"}
COMMITMENT = "Gửi phía Saga danh sách thực tập sinh nông nghiệp năm 2021."


@dataclass
class Habits:
    """What people answer, and what they fill in; some things happen once in a story."""

    papers: int = 0
    committed: bool = False
    declined: bool = False

    def choice(self, form: Form, person: str, text: str) -> str | None:
        """Return the answer of a person to a form that a message led to; None for none at all.

        Agencies agree, the police with comments; everybody else gives the first answer offered.
        """
        if "object" in form.choices and person == SILENT:
            return None
        if "agree_with_comments" in form.choices and person == POLICE:
            return "agree_with_comments"
        if form.choices == ["do_without"]:
            # That settles itself once all others have answered.
            return None
        if "class_b" in form.choices:
            return "class_b"
        if person == DRIVES and DECLINED in text and not self.declined:
            self.declined = True
            return "decline"
        return form.choices[0]

    def values(self, form: Form, choice: str, today: date) -> dict[str, Value]:
        """Return what goes with an answer: words, a paper with its file, a day, a seat, a commitment."""
        values: dict[str, Value] = {"choice": choice, "remarks": REMARKS.get(choice, "")}
        if choice in NUMBERED:
            self.papers += 1
            number = f"{100 + self.papers}/{NUMBERED[choice]}"
            paper = f"{number}\n{today}\n".encode()
            values |= {"paper_number": number, "paper_date": today.isoformat()}
            values["paper_file"] = (f"{self.papers:02d}.txt", paper, "text/plain")
        if "day" in form.names:
            values["day"] = today.isoformat()
        spent = {name: SPENT[name[-3:]] for name in form.names if name.startswith("settled.")}
        values |= spent
        if choice == "give_to":
            values["seat"] = HOST
        if "commitment_what_1" in form.names and not self.committed:
            self.committed = True
            due = today + timedelta(days=60)
            values |= {"commitment_what_1": COMMITMENT, "commitment_owner_1": HOST}
            values["commitment_due_1"] = due.isoformat()
        return values
