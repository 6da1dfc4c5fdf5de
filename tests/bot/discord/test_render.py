"""Whatever an article says, Discord takes the message and shows words, not markup."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.discord import diary, layout, render
from bot.discord.text import escape, flag, link, shorten, tidy, web_address, width, words
from briefings.answers import Answer, AnswerKind, Card, Group, SourceLine, Standing, Suggestion
from briefings.digest import Digest
from briefings.models import Event, Kind, Place, RecordedEvent, Status
from briefings.questions import Question

HOSTILE = (
    "@everyone @here <@123> <@&456> <#789> </met:1>",
    "**bold** __under__ ~~gone~~ ||hidden|| `code` ```block```",
    "[click me](https://evil.example) [a]: https://evil.example",
    "https://evil.example/path http://[::1]/",
    "\u202eesrever\u202c \u200bzero\u200d \ufeff\u2066isolate\u2069",
    "<t:1700000000:R> <:emoji:123> <a:move:9>",
    "# heading\n- list\n> quote\n1. one\n-# small",
    "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319a\u0324\u031e lgo",
    "\u3164\u115f\u2800", "\x00\x1b[31mred\x07", "\\", "`" * 50, "🇮🇳" * 200, "words " * 2000, "x" * 9000, "",
)  # fmt: skip
anything = st.one_of(
    st.text(max_size=300), st.sampled_from(HOSTILE), st.text("\\`*_~|[]<>#@ a", max_size=3000)
)
urls = st.one_of(
    st.none(), anything, st.just("https://example.org/a_(b)?q=[x]&y=*z*"), st.just("javascript:x")
)
lines = st.lists(anything, max_size=12).map(tuple)

sources = st.lists(
    st.builds(
        SourceLine,
        label=anything,
        title=st.none() | anything,
        url=urls,
        published=st.none() | anything,
        quote=anything,
        also=st.lists(st.just("https://copy.example/a") | anything, max_size=3).map(tuple),
    ),
    max_size=40,
).map(tuple)
events = st.builds(
    Event,
    kind=st.sampled_from(Kind),
    status=st.sampled_from(Status),
    actors=st.lists(st.sampled_from(["IN", "RU", "EU", "BRICS", "x" * 50]), max_size=9).map(tuple),
    name=st.none() | anything,
    place=st.builds(Place, country=st.none() | anything, city=st.none() | anything),
)
recorded = st.builds(
    RecordedEvent,
    id=anything,
    event=events,
    sources=st.just(()),
    first_recorded=st.just(datetime(2024, 1, 1, tzinfo=UTC)),
    last_changed=st.just(datetime(2024, 1, 1, tzinfo=UTC)),
)
cards = st.builds(
    Card,
    event=recorded,
    standing=st.sampled_from(Standing),
    title=anything,
    when=anything,
    who=anything,
    people=anything,
    where=anything,
    summary=anything,
    sources=sources,
    differs=lines,
    notes=lines,
    countdown=anything,
    marks=lines,
)
answers = st.builds(
    Answer,
    title=anything,
    kind=st.sampled_from(AnswerKind),
    question=st.just(Question("met", {"who": "x"})),
    groups=st.lists(
        st.builds(Group, heading=anything, cards=st.lists(cards, max_size=4).map(tuple)), max_size=3
    ).map(tuple),
    total=st.integers(0, 10**6),
    notes=lines,
    suggestions=st.lists(st.builds(Suggestion, text=anything), max_size=30).map(tuple),
    facts=st.lists(st.tuples(anything, anything), max_size=30).map(tuple),
)
unhurried = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def check_limits(embeds: list[layout.Embed]) -> None:
    assert len(embeds) <= 10
    assert layout.size(embeds) <= layout.TOTAL
    for embed in embeds:
        assert width(embed.get("title", "")) <= layout.TITLE
        assert width(embed.get("description", "")) <= layout.DESCRIPTION
        assert width(embed.get("footer", {}).get("text", "")) <= layout.FOOTER
        assert len(embed.get("fields", ())) <= layout.FIELDS
        for field in embed.get("fields", ()):
            assert 1 <= width(field["name"]) <= layout.FIELD_NAME
            assert 1 <= width(field["value"]) <= layout.FIELD_VALUE
        assert embed.get("description") or embed.get("fields") or embed.get("title")


@unhurried
@given(answers)
def test_an_answer_keeps_to_every_limit(answer: Answer) -> None:
    check_limits([render.answer(answer)])


@unhurried
@given(st.lists(cards, max_size=25), st.lists(cards, max_size=12), lines, anything)
def test_a_digest_keeps_to_every_limit_and_marks_each_part(
    upcoming: list[Card], new: list[Card], notes: tuple[str, ...], notice: str
) -> None:
    digest = Digest(date(2024, 9, 30), "morning", tuple(upcoming), tuple(new), notes)
    parts = diary.digest(digest, notice, lambda part: f"#mark{part}")
    assert parts
    for number, embeds in enumerate(parts):
        check_limits(embeds)
        assert embeds[0]["footer"]["text"].endswith(f"#mark{number}")


@pytest.mark.parametrize("count", [1, 5, 10, 25])
def test_no_event_is_dropped_where_room_is_short(count: int) -> None:
    long = "a word that goes on " * 100
    shown = tuple(_card(f"e{n}", title=f"Meeting number {n} {long}", summary=long) for n in range(count))
    answer = Answer(
        "Many",
        AnswerKind.EVENTS,
        Question("met"),
        (Group("July 2024", shown),),
        total=count,
        notes=(long,) * 5,
    )
    embed = render.answer(answer)
    check_limits([embed])
    for number in range(count):
        assert f"Meeting number {number} " in embed["description"]
    parts = diary.digest(Digest(date(2024, 9, 30), "", shown, ()), "", str)
    told = "\n".join(part[0]["description"] for part in parts)
    assert [int(n) for n in re.findall(r"Meeting number (\d+) ", told)] == list(range(count))
    assert all(part[0]["description"].count("**Meeting") or "New" in part[0]["description"] for part in parts)


def _card(key: str, **fields: str) -> Card:
    at = datetime(2024, 7, 9, tzinfo=UTC)
    event = Event(Kind.MEETING, Status.HELD, ("IN", "RU"), "2024-07-09")
    texts = {"title": "India and Russia: meeting", "when": "9 July 2024", "who": "India and Russia"}
    rest = {"people": "", "where": "Moscow", "summary": "They met."}
    return Card(RecordedEvent(key, event, (), at, at), Standing.HELD, **(texts | rest | fields))


@given(anything)
def test_escaped_words_hold_no_markup(text: str) -> None:
    safe = words(text, 400)
    assert width(safe) <= 400
    bare = re.sub(r"\\.", "", safe)
    assert not re.search(r"[`*_~|\[\]<>#@\\]|://", bare)
    assert not re.match(r"[-+=>]|\d+[.)]", safe)
    assert "\n" not in safe


@given(anything)
def test_tidy_text_holds_nothing_hidden(text: str) -> None:
    clean = tidy(text)
    assert tidy(clean) == clean
    assert not re.search("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x1f\x7f-\x9f\u3164]", clean)


@given(anything, st.integers(0, 300))
def test_shortened_text_fits(text: str, limit: int) -> None:
    assert width(shorten(tidy(text), limit)) <= limit


@given(anything, urls)
def test_a_link_leads_where_it_says_or_is_none(label: str, url: str | None) -> None:
    made = link(label, url)
    if found := re.search(r"(?<!\\)\]\((.*)\)$", made):
        assert re.fullmatch(r"https?://[^\s()<>\[\]*|\\\"'`]+", found[1])


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://example.org/a_(b)", "https://example.org/a_%28b%29"),
        ("http://example.org", "http://example.org"),
        ("https://example.org/ü?q=a b", "https://example.org/%C3%BC?q=a%20b"),
        ("https://münchen.example/", "https://xn--mnchen-3ya.example/"),
        ("https://good.example@evil.example/", None),
        ("javascript:alert(1)", None),
        ("ftp://example.org/x", None),
        ("https://exa\u202emple.org/", None),
        ("https://example.org/" + "x" * 900, None),
        ("not a url", None),
        ("", None),
        (None, None),
    ],
)
def test_only_ordinary_addresses_are_linked(url: str | None, address: str | None) -> None:
    assert web_address(url) == address


def test_a_label_that_looks_like_another_address_does_not_become_the_link() -> None:
    assert link("www.bank.example", "https://evil.example/") == "[source](https://evil.example/)"
    assert link("https://bank.example", "https://evil.example/") == "[source](https://evil.example/)"
    assert link("Example Wire", "https://wire.example/1") == "[Example Wire](https://wire.example/1)"


def test_dates_are_words_never_timestamps() -> None:
    answer = Answer("x", AnswerKind.EVENTS, Question("met"), (Group("July 2024", (_card("e1"),)),), total=1)
    description = render.answer(answer)["description"]
    assert "9 July 2024" in description
    assert "<t:" not in description


def test_words_stand_beside_every_flag() -> None:
    assert flag("IN") == "🇮🇳"
    assert flag("BRICS") == flag("") == flag("1A") == ""
    answer = Answer("x", AnswerKind.EVENTS, Question("met"), (Group("", (_card("e1"),)),), total=1)
    assert "🇮🇳🇷🇺 **India and Russia: meeting**" in render.answer(answer)["description"]


def test_escape_keeps_ordinary_sentences_readable() -> None:
    sentence = "Modi and Putin met in Moscow (9 July 2024), their first talks since 2021."
    assert escape(sentence) == sentence
