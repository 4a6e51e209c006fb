"""What an installation lacks, said in the reader's language with the setting that mends it."""

from config.words import Words
from models.errors import SetupError


class SetupLacks(SetupError):
    """`lack` is what is missing or wrong; the sentence is `setup.<lack>`."""

    def __init__(self, lack: str, **facts: object) -> None:
        super().__init__(**facts)
        self.lack = lack

    def said(self, w: Words) -> str:
        return w.text("error.setup", what=w.text(f"setup.{self.lack}", **self.facts))
