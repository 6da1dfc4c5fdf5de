"""From an event of the record to the card a reader sees: its standing by the clock, everything in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from briefings import dates
from briefings.answers import Card, SourceLine, Standing
from briefings.models import Difference, Kind, Place, RecordedEvent, Source, Status
from briefings.plain import plain, web_address

if TYPE_CHECKING:
    from briefings.world import World

STALE_DAYS = 365
"""An announcement without a date is believed for this long after its newest source."""

LONGEST_LABEL = 100
"""Characters of the name under which a source is listed."""

_FIELDS = {
    "start": "date",
    "end": "last day",
    "place": "place",
    "country": "country",
    "city": "city",
    "actors": "participants",
}


def standing(recorded: RecordedEvent, today: date) -> Standing:
    """How the event stands on `today`: what was announced and whose day is over “was due”, never held."""
    event = recorded.event
    if event.status is Status.CANCELLED:
        return Standing.CANCELLED
    if event.start is None:
        if event.status is Status.HELD:
            return Standing.HELD
        told = [dates.last_day(source.published) for source in recorded.sources if source.published]
        stale = bool(told) and (today - max(told)).days > STALE_DAYS
        return Standing.WAS_DUE if stale else Standing.UPCOMING
    first, last = dates.span(event.start, event.end)
    if len(event.start) == dates.Precision.DAY and event.end and first <= today <= last:
        return Standing.UNDER_WAY
    if event.status is Status.HELD:
        return Standing.HELD
    return Standing.WAS_DUE if last < today else Standing.UPCOMING


def countdown(start: str | None, end: str | None, today: date) -> tuple[int | None, str]:
    """Days to the first day and the same in words; (None, "") for what is over or only roughly known."""
    days = dates.days_to(start, today, end)
    if days is None and start is not None:
        ahead = (dates.first_day(start) - today).days
        return None, f"in {max(1, round(ahead / 30))} months or so" if ahead > 45 else ""
    if days is None or days < 0:
        return None, ""
    words = {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")
    return days, words


def month_heading(start: str | None) -> str:
    """The heading under which an event stands: its month, or its year where the month is not known."""
    if start is None:
        return "Date not known"
    return dates.in_words(start[:7]) if len(start) >= dates.Precision.MONTH else f"{start}, month not known"


def in_sentence(names: Sequence[str]) -> str:
    """Names as a sentence lists them: “A”, “A and B”, “A, B and C”."""
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1] if names else ""


class CardMaker:
    """Makes cards as seen on one day."""

    def __init__(self, world: World, today: date) -> None:
        self._world = world
        self._today = today

    def card(self, recorded: RecordedEvent, *, marks: Iterable[str] = (), who: str = "") -> Card:
        """The card of one event; `who` replaces the list of participants where only their group is known."""
        event = recorded.event
        days, words = countdown(event.start, event.end, self._today)
        stands = standing(recorded, self._today)
        labels = {source.article: _label(source) for source in recorded.sources}
        if stands is Standing.CANCELLED:
            days, words = None, ""
        elif stands is Standing.UNDER_WAY and event.end:
            last = dates.last_day(event.end)
            words = "final day" if last == self._today else f"until {dates.in_words(event.end)}"
        return Card(
            event=recorded,
            standing=stands,
            title=self.title(recorded),
            when=dates.in_words(event.start, event.end),
            who=who or in_sentence(sorted(self.name(code) for code in event.actors)),
            people=in_sentence([plain(person) for person in event.people]),
            where=self.where(event.place),
            summary=plain(event.summary),
            sources=tuple(_line(source) for source in recorded.sources),
            differs=tuple(self._differs(difference, labels) for difference in recorded.differs),
            notes=_notes(recorded),
            days_to=days,
            countdown=words,
            marks=tuple(marks),
        )

    def title(self, recorded: RecordedEvent) -> str:
        """What it is and where: “BRICS summit in Kazan”, “India and Russia: meeting in Moscow”."""
        event = recorded.event
        where = event.place.city or (self.name(event.place.country) if event.place.country else "")
        place = f" in {plain(where)}" if where else ""
        if event.kind is Kind.SUMMIT:
            name = plain(event.name or "") or f"{self.body(event.organisation or '')} summit".strip()
            return (name[:1].upper() + name[1:]) + ("" if where and where in name else place)
        names = sorted(self.name(code) for code in event.actors)
        if len(names) > 4:
            names = [*names[:3], f"{len(names) - 3} others"]
        return f"{in_sentence(names)}: {event.kind.value}{place}"

    def name(self, code: str) -> str:
        """The short name of a state or organisation; the code itself where the world does not know it."""
        state = self._world.states.get(code)
        if state is not None:
            return state.short
        organisation = self._world.organisations.get(code)
        return organisation.short if organisation is not None else code

    def body(self, code: str) -> str:
        """The short name of an organisation, whose code a state may bear too."""
        organisation = self._world.organisations.get(code)
        return organisation.short if organisation is not None else self.name(code)

    def where(self, place: Place) -> str:
        """City and country in words; a city that bears its country's name stands alone."""
        country = self.name(place.country) if place.country else ""
        city = plain(place.city or "")
        return city if city and city == country else ", ".join(part for part in (city, country) if part)

    def _differs(self, difference: Difference, labels: dict[str, str]) -> str:
        said = []
        for value, articles in difference.values:
            names = list(dict.fromkeys(labels.get(article, article) for article in articles))
            said.append(f"{self._worded(difference.field, value)} ({', '.join(names)})")
        field = _FIELDS.get(difference.field, difference.field)
        return f"sources differ on the {field}: " + " or ".join(said)

    def _worded(self, field: str, value: str) -> str:
        if dates.is_valid(value):
            return dates.in_words(value)
        if "/" in value and all(dates.is_valid(part) for part in value.split("/")):
            start, _, end = value.partition("/")
            return dates.in_words(start, end)
        codes = [part.strip() for part in value.split(",")]
        if field in ("country", "place", "actors") and all(part.isupper() for part in codes):
            return in_sentence([self.name(code) for code in codes])
        return plain(value)


def _label(source: Source) -> str:
    host = source.url.split("/")[2] if web_address(source.url) and source.url else ""
    said = plain(source.publisher or "") or plain(host) or plain(source.title or "") or "unnamed article"
    return said if len(said) <= LONGEST_LABEL else said[: LONGEST_LABEL - 1] + "…"


def _line(source: Source) -> SourceLine:
    return SourceLine(
        label=_label(source),
        title=plain(source.title) if source.title else None,
        url=web_address(source.url),
        published=dates.in_words(source.published) if source.published else None,
        quote=plain(source.quote),
        also=tuple(address for address in map(web_address, source.urls) if address),
    )


def _notes(recorded: RecordedEvent) -> tuple[str, ...]:
    notes = [plain(note) for note in recorded.notes]
    if not recorded.confirmed:
        notes.append("unconfirmed")
    return tuple(notes)
