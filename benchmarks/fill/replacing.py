"""What an original says of itself, in the words of its copy."""

from collections.abc import Mapping

from benchmarks.fill.writing import Values
from models.names import name_key


class Replacing:
    """Replaces the number and the words of an original wherever they stand, in any of their forms."""

    def __init__(self, old: str, new: str, words: Mapping[str, str]) -> None:
        forms: dict[str, str] = {}
        for mark, word in {old: new, **words}.items():
            # Names without their digits drawn alike are keys too; a number is none of these.
            for form in (str, str.lower, *((name_key,) if mark != old else ())):
                forms[form(mark)] = form(word)
        self._forms = forms

    def also(self, digests: Mapping[str, str]) -> "Replacing":
        """Return the same that replaces digests too."""
        made = Replacing("", "", {})
        made._forms = {**self._forms, **digests}
        return made

    def text(self, said: str) -> str:
        """Return a text with everything replaced."""
        for old, new in self._forms.items():
            if old in said:
                said = said.replace(old, new)
        return said

    def row(self, values: Values) -> Values:
        """Return a row with everything replaced in its texts."""
        return tuple(self.text(each) if isinstance(each, str) else each for each in values)

    def content(self, said: bytes) -> bytes:
        """Return a letter's bytes with everything replaced."""
        for old, new in self._forms.items():
            said = said.replace(old.encode(), new.encode())
        return said
