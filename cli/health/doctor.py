"""`doan doctor`: everything an installation needs is tried, each thing by itself, and told in words."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace

from rich.text import Text
from sqlalchemy.exc import DBAPIError

from cli.health import around, database, here
from cli.health.patient import Patient, Said, settings_as_far_as_they_fit
from cli.told.document import answer
from config.settings import SecretUnusable
from config.words import Words, words
from models.errors import DoanError
from models.store.database.engine import Store

Check = Callable[[Patient], Iterator[Said]]
# By what each is called, in the order in which one would mend them.
CHECKS: dict[str, Check] = {
    "settings": here.settings,
    "folder": here.folder,
    "secrets": here.secrets,
    "disk": here.disk,
    "time_zone": here.time_zone,
    "regulation": here.regulation,
    "database": database.database,
    "journal_key": database.journal_key,
    "clock": database.clock,
    "prefect": database.prefect,
    "ports": here.ports,
    "mail": around.mail,
    "public_address": around.public_address,
    "checkpoints": around.checkpoints,
    "backups": around.backups,
}


@dataclass(frozen=True)
class Found:
    """What a check has found: whether all is well, and that in words."""

    check: str
    well: bool
    said: str


def show_health(language: str) -> int:
    """Try everything and say what was found; return 0 where all is well, else 1."""
    w = words(language)
    found = list(examined(w))
    is_well = all(each.well for each in found)
    answer({"well": is_well, "checks": found}, *(_told(each, w) for each in found))
    return 0 if is_well else 1


def examined(w: Words) -> Iterator[Found]:
    """Yield what each check finds; none of them stops another, whatever is broken."""
    patient = Patient(settings_as_far_as_they_fit(), w)
    with ExitStack() as opened:
        patient = _opened(patient, opened)
        for name, check in CHECKS.items():
            yield from (Found(name, *said) for said in _said_by(check, patient))


_OF_SECRETS = {
    "short": "setup.secret_short",
    "open": "setup.secret_open",
    "unreadable": "setup.secret_unreadable",
    "lost": "setup.secret_lost",
}


def _said_by(check: Check, patient: Patient) -> Iterator[Said]:
    w = patient.w
    try:
        yield from check(patient)
    except DoanError as error:
        yield False, error.said(w)
    except SecretUnusable as unusable:
        yield False, w.text(_OF_SECRETS[unusable.why], where=unusable.where)
    except DBAPIError as fault:
        reason = str(fault.orig).strip().partition("\n")[0]
        yield False, w.text("doctor.database_away", reason=reason)
    except OSError as fault:
        yield False, w.text("doctor.unreadable", reason=fault.strerror or type(fault).__name__)
    except Exception as fault:  # noqa: BLE001 - a part that is broken in a way nobody foresaw.
        yield False, w.text("doctor.fault", kind=type(fault).__name__)


def _opened(patient: Patient, opened: ExitStack) -> Patient:
    """Open the database, where there is one that can be read."""
    if not patient.has_begun:
        return patient
    try:
        store = Store(patient.settings.store_url)
        opened.callback(store.close)
        patient = replace(patient, store=store)
        return replace(patient, conn=opened.enter_context(store.reading()))
    except Exception:  # noqa: BLE001 - why, the database's own check says.
        return patient


def _told(found: Found, w: Words) -> Text:
    mark, style = ("✓", "green") if found.well else ("✗", "red")
    title = w.text(f"doctor.check.{found.check}")
    return Text(f"{mark} {title}: {found.said}", style=style)
