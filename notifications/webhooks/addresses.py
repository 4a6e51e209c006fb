"""Where a webhook may lead: https, and a public address, unless the installation is set otherwise.

Doan stands inside a network that others do not reach: it must not carry calls into it for whoever names
an address there. So the name is looked up by us, and the very address that was looked at is called.
"""

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from models.errors import WebhookRefused
from models.store.calls.webhooks import LONGEST_URL

Address = IPv4Address | IPv6Address
# Its addresses stand for those of the other family that they end with.
_NAT64 = IPv6Network("64:ff9b::/96")
# Given up, and never of the internet.
_SITE_LOCAL = IPv6Network("fec0::/10")
_PORTS = {"https": 443, "http": 80}


class NowhereToCall(Exception):
    """A name leads nowhere (`unknown`), or to no address that may be called (`private`)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def demand_callable(url: str, *, to_private: bool) -> None:
    """Raise `WebhookRefused` for an address that no webhook may lead to; its name is looked up."""
    host, port = _parts(url, to_private=to_private)
    try:
        addresses_of(host, port, to_private=to_private)
    except NowhereToCall as refused:
        raise WebhookRefused(refused.why, host=host) from None


def addresses_of(host: str, port: int, *, to_private: bool) -> list[str]:
    """Return the addresses of a name that may be called. Blocks; raises `NowhereToCall`."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NowhereToCall("unknown") from None
    addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
    allowed = [each for each in addresses if to_private or is_public(each)]
    if not allowed:
        raise NowhereToCall("private")
    return allowed


def is_public(address: str) -> bool:
    """Tell whether an address is one of the internet's, as is every other that it stands for."""
    try:
        meant = _meant(ip_address(address))
    except ValueError:
        return False
    return all(map(_is_of_the_internet, meant))


def _is_of_the_internet(address: Address) -> bool:
    is_for_some = address.is_multicast or address.is_reserved or address in _SITE_LOCAL
    return address.is_global and not is_for_some


def _meant(address: Address) -> tuple[Address, ...]:
    """Return where a connection to an address may come out: there, or at one of the older family."""
    if isinstance(address, IPv4Address):
        return (address,)
    if address in _NAT64:
        return (IPv4Address(int(address) & 0xFFFFFFFF),)
    inside = (address.ipv4_mapped, address.sixtofour, *(address.teredo or ()))
    return (address, *(each for each in inside if each is not None))


def _parts(url: str, *, to_private: bool) -> tuple[str, int]:
    """Return host and port of an address as it has to be written; raises `WebhookRefused`."""
    if len(url) > LONGEST_URL:
        raise WebhookRefused("long", most=LONGEST_URL)
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise WebhookRefused("address") from None
    # A name and a password would be no secret: the address is listed, and a call is signed.
    beside = parts.username is not None or parts.password is not None or parts.fragment
    is_plain = url.isascii() and url.isprintable() and " " not in url and "\\" not in url
    if not host or parts.scheme not in _PORTS or beside or not is_plain or port == 0:
        raise WebhookRefused("address")
    if parts.scheme == "http" and not to_private:
        raise WebhookRefused("https")
    return host, port or _PORTS[parts.scheme]
