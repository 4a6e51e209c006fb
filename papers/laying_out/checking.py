"""Whether every paper can be filled: from an office's own templates, and ours where it has none."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from jinja2 import TemplateSyntaxError, nodes

from config.nearest import nearest
from config.regulation.codes import Kind
from config.words import Words
from models.errors import PaperTemplateWrong
from papers.laying_out.filling import environment, filled, opened
from papers.laying_out.templates import all_templates, template, template_name
from papers.told.context import TOLD_OF, Told
from papers.told.samples import sample

# What a loop tells of itself.
_BESIDE = frozenset(("loop",))


@dataclass(frozen=True)
class PaperWrong:
    """What is wrong with the template of a paper, by `template.<why>`."""

    file: str
    why: str
    facts: dict[str, object] = field(default_factory=dict)

    def said(self, w: Words) -> str:
        """Return it as a sentence that begins with the file."""
        return f"{self.file}: {w.text(f'template.{self.why}', **self.facts)}"


def wrong_papers(own: Path | None = None) -> Iterator[PaperWrong]:
    """Find what is wrong: files that stand for none of ours, unknown fields, what is no document."""
    if own is not None and not own.is_dir():
        yield PaperWrong(str(own), "no_folder")
        return
    known = [template_name(*each) for each in all_templates()]
    for path in sorted(own.rglob("*")) if own else ():
        name = path.relative_to(own).as_posix() if own else ""
        # Word leaves a file of its own beside one that is open.
        if path.is_file() and name not in known and not path.name.startswith(("~$", ".")):
            yield PaperWrong(name, "stands_for_none", {"near": nearest(name, known)})
    for kind, paper, layout in all_templates():
        name = template_name(kind, paper, layout)
        yield from _wrong(
            name, template(kind, paper, layout, own), kind, sample(kind, paper, layout)
        )


def _wrong(name: str, content: bytes, kind: Kind, told: Told) -> Iterator[PaperWrong]:
    try:
        unknown = dict.fromkeys(_unknown(name, content, TOLD_OF[kind]))
        if not unknown:
            filled(content, told, name)
    except PaperTemplateWrong as wrong:
        yield PaperWrong(name, "cannot_be_filled", {"what": wrong.facts["what"]})
        return
    for written, near in unknown:
        yield PaperWrong(name, "unknown_field", {"name": written, "near": near})


def _unknown(name: str, content: bytes, told: type[Any]) -> Iterator[tuple[str, str]]:
    """Find fields that papers of the kind have not, each with the likeliest that was meant."""
    document = opened(content, name)
    parts = [document.patch_xml(document.get_xml())]
    for uri in (document.HEADER_URI, document.FOOTER_URI):
        parts += [
            document.patch_xml(document.get_part_xml(part))
            for _, part in document.get_headers_footers(uri)
        ]
    for part in parts:
        try:
            tree = environment().parse(part)
        except TemplateSyntaxError as wrong:
            raise PaperTemplateWrong(file=name, what=wrong.message or "") from wrong
        yield from _Names(told).unknown_in(tree)


class _Names:
    """The names of a template, each with the type of what it stands for; a loop gives names too."""

    def __init__(self, told: type[Any]) -> None:
        self._types: dict[str, Any] = get_type_hints(told)

    def unknown_in(self, node: nodes.Node) -> Iterator[tuple[str, str]]:
        """Find what there is not, in the order of the template."""
        if isinstance(node, nodes.For) and isinstance(node.target, nodes.Name):
            self._types = {**self._types, node.target.name: _row(self._type_of(node.iter))}
        if isinstance(node, nodes.Name) and node.ctx == "load" and node.name not in self._known:
            yield node.name, nearest(node.name, list(self._types))
        if isinstance(node, nodes.Getattr):
            of = self._type_of(node.node)
            if is_dataclass(of) and node.attr not in (has := [each.name for each in fields(of)]):
                yield node.attr, nearest(node.attr, has)
        for child in node.iter_child_nodes():
            yield from self.unknown_in(child)

    @property
    def _known(self) -> frozenset[str]:
        return _BESIDE | self._types.keys()

    def _type_of(self, node: nodes.Node) -> Any:
        if isinstance(node, nodes.Name):
            return self._types.get(node.name)
        if isinstance(node, nodes.Getattr) and is_dataclass(of := self._type_of(node.node)):
            return get_type_hints(of).get(node.attr)
        return None


def _row(rows: Any) -> Any:
    return get_args(rows)[0] if get_origin(rows) is tuple else None
