"""The auditor's check of what cases count for: told anew from the dossier in force and the steps.

Apart from what writes the rows. What a dossier said that is erased nobody knows any more: then no row
may tell of anybody who is known again in another case.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Context, Decimal
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, Row

# The forms of names, of people and of groups, are rules, and no facts.
from models.names import name_key, same_name
from models.request.people.groups import group_key
from models.store.verify.kept import NOT_IN_DIRECTORY, Kept, countries_in, people_in
from models.store.verify.projections import first_difference, stored_rows
from models.store.verify.reading import Difference, parsed, read_moment
from models.store.verify.rebuilt import Rebuilt

_KEYS = {
    "case_figures": ("visit",),
    "case_turns": ("visit", "number", "place"),
    "case_costs": ("payer", "currency"),
    "case_waits": ("step",),
}
_COUNTED = ("approved", "archived")
_DECISIONS = ("party_decision", "state_decision")
_AGREES = ("approve", "approve_with_conditions", "approve_some", "approved_outside")
_HERE = timezone(timedelta(hours=7))
_HOME = "VN"
_EXACTLY = Context(prec=60)
Table = dict[tuple[Any, ...], dict[str, Any]]


def figures_difference(
    conn: Connection, kept: Kept, rebuilt: Rebuilt, rows: Sequence[Row[Any]]
) -> Difference | None:
    """Hold what a case counts for against its dossier in force, its steps and its accounts."""
    case, no = rebuilt["cases"].get((), {}), kept.case_no
    expected: dict[str, Table] = {table: {} for table in _KEYS}
    if case.get("status") not in (None, "in_approval"):
        expected["case_waits"] = _waits(case, rebuilt["steps"])
    said = kept.contents.get(case.get("version", 0))
    if case.get("status") in _COUNTED and said is not None:
        expected |= _Counted(kept, case, rebuilt, rows, said).tables()
    for table, key in _KEYS.items():
        stored = stored_rows(conn, table, key, no)
        if table != "case_waits" and said is None and case.get("status") in _COUNTED:
            if difference := _known_again(no, table, stored):
                return difference
        elif found := first_difference(no, table, stored, expected[table]):
            # What a dossier says is no report's.
            row = found.found in ("a row", "no row")
            return found if row else Difference(no, found.place, "another", "what the case tells")
    return None


def _known_again(no: str, table: str, stored: Table) -> Difference | None:
    for key, row in stored.items():
        place = " ".join([table, *map(str, key)])
        if table == "case_turns" and row["person"] != _number(f"erased:{no}/{key[1]}"):
            return Difference(no, f"{place}, column person", "somebody", "nobody: it is erased")
        if table == "case_figures" and row["plan_entry"] is not None:
            return Difference(no, f"{place}, column plan_entry", "words", "none: it is erased")
    return None


def _waits(case: Mapping[str, Any], steps: Table) -> Table:
    told: Table = {}
    for key, step in steps.items():
        if step["state"] not in ("decided", "silent") or step["decided_at"] is None:
            continue
        body = step["seat"].partition("/")[0]
        opened, ended = _day(step["opened_at"]), _day(step["decided_at"])
        due = step["due_at"]
        told[key] = {
            "kind": case["kind"],
            "unit": case["unit"],
            "body": body,
            "stage": step["stage"],
            "of_unit": body == case["unit"],
            "opened_on": opened,
            "ended_on": max(opened, ended),
            "late": bool(due) and read_moment(step["decided_at"]) > read_moment(due),
        }
    return told


class _Counted:
    """What an approved case counts for, by the dossier that is in force."""

    def __init__(
        self,
        kept: Kept,
        case: Mapping[str, Any],
        rebuilt: Rebuilt,
        rows: Sequence[Row[Any]],
        said: Mapping[str, Any],
    ) -> None:
        self._kept, self._case, self._rebuilt = kept, case, rebuilt
        self._rows, self._said = rows, said
        self._steps = {key[0]: step for key, step in rebuilt["steps"].items()}
        self._spans = list(_spans(said, case))

    def tables(self) -> dict[str, Table]:
        """Return the rows of all three tables."""
        turns = self._turns()
        went = [key[0] for key in turns if key[2] == 0]
        journeys = {
            (visit,): {
                **self._of_journey(),
                "begins": first,
                "ends": last,
                "turns": went.count(visit),
            }
            for visit, (first, last) in enumerate(self._spans, start=1)
            if visit in went or not went
        }
        return {"case_figures": journeys, "case_turns": turns, "case_costs": self._costs()}

    def _of_case(self) -> dict[str, Any]:
        said = self._said
        return {
            "kind": self._case["kind"],
            "unit": self._case["unit"],
            "nature": _nature(said),
            "area": said["area"],
            "decider": self._decision()[0],
            "in_plan": said.get("plan_entry") is not None,
        }

    def _of_journey(self) -> dict[str, Any]:
        plan = self._said.get("plan_entry")
        heads = [m["rank"] for m in people_in(self._said) if m.get("role") == "head"]
        report = next(
            (s for _, s in sorted(self._steps.items()) if _asks_for_report(s)),
            {"due_at": None, "decided_at": None, "state": ""},
        )
        return {
            **self._of_case(),
            "rank": heads[0] if heads else "",
            "decided_on": self._decision()[1],
            "plan_entry": f"{plan['plan']}: {plan['entry']}" if plan else None,
            "report_due": report["due_at"],
            "report_filed": report["decided_at"] if report["state"] == "decided" else None,
        }

    def _decision(self) -> tuple[str, str | None]:
        agreed = [
            number
            for number, step in self._steps.items()
            if step["stage"] in _DECISIONS
            and step["act"] in ("decide", "record")
            and (step["state"], step["choice"] in _AGREES) == ("decided", True)
        ]
        if not agreed:
            return "", None
        step = self._steps[max(agreed)]
        outside = {
            (p["stage"], p["seat"]): p["outside"]
            for p in self._rebuilt["plan_steps"].values()
            if p.get("outside")
        }
        seat = step["seat"]
        recorded = step["act"] == "record"
        decider = outside.get((step["stage"], seat), seat) if recorded else seat
        return str(decider), _day(step["decided_at"])

    def _turns(self) -> Table:
        of_case, at_home, told = self._of_case(), self._at_home(), Table()
        people = list(enumerate(people_in(self._said), start=1))
        for visit, (first, last) in enumerate(self._spans, start=1):
            for number, person in people:
                came, left = _own_days(person, people, self._spans)
                if number in at_home or (len(self._spans) > 1 and (came > last or left < first)):
                    continue
                row = {**of_case, "begins": first, "rank": person["rank"], "person": _who(person)}
                for place, country in enumerate(sorted(_goes_to(person, self._said)) or [""]):
                    told[visit, number, place] = {**row, "country": country}
        return told

    def _at_home(self) -> frozenset[int]:
        newest: dict[tuple[Any, ...], dict[str, Any]] = {}
        for _, step in sorted(self._steps.items()):
            if step["state"] == "decided":
                newest[step["stage"], step["act"], step["seat"], step["key"]] = step
        kept: set[int] = set()
        for step in newest.values():
            if step["choice"] == "approve_some":
                kept |= set(self._numbered_now(step["refused_members"], step["version"]))
        return frozenset(kept)

    def _numbered_now(self, refused: Sequence[int], version: int) -> Iterator[int]:
        """Return the numbers members have now whom a decision on a version refused."""
        if version == self._case["version"] or version not in self._kept.contents:
            yield from refused
            return
        then, now = people_in(self._kept.contents[version]), people_in(self._said)
        for number in refused:
            alike = [n for n, m in enumerate(now, start=1) if _is_same(then[number - 1], m)]
            if alike:
                yield number if number in alike else alike[0]

    def _costs(self) -> Table:
        spent = self._spent()
        sums: dict[tuple[str, str], Decimal] = {}
        dong: dict[tuple[str, str], Decimal | None] = {}
        for cost in self._said.get("costs") or ():
            key = cost["payer"], cost["currency"]
            amount, worth = _amount(cost)
            before = dong.get(key, Decimal())
            sums[key] = sums.get(key, Decimal()) + amount
            dong[key] = None if before is None or worth is None else _EXACTLY.add(before, worth)
        begins = min(first for first, _ in self._spans)
        return {
            key: {
                "kind": self._case["kind"],
                "unit": self._case["unit"],
                "nature": _nature(self._said),
                "begins": begins,
                "hundredths": _rounded(sums.get(key, Decimal()) * 100),
                "dong": None if dong.get(key) is None else _rounded(dong[key] or Decimal()),
                "spent": None if spent is None else _rounded(spent.get(key, Decimal()) * 100),
            }
            for key in sums.keys() | (spent or {}).keys()
        }

    def _spent(self) -> dict[tuple[str, str], Decimal] | None:
        settled = [
            n for n, s in self._steps.items() if (s["act"], s["state"]) == ("settle", "decided")
        ]
        if not settled:
            return None
        told: dict[tuple[str, str], Decimal] = {}
        for row in self._rows:
            if row.kind == "step_decided" and (body := parsed(row.body))["step"] == max(settled):
                told = {
                    (s["payer"], s["currency"]): Decimal(s["amount"])
                    for s in body.get("settled") or ()
                }
        return told


def _asks_for_report(step: Mapping[str, Any]) -> bool:
    return (step["stage"], step["act"]) == ("report", "file") and step["state"] != "void"


def _spans(said: Mapping[str, Any], case: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if "guests" in said:
        yield said["arrives"], said["departs"]
        for each in said.get("further_visits") or ():
            yield each["arrives"], each["departs"]
        return
    yield case["begins"], case["ends"]


def _nature(said: Mapping[str, Any]) -> str:
    if "guests" not in said:
        return str(said.get("trip", ""))
    sender = said["sender"]["kind"]
    if said.get("conference"):
        return "conference"
    if sender == "press" or said.get("press") is not None:
        return "foreign_press"
    return "foreign_ngo" if sender == "foreign_ngo" or said.get("ngo") else "visit"


def _who(person: Mapping[str, Any]) -> int:
    known = person.get("person")
    if known and known != NOT_IN_DIRECTORY:
        return _number(f"person:{known}")
    nationality = person.get("nationality", "")
    return _number(f"name:{name_key(str(person['name']))}/{person.get('born') or ''}/{nationality}")


def _number(identity: str) -> int:
    """Return the number somebody is counted by: the first 64 bits of a digest, with a sign."""
    digest = blake2b(identity.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _goes_to(person: Mapping[str, Any], said: Mapping[str, Any]) -> frozenset[str]:
    if "guests" in said:
        return frozenset({said["sender"]["country"]})
    mine = group_key(person.get("group"))
    stops = [s for s in said["itinerary"] if group_key(s.get("group")) in (None, mine)]
    return (frozenset(s["country"] for s in stops) - {_HOME}) or countries_in(said)


def _own_days(
    person: Mapping[str, Any],
    people: Sequence[tuple[int, Mapping[str, Any]]],
    spans: Sequence[tuple[str, str]],
) -> tuple[str, str]:
    """Return from when to when somebody is here: by what they say, or others of their group."""
    with_them = [person]
    if key := group_key(person.get("group")):
        with_them += [other for _, other in people if group_key(other.get("group")) == key]
    came = next((m["arrives"] for m in with_them if m.get("arrives")), spans[0][0])
    left = next((m["departs"] for m in with_them if m.get("departs")), max(s[1] for s in spans))
    return came, left


def _is_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    ids = [m.get("person") for m in (one, other)]
    if all(known and known != NOT_IN_DIRECTORY for known in ids):
        return ids[0] == ids[1]
    return same_name(str(one["name"]), str(other["name"]))


def _amount(cost: Mapping[str, Any]) -> tuple[Decimal, Decimal | None]:
    """Return a line of the estimate in its currency, and in dong where its rate is told."""
    many = Decimal(cost.get("persons", 1)) * Decimal(cost.get("units", 1))
    each = Decimal(str(cost["amount"] if "amount" in cost else cost["unit_amount"]))
    rate = cost.get("rate")
    if cost["currency"] == "VND":
        return each * many, each * many
    worth = _EXACTLY.multiply(each, Decimal(str(rate["vnd"]))) if rate else None
    return each * many, None if worth is None else _EXACTLY.multiply(worth, many)


def _rounded(amount: Decimal) -> int:
    return int(amount.to_integral_value(ROUND_HALF_UP))


def _day(moment: Any) -> str:
    read: datetime = read_moment(moment)
    day: date = read.astimezone(_HERE).date()
    return day.isoformat()
