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
_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 -")


class KeptHeaders(HeaderRegistry):
    """The library's kinds of headers; it would make a class anew for every header of a message."""

    @cache  # noqa: B019 - there is one registry, and it knows the headers of our messages alone.
    def __getitem__(self, name: str) -> type[BaseHeader]:
        """Return the class of a header."""
        return super().__getitem__(name)

    def __call__(self, name: str, value: Any) -> BaseHeader:
        """Return a header. Most are the same in every message, and a header never changes."""
        return self._usual(name, value) if isinstance(value, str) else super().__call__(name, value)

    @lru_cache(maxsize=_KEPT)  # noqa: B019 - as above.
    def _usual(self, name: str, value: str) -> BaseHeader:
        return super().__call__(name, value)


class MailPolicy(EmailPolicy):
    """The library's policy for SMTP but for subjects and names of people."""

    @lru_cache(maxsize=_KEPT)  # noqa: B019 - there is one policy.
    def fold_binary(self, name: str, value: str) -> bytes:
        """Return a header as it is sent, its lines at most 78 letters long where it has spaces."""
        if isinstance(value, AddressHeader):
            said = f",{self.linesep} ".join(_address(each, name) for each in value.addresses)
        elif name.lower() == "subject":
            said = _encoded(value, name)
        else:
            return super().fold_binary(name, value)
        return f"{name}: {said}{self.linesep}".encode("ascii")


# Not every server on the way takes eight bits, so what is not ASCII is encoded.
MAIL_POLICY = MailPolicy(linesep=SMTP.linesep, cte_type="7bit", header_factory=KeptHeaders())


def _address(address: Address, header: str) -> str:
    name = _encoded(address.display_name, header)
    return f"{name} <{address.addr_spec}>" if name else address.addr_spec


def _encoded(text: str, header: str) -> str:
    """Return a text as RFC 2047 wants it; what could be misread as encoded is encoded too."""
    if _PLAIN.issuperset(text):
        return Header(text, "us-ascii", header_name=header).encode(linesep=MAIL_POLICY.linesep)
    return Header(text, "utf-8", header_name=header).encode(linesep=MAIL_POLICY.linesep)
