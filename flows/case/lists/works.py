"""Many cases taken in hand at one moment, in as many queries whatever their number."""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection

from config.settings import Settings
from flows.case.around import Around
from flows.case.read import CaseRead
from models.case import Case
from models.ids import CaseNo, Digest, PersonId
from models.names import name_key
from models.programme.items import Item
from models.request.base import Request
from models.store import dossiers, programmes
from models.store.amiss.unreadable import readable
from models.store.lists import many
from models.store.lists.many import Content


class CaseAtHand(CaseRead):
    """A case whose content was read together with that of others.

    `bearers` are the people of the directory by the form in which their names are compared.
    """

    def __init__(
        self,
        conn: Connection,
        case: Case,
        settings: Settings,
        around: Around,
        *,
        content: Content,
        bearers: Mapping[str, tuple[PersonId, ...]],
    ) -> None:
        super().__init__(conn, case, settings, around)
        self._content = content
        self._bearers = bearers

    @property
    def salt(self) -> bytes:
        """Return the salt of the case's digests."""
        return self._content.salt or super().salt

    @property
    def said(self) -> Mapping[Digest, str]:
        """Return everything written in the case, by digest."""
        return self._content.texts

    def version(self, number: int) -> Request:
        """Return a version of the dossier, the one in force or an earlier one."""
        if content := self._content.dossiers.get(number):
            with readable(self.case.no):
                return dossiers.read_content(content, self.case.kind)
        return super().version(number)

    def programme_at(self, revision: int) -> tuple[Item, ...]:
        """Return a revision of the programme; 0 is the dossier's."""
        if content := self._content.programmes.get(revision):
            with readable(self.case.no):
                return programmes.read_items(content)
        return super().programme_at(revision)

    def namesakes(self, version: int) -> dict[PersonId, str]:
        """Return who of the directory bears the name of a traveller of a version, and its one form."""
        keys = [name_key(name) for name, _ in self.persons_of(version)]
        return {person: key for key in keys for person in self._bearers.get(key, ())}


def read_works(
    conn: Connection, settings: Settings, around: Around, numbers: Collection[CaseNo]
) -> dict[CaseNo, CaseRead]:
    """Take some cases in hand to read them, by number; what there is of each is at hand."""
    if not numbers:
        return {}
    content, bearers = many.content_of(conn, numbers), many.everybodys_keys(conn)
    return {
        no: CaseAtHand(conn, case, settings, around, content=content[no], bearers=bearers)
        for no, case in many.read_cases(conn, numbers).items()
    }
