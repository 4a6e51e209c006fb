"""From one Markdown source to the two parts of a message, so that they never say different things.

Facts that people wrote are escaped before they come into the source: they are text in both parts,
never a link, a tag or a list.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_ASCII_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
# Control characters, half surrogates, and format characters, which turn or hide what is written.
_UNSEEN = frozenset(("Cc", "Cf", "Cs"))

# Mail programs drop style sheets, so every element carries its style. Colours are left to the
# program wherever possible: it knows whether it is dark.
_STYLES = {
    "p": "margin:0 0 16px",
    "ul": "margin:0 0 16px;padding-left:20px",
    "li": "margin:0 0 6px",
    "hr": "margin:24px 0 16px;border:0;border-top:1px solid #767676",
    "a": (
        "display:inline-block;padding:14px 24px;border-radius:6px;background:#8c1d18;"
        "color:#ffffff;font-weight:bold;text-decoration:none"
    ),
}

# What follows this line is a signature to mail programs, which show it as one.
_SIGNATURE = "-- "

# What the templates use and no more: every rule is tried at every place of every message.
_RULES = ["hr", "list", "escape", "emphasis", "link", "newline"]
_LINES = MarkdownIt("zero", {"html": False}).enable(_RULES)
_MARKDOWN = MarkdownIt("zero", {"html": False}).enable(_RULES)


# What one event tells several people, and what all letters of a case say of it, is read once. Nothing of
# it is changed afterwards but for styles, which are the same each time.
@lru_cache(maxsize=2048)
def _read_line(text: str) -> tuple[Token, ...]:
    (line,) = _LINES.parseInline(text)
    return tuple(line.children or ())


def _read_lines(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "inline":
            token.children = list(_read_line(token.content))


_MARKDOWN.core.ruler.at("inline", _read_lines)


def one_line(text: str) -> str:
    """Return a text as one line without unseen characters, fit for a header."""
    return " ".join(_lines(text))


def escaped(text: str) -> str:
    """Return Markdown that shows a text as it is; its lines stay lines of one paragraph."""
    return "\\\n".join(_ASCII_PUNCTUATION.sub(r"\\\1", line) for line in _lines(text))


def read(source: str) -> list[Token]:
    """Read Markdown once, for both parts."""
    return _MARKDOWN.parse(source)


def to_html(tokens: list[Token]) -> str:
    """Return what was read as HTML with the style of every element written into it."""
    for token in _all(tokens):
        if token.nesting >= 0 and token.tag in _STYLES and not token.hidden:
            token.attrSet("style", _STYLES[token.tag])
    return str(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))


def to_text(tokens: list[Token]) -> str:
    """Return it as plain text: lists with dashes, links as bare addresses, no other mark."""
    blocks: list[str] = []
    items: list[str] = []
    for token in tokens:
        if token.type == "inline" and token.level > 1:
            items.append("- " + _said(token).replace("\n", "\n  "))
        elif token.type == "inline":
            blocks.append(_said(token))
        elif token.type == "bullet_list_close":
            blocks.append("\n".join(items))
            items.clear()
        elif token.type == "hr":
            blocks.append(_SIGNATURE)
    return "\n\n".join(blocks).replace(f"{_SIGNATURE}\n\n", f"{_SIGNATURE}\n") + "\n"


def _lines(text: str) -> list[str]:
    """Return the lines of a text that hold something, without what cannot be seen."""
    shown = unicodedata.normalize("NFC", text)
    # Mostly there is nothing unseen, and to ask that of a whole text is quicker than of its letters.
    if not shown.isprintable():
        shown = "".join(
            char if char.isspace() or unicodedata.category(char) not in _UNSEEN else ""
            for char in shown
        )
    lines = (" ".join(line.split()) for line in shown.splitlines())
    return [line for line in lines if line]


def _all(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from token.children or ()


def _said(inline: Token) -> str:
    """Return what a paragraph says; a link its label and then, on a line alone, its address."""
    said: list[str] = []
    address = ""
    for token in inline.children or ():
        if token.type == "link_open":
            address = str(token.attrGet("href"))
        elif token.type == "link_close":
            said.append(f":\n{address}")
        elif token.type == "hardbreak":
            said.append("\n")
        elif token.type == "softbreak":
            said.append(" ")
        else:
            said.append(token.content)
    return "".join(said)
