"""Requests of a made-up office: whole ones, their parts, and the text a person would write."""

from datetime import date
from decimal import Decimal

import yaml

from config.regulation.codes import Management, Trip
from models.outbound.parts import Acting, Host, Invitation, Member, Role, Speech, Stop
from models.outbound.request import OutboundRequest
from models.request.parts import (
    Cost,
    Letter,
    Paper,
    Passport,
    PassportKind,
    Payer,
    PlanEntry,
)
from models.request.values.currencies import Currency

DEPARTS = date(2020, 8, 24)
RETURNS = date(2020, 8, 29)


def make_member(**changed):
    defaults = {
        "name": "Nguyễn Văn Mẫu",
        "position": "Chuyên viên Phòng Kinh tế",
        "rank": "specialist",
        "managed_by": Management.UNIT,
        "party_member": False,
        "role": Role.MEMBER,
    }
    return Member(**{**defaults, **changed})


def make_head(**changed):
    return make_member(
        **{"name": "Trần Thị Ví Dụ", "position": "Trưởng phòng", "role": Role.HEAD, **changed}
    )


def make_leader(**changed):
    """Make a key leader, whom the party manages and somebody acts for."""
    defaults = {
        "position": "Chủ tịch Ủy ban nhân dân",
        "rank": "district_chair",
        "managed_by": Management.STANDING_COMMITTEE,
        "party_member": True,
        "acting": Acting(name="Lê Giả Định", position="Phó Chủ tịch"),
    }
    return make_head(**{**defaults, **changed})


def make_stop(**changed):
    defaults = {"country": "KR", "place": "Gokseong", "arrives": DEPARTS, "leaves": RETURNS}
    return Stop(**{**defaults, **changed})


def make_cost(**changed):
    defaults = {
        "item": "Vé máy bay",
        "currency": Currency.VND,
        "amount": Decimal(45_000_000),
        "payer": Payer.STATE_BUDGET,
    }
    return Cost(**{**defaults, **changed})


def make_paper(kind, **changed):
    return Paper(**{"kind": kind, "number": "12/UBND", "date": date(2020, 7, 1), **changed})


def make_passport(**changed):
    defaults = {"kind": PassportKind.OFFICIAL, "number": "S0000001", "expires": date(2023, 5, 1)}
    return Passport(**{**defaults, **changed})


def make_speech(**changed):
    return Speech(**{"by": 1, "title": "Phát biểu chào mừng", "appraised": True, **changed})


def make_request(**changed):
    """Make the request of an office for a delegation of two, planned, paid by the budget."""
    defaults = {
        "unit": "long_my",
        "letter": Letter(number="101/UBND-VX", date=date(2020, 7, 6)),
        "trip": Trip.OFFICIAL,
        "title": "Thăm và làm việc tại huyện Gokseong",
        "purpose": "Trao đổi về hợp tác nông nghiệp.",
        "area": "cooperation_and_friendship",
        "plan_entry": PlanEntry(plan="1112/KH-UBND", entry="II.2"),
        "host": Host(
            name="Huyện Gokseong", country="KR", invitation=Invitation(date=date(2020, 6, 15))
        ),
        "departs": DEPARTS,
        "returns": RETURNS,
        "itinerary": (make_stop(),),
        "members": (make_head(), make_member()),
        "costs": (make_cost(),),
        "papers": (make_paper("request_letter"), make_paper("invitation")),
    }
    return OutboundRequest(**{**defaults, **changed})


def make_written(**changed):
    """Make the same request as a person writes it, as plain values; `None` leaves a field out."""
    written = make_request().model_dump(mode="json", exclude_none=True)
    return {key: value for key, value in {**written, **changed}.items() if value is not None}


def make_text(**changed):
    """Make the request as the text of a YAML file."""
    return yaml.safe_dump(make_written(**changed), allow_unicode=True, sort_keys=False)
