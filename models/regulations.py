"""The regulation in force: the file an installation names, or an error saying what is wrong."""

from config.regulation.inbound import Inbound
from config.regulation.province import Regulation, load_regulation
from config.settings import Settings
from models.errors import RegulationInvalid
from models.inbound.findings.ceilings import check_local, norms_for


def regulation_in_force(settings: Settings) -> Regulation:
    """Return the regulation new cases are submitted under.

    Raises `RegulationInvalid` when there is no such file or it does not hold together.
    """
    try:
        regulation = load_regulation(settings.regulation)
        check_own_amounts(regulation)
    except (OSError, ValueError) as invalid:
        raise RegulationInvalid(name=settings.regulation, what=str(invalid)) from None
    return regulation


def check_own_amounts(regulation: Regulation) -> None:
    """Raise `ValueError` where an amount of the province's own is above what the circular allows.

    The circular is that of the day the regulation begins; a later one is asked when it is used.
    Source: 35/2026/TT-BTC (a province sets amounts within the ceilings).
    """
    own = regulation.inbound.local_norms if regulation.inbound else ()
    held = norms_for(approved_on=None, begins=regulation.valid_from)
    if own and held:
        check_local(held.norms, own)


def part_on_guests(regulation: Regulation) -> Inbound:
    """Return the part of a regulation on receiving guests; raises `RegulationInvalid`."""
    if regulation.inbound is None:
        raise RegulationInvalid(name=regulation.name, what="it has no part on receiving guests")
    return regulation.inbound
