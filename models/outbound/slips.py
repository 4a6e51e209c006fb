"""Which change of a delegation is a slip of the pen that can be put right on the decision. Pure."""

from models.outbound.parts import Member
from models.outbound.request import OutboundRequest
from models.request.values.likeness import really_like

_WRITTEN = ("name", "position", "workplace", "born")


def is_slip(before: OutboundRequest, after: OutboundRequest) -> bool:
    """Tell whether one thing is put right that is written of one member, who stays the same person."""
    if len(before.members) != len(after.members):
        return False
    pairs = zip(before.members, after.members, strict=True)
    changed = [(one, other) for one, other in pairs if one != other]
    return len(changed) == 1 and _is_same_person(*changed[0])


def _is_same_person(one: Member, other: Member) -> bool:
    then, now = one.model_dump(exclude={"passport"}), other.model_dump(exclude={"passport"})
    differing = [name for name in then if then[name] != now[name]]
    if len(differing) != 1 or differing[0] not in _WRITTEN:
        return False
    return differing != ["name"] or bool(really_like(other.name, {"": (one.name,)}))
