"""How a message becomes bytes: seven bits, CRLF, and headers whose Vietnamese comes back as it was.

The standard library's own folding of long headers loses spaces between words it encodes. The headers
people read are therefore encoded here, by its older and sound way.
"""

from email.header import Header
from email.headerregistry import Address, AddressHeader, BaseHeader, HeaderRegistry
from email.policy import SMTP, EmailPolicy
from functools import cache, lru_cache
from typing import Any

# So many headers are kept, as they were read and as they are sent.
_KEPT = 256
# A line that has an encoded word is no longer (RFC 2047, 2), nor is the word itself than 75.
_LONGEST_LINE = 76
# They stand on one line with their name, however long: some servers find none in a line that is empty.
# An address without spaces the library would encode, too, and programs would find none.
_NEVER_FOLDED = frozenset(("message-id", "in-reply-to", "list-id", "list-unsubscribe"))
_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 -")


class KeptHeaders(HeaderRegistry):
    """The library's kinds of headers; it would make a class anew for every header of a message."""

    @cache  # noqa: B019 - there is one registry, and it knows the headers of our messages alone.
    def __getitem__(self, name: str) -> type[BaseHeader]:
        """Return the class of a header."""
        return super().__getitem__(name)

    def __call__(self, name: str, value: Any) -> BaseHeader:
        """Return a header. Most are the same in every message, and a header never changes."""
        if isinstance(value, Address):
            return self._usual_address(name, value.display_name, value.addr_spec)
        return self._usual(name, value) if isinstance(value, str) else super().__call__(name, value)

    @lru_cache(maxsize=_KEPT)  # noqa: B019 - as above.
    def _usual(self, name: str, value: str) -> BaseHeader:
        return super().__call__(name, value)

    @lru_cache(maxsize=_KEPT)  # noqa: B019 - as above.
    def _usual_address(self, name: str, display_name: str, addr_spec: str) -> BaseHeader:
        return super().__call__(name, Address(display_name, addr_spec=addr_spec))


class MailPolicy(EmailPolicy):
    """The library's policy for SMTP but for subjects and names of people."""

    @lru_cache(maxsize=_KEPT)  # noqa: B019 - there is one policy.
    def fold_binary(self, name: str, value: str) -> bytes:
        """Return a header as it is sent, its lines at most 76 letters long where it has spaces."""
        if isinstance(value, AddressHeader):
            said = f",{self.linesep} ".join(_address(each, name) for each in value.addresses)
        elif name.lower() == "subject":
            said = _encoded(value, name)
        elif name.lower() == "references":
            # None of them is ever encoded, however long: whoever answers has to bring it back.
            said = f"{self.linesep} ".join(value.split())
        elif name.lower() in _NEVER_FOLDED:
            said = str(value)
        else:
            return super().fold_binary(name, value)
        return f"{name}: {said}{self.linesep}".encode("ascii")


# Not every server on the way takes eight bits, so what is not ASCII is encoded.
# Its lines are as long as quoted-printable has them (RFC 2045, 6.7), which the library does not look to.
MAIL_POLICY = MailPolicy(
    linesep=SMTP.linesep,
    cte_type="7bit",
    header_factory=KeptHeaders(),
    max_line_length=_LONGEST_LINE,
)


def _address(address: Address, header: str) -> str:
    name = _encoded(address.display_name, header)
    if not name:
        return address.addr_spec
    last = name.rpartition("\n")[2]
    before = len(last) if last != name else len(f"{header}: {name}")
    fits = before + len(f" <{address.addr_spec}>") <= _LONGEST_LINE
    return f"{name}{'' if fits else MAIL_POLICY.linesep} <{address.addr_spec}>"


def _encoded(text: str, header: str) -> str:
    """Return a text as RFC 2047 wants it; what could be misread as encoded is encoded too."""
    charset = "us-ascii" if _PLAIN.issuperset(text) else "utf-8"
    # Its own counting is one short.
    whole = Header(text, charset, maxlinelen=_LONGEST_LINE - 1, header_name=header)
    return whole.encode(linesep=MAIL_POLICY.linesep)
