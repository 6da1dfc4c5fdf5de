"""Values of settings as people write them: lists, times, time zones, weekdays, countries, addresses.

Each function raises ValueError with a sentence that names no value which might be a secret.
"""

from __future__ import annotations

import datetime as dt
import difflib
import ipaddress
import re
from collections.abc import Callable
from urllib.parse import urlsplit

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_GROUPS = {"all": range(7), "daily": range(7), "weekdays": range(5), "weekend": range(5, 7)}


def words(value: object) -> object:
    """A list as people write it, separated by commas or semicolons; what is not text is left as it is."""
    if isinstance(value, str):
        parts = (part.strip(" \t\r\"'") for part in re.split(r"[,;\n]", value.strip("[] ")))
        return [part for part in parts if part]
    return [value] if isinstance(value, int) else value


def addresses(value: object) -> object:
    """Web addresses as people list them: by lines, spaces or commas; a comma within an address stays."""
    if isinstance(value, str):
        parts = re.split(r"[\s,;]+(?=https?://)|\s+", value.strip("[] "))
        return [part.strip("\"',;") for part in parts if part.strip("\"',;")]
    return value


def hosts(value: tuple[str, ...]) -> tuple[str, ...]:
    """Names or numbers of hosts, with or without a port."""
    if value:
        from briefings.sources.fetch import AllowedHosts

        AllowedHosts(value)
    return value


def fetchable(value: tuple[str, ...], allow_hosts: tuple[str, ...]) -> tuple[str, ...]:
    """Addresses in the one form in which they are fetched, each once."""
    if not value:
        return value
    from briefings.errors import UnsafeAddress
    from briefings.sources.fetch import AllowedHosts, parse_url

    allowed = AllowedHosts(allow_hosts)
    try:
        return tuple(dict.fromkeys(parse_url(url, allowed).url for url in value))
    except UnsafeAddress as error:
        raise ValueError(str(error)) from None


def calendars(value: tuple[str, ...], allow_hosts: tuple[str, ...]) -> tuple[str, ...]:
    """Paths as they are, addresses in the form in which they are fetched; webcal:// is https://."""
    found: list[str] = []
    for said in value:
        url = re.sub(r"^webcals?://", "https://", said, flags=re.I)
        if not re.match(r"https?://", url, re.I):
            if "://" in url:
                raise ValueError("must be paths of files or addresses that begin with https://.")
            found.append(url)
            continue
        found += fetchable((url,), allow_hosts)
    return tuple(dict.fromkeys(found))


def channel(value: object) -> object:
    if isinstance(value, str) and not value.strip().isdecimal():
        raise ValueError("must be the channel's number: right-click the channel in Discord, Copy Channel ID.")
    return value


def role(value: object) -> object:
    if isinstance(value, str) and not value.strip().isdecimal():
        raise ValueError("must be the role's number: right-click the role in Discord, Copy Role ID.")
    return value


def language(value: str) -> str:
    """One of the languages there is a catalogue for; a country behind it is left out."""
    from briefings.languages import LANGUAGES, language_of

    if language_of(value) == "en" and not re.match(r"en\b", value.casefold()):
        raise ValueError(f"must be one of {', '.join(LANGUAGES)}.")
    return language_of(value)


def time(value: object) -> object:
    if not isinstance(value, str):
        return value
    if not (found := re.fullmatch(r"([01]?\d|2[0-3])[:.h]([0-5]\d)", value.strip())):
        raise ValueError("must be a time of day between 00:00 and 23:59.")
    return dt.time(int(found[1]), int(found[2]))


def _safe(value: str) -> str:
    """The value for an error message, unless it might be a secret in the wrong place."""
    return (
        repr(value)
        if len(value) <= 32 and re.fullmatch(r"[^\W\d_][^\W\d ]*([ /+'-][^\W\d]+)*", value)
        else "this"
    )


def timezone(value: str) -> str:
    import zoneinfo

    try:
        return zoneinfo.ZoneInfo(value).key
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        known = {name.casefold(): name for name in zoneinfo.available_timezones()}
    folded = value.strip().replace(" ", "_").casefold()
    if folded in known:
        return known[folded]
    by_city = {name.rpartition("/")[2]: name for name in known}
    near = [by_city[folded]] if folded in by_city else difflib.get_close_matches(folded, known, 1)
    hint = f" Did you mean {known[near[0]]}?" if near else ""
    raise ValueError(f"{_safe(value)} is not a time zone of the IANA list.{hint}")


def weekdays(value: object) -> object:
    """Numbers of the days, Monday 0, from names, ranges ("mon-fri") and the words all, weekdays, weekend."""
    given = words(value)
    if not isinstance(given, list | tuple):
        return given
    days: set[int] = set()
    for word in given:
        if isinstance(word, int) and word in range(7):
            days.add(word)
            continue
        text = str(word).strip().casefold()
        first, dash, last = (part.strip()[:3] for part in text.partition("-"))
        if text in _GROUPS:
            days.update(_GROUPS[text])
        elif first in WEEKDAYS and (not dash or last in WEEKDAYS):
            begin = WEEKDAYS.index(first)
            end = WEEKDAYS.index(last) if dash else begin
            days.update((begin + step) % 7 for step in range((end - begin) % 7 + 1))
        else:
            raise ValueError(
                "must name days of the week: mon, tue, wed, thu, fri, sat, sun, a range, or all."
            )
    if not days:
        raise ValueError("must name at least one day of the week, or be left out for every day.")
    return tuple(sorted(days))


def countries(values: tuple[str, ...]) -> tuple[str, ...]:
    """Codes of the states and organisations named; the world is loaded only if there is a name to look up."""
    if not values or [value.casefold() for value in values] == ["all"]:
        return ()
    from briefings import world

    names = world.load().names
    codes: list[str] = []
    wrong: list[str] = []
    for value in values:
        found = names.resolve(value)
        if found.actor:
            codes.append(found.actor)
        elif found.ambiguous:
            wrong.append(f"{_safe(value)} could be {' or '.join(label for _, label in found.ambiguous)}")
        else:
            hint = f" (did you mean {' or '.join(found.suggestions[:2])}?)" if found.suggestions else ""
            wrong.append(f"{_safe(value)} is no country or organisation we know{hint}")
    if wrong:
        raise ValueError("; ".join(wrong) + ".")
    return tuple(dict.fromkeys(codes))


def is_trusted_url(url: str, scheme: str) -> bool:
    """Whether the token may go to `url`: encrypted (`scheme` "https" or "wss"), or to this very machine."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    if not host or parts.username or parts.password or parts.query or parts.fragment:
        return False
    if parts.scheme == scheme:
        return True
    return parts.scheme == scheme.removesuffix("s") and _is_loopback(host)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def address(scheme: str) -> Callable[[str], str]:
    """Checks that the token may go to an address; see `is_trusted_url`."""
    plain = scheme.removesuffix("s")

    def check(value: str) -> str:
        if not is_trusted_url(value, scheme):
            raise ValueError(
                f"must begin with {scheme}://, or with {plain}:// on this machine (localhost, 127.0.0.1), "
                "and hold no user name, query or fragment: the bot's token is sent there."
            )
        return value.rstrip("/")

    return check
