"""What the address of a page names: a step, a whole case, or neither."""

import re
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import Request
from starlette.exceptions import HTTPException

from models.ids import NO_CASE, CaseNo

# Where a unit begins a request.
NEW_REQUEST = "/requests/new"
_CASE_NO = re.compile(r"[A-Z]{2}-[0-9]{4}-[0-9]{4,6}")
_STEP = re.compile(r"[0-9]{1,4}")


@dataclass(frozen=True)
class Address:
    """A step, a whole case (step 0), or no case at all."""

    case_no: CaseNo = NO_CASE
    step: int = 0

    @property
    def path(self) -> str:
        """Return the path of the page of the step or the case, else of the start page."""
        if not self.case_no:
            return "/"
        case = f"/cases/{self.case_no}"
        return f"{case}/steps/{self.step}" if self.step else case

    def at(self, what: str) -> str:
        """Return a path beneath that of the page."""
        return f"{self.path.rstrip('/')}/{what}"


def named_in(request: Request) -> tuple[CaseNo, str]:
    """Return the case and the step that the path of a request names, as it writes them."""
    named = request.path_params
    return CaseNo(named.get("case_no", "")), str(named.get("step", "0"))


def address_of(request: Request) -> Address:
    """Return the address of a request; what no case or step can be called is not found."""
    case_no, step = named_in(request)
    is_case = not case_no or _CASE_NO.fullmatch(case_no)
    is_step = _STEP.fullmatch(step) and (int(step) or "step" not in request.path_params)
    if not (is_case and is_step):
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return Address(case_no, int(step))
