"""What a template asks of the facts: each name it uses, held against the models of its family."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import datetime
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from jinja2 import Environment, nodes
from pydantic import BaseModel

from config.regulation.parts import Text
from models.directory import Person
from notifications.writing.carried import CaseNews
from notifications.writing.wording import SUBJECT_LINE, TEMPLATES, Office, family_of

Types = frozenset[Any]
Names = dict[str, Types]

# Said of every letter, whatever its family. A loop is the template's own.
_ADDRESSED = {
    "person": Person,
    "you": str,
    "as_holder": Text,
    "at": datetime,
    "link": str,
    "office": Office,
    "loop": None,
}
_JINJA = Environment(autoescape=True)


def strange_names(template: str, language: str) -> list[str]:
    """Return what a template and all it includes ask for that its family of letters does not have."""
    known = {
        name: _of(field.annotation) for name, field in family_of(template).model_fields.items()
    }
    known |= {name: frozenset((kind,)) for name, kind in _ADDRESSED.items()}
    known["cases"] = _of(tuple[CaseNews, ...])
    return list(_strange_in(f"{template}/{language}.md", known))


def _strange_in(file: str, known: Names, filled: frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield what a file asks for, but in the blocks that whoever extends it has filled."""
    source = (TEMPLATES / file).read_text(encoding="utf-8").removeprefix(SUBJECT_LINE)
    read = _JINJA.parse(source)
    own = frozenset(block.name for block in read.find_all(nodes.Block))
    for block in read.find_all(nodes.Block):
        block.body = [] if block.name in filled else block.body
    for extends in read.find_all(nodes.Extends):
        yield from _strange_in(extends.template.as_const(), known, filled | own)
    yield from _strange(read, known)


def _strange(node: nodes.Node, known: Names) -> Iterator[str]:
    match node:
        case nodes.Include(template=nodes.Const(value=file)):
            yield from _strange_in(file, known)
        case nodes.For(target=nodes.Name(name=name)):
            yield from _strange(node.iter, known)
            inner = {**known, name: _elements(_types(node.iter, known))}
            for child in node.body:
                yield from _strange(child, inner)
        case nodes.Name(name=name) if name not in known:
            yield name
        case nodes.Getattr(attr=attr):
            yield from _strange(node.node, known)
            yield from (f"{t.__name__}.{attr}" for t in _lacking(node.node, attr, known))
        case nodes.Filter(name="selectattr", args=[nodes.Const(value=attr), *_]):
            asked = _elements(_types(node.node, known)) if node.node else frozenset()
            yield from (f"{kind.__name__}.{attr}" for kind in asked if attr not in _fields(kind))
        case _:
            for child in node.iter_child_nodes():
                yield from _strange(child, known)


def _lacking(owner: nodes.Node, attr: str, known: Names) -> Iterator[Any]:
    """Yield what an attribute is asked of that does not have it; plain values have none at all."""
    return (kind for kind in _types(owner, known) if kind and attr not in _fields(kind))


def _types(node: nodes.Node, known: Names) -> Types:
    """Return what an expression can be; nothing where only a filter knows."""
    match node:
        case nodes.Name(name=name):
            return known.get(name, frozenset())
        case nodes.Getattr(attr=attr):
            owners = [_fields(kind) for kind in _types(node.node, known)]
            return frozenset().union(*(owner[attr] for owner in owners if attr in owner))
        case nodes.And(right=right):
            return _types(right, known)
        case nodes.Or(left=left, right=right):
            return _types(left, known) | _types(right, known)
    return frozenset()


def _fields(kind: Any) -> Names:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return {name: _of(field.annotation) for name, field in kind.model_fields.items()}
    if is_dataclass(kind):
        return {field.name: _of(field.type) for field in fields(kind)}
    return {}


def _of(annotation: Any) -> Types:
    """Return the alternatives of an annotation without None."""
    if get_origin(annotation) is Annotated:
        return _of(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return frozenset().union(*map(_of, get_args(annotation)))
    return frozenset() if annotation is NoneType else frozenset((annotation,))


def _elements(types: Types) -> Types:
    return frozenset(args[0] for args in map(get_args, types) if Ellipsis in args)
