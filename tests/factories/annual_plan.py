"""Parts of an annual plan with good defaults: a test names only what it is about."""

from datetime import date
from decimal import Decimal
from typing import Any

from models.annual_plan.parts import (
    IntendedDelegation,
    IntendedTask,
    PlannedDelegation,
    PlannedTask,
    Quarter,
)
from models.annual_plan.request import AnnualPlanRequest, PlanContribution
from models.annual_plan.use import Claim
from models.request.parts import Letter, Payer

YEAR = 2020
OFFICE_UNIT = "van_phong_ubnd"
_LETTER = Letter(number="21/VP-NV", date=date(2020, 7, 3))
_DELEGATION: dict[str, Any] = {
    "kind": "outbound",
    "title": "Thăm và làm việc tại huyện Gokseong",
    "partner": "Chính quyền huyện Gokseong",
    "countries": ("KR",),
    "purpose": "Trao đổi chương trình hợp tác giai đoạn 2021-2025.",
    "area": "cooperation_and_friendship",
    "quarter": Quarter.THIRD,
    "persons": 5,
    "budget": Decimal(120_000_000),
    "payer": Payer.STATE_BUDGET,
}
_TASK: dict[str, Any] = {
    "area": "information_abroad",
    "what": "Tập huấn công tác thông tin đối ngoại cho các sở, ngành, địa phương.",
    "due": date(2020, 10, 30),
    "sentence": "Tổ chức tập huấn về công tác thông tin đối ngoại.",
}


def make_intended(**changed: Any) -> IntendedDelegation:
    return IntendedDelegation(**{**_DELEGATION, **changed})


def make_intended_task(**changed: Any) -> IntendedTask:
    return IntendedTask(**{**_TASK, **changed})


def make_entry(key: str = "R1", **changed: Any) -> PlannedDelegation:
    return PlannedDelegation(**{**_DELEGATION, "key": key, "unit": "long_my", **changed})


def make_task(key: str = "N1", **changed: Any) -> PlannedTask:
    return PlannedTask(**{**_TASK, "key": key, "unit": "so_cong_thuong", **changed})


def make_contribution(**changed: Any) -> PlanContribution:
    said: dict[str, Any] = {
        "unit": "long_my",
        "letter": _LETTER,
        "title": "Đăng ký kế hoạch đối ngoại năm 2020 của thị xã Long Mỹ",
        "purpose": "Đăng ký đưa vào kế hoạch công tác đối ngoại của tỉnh.",
        "year": YEAR,
        "entries": (make_intended(),),
    }
    return PlanContribution(**{**said, **changed})


def make_plan(**changed: Any) -> AnnualPlanRequest:
    said: dict[str, Any] = {
        "unit": OFFICE_UNIT,
        "letter": _LETTER,
        "title": "Kế hoạch công tác đối ngoại năm 2020",
        "purpose": "Triển khai công tác đối ngoại trên địa bàn tỉnh năm 2020.",
        "year": YEAR,
        "entries": (make_entry(), make_entry("V1", kind="inbound", unit="phung_hiep")),
        "tasks": (make_task(),),
    }
    return AnnualPlanRequest(**{**said, **changed})


def make_claim(case_no: str = "DR-2020-0001", entry: str = "R1", **changed: Any) -> Claim:
    said: dict[str, Any] = {"kind": "outbound", "people": frozenset("ab"), "turns": 2}
    return Claim(case_no, entry, **{**said, **changed})
