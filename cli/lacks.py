"""What an installation lacks, said in the reader's language with the setting that mends it."""

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from config.words import Words
from models.errors import SetupError

# What a library finds wrong with a value, and by which sentence that is said.
_SENTENCES = {
    "int_parsing": "whole_number",
    "float_parsing": "number",
    "bool_parsing": "yes_no",
    "greater_than": "larger",
    "greater_than_equal": "larger",
    "less_than_equal": "smaller",
    "literal_error": "one_of",
}


class SettingsWrong(SetupError):
    """What is wrong with variables: the name of each, and what was found; `setting.<code>` says it."""

    def __init__(self, invalid: ValidationError) -> None:
        super().__init__("wrong_setting")
        self.found = invalid.errors(include_input=False, include_url=False)

    def said(self, w: Words) -> str:
        wrong = "; ".join(
            f"DOAN_{'_'.join(map(str, each['loc'])).upper()}: {_said(each, w)}"
            for each in self.found
        )
        return w.text("error.setup", what=w.text(f"setup.{self.lack}", wrong=wrong))


def _said(found: ErrorDetails, w: Words) -> str:
    code = f"setting.{_SENTENCES.get(found['type'], found['type'])}"
    facts = found.get("ctx", {})
    bound = facts.get("ge", facts.get("gt", facts.get("le")))
    return w.text(code, **facts, bound=bound) if code in w.catalogue else found["msg"]


class SetupLacks(SetupError):
    """What a command finds missing or wrong before it begins."""
