"""Which addresses may be fetched: those of the public web, and the private hosts that the settings name.

Two checks stand behind one another. `parse_url` reads an address more strictly than browsers do, so that no
spelling means one host here and another one further on. `why_not` judges each number a name resolves to.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from briefings.errors import UnsafeAddress
from briefings.languages import later, phrase

PORTS = {"http": (80, 8080), "https": (443, 8443)}
"""Ports of the web; others belong to mail servers, databases and the like. `AllowedHosts` may name more."""

LONGEST_URL = 2048

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_BAD = re.compile(r"[\x00-\x20\x7f-\x9f\\\u00ad\u2000-\u200f\u2028-\u202f\u205f-\u206f\ufeff]")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)")
_INSIDE = ("localhost", "local", "localdomain", "internal", "intranet", "lan", "home", "corp", "home.arpa")
_NOWHERE = ("onion", "test", "invalid", "arpa")

_V4 = {
    "0.0.0.0/8": later("an address of this machine"),
    "10.0.0.0/8": later("a private address"),
    "100.64.0.0/10": later("an address inside a provider's network"),
    "127.0.0.0/8": later("an address of this machine"),
    "168.63.129.16/32": later("the metadata service of a cloud"),
    "169.254.169.254/32": later("the metadata service of a cloud"),
    "169.254.0.0/16": later("a link-local address"),
    "172.16.0.0/12": later("a private address"),
    "192.0.0.0/24": later("a reserved address"),
    "192.0.2.0/24": later("an address for documentation"),
    "192.88.99.0/24": later("a tunnel's address"),
    "192.168.0.0/16": later("a private address"),
    "198.18.0.0/15": later("an address for measurements"),
    "198.51.100.0/24": later("an address for documentation"),
    "203.0.113.0/24": later("an address for documentation"),
    "224.0.0.0/4": later("a multicast address"),
    "240.0.0.0/4": later("a reserved address"),
}
_V6 = {
    "::1/128": later("an address of this machine"),
    "::/128": later("an address of this machine"),
    "::ffff:0:0/96": later("an IPv4 address in another form"),
    "::/96": later("an IPv4 address in another form"),
    "::ffff:0:0:0/96": later("an IPv4 address in another form"),
    "64:ff9b::/96": later("an IPv4 address in another form"),
    "64:ff9b:1::/48": later("a translator's private address"),
    "2001::/32": later("a tunnel's address"),
    "2001:db8::/32": later("an address for documentation"),
    "2001::/23": later("a reserved address"),
    "2002::/16": later("a tunnel's address"),
    "3fff::/20": later("an address for documentation"),
    "fd00:ec2::254/128": later("the metadata service of a cloud"),
    "fc00::/7": later("a private address"),
    "fe80::/10": later("a link-local address"),
    "fec0::/10": later("a private address"),
    "ff00::/8": later("a multicast address"),
}
_REFUSED_V4 = tuple((ipaddress.IPv4Network(net), why) for net, why in _V4.items())
_REFUSED_V6 = tuple((ipaddress.IPv6Network(net), why) for net, why in _V6.items())
_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Location:
    """An address that was read and found in order: `host` in ASCII and lower case, without brackets.

    `url` is the whole of it in ASCII, without fragment. `private` is True where the settings name the host.
    """

    url: str
    scheme: str
    host: str
    port: int
    private: bool

    @property
    def authority(self) -> str:
        """Host and port, the key of everything that is remembered of a server."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


class AllowedHosts:
    """Hosts that may be fetched although they are private, as ``host`` (every port) or ``host:port``.

    Raises `ValueError`, with a sentence, for an entry that is neither.
    """

    def __init__(self, entries: Iterable[str] = ()) -> None:
        self._entries = frozenset(self._entry(entry) for entry in entries if entry.strip())

    @staticmethod
    def _entry(entry: str) -> tuple[str, int | None]:
        said = entry.strip().lower()
        if said.count(":") > 1 and not said.startswith("["):
            said = f"[{said}]"
        try:
            parts = urlsplit(f"//{said}")
            host, port = parts.hostname, parts.port
        except ValueError:
            host = port = None
        if not host or parts.path or parts.query or "@" in said or _BAD.search(host):
            raise ValueError(
                f"{entry.strip()[:60]!r} is no host. Write it like wiki.example.org or 10.0.0.5:8080"
            )
        return host, port

    def __contains__(self, place: tuple[str, int]) -> bool:
        return (place[0], None) in self._entries or place in self._entries


def parse_url(url: str, allowed: AllowedHosts) -> Location:
    """`url` as a `Location`; raises `UnsafeAddress`, saying why, for what may not be fetched.

    Names are not resolved here: what they lead to is judged when the connection is made.
    """
    url = url.strip()
    if len(url) > LONGEST_URL:
        raise UnsafeAddress(
            url[:60] + "…",
            phrase("the address is longer than {most} characters.", most=LONGEST_URL),
        )
    if _BAD.search(url):
        raise UnsafeAddress(
            _shown(url), phrase("the address holds spaces, backslashes or invisible characters.")
        )
    try:
        parts = urlsplit(url)
    except ValueError:
        raise UnsafeAddress(_shown(url), phrase("this is no address of a web page.")) from None
    scheme = parts.scheme.lower()
    if scheme not in PORTS:
        raise UnsafeAddress(
            _shown(url), phrase("only addresses that begin with https:// or http:// are fetched.")
        )
    if "@" in parts.netloc:
        raise UnsafeAddress(
            _shown(url), phrase("addresses with a user name or password before the host are not fetched.")
        )
    try:
        port = parts.port
    except ValueError:
        raise UnsafeAddress(_shown(url), phrase("the port is no number from 1 to 65535.")) from None
    if parts.netloc.endswith(":") or port == 0:
        raise UnsafeAddress(_shown(url), phrase("the port is no number from 1 to 65535."))
    host = _host(url, parts.netloc.rpartition(":")[0] if port is not None else parts.netloc)
    port = port or PORTS[scheme][0]
    private = (host, port) in allowed
    if not private:
        _check_name(url, host)
        if not any(port in ports for ports in PORTS.values()):
            wanted = ", ".join(str(number) for ports in PORTS.values() for number in ports)
            raise UnsafeAddress(
                _shown(url),
                phrase("port {port} is not one of the web's ({wanted}).", port=port, wanted=wanted),
            )
    shown = f"[{host}]" if ":" in host else host
    authority = shown if port == PORTS[scheme][0] else f"{shown}:{port}"
    path = quote(parts.path or "/", safe="/:@!$&'()*+,;=~-._%")
    query = quote(parts.query, safe="/:@!$&'()*+,;=~-._%?[]")
    return Location(
        f"{scheme}://{authority}{path}{'?' + query if query else ''}", scheme, host, port, private
    )


def why_not(address: str) -> str | None:
    """What speaks against connecting to `address`, the number behind a name; None if nothing does."""
    try:
        number = ipaddress.ip_address(address)
    except ValueError:
        return "no address of the internet"
    if number in _NAT64:
        # The gateway of a network without IPv4 writes public addresses so; the number inside is what counts.
        return _why_not(ipaddress.IPv4Address(int(number) & 0xFFFFFFFF))
    return _why_not(number)


def _why_not(number: IPAddress) -> str | None:
    if isinstance(number, ipaddress.IPv4Address):
        for network, why in _REFUSED_V4:
            if number in network:
                return why
        return None if number.is_global else later("a reserved address")
    if number.scope_id:
        return later("a link-local address")
    for network6, why in _REFUSED_V6:
        if number in network6:
            return why
    return None if number in _GLOBAL_V6 and number.is_global else later("a reserved address")


def _host(url: str, written: str) -> str:
    """The host in ASCII and lower case; raises `UnsafeAddress` for any but the plain spelling."""
    if written.startswith("[") or ":" in written:
        inner = written[1:-1] if written.startswith("[") and written.endswith("]") else ""
        if "%" in inner:
            raise UnsafeAddress(
                _shown(url), phrase("addresses with a zone (%) lead inside and are not fetched.")
            )
        try:
            return str(ipaddress.IPv6Address(inner))
        except ValueError:
            raise UnsafeAddress(_shown(url), phrase("the host is no valid IPv6 address.")) from None
    if not written:
        raise UnsafeAddress(_shown(url), phrase("the address names no host."))
    if "%" in written:
        raise UnsafeAddress(_shown(url), phrase("the host is written with escapes (%); write it plainly."))
    if written.endswith("."):
        raise UnsafeAddress(_shown(url), phrase("the host ends in a dot; write it without."))
    return written.lower() if written.isascii() else _punycode(url, written)


def _punycode(url: str, written: str) -> str:
    """A name in another script as the name service has it; look-alikes of ASCII and of dots are refused."""
    folded = unicodedata.normalize("NFKC", written)
    if folded.isascii() or any(ch in written for ch in "。．｡․") or folded.count(".") != written.count("."):
        raise UnsafeAddress(
            _shown(url), phrase("the host is written with look-alike characters; write it plainly.")
        )
    import idna

    try:
        return idna.encode(folded.lower()).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        raise UnsafeAddress(_shown(url), phrase("the host is no valid international name.")) from None


def _check_name(url: str, host: str) -> None:
    """Refuse numbers that lead inside, numbers in odd spellings, and names that can only mean inside."""
    labels = host.split(".")
    if ":" in host or _NUMBER.fullmatch(labels[-1]):
        try:
            number = ipaddress.ip_address(host)
        except ValueError:
            raise UnsafeAddress(
                _shown(url), phrase("the host is a number in an unusual spelling; write the site's name.")
            ) from None
        why = _why_not(number)
        if why is not None:
            raise UnsafeAddress(
                _shown(url),
                phrase(
                    "the host is {why}, and only the public web is fetched.{hint}",
                    why=phrase(why),
                    hint=phrase(_HINT),
                ),
            )
        return
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise UnsafeAddress(_shown(url), phrase("the host is no valid name."))
    if any(host == name or host.endswith("." + name) for name in _INSIDE) or len(labels) == 1:
        raise UnsafeAddress(
            _shown(url),
            phrase(
                "{host} is a name inside a network, and only the public web is fetched.{hint}",
                host=host,
                hint=phrase(_HINT),
            ),
        )
    if any(host.endswith("." + name) for name in _NOWHERE):
        raise UnsafeAddress(
            _shown(url), phrase("names that end in .{name} are not of the public web.", name=labels[-1])
        )


_HINT = later(" The operator can allow it in DRAGOMAN_FETCH_ALLOW_HOSTS.")


def _shown(url: str) -> str:
    """The address for a message: without a password, invisible characters and excess."""
    bare = re.sub(r"//[^/?#\\]*@", "//…@", url)
    return _BAD.sub("�", bare)[:200]
