"""How a value is refused: by the id of its sentence, and the facts that stand in it.

So no English wording of a library can reach a person; `models.request.problems` puts it into words.
"""

from typing import Any, LiteralString

from pydantic_core import PydanticCustomError

RULE = "rule."


def refused(rule: LiteralString, **facts: Any) -> PydanticCustomError:
    """Return the error for a broken rule; its sentence is `problem.<rule>`, made of `facts`."""
    return PydanticCustomError(RULE + rule, rule, facts)
