"""Tellings in one line, for tests of merging and of the record.

``published | status kind ACTORS | start..end | COUNTRY City | Person; Person | body | name | quote`` where
every part from the dates on may be empty or missing, and ``?`` stands for an unknown publication.
"""

from __future__ import annotations

from briefings.models import (
    NOWHERE,
    Article,
    DateBasis,
    Event,
    Kind,
    Place,
    PublishedBasis,
    Reading,
    Source,
    Status,
    Telling,
)


def event_of(line: str) -> Event:
    """The event of a line without its first part."""
    parts = [part.strip() for part in line.split("|")] + [""] * 7
    status, kind, *actors = parts[0].split()
    start, _, end = parts[1].partition("..")
    country, _, city = parts[2].partition(" ")
    people = tuple(sorted(person.strip() for person in parts[3].split(";") if person.strip()))
    return Event(
        kind=Kind(kind),
        status=Status(status),
        actors=tuple(sorted(actors)),
        start=start or None,
        end=end or None,
        date_basis=DateBasis.TEXT if start else None,
        people=people,
        organisation=parts[4] or None,
        name=parts[5] or None,
        place=Place(None if country in ("", "-") else country, city or None) if parts[2] else NOWHERE,
        summary=parts[6] and f"{parts[6]}.",
        quote=parts[6] or line,
    )


def telling_of(line: str, number: int, article: str) -> Telling:
    published, _, rest = line.partition("|")
    day = None if published.strip() == "?" else published.strip()
    event = event_of(rest)
    return Telling(number, event, Source(article, None, None, None, day, event.quote), day)


class NotationReader:
    """A `briefings.reading.reader.Reader` of articles whose lines beginning with ``-`` are events."""

    def __init__(self, version: str = "1") -> None:
        self.version = version
        self.read_articles: list[str | None] = []

    @property
    def name(self) -> str:
        return "notation"

    def read(self, article: Article, *, explain: bool = False) -> Reading:
        self.read_articles.append(article.title)
        if "unreadable" in article.text:
            raise ValueError("this one breaks the reader")
        lines = [line[1:] for line in article.text.splitlines() if line.startswith("-")]
        basis = PublishedBasis.GIVEN if article.published else PublishedBasis.UNKNOWN
        return Reading(tuple(event_of(line) for line in lines), article.published, basis)


def article_of(
    *lines: str,
    published: str | None = None,
    url: str | None = None,
    title: str | None = None,
    source: str | None = None,
) -> Article:
    """An article that tells the events of `lines`."""
    text = f"{title or 'News of the day'}\n\n" + "\n".join(f"- {line}" for line in lines)
    return Article(
        title=title,
        text=text,
        published=published,
        published_basis=PublishedBasis.GIVEN if published else PublishedBasis.UNKNOWN,
        url=url,
        source=source,
    )
