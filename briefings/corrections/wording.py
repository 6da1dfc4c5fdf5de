"""What is said of a correction: what became of the event, and a line of the history. For every platform."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from briefings.languages import later
from briefings.models import Place, RecordedEvent
from briefings.store.corrections import Correction, Speaker, What
from briefings.store.protocol import ALL

if TYPE_CHECKING:
    from briefings.cards import CardMaker
    from briefings.correcting import Done, Entry, Seat
    from briefings.languages import Tongue

WHAT = {
    What.DATE: later("Date"),
    What.PLACE: later("Place"),
    What.PARTICIPANTS: later("Participants"),
    What.MERGE: later("Merge"),
    What.SPLIT: later("Split"),
    What.NOT_AN_EVENT: later("Not an event"),
}

TERMINAL = "terminal"


@dataclass(frozen=True, slots=True)
class Told:
    """A correction that was made or undone, for whoever did: a title, the event as it was and as it is (one
    line an event), and sentences about whom it concerns.
    """

    title: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    notes: tuple[str, ...]


def told(done: Done, maker: CardMaker) -> Told:
    """What to say of a correction that was just made, or just undone."""
    speak, one = maker.speak, done.correction
    undone = one.undone_at is not None
    what = speak.say(WHAT[one.what])
    if undone:
        title = speak.say("Taken back: {what} ({id})", what=what, id=one.id)
    else:
        title = speak.say("Corrected: {what} ({id})", what=what, id=one.id)
    after = tuple(event_line(event, maker) for event in done.after)
    notes = [
        speak.say("This holds for every server.")
        if one.scope == ALL
        else speak.say("This holds in this server only.")
    ]
    if not undone and one.what is What.NOT_AN_EVENT:
        notes.insert(0, speak.say("It is shown nowhere any more."))
    elif not undone and len(after) == 1 and done.after[0].id not in {event.id for event in done.before}:
        new, old = done.after[0].id, done.before[0].id
        notes.insert(
            0, speak.say("Here it is event {new} from now on; {old} leads to it too.", new=new, old=old)
        )
    elif not after:
        notes.insert(0, speak.say("Its articles are gone; nothing is shown of it for now."))
    if undone:
        notes = notes[:-1]
    return Told(title, tuple(event_line(event, maker) for event in done.before), after, tuple(notes))


def event_line(event: RecordedEvent, maker: CardMaker) -> str:
    """An event in one line: id, what, when, where, who, by how many sources."""
    card = maker.card(event)
    sources = maker.speak.count("{number} source", "{number} sources", len(event.sources))
    parts = (event.id, card.what, card.when, card.where, card.who, card.people, sources)
    return " · ".join(part for part in parts if part)


def value(one: Correction, maker: CardMaker) -> str:
    """What a correction says, in few words."""
    speak, said = maker.speak, one.said
    if one.what is What.DATE:
        return speak.when(said.start, said.end)
    if one.what is What.PLACE:
        return maker.where(Place(said.country, said.city)) or speak.say("unknown")
    if one.what is What.PARTICIPANTS:
        return ", ".join(_changes(one, maker))
    if one.what is What.MERGE:
        return speak.say("{one} with {other}", one=one.event, other=one.other or "")
    if one.what is What.SPLIT:
        articles = len({mark.article for mark in one.others})
        return speak.count("{number} source told apart", "{number} sources told apart", articles)
    return ""


def _changes(one: Correction, maker: CardMaker) -> Iterator[str]:
    said, speak = one.said, maker.speak
    added = [*(maker.name(code) for code in said.add), *said.add_people]
    removed = [*(maker.name(code) for code in said.remove), *said.remove_people]
    if added and said.only:
        yield speak.say("only {names}", names=speak.listed(added))
    elif added:
        yield speak.say("with {names}", names=speak.listed(added))
    if removed:
        yield speak.say("without {names}", names=speak.listed(removed))


def entry_lines(entry: Entry, seat: Seat, event: RecordedEvent | None, maker: CardMaker) -> tuple[str, str]:
    """A line of the history in two: what was said of which event; by whom, when and how it stands. Members of
    other servers are not named.
    """
    from briefings.correcting import State

    one, speak = entry.correction, maker.speak
    said, what = value(one, maker), speak.say(WHAT[one.what])
    about = f"{maker.card(event).title} ({event.id})" if event else f"{one.title} ({one.event})"
    head = f"{one.id} · " + (speak.say("{what}: {value}", what=what, value=said) if said else what)
    day = speak.when(one.at.astimezone(UTC).date().isoformat())
    parts = [speak.say("by {who} on {day}", who=_who(one, seat, maker, undone=False), day=day)]
    if entry.state is State.UNDONE and one.undone_at is not None:
        day = speak.when(one.undone_at.astimezone(UTC).date().isoformat())
        who = _who(one, seat, maker, undone=True)
        parts.append(speak.say("taken back by {who} on {day}", who=who, day=day))
    elif entry.state is State.WAITS:
        parts.append(speak.say("waiting: its articles are gone, it holds again when they are back"))
    elif one.scope == ALL:
        parts.append(speak.say("holds for every server"))
    else:
        parts.append(speak.say("holds in this server"))
    return f"{head} · {about}", " · ".join(parts)


def label(one: Correction, maker: CardMaker, seat: Seat) -> str:
    """A correction in a list to choose from."""
    who = _who(one, seat, maker, undone=False)
    parts = (one.id, maker.speak.say(WHAT[one.what]), value(one, maker), one.title, who)
    return " · ".join(part for part in parts if part)


def _who(one: Correction, seat: Seat, maker: CardMaker, *, undone: bool) -> str:
    speaker = one.undone_by if undone and one.undone_by is not None else one.by
    if seat.speaker.id == TERMINAL:
        return name_of(speaker, speaker.place, maker.speak)
    return name_of(speaker, seat.speaker.place, maker.speak)


def name_of(speaker: Speaker, place: str, speak: Tongue) -> str:
    """How somebody who corrected is called in front of the members of `place`; others' members are not
    named.
    """
    if speaker.id == TERMINAL:
        return speak.say("whoever runs the bot")
    return speaker.name if speaker.place == place else speak.say("a member of another server")
