"""Names of states, bodies, places and days as a sentence uses them."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache

from briefings import dates
from briefings.models import DateBasis, Event, Place
from briefings.plain import plain
from briefings.world.world import World

_THE_STATE = re.compile(
    r"United |Republic of |.* (?:Islands|Republic|Emirates|See)\Z"
    r"|(?:Netherlands|Philippines|Maldives|Bahamas|Gambia|Comoros|UK|US|UAE)\Z"
)
_BARE_BODY = frozenset(
    "NATO ASEAN BRICS APEC OPEC SAARC CARICOM Mercosur ECOWAS UNICEF UNESCO UNASUR CELAC BIMSTEC GUAM AUKUS"
    " ANZUS"
    " Benelux Interpol Europol Gavi FIFA COMESA CEMAC CEFTA TURKSOY Euratom IGAD MIKTA ALBA PROSUR SICA"
    " UNCTAD"
    " UNIFIL MINURSO OHCHR UNHCR UNRWA ASEAN+3 E3 E5 P5 V20 CICA SADC IRENA FOCAC RCEP CPTPP NEPAD"
    " UNIDO".split()
)
_MARKS = re.compile(r"([,;]+)\s*([,;.])")
_UNSAFE = re.compile(r"[{}()\[\]<>|\\^`*_~]")


@lru_cache(maxsize=512)
def clean(text: str, longest: int = 90) -> str:
    """A name as it can stand in a sentence: one line, no signs of markup, cut at a word if it is too long."""
    shown = " ".join(_UNSAFE.sub("", plain(text)).split()).strip(" ,;:.-–—")
    if len(shown) > longest:
        shown = (
            shown[:longest].rsplit(" ", 1)[0].rstrip(" ,;:.-–—")
            if " " in shown[:longest]
            else shown[:longest]
        )
    return shown


def actor(code: str, world: World) -> str:
    """ "India", "the United States", "the EU", "NATO"."""
    state = world.states.get(code)
    if state is not None:
        return f"the {state.name}" if _THE_STATE.match(state.name) else state.name
    return body(code, world)


def body(code: str, world: World) -> str:
    """ "the EU", "NATO"; the code itself where the world does not know it."""
    found = world.organisations.get(code)
    if found is None:
        return clean(code) or "a party"
    return found.short if found.short in _BARE_BODY else f"the {found.short}"


def attributive(code: str, world: World) -> str:
    """What stands before an office: "Indian", "US", "NATO"; empty where it could mean several states."""
    state = world.states.get(code)
    if state is None:
        found = world.organisations.get(code)
        return found.short if found else ""
    if state.short.isupper() and len(state.short) <= 3:
        return state.short
    first = state.adjectives[0] if state.adjectives else ""
    return "" if first.startswith("?") or _shared(world)[first] > 1 else first


@cache
def _shared(world: World) -> Counter[str]:
    return Counter(state.adjectives[0].lstrip("?") for state in world.states.values() if state.adjectives)


def where(place: Place, world: World) -> str:
    """ " in Kazan, Russia," with its blank in front; a capital stands alone; empty if nothing is known.

    The comma behind a country is dropped where the sentence ends (`closed`).
    """
    found = spot(place, world)
    return f" in {found}" if found else ""


def closed(text: str) -> str:
    """`text` with one mark where two came together: "in Kazan, Russia,." is "in Kazan, Russia."."""
    return _MARKS.sub(lambda m: m[2], " ".join(text.split())).rstrip(" ,;:.") + "."


def spot(place: Place, world: World) -> str:
    """ "Kazan, Russia", "Moscow", "Russia"; empty if nothing is known."""
    city = clean(place.city or "")
    if not place.country:
        return city
    country = actor(place.country, world)
    if not city:
        return country
    state = world.states.get(place.country)
    if state is not None and (city == state.name or any(city in spellings for spellings in state.capitals)):
        return city
    return f"{city}, {state.short if state is not None and state.short.isupper() else country},"


def when(event: Event) -> str:
    """ " on 9 July 2024", " in July 2024", " from 22 to 24 October 2024" with its blank; empty if unknown."""
    start, end = event.start, event.end
    if start is None or not dates.is_valid(start):
        return ""
    if end is None or not dates.is_valid(end) or end <= start:
        said = (
            f" on {dates.in_words(start)}"
            if len(start) == dates.Precision.DAY
            else f" in {dates.in_words(start)}"
        )
    else:
        said = f" from {_short_start(start, end)} to {dates.in_words(end)}"
    return said + (" (by the calendar)" if event.date_basis is DateBasis.CALENDAR else "")


def planned(event: Event) -> str:
    """ " planned for 9 July 2024", of something that was called off."""
    said = when(event)
    for word in (" on ", " in "):
        if said.startswith(word):
            return f" planned for {said[len(word) :]}"
    return f" planned{said}" if said else ""


def _short_start(start: str, end: str) -> str:
    words = dates.in_words(start)
    if len(start) == len(end) == dates.Precision.DAY and start[:7] == end[:7]:
        return str(int(start[8:]))
    if start[:4] == end[:4] and len(start) > dates.Precision.YEAR:
        return words.removesuffix(f" {start[:4]}")
    return words


def listed(names: list[str]) -> str:
    """ "A", "A and B", "A, B and C"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""
