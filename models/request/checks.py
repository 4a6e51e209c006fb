"""Checks across the parts of a request, told together with what is wrong within the parts."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, LiteralString, TypeVar

from pydantic import ValidationError
from pydantic.functional_validators import ModelWrapValidatorHandler
from pydantic_core import InitErrorDetails, PydanticCustomError

from models.request.values.refusal import refused

T = TypeVar("T")


def validated_with(
    astray: Iterable[InitErrorDetails],
    data: Any,
    handler: ModelWrapValidatorHandler[T],
    title: str,
) -> T:
    """Validate `data`; raise what is wrong within its fields together with what is `astray`.

    So a person is told of everything at once, even where a part itself is wrong.
    """
    found = list(astray)
    try:
        request = handler(data)
    except ValidationError as error:
        found = [*errors_of(error), *found]
    if found:
        raise ValidationError.from_exception_data(title, found)
    return request


def part_of(whole: object, name: str) -> object:
    return whole.get(name) if isinstance(whole, Mapping) else getattr(whole, name, None)


def parts_of(whole: object, name: str) -> Sequence[object]:
    parts = part_of(whole, name)
    return parts if isinstance(parts, list | tuple) else ()


def detail(
    rule: LiteralString, where: tuple[int | str, ...], written: object, **told: Any
) -> InitErrorDetails:
    return InitErrorDetails(type=refused(rule, **told), loc=where, input=written)


def errors_of(error: ValidationError) -> list[InitErrorDetails]:
    """Return the errors of a failed validation in the form in which they can be raised again."""
    return [
        InitErrorDetails(
            type=PydanticCustomError(e["type"], e["type"], e.get("ctx")),
            loc=e["loc"],
            input=e["input"],
        )
        for e in error.errors(include_url=False)
    ]
