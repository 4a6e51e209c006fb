"""The delegations that are sent through: the sample request, new dates and new people for each."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

from config.regulation.codes import Management
from config.regulation.province import Regulation
from models.ids import PersonId
from models.outbound.parts import Member
from models.outbound.request import OutboundRequest
from models.request.parts import NOT_IN_DIRECTORY, Allowed
from models.request.reading import Attachment, read_request_file

EXAMPLE = Path(__file__).parent.parent / "examples" / "outbound_gokseong.yaml"
OFFICER = PersonId("nguyen.thi.mau")
# Long enough before the trip that nothing of its preparation is late from the start.
LEAD = timedelta(days=40)

Attachments = Mapping[int, Attachment]


def sample(regulation: Regulation) -> tuple[OutboundRequest, Attachments]:
    """Return the sample request and its attachments."""
    request, attachments = read_request_file(EXAMPLE, regulation)
    assert isinstance(request, OutboundRequest), "the sample goes abroad"
    return request, attachments


def delegation(
    number: int, today: date, example: OutboundRequest, *, lead: timedelta = LEAD
) -> OutboundRequest:
    """Return a delegation that leaves after the lead and whom one person a step decides on.

    Nobody of it is under a party body's management, so no body votes. Nobody travels twice: a page
    shows each traveller's other trips, which in an office are few.
    """
    later = today + lead - example.departs
    written = example.letter.date + later
    letter = example.letter.model_copy(update={"number": f"{number:04}/UBND-VX", "date": written})
    return example.model_copy(
        update={
            "letter": letter,
            "allowed": _allowed(example.allowed, later),
            "departs": example.departs + later,
            "returns": example.returns + later,
            "itinerary": tuple(
                stop.model_copy(
                    update={"arrives": stop.arrives + later, "leaves": stop.leaves + later}
                )
                for stop in example.itinerary
            ),
            "members": tuple(_member(member, number) for member in example.members),
        }
    )


def _allowed(during: Allowed | None, later: timedelta) -> Allowed | None:
    """Return what allows it while journeys are suspended: said as much later as it leaves."""
    if during is None:
        return None
    said = during.instruction
    said = said.model_copy(update={"date": said.date + later})
    return during.model_copy(update={"instruction": said})


def _member(member: Member, number: int) -> Member:
    return member.model_copy(
        update={
            "name": f"{member.name} {number}",
            "person": NOT_IN_DIRECTORY,
            "managed_by": Management.UNIT,
        }
    )
