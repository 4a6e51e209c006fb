"""Many drafts are begun at once, from a sheet: all of them, or none."""

from collections.abc import Sequence

from config.regulation.codes import Kind
from flows.acts.desk import Desk
from models.errors import DecisionRefused
from models.ids import BodyKey, PersonId
from models.request.form.written import Values
from models.store import directory, drafts


def begin_all(desk: Desk, who: PersonId, kind: Kind, requests: Sequence[Values]) -> int:
    """Begin a draft for each of some plain values, in one transaction; return how many.

    Raises `DecisionRefused` for who holds no seat in a unit.
    """
    keys = desk.settings.passport_keys
    with desk.store.writing() as conn:
        units = directory.units_of(conn, who)
        if not units:
            raise DecisionRefused("not_of_any_unit", person=who)
        for values in requests:
            unit = BodyKey(values["unit"]) if values.get("unit") in units else units[0]
            drafts.begin(conn, who, unit, kind, {**values, "unit": unit}, keys)
    return len(requests)
