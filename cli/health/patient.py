"""The installation that is looked at: its settings as far as they can be read, and its database."""

import os
from dataclasses import dataclass

from pydantic import ValidationError
from pydantic_settings import SettingsError
from sqlalchemy import Connection

from config.settings import Settings
from config.words import Words
from models.store.database.engine import Store

# Whether all is well, and that in words.
Said = tuple[bool, str]
_TRIES = 20


@dataclass(frozen=True)
class Patient:
    """What every check needs. `conn` reads the database; None where it cannot be read."""

    settings: Settings
    w: Words
    store: Store | None = None
    conn: Connection | None = None

    @property
    def has_secret(self) -> bool:
        """Tell whether there is a secret; whoever only looks makes none."""
        return self.settings.has_secret

    @property
    def has_begun(self) -> bool:
        """Tell whether `doan up` has ever made a database here."""
        return bool(self.settings.database_url) or (self.settings.folder / "doan.sqlite").exists()

    def well(self, msgid: str, **facts: object) -> Said:
        return True, self.w.text(msgid, **facts)

    def ill(self, msgid: str, **facts: object) -> Said:
        return False, self.w.text(msgid, **facts)


def settings_as_far_as_they_fit() -> Settings:
    """Return the settings, with what does not fit left as it would be without the variable.

    What is wrong with them another check says.
    """
    left_out: dict[str, object] = {}
    for _ in range(_TRIES):
        try:
            return Settings.model_validate(left_out) if left_out else Settings()
        except ValidationError as invalid:
            wrong = {str(each["loc"][0]) for each in invalid.errors() if each["loc"]}
        except SettingsError:
            # The file of a secret cannot be read; which one, is said to whoever asks for settings.
            wrong = {
                name for name in Settings.model_fields if f"DOAN_{name.upper()}_FILE" in os.environ
            }
        fields = Settings.model_fields
        left_out |= {name: fields[name].get_default() for name in wrong if name in fields}
    return Settings.model_construct()
