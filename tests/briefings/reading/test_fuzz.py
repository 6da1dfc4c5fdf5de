"""The reader on anything: fragments of news in any order, hostile signs, cuts of real sentences.

The suite tries a few fixed examples. To look for new ones for as long as it takes:

    pytest --hypothesis-profile=long tests/briefings/reading/test_fuzz.py
"""

from __future__ import annotations

import re
import time
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from briefings import dates, world
from briefings.models import Article, Kind, PublishedBasis, Status
from briefings.reading.rules import RulesReader
from briefings.wording import LONGEST

WORLD = world.load()
READER = RulesReader()

PEOPLE = sorted(person.name for person in WORLD.people.values())[::23]
PLACES = sorted(place.name for place in WORLD.places.values())[::11]
STATES = sorted(name for state in WORLD.states.values() for name in (state.name, *state.adjectives[:1]))
BODIES = sorted(name for body in WORLD.organisations.values() for name in (body.short, body.name))
SUMMITS = sorted({summit.name for summit in WORLD.calendar.all()})[::5]
OFFICES = (
    "President;Prime Minister;the foreign minister of;Foreign Minister;King;Secretary-General;his counterpart"
    ";the two leaders;their defence ministers;he;she;they;both sides;the president;the delegation;the host"
    ";former President;Mr;envoys of;the leaders of"
).split(";")
VERBS = (
    "met;meets;will meet;is to meet;did not meet;may meet;held talks with;visited;is visiting;received"
    ";hosted;will host;spoke by phone with;called;telephoned;signed a treaty with;agreed to;was received by"
    ";called off a visit to;postponed;attended;sat down with;shook hands with;greeted;invited;refused to see"
    ";said;to discuss;arrived in;left for;concluded;is expected in;was to have met;has been meeting;hosts"
).split(";")
NOUNS = (
    "talks;the summit;a meeting;a phone call;visit;the 16th summit of;an agreement;the sidelines of"
    ";a memorandum of understanding;a three-day visit;Friday's talks;a trilateral;the World Cup final;a novel"
    ";trade and energy;tour;conference"
).split(";")
DAYS = (
    "on Tuesday;on 9 July;in July 2024;next week;last month;from 22 to 24 October;yesterday;on 30 February"
    ";June 13-15;(to May 5);09/14/13;2024-02-30;in Might 2024;two days ago;the next day;mid-March;on 31 June"
    ";by Friday;since 1999;May 26:;in the year 9999;on 0 July;29 February 2023;on the 22nd;week;Dec 31;1/1"
).split(";")
SMALL = (
    ", |. |; |: |, who |, which |and |or |in |at |with |between |of |to |by |on |for |after |before |not |if "
).split("|")
MARKS = [
    *(
        '"',
        "“",
        "”",
        "'s ",
        "’s ",
        "( ",
        ") ",
        "-",
        "–",
        "— ",
        "• ",
        "\n",
        "\n\n",
        "\n- ",
        "* ",
        "? ",
        "! ",
        "…",
        "1. ",
    ),
    "MOSCOW, July 9 (Agency) — ",
    "TUESDAY, APRIL 9\n\n",
    "# ",
]
HOSTILE = [
    *(
        "\u202e",
        "\u202c",
        "\u200b",
        "\u200d",
        "\ufeff",
        "\x00",
        "\x1b[31m",
        "e\u0301\u0301\u0301",
        "🇺🇳",
        "👩‍👩‍👧",
    ),
    *(
        "\u2028",
        "\u00a0",
        "\u3000",
        "\ud800",
        "İ",
        "ß",
        "ﬁ",
        "中国",
        "Путин",
        "{0}",
        "%s",
        "\\",
        "<b>",
        "[x](y)",
    ),
    *(
        "A" * 300,
        "a " * 200,
        "(" * 60,
        '"' * 60,
        "." * 200,
        "9" * 80,
        "-" * 100,
        "\r\n",
        "\t",
        "\x85",
        "𝓜𝓮𝓽",
        "Ｍｅｔ",
    ),
]


def table_texts() -> list[str]:
    """The texts of the sentence tables, without their event lines."""
    found = []
    for path in sorted((Path(__file__).parent / "sentences").glob("*.txt")):
        for block in path.read_text(encoding="utf-8").split("\n\n"):
            lines = [line for line in block.splitlines() if line and line[0] not in "=#!"]
            lines = [line for line in lines if not line.startswith(("published:", "dateline:"))]
            if lines:
                found.append("\n\n".join(lines))
    return found


TABLES = table_texts()
LISTS = (PEOPLE, STATES, OFFICES, VERBS, NOUNS, DAYS, PLACES, BODIES, SUMMITS)
JOINTS = SMALL + MARKS
DATES = (None, "2024-07-12", "2024-02-29", "2013-09", "2019", "1999-12-31", "2999-12-31")


@st.composite
def cuts(draw: st.DrawFn) -> str:
    """A piece of a real sentence, cut anywhere."""
    text = TABLES[draw(st.integers(0, len(TABLES) - 1))]
    lo = draw(st.integers(0, len(text)))
    return text[lo : lo + draw(st.integers(0, 200))]


@st.composite
def pieces(draw: st.DrawFn) -> str:
    """A word of news more often than a joint, a cut, a hostile sign or any text."""
    kind = draw(st.integers(0, 9))
    if kind < 5:
        words = LISTS[draw(st.integers(0, len(LISTS) - 1))]
        return words[draw(st.integers(0, len(words) - 1))] + " "
    if kind < 7:
        return JOINTS[draw(st.integers(0, len(JOINTS) - 1))]
    if kind == 7:
        return draw(cuts())
    return HOSTILE[draw(st.integers(0, len(HOSTILE) - 1))] if kind == 8 else draw(st.text(max_size=12))


@st.composite
def articles(draw: st.DrawFn, made_of: str = "pieces") -> Article:
    published = DATES[draw(st.integers(0, len(DATES) - 1))]
    readings = ("2024-07-11", "2024-11-07") if published is None and draw(st.booleans()) else ()
    basis = PublishedBasis.GIVEN if published else PublishedBasis.UNKNOWN
    title = draw(st.none() | st.lists(pieces(), max_size=8).map("".join))
    if made_of == "pieces":
        text = "".join(draw(st.lists(pieces(), min_size=1, max_size=60)))
    else:
        text = draw(st.text(max_size=400)) if made_of == "text" else draw(cuts())
    return Article(title, text, published, basis, readings)


def folded(text: str) -> str:
    return " ".join(text.split())


def check(article: Article) -> None:
    """What holds for the reading of any article whatever."""
    began = time.process_time()
    reading = READER.read(article)
    took = time.process_time() - began
    assert took < 2 + len(article.text) / 5_000
    assert READER.read(article) == reading
    told = folded(article.text)
    for event in reading.events:
        assert event.quote
        assert event.quote in told
        assert isinstance(event.kind, Kind)
        assert isinstance(event.status, Status)
        assert event.actors
        assert list(event.actors) == sorted(set(event.actors))
        assert all(WORLD.is_actor(actor) for actor in event.actors)
        assert list(event.people) == sorted(set(event.people))
        assert event.start is None or dates.is_valid(event.start)
        assert event.end is None or (dates.is_valid(event.end) and event.start is not None)
        assert event.end is None or event.end > (event.start or "")
        assert (event.date_basis is None) == (event.start is None)
        assert event.place.country is None or event.place.country in WORLD.states
        assert event.organisation is None or event.organisation in WORLD.organisations
        assert event.summary.endswith(".")
        assert len(event.summary) <= LONGEST
        assert event.summary == folded(event.summary)
        assert not re.search(r"[\x00-\x1f\u202a-\u202e{}]|\.\.$", event.summary)
    explained = READER.read(article, explain=True)
    assert explained.events == reading.events
    assert {step.event for step in explained.steps} >= set(range(len(reading.events)))


@given(articles())
def test_reads_anything_made_of_news(article: Article) -> None:
    check(article)


@given(articles("text"))
def test_reads_any_text(article: Article) -> None:
    check(article)


@given(articles("cut"), st.integers(1, 200))
def test_reads_what_is_said_over_and_over(article: Article, times: int) -> None:
    check(Article(article.title, article.text * times, article.published, article.published_basis))


@given(st.lists(st.integers(0, len(TABLES) - 1), min_size=2, max_size=8), st.integers(0, len(DATES) - 1))
def test_reads_sentences_in_any_company(numbers: list[int], date: int) -> None:
    texts, published = [TABLES[number] for number in numbers], DATES[date]
    basis = PublishedBasis.GIVEN if published else PublishedBasis.UNKNOWN
    check(Article(None, "\n\n".join(texts), published, basis))
    check(Article(None, " ".join(texts), published, basis))
