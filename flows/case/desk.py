"""The parts of a running Doan, joined in one place and passed in."""

from collections.abc import Callable
from dataclasses import dataclass

from config.regulation.province import Regulation
from config.settings import Settings
from models.regulations import regulation_in_force
from models.store.database.engine import Store


def _nobody_listens(_case_no: str) -> None:
    """Stand in where no deliverer or worker runs beside: the sweeps will find what there is."""


@dataclass(frozen=True)
class Desk:
    """What a command needs: the store, the settings, and whom to tell after its commit."""

    store: Store
    settings: Settings
    tell: Callable[[str], None] = _nobody_listens

    def regulation(self) -> Regulation:
        """Return the regulation new cases are submitted under; raises `RegulationInvalid`."""
        return regulation_in_force(self.settings)
