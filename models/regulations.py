"""The regulation in force: the file an installation names, or an error saying what is wrong."""

from config.regulation import Regulation, load_regulation
from config.settings import Settings
from models.errors import RegulationInvalid


def regulation_in_force(settings: Settings) -> Regulation:
    """Return the regulation new cases are submitted under.

    Raises `RegulationInvalid` when there is no such file or it does not hold together.
    """
    try:
        return load_regulation(settings.regulation)
    except (OSError, ValueError) as invalid:
        raise RegulationInvalid(name=settings.regulation, what=str(invalid)) from None
