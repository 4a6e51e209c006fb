"""Bare codes among words: what stands in sources and files, and is said to nobody."""

import re

# Addresses, commands and settings are typed as they are; so are the names of files.
_TYPED = re.compile(
    r"\S+@\S+|https?://\S+|postgresql\S+|/?\S*/\S+\.\w+|\bdoan( [a-z-]+)+|`[^`]*`"
    r"|\bDOAN_\w+(=\S+)?|\bSSL_CERT_FILE|\bAsia/Ho_Chi_Minh\b"
    r"|\b[\w-]+\.(txt|md|key|pdf|docx?|xlsx?|yaml|json|ics|example)\b|\{\w+\}"
)
_CODE = re.compile(r"\b[^\W\d]\w*_\w+\b|\b[a-z]\w*(\.[a-z]\w*)+\b")


def codes_in(text: str) -> list[str]:
    """Return the words with an underscore and the dotted paths of a text."""
    return [found[0] for found in _CODE.finditer(_TYPED.sub(" ", text))]
