"""Whether every message can be written: from an office's own templates, and ours where it has none."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import get_args

from jinja2 import TemplateSyntaxError, nodes
from jinja2.meta import find_undeclared_variables

from config.nearest import nearest
from config.words import Language, Words, words
from notifications.facts.base import Facts
from notifications.showing.samples import AT, PERSON, all_notices, sample_letter
from notifications.writing.wording import (
    SHARED,
    SUBJECT_LINE,
    TEMPLATES,
    FilePart,
    Office,
    environment,
    family_of,
    wording,
)

# What every template is filled with beside the facts of its letter.
_BESIDE = frozenset(("person", "link", "at", "you", "as_holder", "office", "cases"))
_LINK = "https://doan.example/v/mau"


@dataclass(frozen=True)
class TemplateWrong:
    """What is wrong with a file, by `template.<why>`, and in which line where that is known."""

    file: str
    why: str
    line: int | None = None
    facts: dict[str, object] = field(default_factory=dict)

    def said(self, w: Words) -> str:
        """Return it as a sentence that begins with the file."""
        place = w.text("template.line", file=self.file, line=self.line) if self.line else self.file
        return f"{place}: {w.text(f'template.{self.why}', **self.facts)}"


def wrong_templates(own: Path | None = None) -> Iterator[TemplateWrong]:
    """Find what is wrong: files that stand for none of ours, facts no letter has, what cannot be filled.

    Each message is filled with a letter that has all it may have, once with its link and once without,
    in both languages.
    """
    if own is not None and not own.is_dir():
        yield TemplateWrong(str(own), "no_folder")
        return
    if own is not None and (unread := list(_unread(own))):
        yield from unread
        return
    notices = all_notices()
    families = tuple({family_of(notice) for notice in notices})
    for language in Language:
        for shared in sorted((TEMPLATES / SHARED / language).iterdir()):
            name = f"{SHARED}/{language}/{shared.name}"
            yield from _wrong_names(name, own, families, _named_by_loops())
        for notice in notices:
            yield from _wrong_message(notice, language, own)


def _unread(own: Path) -> Iterator[TemplateWrong]:
    """Find files that nothing reads: one whose name is misspelt changes no message."""
    known = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*") if path.is_file()}
    for path in sorted(path for path in own.rglob("*") if path.is_file()):
        name = str(path.relative_to(own))
        if name not in known:
            near = nearest(name, sorted(known))
            yield TemplateWrong(name, "stands_for_none", facts={"near": near})
        elif not _is_utf8(path):
            yield TemplateWrong(name, "not_utf8")


def _is_utf8(path: Path) -> bool:
    try:
        path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _wrong_message(notice: str, language: Language, own: Path | None) -> Iterator[TemplateWrong]:
    """Find what is wrong with a message; whether it can be filled is tried where its names are right."""
    name = f"{notice}/{language}.md"
    found = list(_wrong_names(name, own, (family_of(notice),)))
    first = _source(name, own).partition("\n")[0]
    if not (first.startswith(SUBJECT_LINE) and first.removeprefix(SUBJECT_LINE).strip()):
        found.append(TemplateWrong(name, "no_subject", 1, {"begins": SUBJECT_LINE.strip()}))
    yield from found
    if not found:
        yield from _unfillable(notice, language, own)


def _unfillable(notice: str, language: Language, own: Path | None) -> Iterator[TemplateWrong]:
    letter, name = sample_letter(notice), f"{notice}/{language}.md"
    office = Office(templates=own)
    for link in (_LINK, None):
        try:
            wording(
                notice,
                words(language),
                letter,
                person=PERSON,
                link=link,
                at=AT,
                office=office,
            )
        except Exception as fault:  # noqa: BLE001 - whatever a filter makes of what it is given.
            yield TemplateWrong(name, "cannot_be_filled", facts={"what": str(fault) or repr(fault)})
            return


def _source(name: str, own: Path | None) -> str:
    path = own / name if own and (own / name).is_file() else TEMPLATES / name
    return path.read_text(encoding="utf-8")


def _wrong_names(
    name: str,
    own: Path | None,
    families: Sequence[type[Facts]],
    beside: Collection[str] = (),
) -> Iterator[TemplateWrong]:
    """Find names in a file that no letter of its families has; a file that cannot be read has none."""
    try:
        env = environment(FilePart.BODY, Language.VIETNAMESE, own)
        tree = env.parse(_source(name, own), name)
        names = find_undeclared_variables(tree)
    except TemplateSyntaxError as wrong:
        yield TemplateWrong(name, "syntax", wrong.lineno, {"what": wrong.message or ""})
        return
    known = {*_BESIDE, *beside, *(field for family in families for field in family.model_fields)}
    for unknown in sorted(names - known):
        yield _unknown(name, unknown, None, known)
    for found in tree.find_all(nodes.Getattr):
        of = next(filter(None, (_type_of(found.node, family) for family in families)), None)
        if of and found.attr not in of.model_fields:
            yield _unknown(name, found.attr, found.lineno, of.model_fields)


@cache
def _named_by_loops() -> frozenset[str]:
    """Return what stands for each in turn where a template takes a part in for several."""
    env = environment(FilePart.BODY, Language.VIETNAMESE)
    trees = (env.parse(path.read_text(encoding="utf-8")) for path in TEMPLATES.rglob("*.md"))
    loops = (loop.target for tree in trees for loop in tree.find_all(nodes.For))
    return frozenset(target.name for target in loops if isinstance(target, nodes.Name))


def _unknown(file: str, name: str, line: int | None, known: Iterable[str]) -> TemplateWrong:
    near = nearest(name, sorted(known))
    return TemplateWrong(file, "unknown_fact", line, {"name": name, "near": near})


def _type_of(node: nodes.Node, family: type[Facts]) -> type[Facts] | None:
    """Return which facts an expression is: `step` of a letter, `step.visit` of that; None for others."""
    if isinstance(node, nodes.Name):
        return _facts_in(family, node.name)
    if isinstance(node, nodes.Getattr) and (of := _type_of(node.node, family)):
        return _facts_in(of, node.attr)
    return None


def _facts_in(of: type[Facts], name: str) -> type[Facts] | None:
    found = of.model_fields.get(name)
    said = (found.annotation, *get_args(found.annotation)) if found else ()
    return next((t for t in said if isinstance(t, type) and issubclass(t, Facts)), None)
