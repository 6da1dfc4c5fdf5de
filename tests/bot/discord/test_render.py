"""Whatever an article says, Discord takes the message and shows words, not markup."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from simcord.components import validate_components, walk_components

from bot.discord import diary, layout, views
from bot.discord.attaching import attached, safe_name
from bot.discord.text import escape, flag, link, shorten, tidy, web_address, width, words
from bot.languages import tongue
from briefings import world
from briefings.answers import Answer, AnswerKind, Attachment, Card, Group, SourceLine, Standing, Suggestion
from briefings.cards import CardMaker
from briefings.digest import Digest
from briefings.languages import ENGLISH, Tongue
from briefings.models import Event, Kind, Place, RecordedEvent, Status
from briefings.questions import Question

from .hostile import HOSTILE, faults, plain_faults

TEXT, GALLERY, FILE = 10, 12, 13

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
    suggestions=st.lists(
        st.builds(Suggestion, text=anything, question=st.sampled_from([None, Question("met", {"who": "y"})])),
        max_size=30,
    ).map(tuple),
    facts=st.lists(st.tuples(anything, anything), max_size=30).map(tuple),
    files=st.lists(
        st.builds(
            Attachment,
            name=anything,
            media_type=st.sampled_from(["image/png", "text/csv", "x"]),
            data=st.binary(max_size=3),
            described=anything,
        ),
        max_size=6,
    ).map(tuple),
)
unhurried = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


languages = st.sampled_from([tongue(code) for code in ("en", "de", "ru")])


class Notes:
    """The part of a bot and its store that gestures use."""

    store: Any

    def __init__(self) -> None:
        self.store = self

    async def set_note(self, key: str, value: str) -> None:
        assert key
        assert value


def message(answer: Answer, speak: Tongue = ENGLISH, **shown: Any) -> list[dict[str, Any]]:
    """The whole message of an answer as Discord gets it."""
    bot: Any = Notes()
    answer = attached(answer, 1_000_000, speak)
    return asyncio.run(views.layout(answer, bot, speak, **shown)).to_components()


def parts(components: list[dict[str, Any]], kind: int) -> list[dict[str, Any]]:
    return [part for part in walk_components(components) if part["type"] == kind]


def contents(components: list[dict[str, Any]]) -> list[str]:
    return [part["content"] for part in parts(components, TEXT)]


def check(components: list[dict[str, Any]]) -> None:
    """Discord takes the message, and it says nothing but words."""
    validate_components(components, flags=1 << 15)
    everything = list(walk_components(components))
    assert len(everything) <= layout.COMPONENTS
    assert sum(width(text) for text in contents(components)) <= layout.TEXT
    for text in contents(components):
        assert text.strip()
        assert faults(text) == []
    for part in everything:
        for label in (part.get("label"), part.get("placeholder")):
            assert not label or (width(label) <= 80 and plain_faults(label) == [])
        for option in part.get("options", ()):
            assert 1 <= width(option["label"]) <= 100
            assert width(option["description"]) <= 100
            assert plain_faults(option["label"] + option["description"]) == []
        for item in part.get("items", ()):
            assert width(item.get("description") or "") <= layout.DESCRIBED
            assert plain_faults(item.get("description") or "") == []
            assert re.fullmatch(r"attachment://[A-Za-z0-9._-]+", item["media"]["url"])
        if part["type"] == FILE:
            assert re.fullmatch(r"attachment://[A-Za-z0-9._-]+", part["file"]["url"])


@unhurried
@given(answers, languages, st.booleans(), anything)
def test_an_answer_keeps_to_every_limit(answer: Answer, speak: Tongue, shareable: bool, by: str) -> None:
    check(message(answer, speak, shareable=shareable, by=by))


@unhurried
@given(st.lists(cards, max_size=25), st.lists(cards, max_size=12), lines, anything, languages)
def test_a_digest_keeps_to_every_limit_and_marks_each_part(
    upcoming: list[Card], new: list[Card], notes: tuple[str, ...], notice: str, speak: Tongue
) -> None:
    digest = Digest(date(2024, 9, 30), "morning", tuple(upcoming), tuple(new), notes)
    made = diary.digest(digest, notice, lambda part: f"#mark{part}", speak)
    assert made
    for number, components in enumerate(made):
        check([dict(part) for part in components])
        assert contents(components)[-1].startswith("-# ")
        assert contents(components)[-1].endswith(f"#mark{number}")
    assert contents(made[0])[0].startswith("## ")
    assert sum(text.startswith("## ") for part in made for text in contents(part)) == 1


@pytest.mark.parametrize("nasty", HOSTILE, ids=lambda text: ascii(text)[:24])
@pytest.mark.parametrize("kind", [AnswerKind.EVENTS, AnswerKind.EVENT, AnswerKind.AMBIGUOUS])
def test_hostile_text_is_words_wherever_it_stands(nasty: str, kind: AnswerKind) -> None:
    source = SourceLine(nasty, nasty + " ", nasty, nasty, nasty, (nasty, "https://copy.example/"))
    linked = SourceLine(nasty, None, f"https://news.example/{nasty}", None, nasty)
    texts = dict.fromkeys(
        ("title", "when", "who", "people", "where", "summary", "countdown", "what", "stands")
    )
    fields: dict[str, Any] = dict.fromkeys(texts, nasty)
    shown = _card("e1", sources=(source, linked), differs=(nasty,), notes=(nasty,), marks=(nasty,), **fields)
    place = replace(shown.event.event, place=Place("RU", nasty or None), name=nasty)
    shown = replace(shown, event=replace(shown.event, event=place))
    answer = Answer(
        nasty,
        kind,
        Question("met", {"who": nasty}),
        (Group(nasty, (shown, _card(nasty, title=nasty))),),
        total=12,
        notes=(nasty,),
        suggestions=(Suggestion(nasty), Suggestion(nasty, Question("met", {"who": nasty}))),
        facts=((nasty, nasty),),
        files=(
            Attachment(nasty, "image/png", b"1", nasty),
            Attachment(f"{nasty}.ics", "text/calendar", b"2", nasty),
        ),
    )
    check(message(answer, shareable=True, by=nasty))
    digest = Digest(date(2024, 9, 30), nasty, (shown, replace(shown, sources=())), (shown,), (nasty,))
    for components in diary.digest(digest, nasty, lambda part: f"#mark{part}"):
        check(components)


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
    components = message(answer)
    check(components)
    told = "\n".join(contents(components))
    for number in range(count):
        assert f"Meeting number {number} " in told
    made = diary.digest(Digest(date(2024, 9, 30), "", shown, ()), "", str)
    told = "\n".join(text for part in made for text in contents(part))
    assert [int(n) for n in re.findall(r"Meeting number (\d+) ", told)] == list(range(count))


def test_what_finds_no_room_is_counted() -> None:
    long = "a word that goes on " * 100
    shown = tuple(_card(f"e{n}", title=f"Meeting number {n} {long}", where=long) for n in range(60))
    answer = Answer("Many", AnswerKind.EVENTS, Question("met"), (Group("July 2024", shown),), total=60)
    components = message(answer)
    check(components)
    told = "\n".join(contents(components))
    listed = len(re.findall(r"Meeting number \d+ ", told))
    assert f"… and {60 - listed} more events" in told
    many = tuple(SourceLine(f"Wire {n}", long, f"https://wire.example/{n}", None, long) for n in range(90))
    answer = Answer(
        "One", AnswerKind.EVENT, Question("event"), (Group("", (_card("e1", sources=many),)),), total=1
    )
    told = "\n".join(contents(message(answer)))
    named = told.count("[Wire ")
    assert named > 5
    assert f"… and {90 - named} more sources" in told
    facts = tuple((f"Label {n}", long) for n in range(80))
    told = "\n".join(contents(message(Answer("About", AnswerKind.ABOUT, Question("about"), facts=facts))))
    assert f"… and {80 - told.count('**Label ')} more lines" in told


def _card(key: str, **fields: Any) -> Card:
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
    told = "\n".join(contents(message(answer)))
    assert "9 July 2024" in told
    assert "<t:" not in told


def test_words_stand_beside_every_flag() -> None:
    assert flag("IN") == "🇮🇳"
    assert flag("BRICS") == flag("") == flag("1A") == ""
    cards = (_card("e1"),)
    listed = Answer("x", AnswerKind.EVENTS, Question("met"), (Group("", cards),), total=1)
    assert "🇮🇳🇷🇺 **India and Russia: meeting**" in "\n".join(contents(message(listed)))
    one = replace(listed, kind=AnswerKind.EVENT)
    assert "**Who:** 🇮🇳 India and 🇷🇺 Russia" in "\n".join(contents(message(one)))


@pytest.mark.parametrize("code", ["en", "de", "fr", "ru"])
def test_many_participants_stand_behind_their_flags_in_each_language(code: str) -> None:
    speak = tongue(code)
    states = world.load().states
    for codes in (["GN", "GQ", "GW", "NE", "NG", "CD", "CG", "EU"], sorted(states)):
        event = Event(Kind.SUMMIT, Status.HELD, tuple(codes), "2024-07-09", name="Summit")
        at = datetime(2024, 7, 9, tzinfo=UTC)
        recorded = RecordedEvent("e1", event, (), at, at)
        card = CardMaker(world.load(), at.date(), speak).card(recorded)
        answer = Answer("x", AnswerKind.EVENT, Question("event"), (Group("", (card,)),), total=1)
        components = message(answer, speak)
        check(components)
        flags = re.compile("[\U0001f1e6-\U0001f1ff]{2} (?![\U0001f1e6-\U0001f1ff])")
        [who] = [line for text in contents(components) for line in text.split("\n") if flags.search(line)]
        shown = len(flags.findall(who))
        assert shown == len(codes) - 1 if len(codes) < 10 else str(len(codes) - shown) in who


def test_an_event_says_everything_in_order() -> None:
    sources = (
        SourceLine("Atlas Wire", "Talks in Moscow", "https://atlas.example/1", "10 July 2024", "They met."),
        SourceLine("Harbour Courier", None, None, None, "", ("https://copy.example/",)),
    )
    card = _card(
        "e7", countdown="in 3 days", sources=sources, differs=("sources differ on the date: a or b",)
    )
    answer = Answer("x", AnswerKind.EVENT, Question("event"), (Group("", (card,)),), total=1)
    told = "\n".join(contents(message(answer)))
    expected = [
        "## India and Russia: meeting", "They met.", "**When:** 9 July 2024 · in 3 days", "**Where:** Moscow",
        "**Who:**", "**Sources differ on the date", "### What the sources say",
        "[Atlas Wire](https://atlas.example/1)", "10 July 2024", "> They met.", "Harbour Courier",
        "[copy 1](https://copy.example/)", "`e7`",
    ]  # fmt: skip
    places = [told.index(text) for text in expected]
    assert places == sorted(places)


def test_pictures_say_what_they_show_and_files_are_named() -> None:
    files = (
        Attachment("who met whom.png", "image/png", b"1", "Meetings a month"),
        Attachment("../../who met whom.png", "image/png", b"1", ""),
        Attachment("India.ics", "text/calendar", b"2"),
        Attachment("big.csv", "text/csv", b"3" * 2_000_000),
    )
    answer = Answer("Chart", AnswerKind.EVENTS, Question("met"), files=files)
    components = message(answer)
    check(components)
    [gallery] = parts(components, GALLERY)
    assert gallery["items"][0]["description"] == "Meetings a month"
    assert gallery["items"][0]["media"]["url"] == "attachment://who_met_whom.png"
    assert gallery["items"][1]["media"]["url"] == "attachment://who_met_whom-2.png"
    assert [part["file"]["url"] for part in parts(components, FILE)] == ["attachment://India.ics"]
    assert "The file big.csv has 2 MB" in "\n".join(contents(components))


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("chart.png", "chart.png"),
        ("a b.png", "a_b.png"),
        ("SPOILER_x.png", "x.png"),
        ("", "file"),
        ("..", "file"),
        ("Ünïcode.csv", "n_code.csv"),
        ("x" * 300 + ".json", "x" * 60 + ".json"),
        ("no/../path.png", "no_.._path.png"),
    ],
)
def test_names_of_files_are_such_that_discord_keeps(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_words_from_right_to_left_do_not_turn_round_their_neighbours() -> None:
    assert words("اجتماع", 20) == "\u2068اجتماع\u2069"
    assert words("\u2069\u2068שלום", 20) == "\u2068שלום\u2069"
    assert width(words("שלום " * 50, 30)) <= 30
    answer = Answer(
        "x", AnswerKind.EVENTS, Question("met"), (Group("", (_card("e1", where="שלום"),)),), total=1
    )
    assert "9 July 2024 · \u2068שלום\u2069 · `e1`" in "\n".join(contents(message(answer)))


def test_escape_keeps_ordinary_sentences_readable() -> None:
    sentence = "Modi and Putin met in Moscow (9 July 2024), their first talks since 2021."
    assert escape(sentence) == sentence
