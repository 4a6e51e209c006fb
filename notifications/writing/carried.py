"""What a letter says of the messages it carries: each in the words of its own template, by its case."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from jinja2 import Environment, Template

from config.words import Words
from notifications.facts.letters import CaseLetter, ToldFacts
from notifications.writing.markdown import one_line

# Of a letter of its own these say what is new; what every letter says around them is said once.
_NEWS = ("what", "first_facts", "more")
LinkTo = Callable[[ToldFacts], str | None]


class Written(str):
    """Markdown that was written by a template: what people wrote in it is escaped already."""

    __slots__ = ()


@dataclass(frozen=True)
class MessageTold:
    """A message in a letter with others: what it is about as one line, what it says, where it leads."""

    about: str
    said: Written
    link: str | None
    button: str


@dataclass
class CaseNews:
    """What a letter tells of a case; its `link` is that of the first message which leads there."""

    no: str
    title: str
    link: str | None = None
    messages: list[MessageTold] = field(default_factory=list)


def no_link(told: ToldFacts) -> str | None:
    """Lead nowhere."""


def cases_told(
    told: Iterable[ToldFacts],
    reader: Words,
    beside: Mapping[str, Any],
    *,
    subjects: Environment,
    bodies: Environment,
    link_to: LinkTo,
    of_one_case: bool,
) -> tuple[CaseNews, ...]:
    """Return what is told, by cases in the order of their first message.

    What a letter `of_one_case` says of it stands there once. `beside` is what templates are filled with
    beside the facts of a letter. Raises what a template does.
    """
    cases: dict[str, CaseNews] = {}
    for each in told:
        of_case = {**(each.facts.get("case") or {}), "no": each.case_no}
        letter = CaseLetter.read({**each.facts, "case": of_case})
        link = link_to(each)
        facts = {**dict(letter), **beside, "link": link, "at": each.at}
        name = f"{each.notice}/{reader.language}.md"
        subject = one_line(subjects.get_template(name).render(facts))
        title = letter.case.title or each.case_no
        case = cases.setdefault(each.case_no, CaseNews(each.case_no, title))
        case.link = case.link or link
        template = bodies.get_template(name)
        parts = [_block(template, block, facts) for block in _NEWS]
        if link is None and not of_one_case:
            # Of a case its reader cannot open, all that its letter would say.
            parts.append(bodies.get_template(f"_shared/{reader.language}/case.md").render(facts))
        said = Written("\n\n".join(filter(None, (part.strip("\n") for part in parts))))
        layout = bodies.get_template(f"_shared/{reader.language}/layout.md")
        button = _block(template, "button", facts) or _block(layout, "button", facts)
        case.messages.append(MessageTold(_about(subject, case), said, link, button.strip()))
    return tuple(cases.values())


def _block(template: Template, block: str, facts: dict[str, Any]) -> str:
    """Return what a template itself has in a block; nothing where it leaves that to its layout."""
    if block not in template.blocks:
        return ""
    return "".join(template.blocks[block](template.new_context(facts)))


def _about(subject: str, case: CaseNews) -> str:
    """Return what a subject says beside the case, of which it is told where it stands."""
    about = subject.removeprefix(case.no).removesuffix(f": {one_line(case.title)}")
    return about.strip(" –") or subject
