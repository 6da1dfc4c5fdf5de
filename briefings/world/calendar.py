"""The packaged calendar of summits: which there were, which are announced, and which one a text means.

The data are in ``summits.csv``, one summit a line, described in README.md beside it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from briefings import dates
from briefings.world.fold import fold
from briefings.world.tables import HERE, rows, several

COLUMNS = tuple(
    "id organisation name edition start end country city host confirmed source note aliases".split()
)
RECALLED = "recalled"
"""The `source` of an entry that was written from memory and not checked against a publication."""

COMPILED = date(2026, 11, 21)
"""The day up to which the calendar was written: what lies before it is remembered as having taken place."""

REACH = timedelta(days=460)
"""How far from its publication an article that says just "the G20 summit" can mean one: yearly ones slip."""

_ONE_OFF = {"extraordinary", "special", "informal", "emergency", "joint"}
_NOISE = {"the", "summit", "summits", "leaders", "annual", "of", "meeting"}


@dataclass(frozen=True, slots=True)
class KnownSummit:
    """A summit of the calendar. `start` and `end` are ISO dates of any precision; `end` is None for one date.

    `organisation` is an actor code or None, `host` the code of the state or body that receives, `edition` its
    ordinal as text ("16") or None. `source` names the publication and its date, or is "recalled".
    """

    id: str
    organisation: str | None
    name: str
    edition: str | None
    start: str
    end: str | None
    country: str | None
    city: str | None
    host: str | None
    announced: bool
    source: str
    note: str | None
    aliases: tuple[str, ...]
    calendar: str | None = None
    """The calendar of whoever runs the bot that has it; None for the packaged one."""
    cancelled: bool = False
    """Called off by that calendar: it takes the packaged entry away and is not shown itself."""

    def confirmed_on(self, today: date) -> bool:
        """Whether its date may be stated as fact: a coming one needs a publication that says so."""
        if self.last_day < max(today, COMPILED):
            return True
        return self.announced and self.source != RECALLED

    @property
    def first_day(self) -> date:
        return dates.first_day(self.start)

    @property
    def last_day(self) -> date:
        return dates.last_day(self.end or self.start)


class Calendar:
    """The known summits, in order of their start; one of which only the year is known stands at its end."""

    def __init__(self, summits: Iterable[KnownSummit]) -> None:
        self._all = tuple(sorted(summits, key=lambda s: (dates.last_day(s.start), s.last_day, s.id)))
        self._by_id = {summit.id: summit for summit in self._all}
        series: dict[str, Counter[str]] = defaultdict(Counter)
        for summit in self._all:
            if summit.organisation:
                series[summit.organisation][_base(summit.name)] += 1
        bodies: dict[str, list[KnownSummit]] = defaultdict(list)
        for summit in self._all:
            bodies[summit.organisation or ""].append(summit)
        self._of_body = bodies
        self._called = lru_cache(maxsize=1024)(self._all_called)
        # The body's main series is what "the EU summit" or "the SCO summit" means when nothing more is said.
        self._main = {body: counted.most_common(1)[0][0] for body, counted in series.items()}

    def with_added(self, added: Iterable[KnownSummit]) -> Calendar:
        """This calendar with the entries of other ones, which win over those of this one that they mean: the
        same id, or the same body and name in the same year.
        """
        new = {summit.id: summit for summit in added}
        gone = {old.id for summit in new.values() for old in self._meant_too(summit)}
        kept = [summit for summit in self._all if summit.id not in gone]
        return Calendar([*kept, *(summit for summit in new.values() if not summit.cancelled)])

    def _meant_too(self, summit: KnownSummit) -> list[KnownSummit]:
        """The entries of this calendar that are `summit`, the nearest where a series has several a year."""
        if (same := self.get(summit.id)) is not None:
            return [same]
        fits = [
            old
            for old in self.find(summit.organisation, summit.name)
            if old.first_day.year <= summit.last_day.year and summit.first_day.year <= old.last_day.year
        ]
        near = sorted(fits, key=lambda old: abs((old.first_day - summit.first_day).days))
        return near[:1]

    def __iter__(self) -> Iterator[KnownSummit]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def all(self) -> tuple[KnownSummit, ...]:
        """Every known summit, by start."""
        return self._all

    def get(self, summit_id: str) -> KnownSummit | None:
        """The summit of that id, if there is one."""
        return self._by_id.get(summit_id)

    def between(self, first: date, last: date) -> tuple[KnownSummit, ...]:
        """Those of which at least one possible day lies from `first` to `last`, both included."""
        return tuple(s for s in self._all if s.first_day <= last and s.last_day >= first)

    def find(
        self,
        organisation: str | None = None,
        name: str | None = None,
        *,
        country: str | None = None,
        city: str | None = None,
        year: int | None = None,
        month: int | None = None,
        start: str | None = None,
        edition: str | None = None,
    ) -> list[KnownSummit]:
        """Those that fit everything given, by start.

        A `name` is compared with names and aliases; a bare "<body> summit" stands for the body's main series.
        `start` fits where the two dates do not contradict each other at their precision.
        """
        return [
            summit
            for summit in self._called(organisation, name)
            if (country is None or summit.country is None or country == summit.country)
            and (city is None or summit.city is None or fold(city) == fold(summit.city))
            and (year is None or summit.start.startswith(f"{year:04}"))
            and (month is None or len(summit.start) == 4 or summit.start[5:7] == f"{month:02}")
            and (start is None or _covers(summit, start))
            and (edition is None or edition == summit.edition)
        ]

    def meant_by(
        self,
        organisation: str | None = None,
        name: str | None = None,
        *,
        published: str | None = None,
        tense: str | None = None,
        country: str | None = None,
        city: str | None = None,
        year: int | None = None,
        month: int | None = None,
        edition: str | None = None,
    ) -> KnownSummit | None:
        """The one summit a text means, or None where more than one fits and nothing decides.

        `tense` is "past", "future" or None. With a publication date and nothing but a name, the past one is
        the latest that had begun, the future one the next that has not ended, both within `REACH` of the
        publication.
        """
        found = self.find(
            organisation, name, country=country, city=city, year=year, month=month, edition=edition
        )
        if published:
            first, last = dates.first_day(published), dates.last_day(published)
            if tense == "past":
                found = [s for s in found if s.first_day <= last]
            elif tense == "future":
                found = [s for s in found if s.last_day >= first]
            if len(found) > 1 and year is None and edition is None:
                near = [s for s in found if s.first_day - last <= REACH and first - s.last_day <= REACH]
                if tense == "past":
                    found = near[-1:]
                elif tense == "future":
                    found = near[:1]
                else:
                    found = near
        return found[0] if len(found) == 1 else None

    def _all_called(self, organisation: str | None, name: str | None) -> tuple[KnownSummit, ...]:
        among = self._of_body.get(organisation, ()) if organisation else self._all
        return tuple(summit for summit in among if self._is_called(summit, organisation, name))

    def _is_called(self, summit: KnownSummit, organisation: str | None, name: str | None) -> bool:
        if organisation and summit.organisation != organisation:
            return False
        if not name:
            if organisation is None:
                return True
            main = self._main[organisation]
            return main in {_base(summit.name), *map(_base, summit.aliases)}
        asked = _words(name)
        if any(asked == _words(title) for title in (summit.name, *summit.aliases)):
            return True
        body = _words(organisation) if organisation else frozenset()
        if asked <= body and summit.organisation == organisation:
            return self._is_called(summit, organisation, None)
        return False


def load(directory: Path = HERE) -> Calendar:
    """The packaged calendar; raises `tables.DataError` for a broken file."""
    return Calendar(
        KnownSummit(
            id=summit_id,
            organisation=organisation or None,
            name=name,
            edition=edition or None,
            start=start,
            end=end or None,
            country=country or None,
            city=city or None,
            host=host or None,
            announced=confirmed == "yes",
            source=source,
            note=note or None,
            aliases=several(aliases),
        )
        for (
            summit_id,
            organisation,
            name,
            edition,
            start,
            end,
            country,
            city,
            host,
            confirmed,
            source,
            note,
            aliases,
        ) in rows(directory / "summits.csv", COLUMNS)
    )


@lru_cache(maxsize=4096)
def _base(name: str) -> str:
    return " ".join(word for word in fold(name).split() if word not in _ONE_OFF)


@lru_cache(maxsize=4096)
def _words(name: str) -> frozenset[str]:
    return frozenset(fold(name).split()) - _NOISE


def _covers(summit: KnownSummit, start: str) -> bool:
    first, last = dates.span(start)
    return summit.first_day <= last and summit.last_day >= first
