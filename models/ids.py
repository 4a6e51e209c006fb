"""What things are called by: the codes that stand for bodies and seats."""


def body_of(seat: str) -> str:
    """Return the body a seat belongs to: `police` of `police/head`."""
    return seat.partition("/")[0]
