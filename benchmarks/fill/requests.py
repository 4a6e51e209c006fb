"""What is filed for the cases that are copied: each with words that nothing else has, to be replaced."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle, islice, product

from benchmarks.delegations import EXAMPLE
from config.regulation.codes import Management
from config.regulation.province import Regulation
from models.inbound.request import InboundRequest
from models.outbound.request import OutboundRequest
from models.request.base import Request
from models.request.parts import NOT_IN_DIRECTORY
from models.request.reading import read_request_file

UNITS = (
    "long_my", "phung_hiep", "nga_bay", "so_cong_thuong", "so_nong_nghiep", "so_lao_dong",
    "hoi_nong_dan", "van_phong_hdnd",
)  # fmt: skip
COUNTRIES = ("KR", "JP", "LA", "KH", "TH", "SG", "FR", "DE", "NL", "AU", "US", "CN", "MY", "ID")
# Long enough before the first day that nothing is late from the start.
LEAD, LEAD_OF_GUESTS = timedelta(days=40), timedelta(days=30)
_EXAMPLES = {"outbound": EXAMPLE, "inbound": EXAMPLE.with_name("inbound_saga.yaml")}
# No beginning is made of two letters, else two words could be read as one and the same; no syllable is
# open, as those of names that do stand there.
_BEGINNINGS = "bcdghkmnprstvx"
_ENDINGS = ("ac", "am", "an", "at", "em", "en", "ic", "in", "oan", "oc", "om", "uan", "uc", "uyen")
_SYLLABLES = tuple(map("".join, product(_BEGINNINGS, _ENDINGS)))
# No syllable ends so, so no word of a copy is one of those that are replaced.
_MARK = "qz"
# So many places there are: a search for one of them finds few.
_PLACES = 500
# Behind those of places come the words of people, so many for each copy at most.
_OF_PEOPLE, _MOST_PEOPLE = 1_000_000, 16


def word(number: int) -> str:
    """Return a word for a number, another one for each, of two syllables or more."""
    found: list[str] = []
    while number or len(found) < 2:
        number, place = divmod(number, len(_SYLLABLES))
        found.append(_SYLLABLES[place])
    return "".join(found).capitalize()


@dataclass(frozen=True)
class Marks:
    """The words of an original that every copy has others for."""

    place: str
    letter: str
    people: tuple[str, ...]

    def of_copy(self, number: int) -> dict[str, str]:
        """Return what stands in their place in the copy of a number: nobody travels twice."""
        first = _OF_PEOPLE + number * _MOST_PEOPLE
        people = {mark: word(first + n) for n, mark in enumerate(self.people)}
        letters = {self.letter: f"{number}C"}
        return {self.place: word(number % _PLACES), **letters, **people}


def marks(number: int, people: int) -> Marks:
    """Return the marks of an original."""
    own = f"{word(number)}{_MARK}"
    # None of them is a part of another one.
    return Marks(f"{own}o", f"{own}c", tuple(f"{own}p{word(n).lower()}q" for n in range(people)))


def outbound(number: int, today: date, regulation: Regulation) -> tuple[OutboundRequest, Marks]:
    """Return a delegation of four whom nobody but its unit manages, by the sample's request."""
    request, _ = read_request_file(_EXAMPLES["outbound"], regulation)
    assert isinstance(request, OutboundRequest), "the sample goes abroad"
    later = today + LEAD - request.departs
    own = marks(number, len(request.members))
    country = COUNTRIES[number % len(COUNTRIES)]
    stops = tuple(
        stop.model_copy(
            update={
                "country": country,
                "place": own.place,
                "arrives": stop.arrives + later,
                "leaves": stop.leaves + later,
            }
        )
        for stop in request.itinerary
    )
    members = tuple(
        member.model_copy(
            update={
                "name": f"{member.name} {mark}",
                "person": NOT_IN_DIRECTORY,
                "managed_by": Management.UNIT,
                "passport": None,
            }
        )
        for member, mark in zip(request.members, own.people, strict=True)
    )
    host = request.host.model_copy(update={"country": country, "name": own.place})
    if host.invitation and host.invitation.date:
        dated = {"date": host.invitation.date + later}
        host = host.model_copy(update={"invitation": host.invitation.model_copy(update=dated)})
    changed = {
        **_common(request, number, own, later),
        "departs": request.departs + later,
        "returns": request.returns + later,
        "itinerary": stops,
        "members": members,
        "host": host,
    }
    return request.model_copy(update=changed), own


def inbound(number: int, today: date, regulation: Regulation) -> tuple[InboundRequest, Marks]:
    """Return guests of four, by the sample's request, whose programme takes nothing that others need."""
    request, _ = read_request_file(_EXAMPLES["inbound"], regulation)
    assert isinstance(request, InboundRequest), "the sample's guests come"
    later = today + LEAD_OF_GUESTS - request.arrives
    own = marks(number, len(request.guests))
    free = dict.fromkeys(("leader", "hall", "vehicle", "interpreter"))
    changed = {
        **_common(request, number, own, later),
        "arrives": request.arrives + later,
        "departs": request.departs + later,
        "interpreters": (),
        "guests": tuple(
            guest.model_copy(update={"name": f"{guest.name} {mark}", "passport": None})
            for guest, mark in zip(request.guests, own.people, strict=True)
        ),
        "lodging": tuple(
            each.model_copy(update={"arrives": each.arrives + later, "leaves": each.leaves + later})
            for each in request.lodging
        ),
        "programme": tuple(
            item.model_copy(update={**free, "day": item.day + later}) for item in request.programme
        ),
    }
    return request.model_copy(update=changed), own


def _common(request: Request, number: int, own: Marks, later: timedelta) -> dict[str, object]:
    """Return what every request says: its files stay at home, its title names a place."""
    letter = request.letter
    dated = letter.model_copy(update={"number": own.letter, "date": letter.date + later})
    papers = (
        paper.model_copy(update={"file": None, "date": paper.date and paper.date + later})
        for paper in request.papers
    )
    allowed = request.allowed
    if allowed is not None:
        said = allowed.instruction
        said = said.model_copy(update={"date": said.date + later})
        allowed = allowed.model_copy(update={"instruction": said})
    return {
        "unit": UNITS[number % len(UNITS)],
        "letter": dated,
        "title": f"{request.title}, {own.place}",
        "allowed": allowed,
        "papers": tuple(papers),
    }


def shared_out(total: int, weights: Sequence[int]) -> list[int]:
    """Return how many of a total each gets, by its weight; together they are all of them."""
    whole = sum(weights)
    shares = [total * weight // whole for weight in weights]
    left = total - sum(shares)
    for place in islice(cycle(range(len(shares))), left):
        shares[place] += 1
    return shares
