"""What speaks against receiving guests, or has to be known before deciding on it. Pure.

A broken rule is a finding with its citation and its cure, never an exception; the deciders weigh
it. A rule that nobody has confirmed for this province warns, it never blocks. The rules stand by
subject in the modules beside this one.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from config.province_time import WorkingCalendar
from config.regulation.codes import GuestClass
from config.regulation.province import Regulation
from models.findings import Finding, as_ruled, weightiest_first
from models.inbound.findings.conference import on_conference
from models.inbound.findings.dossier import on_dossier
from models.inbound.findings.examined import Away, Examined
from models.inbound.findings.ngo import on_foreign_ngo
from models.inbound.findings.places import on_places
from models.inbound.findings.press import on_press
from models.inbound.findings.schedule import on_programme
from models.inbound.findings.spending import on_spending
from models.inbound.request import InboundRequest
from models.programme.booking import Clash
from models.programme.items import Item
from models.request.parts import Passport
from models.request.under_regulation import on_regulation


def findings(  # noqa: PLR0913 (what became of a request since is told by name)
    request: InboundRequest,
    regulation: Regulation,
    calendar: WorkingCalendar,
    *,
    submitted_on: date,
    guest_class: GuestClass | None,
    approved_on: date | None,
    programme: tuple[Item, ...] | None = None,
    clashes: Sequence[Clash] = (),
    passports: Mapping[int, Passport] | None = None,
    press_accepted: bool = False,
    away: Sequence[Away] = (),
) -> tuple[Finding, ...]:
    """Return all findings on a request read under `regulation`, the weightiest first.

    `guest_class`: None until it is fixed. `programme`: the one in force, where it was changed after
    the approval; `press_accepted`: the people's committee has accepted that change in writing.
    `away`: who of those who receive is away on days of the visit. `passports`: by guest number, where
    the request itself no longer holds them. Raises
    `RegulationInvalid` where the regulation has no part on guests, or no route for the request.
    """
    examined = Examined(
        request=request,
        regulation=regulation,
        calendar=calendar,
        submitted_on=submitted_on,
        guest_class=guest_class,
        approved_on=approved_on,
        programme=request.programme if programme is None else programme,
        clashes=clashes,
        passports=request.passports() if passports is None else passports,
        press_accepted=press_accepted,
        away=away,
    )
    found = (
        *on_regulation(request, regulation, submitted_on),
        *on_dossier(examined),
        *on_press(examined),
        *on_foreign_ngo(examined),
        *on_conference(examined),
        *on_places(examined),
        *on_programme(examined),
        *on_spending(examined),
    )
    return weightiest_first(as_ruled(each, regulation, request.arrives) for each in found)
