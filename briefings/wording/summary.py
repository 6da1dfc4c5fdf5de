"""One or two sentences about an event: nothing that the fields or the article's own words do not say."""

from __future__ import annotations

from collections.abc import Callable

from briefings.models import Event, Kind, Status
from briefings.wording import labels
from briefings.wording.parties import Party, Style, parties, phrases
from briefings.world.world import World

LONGEST = 300
"""Characters of a summary. To hold it, the topic is left out, then titles, then first names, then people."""


def summary_of(event: Event, world: World) -> str:
    """`event` in one or two plain sentences of at most `LONGEST` characters, ending with a full stop."""
    sides = parties(event, world)
    tell = _TELLERS[event.kind]
    shown = ""
    for style in Style:
        for topic in (event.wording.topic, ""):
            shown = _finished(tell(event, sides, style, topic, world))
            if len(shown) <= LONGEST:
                return shown
    return shown[: LONGEST - 1].rsplit(" ", 1)[0].rstrip(" ,;:.(") + "."


_TALKS = ("on ", "about ", "over ")
"""How a topic begins that needs a noun before it: "talks on trade"."""

Teller = Callable[[Event, list[Party], Style, str, World], str]


def _finished(text: str) -> str:
    text = labels.closed(text)
    return f"{text[:1].upper()}{text[1:]}"


def _about(topic: str, status: Status) -> str:
    """The topic with its blank or comma, as it follows the date."""
    if not topic:
        return ""
    if topic.startswith(_TALKS):
        return f" for talks {topic}"
    if topic.startswith(","):
        return topic if status is Status.HELD else ""
    if topic.startswith(("and ", "but ")) and status is not Status.HELD:
        return ""
    return f" {topic}"


def _off(event: Event) -> str:
    return "was postponed" if event.wording.postponed else "was called off"


def _called_off(event: Event, what: str, topic: str, world: World) -> str:
    aim = f" {topic}" if topic.startswith((*_TALKS, "to ")) else ""
    return f"{what}{aim}{labels.planned(event)}{labels.where(event.place, world)} {_off(event)}"


def _meeting(event: Event, sides: list[Party], style: Style, topic: str, world: World) -> str:
    who = phrases(sides, style, world)
    if event.status is Status.CANCELLED:
        return _called_off(event, _of_whom("a meeting", who), topic, world)
    circumstances = f"{labels.where(event.place, world)}{labels.when(event)}{_about(topic, event.status)}"
    if len(who) == 1 and len(sides) == 1:
        verb = "is to take part in a meeting" if event.status is Status.UPCOMING else "took part in a meeting"
        return f"{who[0]} {verb}{circumstances}"
    if event.status is Status.UPCOMING:
        return f"{labels.listed(who)} are to meet{circumstances}"
    if any(side.people for side in sides):
        return f"{labels.listed(who)} met{circumstances}"
    if topic.startswith(_TALKS):
        return (
            f"{labels.listed(who)} held talks{labels.where(event.place, world)}{labels.when(event)} {topic}"
        )
    return f"{labels.listed(who)} held talks{circumstances}"


def _of_whom(what: str, who: list[str]) -> str:
    return f"{what} between {labels.listed(who)}" if len(who) == 2 else f"{what} of {labels.listed(who)}"


def _visit(event: Event, sides: list[Party], style: Style, topic: str, world: World) -> str:
    host = _host(event, sides)
    if len(sides) == 1 and not sides[0].people and event.status is not Status.CANCELLED:
        verb = "is to take place" if event.status is Status.UPCOMING else "took place"
        where = labels.spot(event.place, world) or labels.actor(sides[0].code, world)
        return f"a visit to {where} {verb}{labels.when(event)}"
    guests = [side for side in sides if side is not host] or sides
    who = phrases(guests, style, world)
    if not any(side.people for side in guests):
        who = [
            f"representatives of {name}" if not name.startswith("representatives") else name for name in who
        ]
    place = labels.spot(event.place, world)
    land = labels.actor(host.code, world) if host is not None and host.code else ""
    if host is not None and host.people:
        names = labels.listed(phrases([host], style, world))
        target = f"{names}{labels.where(event.place, world)}"
    elif host is not None and host.code and host.code != event.place.country:
        target = f"{land}{labels.where(event.place, world)}"
    else:
        target = place or land or "abroad"
    if event.status is Status.CANCELLED:
        to = target if target != "abroad" else "another country"
        return f"a visit by {labels.listed(who)} to {to}{labels.planned(event)} {_off(event)}"
    several = len(who) > 1 or " and " in who[0] or who[0].startswith("representatives")
    if event.status is Status.HELD:
        verb = "visited" if target != "abroad" else "travelled"
    elif target == "abroad":
        verb = "are to travel" if several else "is to travel"
    else:
        verb = "are to visit" if several else "is to visit"
    return f"{labels.listed(who)} {verb} {target}{labels.when(event)}{_about(topic, event.status)}"


def _host(event: Event, sides: list[Party]) -> Party | None:
    """Whom the visit was to: the state where it was, else the only party of which nobody travelled."""
    if len(sides) < 2:
        return None
    for side in sides:
        if side.code and side.code == event.place.country:
            return side
    home = [side for side in sides if not side.people]
    return home[0] if len(home) == 1 else None


def _call(event: Event, sides: list[Party], style: Style, topic: str, world: World) -> str:
    who = phrases(sides, style, world)
    if event.status is Status.CANCELLED:
        return _called_off(event, _of_whom("a call", who), topic, world)
    manner = event.wording.manner
    if len(who) == 1 and len(sides) == 1:
        verb = "is to take part in a call" if event.status is Status.UPCOMING else "took part in a call"
    elif manner:
        verb = f"are to speak {manner}" if event.status is Status.UPCOMING else f"spoke {manner}"
    else:
        verb = "are to hold a call" if event.status is Status.UPCOMING else "held a call"
    for word in ("on ", "over "):
        if topic.startswith(word):
            topic = f"about {topic.removeprefix(word)}"
    aim = f" {topic}" if topic.startswith("about ") else _about(topic, event.status)
    return f"{labels.listed(who)} {verb}{labels.when(event)}{aim}"


def _summit(event: Event, sides: list[Party], style: Style, topic: str, world: World) -> str:
    name = gathering(event, world)
    if not name:
        return _meeting(event, sides, style, topic, world)
    if event.status is Status.CANCELLED:
        return f"{name}{labels.planned(event)}{labels.where(event.place, world)} {_off(event)}"
    place = event.place
    named = bool(place.city and place.city in name)
    host = next((side for side in sides if side.code and side.code == place.country), None)
    others = [side for side in sides if side is not host and side.code != event.organisation]
    aim = f" {topic}" if topic.startswith(_TALKS) else _about(topic, event.status)
    coming = event.status is Status.UPCOMING
    if host is not None:
        who = labels.listed(phrases([host], style, world, whole=True))
        city = f" in {labels.clean(place.city)}" if place.city and not named and place.city != who else ""
        text = f"{who} {'is to host' if coming else 'hosted'} {name}{city}{labels.when(event)}{aim}"
    else:
        several = name.rsplit(" ", 1)[-1] in ("talks", "meetings", "summits", "consultations")
        verb = ("are" if several else "is") + " to be" if coming else "were" if several else "was"
        where = "" if named else labels.where(place, world)
        text = f"{name} {verb} held{where}{labels.when(event)}{aim}"
    if not others:
        return text
    guests = phrases(others, style, world, whole=True)
    if coming:
        return f"{text}; expected {'are' if len(guests) > 1 else 'is'} {labels.listed(guests)}"
    return f"{text}; {labels.listed(guests)} took part"


def gathering(event: Event, world: World) -> str:
    """ "the BRICS summit", "the Shangri-La Dialogue", "an emergency summit"; empty if nothing names it."""
    name = labels.clean(event.name or "")
    if not name:
        found = world.organisations.get(event.organisation or "")
        return f"the {found.short} summit" if found else ""
    if name.lower().startswith(("the ", "a ", "an ")):
        return name
    return f"the {name}"


def _agreement(event: Event, sides: list[Party], style: Style, topic: str, world: World) -> str:
    name = labels.clean(event.name or "")
    document = labels.clean(event.wording.document)
    if name and not document:
        document = name if name.lower().startswith(("the ", "a ", "an ")) else f"the {name}"
    document = document or "an agreement"
    if topic.startswith(_TALKS):
        document = f"{document} {topic}"
        topic = ""
    who = phrases(sides, style, world, whole=True)
    signed = event.wording.manner == "signed"
    if event.status is Status.CANCELLED:
        act = "the signing" if signed else "the conclusion"
        by = f" by {labels.listed(who)}"
        return (
            f"{act} of {document}{by}{labels.planned(event)}{labels.where(event.place, world)} {_off(event)}"
        )
    if event.status is Status.UPCOMING:
        verb = f"{'is' if len(who) == 1 else 'are'} to {'sign' if signed else 'conclude'}"
    else:
        verb = "signed" if signed else "concluded"
    return f"{labels.listed(who)} {verb} {document}{labels.where(event.place, world)}{labels.when(event)}"


_TELLERS: dict[Kind, Teller] = {
    Kind.MEETING: _meeting,
    Kind.VISIT: _visit,
    Kind.CALL: _call,
    Kind.SUMMIT: _summit,
    Kind.AGREEMENT: _agreement,
}
