"""The parts a regulation is put together from. Every rule has a source and says how sure we are."""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)

from config.regulation.codes import (
    Act,
    Direction,
    Inviter,
    Kind,
    Level,
    Management,
    Mark,
    Occasion,
    PlaceArea,
    RequiredWhen,
    SenderKind,
    Stage,
    StartEvent,
    TimeUnit,
    Trip,
    Visit,
    VotesShown,
    VotingBase,
)


class Record(BaseModel):
    """A frozen record that refuses fields it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Text(Record):
    """A name or sentence in both languages."""

    vi: str
    en: str

    def of(self, language: str) -> str:
        """Return the text in `language`; Vietnamese when it is unknown."""
        return self.en if language == "en" else self.vi


class Document(Record):
    """A legal text a rule may cite."""

    number: str
    title: Text
    dated: date | None = None
    in_force_from: date | None = None
    in_force_until: date | None = None


class Source(Record):
    """Where a rule comes from: document and article, how sure we are, and where else it was seen.

    A mark says how sure we are that *this* province has the rule: a number read in the text of
    another province is unconfirmed here, and `seen_in` names that province. `before` is what the rule
    rested on until this document came into force.
    """

    document: str | None = None
    article: str | None = None
    mark: Mark
    seen_in: str | None = None
    before: "Source | None" = None

    @property
    def unconfirmed(self) -> bool:
        return self.mark in (Mark.UNCONFIRMED, Mark.DESIGN)

    def on(self, day: date, documents: Mapping[str, Document]) -> "Source":
        """Return the source of a day: what came `before`, until its document came into force."""
        cited = documents.get(self.document or "")
        in_force_from = cited.in_force_from if cited else None
        if self.before is None or in_force_from is None or in_force_from <= day:
            return self
        return self.before.on(day, documents)

    def all_of_it(self) -> Iterator["Source"]:
        """Yield the source and what came before it, the latest first."""
        yield self
        if self.before:
            yield from self.before.all_of_it()


class Rule(Record):
    """A record with a source. What is not confirmed says so itself: `unconfirmed: true`.

    The flag stands beside the value, where whoever changes the file sees it, and is held against
    the mark of the source, so that the two cannot part.
    """

    source: Source
    unconfirmed: bool = False

    @model_validator(mode="after")
    def _flag_agrees_with_the_mark(self) -> Self:
        if self.unconfirmed is not self.source.unconfirmed:
            carries = "carries" if self.unconfirmed else "lacks"
            raise ValueError(f"{carries} `unconfirmed: true`, but its mark is {self.source.mark!s}")
        return self


def rules_in(place: str, value: object) -> Iterator[tuple[str, Rule]]:
    """Find the rules in a part of a file, with their places; parts without a key are counted from 1."""
    if isinstance(value, Rule):
        yield place, value
    parts: list[tuple[object, object]] = []
    if isinstance(value, Record):
        parts = [(name, getattr(value, name)) for name in type(value).model_fields]
    elif isinstance(value, dict):
        parts = list(value.items())
    elif isinstance(value, tuple):
        parts = [(getattr(part, "key", n), part) for n, part in enumerate(value, start=1)]
    for name, part in parts:
        yield from rules_in(f"{place}.{name}" if place else str(name), part)


class SignIn(Record):
    """What is asked of people to show who they are, beyond what Doan asks by itself.

    `code_for_each_decision`: whoever signs or judges has entered a code within the last minutes.
    `deciders_rest_hours`: so long a session of who signs or judges may rest; without it a week, as of
    everybody. `decided_by_reply`: the stages in which one who decides alone may do so by answering the
    letter that asks; a code for each decision rules it out.
    """

    code_for_each_decision: bool = False
    decided_by_reply: tuple[Stage, ...] = ()
    deciders_rest_hours: int | None = Field(None, ge=1, le=168)


class ActingForOthers(Rule):
    """For how many days at the longest somebody lets another act for them, both days included."""

    longest_days: int = Field(ge=1, le=3660)


class Limit(Record):
    """An amount of a unit, after or before an event; `config.province_time` says how it is counted."""

    amount: int = Field(ge=0)
    unit: TimeUnit
    direction: Direction = Direction.AFTER
    counted_from: StartEvent = StartEvent.STEP_OPENED


class TimeLimit(Limit, Rule):
    """A limit as the regulation sets it, with its source."""


def _fraction(value: object) -> object:
    return Fraction(value) if isinstance(value, str) else value


def _share(value: Fraction) -> Fraction:
    if not 0 < value <= 1:
        raise ValueError(f"{value} is no share: more than 0, at most 1")
    return value


Share = Annotated[Fraction, BeforeValidator(_fraction), AfterValidator(_share)]


class Voting(Rule):
    """How a collective body decides.

    The majority must *exceed* its share, the quorum *reach* it. `substitutes`: for a member who must
    not vote on a case another may, whom the member has let act; without it the quorum shrinks.
    `votes_shown`: to whom the votes are shown by name.
    """

    quorum: Share
    majority: Share
    majority_of: VotingBase
    chair_casts: bool
    substitutes: bool = False
    votes_shown: VotesShown = VotesShown.AFTERWARDS


class Seat(Record):
    """A place in a body; one `shared` by several holders is that of a collective's members.

    `deputies` are seats of the same body whose holders may be given what is asked of this one.
    `secretaries` are seats, of any body, whose holders prepare for its holder and decide nothing.
    """

    title: Text
    shared: bool = False
    deputies: tuple[str, ...] = ()
    secretaries: tuple[str, ...] = ()


class Letterhead(Record):
    """How a body heads and signs its papers: its `name` in capitals, what is `above` it, its `symbol`.

    `in_name_of` is whom its head signs for in common (TM. …), `signs_as` what its head is called there.
    `called` is how sentences name it; `place` where it is, the province itself unless it says so.
    `of_party`: its papers have the layout of the Party. `writes_for`: the body whose papers its clerk
    writes and issues.
    """

    name: str
    symbol: str
    above: str = ""
    called: str = ""
    place: str = ""
    in_name_of: str = ""
    signs_as: str = ""
    of_party: bool = False
    writes_for: str | None = None


class Body(Record):
    """A body that acts in the procedure; `voting` makes its seat `member` decide collectively.

    `papers_by` are the seats that keep its papers and minutes, and record what came on paper.
    `headed_by` is the seat of its head, where that is not its seat `head`. `comrades`: letters call its
    people so, as the party does. `letterhead`: how its papers are headed and signed.
    """

    name: Text
    seats: dict[str, Seat] = {}
    voting: Voting | None = None
    papers_by: tuple[str, ...] = ()
    headed_by: str | None = None
    outside: bool = False
    comrades: bool = False
    letterhead: Letterhead | None = None


class Rank(Rule):
    """A rank of a traveller; a higher `level` is a higher rank.

    `leads_locality`: such leaders of one locality are of one, whatever body of it they are in.
    """

    title: Text
    level: int
    key_leader: bool = False
    leads_locality: bool = False


class Branch(Rule):
    """A branch of the political system, and the units of the directory that are of it.

    Units that no branch names are bodies of the state. `comrades`: letters call their people so.
    """

    title: Text
    units: tuple[str, ...] = ()
    comrades: bool = False


class Locality(Record):
    """A locality: what its bodies are `called` by in a workplace or a post, and which units are its."""

    called: tuple[str, ...]
    units: tuple[str, ...] = ()


class PaperKind(Rule):
    """A paper a dossier may hold; one without `required_when` is never asked for.

    `kind`: only delegations that travel this way bring it; absent, both do. `level`: how much it
    weighs that it is missing.
    """

    title: Text
    kind: Kind | None = None
    required_when: RequiredWhen | None = None
    level: Level = Level.BLOCK

    def is_for(self, kind: Kind) -> bool:
        """Tell whether delegations of a kind bring such a paper."""
        return self.kind in (None, kind)


# The facts of a request that an outcome may rest on; the requests' `facts()` tells what each holds.
def _of_some_kind(fact: str) -> str:
    """Return a fact that requests of some kind have; raises `ValueError`."""
    if fact not in (known := Kind.facts_of_all()):
        raise ValueError(f"no request has a fact {fact!r}; there are {', '.join(sorted(known))}")
    return fact


Fact = Annotated[str, AfterValidator(_of_some_kind)]


class RouteStep(Rule):
    """One step of a route: its stage, what is asked, of which seat, within which time.

    `seat` is `body/seat`; the body `unit` is the unit that submits. `issued_by` is the seat that
    gives a decision its number and date. `outside` is the body whose decision is only recorded.
    `urgent_within` stands in for `within` where the request is urgent.
    `only_at`: asked only where the programme of guests goes to a place of such an area; `only_when`:
    only where the request is so.
    """

    stage: Stage
    act: Act
    seat: str
    outside: str | None = None
    issued_by: str | None = None
    issued_within: TimeLimit | None = None
    rests_on: tuple[Fact, ...] = Field(min_length=1)
    within: TimeLimit | None = None
    urgent_within: TimeLimit | None = None
    only_at: tuple[PlaceArea, ...] = ()
    only_when: RequiredWhen | None = None


class RouteCondition(Record):
    """When a row of the route table applies. An absent field does not restrict.

    `managed_by`: at least one member is so managed; `ranks`: has such a rank. `branches`: the unit is
    of one of them. `in_plan`: whether an annual-plan entry is named. `countries`: the trip goes
    nowhere else, or the guests come from nowhere else.

    `urgent`: a late request, with its reason and the leader's instruction.

    For guests: `senders`, `invited_by`, `visits`, `occasions` name the ones meant; `minimum_guest_level`
    is that of the highest guest, `received_by` that of a leader who receives them; `remit_of_pm`:
    whether a conference is the Prime Minister's to allow.
    """

    kind: Kind
    trip: Trip | None = None
    managed_by: tuple[Management, ...] | None = None
    ranks: tuple[str, ...] | None = None
    branches: tuple[str, ...] | None = None
    minimum_level: int | None = None
    party_members: bool | None = None
    in_plan: bool | None = None
    area: tuple[str, ...] | None = None
    countries: tuple[str, ...] | None = None
    urgent: bool | None = None
    senders: tuple[SenderKind, ...] | None = None
    invited_by: tuple[Inviter, ...] | None = None
    visits: tuple[Visit, ...] | None = None
    occasions: tuple[Occasion, ...] | None = None
    unannounced: bool | None = None
    minimum_guest_level: int | None = None
    received_by: tuple[str, ...] | None = None
    remit_of_pm: bool | None = None


class Route(Rule):
    """A row of the decision table; the first that matches is taken, stricter rows stand first."""

    key: str
    title: Text
    when: RouteCondition
    steps: tuple[RouteStep, ...]


class AmendmentRoute(Rule):
    """The short route of a change after the final decision; the first row that applies is taken.

    `routes`: the case took one of these. `touches`: it changes one of these facts. `cancels`: it calls
    the delegation off. `stamped`: it is the first correction of a decision, which may be stamped on it;
    two need a new one.
    """

    key: str
    title: Text
    kind: Kind | None = None
    routes: tuple[str, ...] | None = None
    touches: tuple[Fact, ...] | None = None
    cancels: bool | None = None
    stamped: bool | None = None
    steps: tuple[RouteStep, ...] = Field(min_length=1)


class Suspension(Rule):
    """Delegations of some kind are suspended from a day to a day, both included.

    Without `until` until a later text says otherwise. `kinds`: only these (absent: all); `countries`:
    only those that go to, or come from, one of them.
    """

    since: date
    until: date | None = None
    kinds: tuple[Kind, ...] | None = None
    countries: tuple[str, ...] | None = None


class ChecklistItem(Rule):
    """Something to prepare before departure, by whom, and by when.

    `official_only` where private trips do without it.
    """

    key: str
    title: Text
    seat: str
    within: TimeLimit
    official_only: bool = False


class Duty(Rule):
    """A duty after return: who owes it, by when, and who accepts it (report and accounts).

    `only_when`: only where the request is so.
    """

    seat: str
    within: TimeLimit
    accepted_by: str | None = None
    accepted_within: TimeLimit | None = None
    official_only: bool = False
    only_when: RequiredWhen | None = None


class Duties(Record):
    """What is owed after the return of an outbound delegation.

    `report_by_head`: the head of the delegation reports where the directory knows them, else the seat of
    `report`, which is told in any case.
    """

    report: Duty
    report_by_head: Rule | None = None
    passports: Duty
    accounts: Duty


class Travel(Rule):
    """Who confirms that the delegation has left and has come back, and how soon after the day."""

    confirmed_by: str
    within: TimeLimit


class LastDayOff(Rule):
    """A limit in calendar days or months whose last day is off ends on the next working day."""


class MovedWorkday(Rule):
    """A Saturday or Sunday that is worked in place of another day (hoán đổi ngày làm việc)."""

    off: date
    worked: date
