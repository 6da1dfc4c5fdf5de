"""robots.txt as RFC 9309 has it: the group for our name or else for all, the longest rule that matches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote

LARGEST = 500 * 1024
"""What is read of a robots.txt, in bytes; the standard asks for no more."""

LONGEST_DELAY = 60.0
_MOST_RULES = 5000
_MOST_STARS = 20


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules for us as (allow, pattern), and the pause in seconds that the site wants between requests."""

    rules: tuple[tuple[bool, str], ...] = ()
    delay: float | None = None

    def allows(self, path: str) -> bool:
        """Whether `path` (with its query) may be fetched. Of rules of equal length the permission counts."""
        wanted = _same_escapes(path)
        best, allowed = -1, True
        for allow, pattern in self.rules:
            weight = len(pattern)
            if (weight > best or (weight == best and allow)) and _matches(pattern, wanted):
                best, allowed = weight, allow
        return allowed


EVERYTHING = Robots()
NOTHING = Robots(((False, "/"),))


def parse(body: bytes, name: str) -> Robots:
    """The rules for the program called `name`; a file that cannot be understood forbids nothing."""
    mine: list[tuple[bool, str]] = []
    theirs: list[tuple[bool, str]] = []
    named = False
    delays: dict[bool, float] = {}
    for agents, key, value in _lines(body):
        for_me = any(agent == name.casefold() for agent in agents)
        for_all = "*" in agents
        named = named or for_me
        if key == "crawl-delay":
            for whose, counts in ((True, for_me), (False, for_all)):
                if counts and (pause := _seconds(value)) is not None:
                    delays[whose] = pause
        elif key in ("allow", "disallow") and value and len(mine) + len(theirs) < _MOST_RULES:
            rule = (key == "allow", _same_escapes(value))
            if for_me:
                mine.append(rule)
            if for_all:
                theirs.append(rule)
    return Robots(tuple(mine if named else theirs), delays.get(named))


def _lines(body: bytes) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Every line with the names of the group it stands in; a group's name comes with an empty value."""
    agents: list[str] = []
    open_to_names = False
    for raw in body[:LARGEST].decode("utf-8-sig", "replace").splitlines():
        key, colon, value = raw.partition("#")[0].partition(":")
        key, value = key.strip().casefold(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            if not open_to_names:
                agents = []
            agents.append(value.partition("/")[0].strip().casefold())
            open_to_names = True
            yield tuple(agents), key, ""
        elif key in ("allow", "disallow", "crawl-delay"):
            open_to_names = False
            yield tuple(agents), key, value


def _matches(pattern: str, path: str) -> bool:
    """A rule's pattern from the path's beginning on: `*` is any run, a last `$` the end. Linear in time."""
    ends = pattern.endswith("$")
    pieces = pattern.removesuffix("$").split("*", _MOST_STARS)
    if not path.startswith(pieces[0]):
        return False
    at = len(pieces[0])
    for number, piece in enumerate(pieces[1:], 1):
        if ends and number == len(pieces) - 1:
            return len(path) - len(piece) >= at and path.endswith(piece)
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return not ends or at == len(path)


def _same_escapes(path: str) -> str:
    return quote(unquote(path), safe="/:@!$&'()*+,;=~-._?[]")


def _seconds(value: str) -> float | None:
    try:
        pause = float(value)
    except ValueError:
        return None
    return min(pause, LONGEST_DELAY) if pause >= 0 else None
