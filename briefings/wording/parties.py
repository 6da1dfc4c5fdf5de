"""Who took part, in words: people with their offices and whom they speak for, states and bodies by name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from briefings.models import Event
from briefings.wording import labels
from briefings.world.fold import fold
from briefings.world.world import World

_OF_THE_LAND = frozenset(
    "king queen emir sultan emperor pope sheikh prince princess sheikha grand-duke shah"
    " supreme-leader crown-prince crown-princess first-lady queen-mother governor-general".split()
)
"""Titles that stand before a name without the adjective of the state: "King Abdullah II of Jordan"."""

_UNION_WORDS = frozenset("european eu commission council eurogroup union parliament".split())


class Style(IntEnum):
    """How much is said of each person; the longer ones are tried first."""

    FULL = 0
    """"Indian Prime Minister Narendra Modi"."""
    NAMES = 1
    """"Narendra Modi (India)"."""
    SURNAMES = 2
    """"Modi (India)"."""
    FEW = 3
    """Only the first, then "5 others"."""


@dataclass(frozen=True, slots=True)
class Party:
    """One actor with its people: (name, title)."""

    code: str
    people: tuple[tuple[str, str], ...]


def parties(event: Event, world: World) -> list[Party]:
    """The actors of `event`, each with its people, in the order in which the articles name them.

    People of whom no article says for whom they speak form a party without a code at the end.
    """
    known: dict[str, tuple[str, str]] = {}
    for name, code, title in event.wording.offices:
        known.setdefault(name, (code, title))
    sides: dict[str, list[tuple[str, str]]] = {}
    named = [name for name in event.people if any(sign.isalnum() for sign in labels.clean(name))]
    for name in [*(n for n in known if n in named), *(n for n in named if n not in known)]:
        code, title = known.get(name, ("", ""))
        sides.setdefault(code if code in event.actors else "", []).append((name, title))
    nobody = sides.pop("", [])
    others = sorted((code for code in event.actors if code not in sides), key=world.label)
    order = [*sides, *others]
    found = [Party(code, tuple(sides.get(code, ()))) for code in order]
    return [*found, Party("", tuple(nobody))] if nobody else found


def phrases(sides: list[Party], style: Style, world: World, *, whole: bool = False) -> list[str]:
    """One phrase for each person, or for an actor without people.

    With `whole`, states act and people stand in brackets: "China (Xi Jinping)".
    """
    anyone = any(side.people for side in sides)
    found: list[str] = []
    for side in sides:
        if not side.people:
            name = labels.actor(side.code, world)
            found.append(name if whole or not anyone else f"representatives of {name}")
        elif whole and side.code:
            names = [_short(name, style, world) for name, _ in side.people]
            found.append(f"{labels.actor(side.code, world)} ({labels.listed(names)})")
        elif style is Style.FULL:
            found.extend(
                _titled(name, title, side.code, world, at) for at, (name, title) in enumerate(side.people)
            )
        else:
            names = [_short(name, style, world) for name, _ in side.people]
            tail = f" ({labels.actor(side.code, world)})" if side.code else ""
            found.append(labels.listed(names) + tail)
    found = [phrase for phrase in found if phrase] or ["the parties"]
    if style is Style.FEW and len(found) > 4:
        rest = len(found) - 3
        found = [*(phrase[:70].rstrip() for phrase in found[:3]), f"{rest} others"]
    return found


def _titled(name: str, title: str, code: str, world: World, at: int) -> str:
    shown, office = labels.clean(name), labels.clean(title)
    if not code:
        return f"{office} {shown}".strip() if office and not fold(shown).startswith(fold(office)) else shown
    land = labels.actor(code, world)
    if not office:
        return f"{shown} of {land}"
    if code == "VA" and fold(office) == "pope":
        return shown if fold(shown).startswith("pope") else f"Pope {shown}"
    if fold(shown).startswith(fold(office).split(" ")[0]):
        return f"{shown} of {land}"
    if code not in world.states and _names_its_body(office, code, world):
        return f"{office} {shown}"
    if at:
        return f"{office} {shown}"
    before = labels.attributive(code, world)
    if not before or fold(office).replace(" ", "-") in _OF_THE_LAND:
        return f"{office} {shown} of {land}"
    return f"{before} {office} {shown}"


def _names_its_body(office: str, code: str, world: World) -> bool:
    words = set(fold(office).split())
    if code == "EU":
        return bool(words & _UNION_WORDS)
    found = world.organisations.get(code)
    return found is not None and bool(
        words & set(fold(f"{found.short} {found.name}").split()) - {"of", "the"}
    )


def _short(name: str, style: Style, world: World) -> str:
    shown = labels.clean(name)
    return surname(shown, world) if style >= Style.SURNAMES else shown


def surname(name: str, world: World) -> str:
    """How a second reference calls them: "Xi", "von der Leyen"."""
    person = world.people.get(name)
    if person is not None:
        return person.surname
    words = name.split()
    at = len(words) - 1
    while at > 0 and words[at - 1].islower():
        at -= 1
    return " ".join(words[max(at, 0) :])
