"""Every block of the sentence tables, read by the rules reader (format: sentences/README.md)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from briefings.models import Article, Event, PublishedBasis
from briefings.reading.frames import frames
from briefings.reading.rules import RulesReader

TABLES = Path(__file__).parent / "sentences"
_EVENT = re.compile(r"\(([^)]*)\)|\"([^\"]*)\"|(\S+)")


@dataclass(frozen=True, slots=True)
class Expected:
    kind: str
    status: str
    actors: tuple[str, ...]
    fields: dict[str, object]

    def matches(self, event: Event) -> bool:
        if (event.kind.value, event.status.value, event.actors) != (self.kind, self.status, self.actors):
            return False
        found: dict[str, object] = {
            "start": event.start,
            "end": event.end,
            "country": event.place.country,
            "city": event.place.city,
            "people": tuple(sorted(event.people)),
            "organisation": event.organisation,
            "name": event.name,
            "basis": event.date_basis.value if event.date_basis else None,
        }
        return all(found[key] == value for key, value in self.fields.items())


@dataclass(slots=True)
class Case:
    table: str
    line: int
    text: str = ""
    published: str | None = None
    dateline: str = ""
    expected: list[Expected] = field(default_factory=list)
    known: str = ""

    @property
    def id(self) -> str:
        return f"{self.table}:{self.line}"


def parse_event(line: str) -> Expected:
    words = [m.groups() for m in _EVENT.finditer(line)]
    kind, status, actors = (w[2] or "" for w in words[:3])
    fields: dict[str, object] = {}
    for people, name, word in words[3:]:
        if people is not None:
            fields["people"] = tuple(sorted(p.strip() for p in people.split(";") if p.strip()))
        elif name is not None:
            fields["name"] = name
        elif word == "nodate":
            fields["start"] = None
        elif word == "@nowhere":
            fields["country"] = fields["city"] = None
        elif word.startswith("@"):
            country, _, city = word[1:].partition("/")
            fields["country"] = country or None
            if city:
                fields["city"] = city.replace("_", " ")
        elif word.startswith("org:"):
            fields["organisation"] = None if word == "org:none" else word[4:]
        elif word.startswith("basis:"):
            fields["basis"] = word[6:]
        elif word[:1].isdigit():
            start, _, end = word.partition("..")
            fields["start"] = start
            if end:
                fields["end"] = end
        else:
            raise ValueError(f"unknown word {word!r} in event line {line!r}")
    return Expected(kind, status, tuple(sorted(actors.split("-"))), fields)


def cases(folder: Path = TABLES) -> Iterator[Case]:
    for path in sorted(folder.glob("*.txt")):
        yield from _cases_of(path)


def _cases_of(path: Path) -> Iterator[Case]:
    published: str | None = None
    dateline = ""
    case: Case | None = None
    for number, raw in enumerate([*path.read_text(encoding="utf-8").splitlines(), ""], start=1):
        line = raw.strip()
        if line.startswith("#"):
            continue
        if not line:
            if case is not None and case.text:
                yield case
            case = None
        elif line.startswith("published:"):
            published = None if line.endswith("none") else line.partition(":")[2].strip()
        elif line.startswith("dateline:"):
            dateline = line.partition(":")[2].strip()
        else:
            if case is None:
                case = Case(path.stem, number, published=published, dateline=dateline)
            if line.startswith("!"):
                case.known = line[1:].strip()
            elif line.startswith("="):
                if line[1:].strip() != "none":
                    case.expected.append(parse_event(line[1:]))
            else:
                if not case.text and dateline:
                    line = f"{dateline} — {line}"
                case.text += ("\n\n" if case.text else "") + line


@pytest.fixture(scope="module")
def reader() -> RulesReader:
    return RulesReader()


@pytest.mark.parametrize("case", list(cases()), ids=lambda c: c.id)
def test_reads_as_the_table_says(case: Case, reader: RulesReader, request: pytest.FixtureRequest) -> None:
    if case.known:
        request.applymarker(pytest.mark.xfail(reason=case.known, strict=True))
    basis = PublishedBasis.GIVEN if case.published else PublishedBasis.UNKNOWN
    article = Article(title=None, text=case.text, published=case.published, published_basis=basis)
    events = list(reader.read(article).events)
    for expected in case.expected:
        fitting = [e for e in events if expected.matches(e)]
        assert fitting, f"{expected} not among {[e.to_json() for e in events]}"
        events.remove(fitting[0])
    assert not events, f"not expected: {[e.to_json() for e in events]}"
    folded = " ".join(case.text.split())
    for event in reader.read(article).events:
        assert event.quote in folded


def frame_examples() -> list[tuple[str, str, str]]:
    """(frame, sentence, event line) of every example in the table of frames."""
    return [(f.name, *e.split(" => ")) for f in frames() for e in f.examples]  # type: ignore[misc]


@pytest.mark.parametrize(("frame", "sentence", "line"), frame_examples(), ids=lambda v: str(v)[:40])
def test_frame_reads_its_own_examples(frame: str, sentence: str, line: str, reader: RulesReader) -> None:
    expected = parse_event(line)
    article = Article(title=None, text=sentence, published="2024-07-12", published_basis=PublishedBasis.GIVEN)
    events = reader.read(article).events
    assert any(expected.matches(e) for e in events), f"{frame}: {[e.to_json() for e in events]}"


def test_every_frame_has_an_example() -> None:
    assert not [f.name for f in frames() if not f.examples]
