"""From an event of the record to the card a reader sees: its standing by the clock, everything in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from briefings import dates
from briefings.answers import Card, SourceLine, Standing
from briefings.languages import ENGLISH, Tongue, capital, later
from briefings.models import Difference, Kind, Place, RecordedEvent, Source, Status
from briefings.plain import plain, web_address

if TYPE_CHECKING:
    from briefings.world import World

STALE_DAYS = 365
"""An announcement without a date is believed for this long after its newest source."""

LONGEST_LABEL = 100
"""Characters of the name under which a source is listed."""

_DIFFERS = {
    "start": later("sources differ on the date: {values}"),
    "end": later("sources differ on the last day: {values}"),
    "place": later("sources differ on the place: {values}"),
    "country": later("sources differ on the country: {values}"),
    "city": later("sources differ on the city: {values}"),
    "actors": later("sources differ on the participants: {values}"),
}

_CORRECTED = {
    "date": later("date corrected by a member on {day}"),
    "place": later("place corrected by a member on {day}"),
    "participants": later("participants corrected by a member on {day}"),
    "merge": later("put together of two events by a member on {day}"),
    "split": later("told apart from another event by a member on {day}"),
}

STANDS = {
    Standing.HELD: later("held"),
    Standing.UPCOMING: later("upcoming"),
    Standing.UNDER_WAY: later("under way"),
    Standing.WAS_DUE: later("was due"),
    Standing.CANCELLED: later("cancelled"),
}
"""How an event stands, for readers."""

KINDS = {
    Kind.MEETING: later("meeting"),
    Kind.VISIT: later("visit"),
    Kind.CALL: later("call"),
    Kind.SUMMIT: later("summit"),
    Kind.AGREEMENT: later("agreement"),
}
"""What an event is, for readers; within a sentence."""

MARKS = {"new": later("new"), "changed": later("changed")}
"""What is said of an event since the last digest."""

_WEEK, _MONTH, _YEAR = 14, 60, 730
"""From so many days on, weeks, months and years are counted of what is past."""

_OVER = (Standing.HELD, Standing.WAS_DUE)


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


def countdown(
    start: str | None, end: str | None, today: date, speak: Tongue = ENGLISH
) -> tuple[int | None, str]:
    """Days to the first day and the same in words; (None, "") for what is over or only roughly known."""
    days = dates.days_to(start, today, end)
    if days is None and start is not None:
        ahead = (dates.first_day(start) - today).days
        months = max(1, round(ahead / 30))
        about = speak.count("in {number} months or so", "in {number} months or so", months)
        return None, about if ahead > 45 else ""
    if days is None or days < 0:
        return None, ""
    if days < 2:
        return days, speak.say("today") if days == 0 else speak.say("tomorrow")
    return days, speak.count("in {number} day", "in {number} days", days)


def ago(start: str | None, end: str | None, today: date, speak: Tongue = ENGLISH) -> str:
    """How long something is over, as roughly as its date is known: “3 days ago”; empty if it is not over."""
    if start is None:
        return ""
    days = (today - dates.span(start, end)[1]).days
    if days < 1:
        return ""
    precision = len(start)
    if days == 1 and precision == dates.Precision.DAY:
        return speak.say("yesterday")
    if days >= _YEAR or precision == dates.Precision.YEAR:
        years = today.year - int(start[:4]) if precision == dates.Precision.YEAR else round(days / 365.25)
        return speak.count("{number} year ago", "{number} years ago", max(1, years))
    if days >= _MONTH or precision == dates.Precision.MONTH:
        return speak.count("{number} month ago", "{number} months ago", max(1, round(days / 30.44)))
    if days >= _WEEK:
        return speak.count("{number} week ago", "{number} weeks ago", round(days / 7))
    return speak.count("{number} day ago", "{number} days ago", days)


def month_heading(start: str | None, speak: Tongue = ENGLISH) -> str:
    """The heading under which an event stands: its month, or its year where the month is not known."""
    if start is None:
        return speak.say("Date not known")
    if len(start) >= dates.Precision.MONTH:
        return capital(speak.when(start[:7]))
    return speak.say("{year}, month not known", year=start)


class CardMaker:
    """Makes cards as seen on one day by somebody who reads the language of `speak`."""

    def __init__(self, world: World, today: date, speak: Tongue = ENGLISH) -> None:
        self._world = world
        self._today = today
        self.speak = speak

    def card(self, recorded: RecordedEvent, *, marks: Iterable[str] = (), who: str = "") -> Card:
        """The card of one event; `who` replaces the list of participants where only their group is known."""
        event = recorded.event
        speak = self.speak
        days, words = countdown(event.start, event.end, self._today, speak)
        stands = standing(recorded, self._today)
        labels = {source.article: self._label(source) for source in recorded.sources}
        if stands is Standing.CANCELLED:
            days, words = None, ""
        elif stands is Standing.UNDER_WAY and event.end:
            last = dates.last_day(event.end)
            words = speak.say("final day") if last == self._today else speak.until(event.end)
        return Card(
            event=recorded,
            standing=stands,
            title=self.title(recorded),
            when=speak.when(event.start, event.end),
            who=who or self.names(event.actors),
            people=speak.listed([plain(person) for person in event.people]),
            where=self.where(event.place),
            summary=self._summary(recorded),
            sources=tuple(self._line(source) for source in recorded.sources),
            differs=tuple(self._differs(difference, labels) for difference in recorded.differs),
            notes=(*self._corrected(recorded, labels), *self._notes(recorded)),
            days_to=days,
            countdown=words,
            marks=tuple(speak.say(MARKS.get(mark, mark)) for mark in marks),
            stands=speak.say(STANDS[stands]),
            what=self.what(recorded),
            city=speak.city(plain(event.place.city or "")),
            ago=ago(event.start, event.end, self._today, speak) if stands in _OVER else "",
        )

    def _summary(self, recorded: RecordedEvent) -> str:
        """The summary; for readers of another language only where it says more than the other lines do."""
        event, speak = recorded.event, self.speak
        if speak.code != ENGLISH.code and recorded.sources:
            from briefings.wording.more import says_more

            if not says_more(event, self._world):
                return ""
        return plain(speak.again(event.summary))

    def names(self, codes: Iterable[str]) -> str:
        """States and organisations by their short names, in the order of the alphabet."""
        return self.speak.listed(self.speak.ordered([self.name(code) for code in codes]))

    def title(self, recorded: RecordedEvent) -> str:
        """What it is and where: “BRICS summit in Kazan”, “India and Russia: meeting in Moscow”."""
        event, what = recorded.event, self.what(recorded)
        city = plain(event.place.city or "")
        place = self.speak.city(city) or (self.name(event.place.country) if event.place.country else "")
        named = event.kind is Kind.SUMMIT and (place in what or (city and city in (event.name or "")))
        if not place or named:
            return what
        return self.speak.say("{what} in {place}", what=what, place=place)

    def what(self, recorded: RecordedEvent) -> str:
        """What it is: “BRICS summit”, “India and Russia: meeting”."""
        event, speak = recorded.event, self.speak
        if event.kind is Kind.SUMMIT:
            if event.name and plain(event.name):
                return capital(speak.gathering(plain(event.name)))
            body = self.body(event.organisation or "")
            return speak.say("{body} summit", body=body) if body else capital(speak.say(KINDS[event.kind]))
        names = speak.ordered([self.name(code) for code in event.actors])
        if len(names) > 4:
            others = len(names) - 3
            names = [*names[:3], speak.count("{number} other", "{number} others", others)]
        return speak.say("{who}: {kind}", who=speak.listed(names), kind=speak.say(KINDS[event.kind]))

    def name(self, code: str) -> str:
        """The short name of a state or organisation; the code itself where the world does not know it."""
        state = self._world.states.get(code)
        return self.body(code) if state is None else self.speak.name(code, state.short)

    def body(self, code: str) -> str:
        """The short name of an organisation, whose code a state may bear too."""
        organisation = self._world.organisations.get(code)
        if organisation is not None:
            return self.speak.body(code, organisation.short)
        state = self._world.states.get(code)
        return code if state is None else self.speak.name(code, state.short)

    def where(self, place: Place) -> str:
        """City and country in words; a city that bears its country's name stands alone."""
        country = self.name(place.country) if place.country else ""
        city = self.speak.city(plain(place.city or ""))
        return city if city and city == country else ", ".join(part for part in (city, country) if part)

    def _values(self, difference: Difference, labels: dict[str, str]) -> str:
        """Each value with the sources that give it."""
        said = []
        for value, articles in difference.values:
            names = list(dict.fromkeys(labels.get(article, article) for article in articles))
            said.append(f"{self._worded(difference.field, value)} ({', '.join(names)})")
        values = said[0]
        for other in said[1:]:
            values = self.speak.say("{one} or {other}", one=values, other=other)
        return values

    def _differs(self, difference: Difference, labels: dict[str, str]) -> str:
        values = self._values(difference, labels)
        if difference.field in _DIFFERS:
            return self.speak.say(_DIFFERS[difference.field], values=values)
        return self.speak.say(
            "sources differ on the {field}: {values}", field=difference.field, values=values
        )

    def _corrected(self, recorded: RecordedEvent, labels: dict[str, str]) -> Iterator[str]:
        """What members corrected, when, and what the sources say instead."""
        speak = self.speak
        for one in recorded.corrected:
            day = speak.when(one.on)
            said = speak.say(_CORRECTED[one.field], day=day)
            if one.told:
                told = Difference(one.field, one.told)
                values = self._values(told, labels)
                said = speak.say("{corrected}; sources say {values}", corrected=said, values=values)
            yield said

    def _worded(self, field: str, value: str) -> str:
        if dates.is_valid(value):
            return self.speak.when(value)
        if "/" in value and all(dates.is_valid(part) for part in value.split("/")):
            start, _, end = value.partition("/")
            return self.speak.when(start, end)
        codes = [part.strip() for part in value.split(",")]
        if field in ("country", "place", "actors", "participants") and all(part.isupper() for part in codes):
            return self.speak.listed([self.name(code) for code in codes])
        city, _, country = value.rpartition(", ")
        if field == "place" and country in self._world.states:
            return self.where(Place(country, city or None))
        return self.speak.city(plain(value))

    def _label(self, source: Source) -> str:
        host = source.url.split("/")[2] if web_address(source.url) and source.url else ""
        said = plain(source.publisher or "") or plain(host) or plain(source.title or "")
        said = said or self.speak.say("unnamed article")
        return said if len(said) <= LONGEST_LABEL else said[: LONGEST_LABEL - 1] + "…"

    def _line(self, source: Source) -> SourceLine:
        return SourceLine(
            label=self._label(source),
            title=plain(source.title) if source.title else None,
            url=web_address(source.url),
            published=self.speak.when(source.published) if source.published else None,
            quote=plain(source.quote),
            also=tuple(address for address in map(web_address, source.urls) if address),
        )

    def _notes(self, recorded: RecordedEvent) -> tuple[str, ...]:
        notes = [plain(self.speak.again(note)) for note in recorded.notes]
        if not recorded.confirmed:
            notes.append(self.speak.say("unconfirmed"))
        return tuple(notes)
