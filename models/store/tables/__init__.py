"""The tables. What a person wrote or is stands apart from the journal and can be erased.

Cases, plan steps, steps and votes are projections: `doan audit verify` rebuilds them from the journal.
"""

from models.store.tables.base import Moment, metadata
from models.store.tables.chain import checkpoints, journal, leaves, regulations
from models.store.tables.doing import (
    bookings,
    case_numbers,
    due_moments,
    histories,
    leases,
    movable_clock,
    outbox,
    resources,
)
from models.store.tables.erasable import (
    amended_passports,
    dossiers,
    files,
    passports,
    programmes,
    salts,
    texts,
    travellers,
)
from models.store.tables.people import (
    authorities,
    persons,
    seats_held,
    security_log,
    sessions,
    sign_in_codes,
    units,
)
from models.store.tables.projections import (
    amendments,
    calls,
    cases,
    commitments,
    conditions,
    plan_steps,
    questions,
    remarks,
    steps,
    votes,
)

__all__ = [
    "Moment",
    "amended_passports",
    "amendments",
    "authorities",
    "bookings",
    "calls",
    "case_numbers",
    "cases",
    "checkpoints",
    "commitments",
    "conditions",
    "dossiers",
    "due_moments",
    "files",
    "histories",
    "journal",
    "leases",
    "leaves",
    "metadata",
    "movable_clock",
    "outbox",
    "passports",
    "persons",
    "plan_steps",
    "programmes",
    "questions",
    "regulations",
    "remarks",
    "resources",
    "salts",
    "seats_held",
    "security_log",
    "sessions",
    "sign_in_codes",
    "steps",
    "texts",
    "travellers",
    "units",
    "votes",
]
