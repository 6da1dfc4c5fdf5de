"""iCalendar files: the summits that whoever runs the bot knows of, beside the packaged calendar.

Every event of such a file is taken for a summit. Its body is what CATEGORIES or the summary name; its place
is "City, Country" in LOCATION; a UID such as ``brics-2027@…`` names the packaged entry that it replaces. Of
an event that repeats, the first time counts. Pure: bytes in, entries out.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from briefings.errors import CalendarError
from briefings.plain import plain
from briefings.world.calendar import KnownSummit

if TYPE_CHECKING:
    from briefings.world import World

MAX_BYTES = 5 * 1024 * 1024
MOST_ENTRIES = 5000

_EARLIEST, _LATEST = 1990, 2100
_LONGEST_NAME = 120
_MOST_WORDS = 6
_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*-\d{4}[a-z0-9-]{0,20}")
_EDITION = re.compile(r"^(\d{1,3})(?:st|nd|rd|th)\s+", re.I)
_YEAR = re.compile(r"\s*[,(]?\s*\b(?:19|20)\d\d\b\)?\s*")


def read_calendar(data: bytes, name: str, world: World) -> tuple[KnownSummit, ...]:
    """The entries of an iCalendar file, in its order; `name` stands for it where it does not name itself.

    Raises `CalendarError` with a sentence for what is no such file, or holds no event with a date.
    """
    if len(data) > MAX_BYTES:
        raise CalendarError(f"{name}: a calendar of more than {MAX_BYTES // 1024 // 1024} MB is not read.")
    from icalendar import Calendar as Component

    try:
        calendars = Component.from_ical(data.decode("utf-8-sig"), multiple=True)
    except UnicodeDecodeError as error:
        raise CalendarError(f"{name}: this is no calendar: it is not UTF-8 text.") from error
    except (ValueError, IndexError, KeyError, RecursionError, AttributeError) as error:
        raise CalendarError(
            f"{name}: this is no calendar in iCalendar format (.ics): {_said(error)}"
        ) from error
    components = [c for c in calendars if getattr(c, "name", "") == "VCALENDAR"]
    if not components:
        raise CalendarError(f"{name}: this is no calendar in iCalendar format (.ics).")
    found: dict[str, KnownSummit] = {}
    seen = 0
    for calendar in components:
        title = plain(str(calendar.get("X-WR-CALNAME") or calendar.get("NAME") or ""))[:80] or name
        for event in calendar.walk("VEVENT"):
            seen += 1
            if seen > MOST_ENTRIES:
                raise CalendarError(f"{name}: a calendar of more than {MOST_ENTRIES:,} events is not read.")
            summit = _summit(event, title, world)
            if summit is not None:
                found.setdefault(summit.id, summit)
    if seen and not found:
        raise CalendarError(f"{name}: none of its {seen} events has a name and a date that can be read.")
    return tuple(found.values())


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__


def _summit(event: Any, title: str, world: World) -> KnownSummit | None:
    summary = plain(str(event.get("SUMMARY") or ""))[:_LONGEST_NAME]
    span = _span(event)
    if not summary or span is None:
        return None
    start, end = span
    edition = _EDITION.match(summary)
    name = _YEAR.sub(" ", summary[edition.end() :] if edition else summary).strip(" -–,") or summary
    country, city = _place(plain(str(event.get("LOCATION") or "")), world)
    status = str(event.get("STATUS") or "").upper()
    return KnownSummit(
        id=_id(str(event.get("UID") or ""), name, start),
        organisation=_body(event, name, world),
        name=name,
        edition=edition[1] if edition else None,
        start=start.isoformat(),
        end=end.isoformat() if end > start else None,
        country=country,
        city=city,
        host=country,
        announced=status != "TENTATIVE",
        source=title,
        note=None,
        aliases=(),
        calendar=title,
        cancelled=status == "CANCELLED",
    )


def _span(event: Any) -> tuple[date, date] | None:
    """First and last day, each in the event's own time zone; the end of whole days is the day after."""
    try:
        first, last = event.start, event.end
    except Exception:  # what the library raises for a broken event is many things
        return None
    start = first.date() if isinstance(first, datetime) else first
    if isinstance(last, datetime):
        end = (last - timedelta(microseconds=1)).date() if last > first else last.date()
    else:
        end = last - timedelta(days=1)
    if not _EARLIEST <= start.year <= _LATEST or end.year > _LATEST:
        return None
    return start, max(start, end)


def _id(uid: str, name: str, start: date) -> str:
    """The UID's own name where it has the form of ours ("brics-2027@…"), else a short hash of it."""
    stem = uid.partition("@")[0].strip().lower()
    if _ID.fullmatch(stem):
        return stem
    said = uid.strip() or f"{name} {start.isoformat()}"
    return f"cal-{hashlib.sha256(said.encode()).hexdigest()[:10]}"


def _body(event: Any, name: str, world: World) -> str | None:
    """The code of the organisation that the categories or the name have; the longest name wins."""
    categories = event.get("CATEGORIES")
    listed = categories if isinstance(categories, list) else [categories] if categories else []
    for one in listed:
        for category in getattr(one, "cats", ()):
            code = _organisation(str(category), world)
            if code is not None:
                return code
    words = name.replace("’s", "").replace("'s", "").split()
    for length in range(min(_MOST_WORDS, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            code = _organisation(" ".join(words[start : start + length]).strip(" ,:;()"), world)
            if code is not None:
                return code
    return None


def _organisation(name: str, world: World) -> str | None:
    if name in world.organisations and world.organisations[name].kind != "group":
        return name
    codes = {match.ref for match in world.names.lookup(name) if match.kind == "organisation"}
    codes = {code for code in codes if world.organisations[code].kind != "group"}
    return codes.pop() if len(codes) == 1 else None


def _place(location: str, world: World) -> tuple[str | None, str | None]:
    """(country, city) of "Kazan, Russia", of either alone, or of an address that ends with them."""
    parts = [part.strip() for part in location.split(",") if part.strip()]
    if not parts or "://" in location:
        return None, None
    country = None
    for part in reversed(parts):
        states = {match.ref for match in world.names.lookup(part) if match.kind == "state"}
        if len(states) == 1:
            country = states.pop()
            parts.remove(part)
            break
    for part in parts:
        places = [world.places[m.ref] for m in world.names.lookup(part) if m.kind == "place"]
        fits = [place for place in places if country is None or place.country == country]
        if len({(place.city, place.country) for place in fits}) == 1:
            return fits[0].country, fits[0].city
    named = parts[-1] if parts and country and len(parts[-1]) <= 60 else None
    return country, named
