"""Visits of guests to a made-up office: whole requests, their parts, and what a person would write."""

from datetime import date, time
from decimal import Decimal

import yaml

from config.regulation.codes import Activity, NormCode, Occasion, SenderKind
from models.inbound.costs import Gift, ReceptionCost
from models.inbound.parts import (
    Certificate,
    CertificateKind,
    Conference,
    ForeignNgo,
    Guest,
    GuestRole,
    HostLeader,
    Lodging,
    PressLicence,
    Profession,
    Sender,
)
from models.inbound.request import InboundRequest
from models.programme.items import Interpreter, Item
from models.request.parts import Letter, Paper, Payer, PlanEntry

ARRIVES = date(2020, 8, 24)
DEPARTS = date(2020, 8, 25)


def make_guest(**changed):
    defaults = {
        "name": "Kim Min-ji",
        "nationality": "KR",
        "position": "Chuyên viên Phòng Giao lưu quốc tế",
        "profession": Profession.OFFICIAL,
        "rank": "official",
        "role": GuestRole.MEMBER,
    }
    return Guest(**{**defaults, **changed})


def make_head_guest(**changed):
    """Make the head of the guests, whose rank gives the visit its class."""
    defaults = {
        "name": "Park Seo-yeon",
        "position": "Vụ trưởng Vụ Giao lưu quốc tế",
        "rank": "director_general",
        "role": GuestRole.HEAD,
    }
    return make_guest(**{**defaults, **changed})


def make_item(**changed):
    """Make an item of the programme: an hour and a half of talks on the first morning."""
    defaults = {
        "day": ARRIVES,
        "begins": time(8, 30),
        "ends": time(10),
        "activity": Activity.WORKING_SESSION,
        "what": "Làm việc với lãnh đạo huyện",
        "what_en": "Talks with the leaders of the district",
        "place": "phung_hiep",
    }
    return Item(**{**defaults, **changed})


def make_sender(**changed):
    defaults = {
        "name": "Chính quyền huyện Gangjin",
        "country": "KR",
        "kind": SenderKind.SISTER_LOCALITY,
    }
    return Sender(**{**defaults, **changed})


def make_host_leader(**changed):
    defaults = {
        "name": "Cao Văn Ví Dụ",
        "position": "Chủ tịch UBND huyện Phụng Hiệp",
        "rank": "district_chair",
    }
    return HostLeader(**{**defaults, **changed})


def make_interpreter(**changed):
    return Interpreter(**{"name": "Tôn Thị Giả Định", "language": "Tiếng Hàn", **changed})


def make_lodging(**changed):
    defaults = {
        "name": "Nhà khách huyện",
        "place": "phung_hiep",
        "arrives": ARRIVES,
        "leaves": DEPARTS,
    }
    return Lodging(**{**defaults, **changed})


def make_reception_cost(**changed):
    defaults = {
        "item": "Nước uống các buổi làm việc",
        "norm": NormCode.COURTESY_SESSION,
        "persons": 8,
        "units": 1,
        "unit_amount": Decimal(60_000),
        "payer": Payer.STATE_BUDGET,
    }
    return ReceptionCost(**{**defaults, **changed})


def make_gift(**changed):
    return Gift(**{"guest": 1, "what": "Tranh gạo", "amount": Decimal(450_000), **changed})


def make_certificate(**changed):
    """Make the paper of a foreign NGO that covers the province and the days of the visit."""
    defaults = {
        "kind": CertificateKind.OPERATION,
        "number": "123/CNV-HĐ",
        "valid_from": date(2019, 1, 1),
        "valid_until": date(2021, 12, 31),
        "provinces": ("Hậu Giang",),
        "areas": ("Nông nghiệp",),
    }
    return Certificate(**{**defaults, **changed})


def make_ngo(**changed):
    defaults = {
        "certificate": make_certificate(),
        "partner": "Sở Nông nghiệp và Phát triển nông thôn",
    }
    return ForeignNgo(**{**defaults, **changed})


def make_visit_request(**changed):
    """Make the request of a district to receive two guests of a friendship locality for two days.

    The rank of their head has a class, nobody sleeps in a special area, the budget pays drinks.
    """
    defaults = {
        "unit": "phung_hiep",
        "letter": Letter(number="88/UBND-VX", date=date(2020, 7, 6)),
        "title": "Đoàn huyện Gangjin thăm và làm việc",
        "purpose": "Trao đổi về hợp tác nông nghiệp và giao lưu học sinh.",
        "area": "cooperation_and_friendship",
        "plan_entry": PlanEntry(plan="1112/KH-UBND", entry="II.3"),
        "sender": make_sender(),
        "received_by": (make_host_leader(),),
        "arrives": ARRIVES,
        "departs": DEPARTS,
        "guests": (make_head_guest(), make_guest()),
        "interpreters": (make_interpreter(),),
        "lodging": (make_lodging(),),
        "programme": (
            make_item(),
            make_item(
                day=DEPARTS, activity=Activity.SITE_VISIT, what="Thăm vùng trồng mãng cầu xiêm"
            ),
        ),
        "costs": (make_reception_cost(),),
        "papers": (
            make_visit_paper("request_letter"),
            make_visit_paper("guest_list"),
            make_visit_paper("visit_programme"),
            make_visit_paper("annual_plan_extract"),
            make_visit_paper("cost_estimate"),
        ),
    }
    return InboundRequest(**{**defaults, **changed})


def make_visit_paper(kind, **changed):
    return Paper(**{"kind": kind, "number": "12/UBND", "date": date(2020, 7, 1), **changed})


def make_ngo_visit(**changed):
    """Make the request for a working visit of a foreign NGO whose paper covers it."""
    head = make_head_guest(
        name="Jane Doe",
        nationality="GB",
        position="Giám đốc chương trình",
        profession=Profession.NGO_STAFF,
        rank="ngo_representative",
    )
    defaults = {
        "title": "Đoàn chuyên gia nông nghiệp đến làm việc",
        "area": "economy_and_ngos",
        "plan_entry": None,
        "sender": make_sender(name="Fields for All", country="GB", kind=SenderKind.FOREIGN_NGO),
        "guests": (head,),
        "ngo": make_ngo(),
    }
    return make_visit_request(**{**defaults, **changed})


def make_press_visit(**changed):
    """Make the request for the work of a foreign reporter with a licence."""
    head = make_head_guest(
        name="John Roe",
        nationality="GB",
        position="Phóng viên",
        profession=Profession.REPORTER,
        rank="reporter",
        press_licence="45/BNG-BC",
    )
    item = make_item(activity=Activity.PRESS_WORK, what="Ghi hình chợ nổi")
    defaults = {
        "title": "Phóng viên ghi hình chợ nổi Ngã Bảy",
        "area": "information_abroad",
        "plan_entry": None,
        "sender": make_sender(name="Kênh truyền hình Một", country="GB", kind=SenderKind.PRESS),
        "guests": (head,),
        "programme": (item,),
        "press": PressLicence(
            number="45/BNG-BC", issued=date(2020, 8, 3), valid_until=date(2020, 9, 30)
        ),
    }
    return make_visit_request(**{**defaults, **changed})


def make_conference(**changed):
    """Make the request to host an international conference for others; the chair may allow it."""
    defaults = {
        "title": "Hội thảo quốc tế về canh tác lúa bền vững",
        "area": "conferences",
        "conference": Conference(
            participants=80, foreign_participants=12, hosted=True, funding="Ngân sách tỉnh"
        ),
    }
    return make_visit_request(**{**defaults, **changed})


# How a request of each occasion is made, by the occasion.
MAKE_OF_OCCASION = {
    Occasion.VISIT: make_visit_request,
    Occasion.CONFERENCE: make_conference,
    Occasion.FOREIGN_NGO: make_ngo_visit,
    Occasion.FOREIGN_PRESS: make_press_visit,
}


def make_written_visit(request=None, **changed):
    """Make a request as a person writes it, as plain values; `None` leaves a field out."""
    of = request or make_visit_request()
    written = {"kind": "inbound", **of.model_dump(mode="json", exclude_none=True)}
    return {key: value for key, value in {**written, **changed}.items() if value is not None}


def make_visit_text(request=None, **changed):
    """Make a request as the text of a YAML file."""
    written = make_written_visit(request, **changed)
    return yaml.safe_dump(written, allow_unicode=True, sort_keys=False)
