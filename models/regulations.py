"""The regulation in force: the file an installation names, or an error saying what is wrong."""

from config.regulation.province import Regulation, load_regulation
from config.settings import Settings
from models.errors import RegulationInvalid
from models.kinds import KINDS


def regulation_in_force(settings: Settings) -> Regulation:
    """Return the regulation new cases are submitted under.

    Raises `RegulationInvalid` when there is no such file or it does not hold together.
    """
    try:
        regulation = load_regulation(settings.regulation)
        for kind in KINDS.values():
            kind.check(regulation)
    except (OSError, ValueError) as invalid:
        raise RegulationInvalid(name=settings.regulation, what=str(invalid)) from None
    return regulation
