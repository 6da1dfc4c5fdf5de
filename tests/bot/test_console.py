"""Answers on a terminal and in a pipe, the conversation, and what hostile text can do to either: nothing."""

from __future__ import annotations

import io
import os
import pty
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.console.layout import Line, Role, answer_lines, card_lines, digest_lines
from bot.console.prompt import completions
from bot.console.render import console_on, is_terminal, write
from briefings import world
from briefings.answers import Answer, AnswerKind, Card, Group, Suggestion
from briefings.cards import CardMaker
from briefings.digest import Digest
from briefings.models import Difference, Event, Kind, Place, RecordedEvent, Source, Status
from briefings.plain import plain, web_address
from briefings.questions import Question

NOW = datetime(2024, 9, 30, 8, tzinfo=UTC)
HOSTILE = (
    "\x1b[31mred\x1b[0m \x1b]0;owned\x07 \u202egnirts\u202c a\u200bb \x9b2J "
    "[bold]x[/bold] @everyone\nnext\x00"
)


def recorded(**changes: object) -> RecordedEvent:
    event = Event(
        Kind.MEETING,
        Status.HELD,
        ("FR", "JP"),
        start="2024-03",
        people=("Aiko Tanaka",),
        place=Place("JP", "Kyoto"),
        summary="Ministers of France and Japan met in Kyoto in March 2024.",
        quote="met in Kyoto",
    )
    sources = (
        Source(
            "a1",
            "A garden meeting",
            "Lantern Post",
            "https://lantern.example/1",
            "2024-03-20",
            "met in Kyoto",
        ),
        Source("a2", None, None, "https://pine.example/x", "2024-03-21", "sat down"),
    )
    differs = (Difference("start", (("2024-03", ("a1",)), ("2024-04", ("a2",)))),)
    fields = {"id": "e1", "event": event, "sources": sources, "differs": differs, **changes}
    return RecordedEvent(first_recorded=NOW, last_changed=NOW, **fields)  # type: ignore[arg-type]


def card(**changes: object) -> Card:
    return CardMaker(world.load(), date(2024, 9, 30)).card(recorded(**changes))


def text_of(lines: object) -> str:
    out = io.StringIO()
    write(lines, out)  # type: ignore[arg-type]
    return out.getvalue()


def test_a_card_in_plain_text() -> None:
    assert text_of(card_lines(card())).splitlines() == [
        "  France and Japan: meeting in Kyoto — March 2024  #e1",
        "    People: Aiko Tanaka",
        "    Place: Kyoto, Japan",
        "    Ministers of France and Japan met in Kyoto in March 2024.",
        "    sources differ on the date: March 2024 (Lantern Post) or April 2024 (pine.example)",
        "    - Lantern Post: A garden meeting (20 March 2024) <https://lantern.example/1>",
        "    - pine.example (21 March 2024) <https://pine.example/x>",
    ]


@pytest.mark.parametrize("space", ["", "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"])
def test_who_is_not_told_twice_whatever_stands_before_a_language_s_colon(space: str) -> None:
    told = replace(card(), title=f"France et Japon{space}: rencontre", who="France et Japon")
    assert "With:" not in text_of(card_lines(told))
    assert "With: France et Japon" in text_of(
        card_lines(replace(told, title="France et Japon du Sud: appel"))
    )


def test_in_full_each_source_says_it_in_its_own_words() -> None:
    assert "      “sat down”" in text_of(card_lines(card(), full=True)).splitlines()


def test_in_full_every_address_of_a_text_is_told() -> None:
    source = Source(
        "a1", None, "Post", "https://a.example", None, "met", ("https://b.example/x", "javascript:x")
    )
    assert source.to_json()["urls"] == ["https://b.example/x", "javascript:x"]
    copied = card(sources=(source,))
    assert (
        "      - the same text <https://b.example/x>" in text_of(card_lines(copied, full=True)).splitlines()
    )
    assert "javascript" not in text_of(card_lines(copied, full=True))
    assert "b.example" not in text_of(card_lines(copied))


def test_an_answer_names_its_page_and_what_to_ask_instead() -> None:
    question = Question("met", {"who": "japan"}, offset=10)
    answer = Answer(
        "Encounters of Japan",
        AnswerKind.EVENTS,
        question,
        (Group("March 2024", (card(),)),),
        25,
        10,
        10,
        ("A note.",),
        (Suggestion("Jordan", Question("met", {"who": "Jordan"})),),
    )
    said = text_of(answer_lines(answer))
    assert said.startswith("Encounters of Japan\n\nMarch 2024\n")
    assert "A note.\n  - Jordan (ask: /met Jordan)\n" in said
    assert said.endswith("11 to 20 of 25. More: /met japan page:3\n")


def test_a_digest_tells_articles_and_calendar_apart() -> None:
    ahead = card(
        event=Event(Kind.SUMMIT, Status.UPCOMING, ("RU",), "2024-10-22", "2024-10-24", name="X summit")
    )
    known = card(
        event=Event(Kind.SUMMIT, Status.UPCOMING, ("BR",), "2024-11-18", name="Y summit"), sources=()
    )
    said = text_of(digest_lines(Digest(date(2024, 9, 30), "default", (ahead, known), (), ("All quiet.",))))
    assert said.startswith(
        "Diplomatic digest, Monday 30 September 2024\n\nComing up\n  X summit — 22–24 October 2024"
    )
    assert "upcoming, in 22 days" in said
    assert "Coming up, from the calendar of summits\n  Y summit — 18 November 2024" in said
    assert said.endswith("\n\nAll quiet.\n")


def test_hostile_text_prints_harmlessly() -> None:
    event = Event(Kind.MEETING, Status.HELD, ("FR", "JP"), people=(HOSTILE,), summary=HOSTILE, quote=HOSTILE,
                  place=Place("JP", HOSTILE), name=HOSTILE)  # fmt: skip
    source = Source("a", HOSTILE, HOSTILE, "javascript:alert(1)", None, HOSTILE)
    hostile = card(event=event, sources=(source,), notes=(HOSTILE,),
                   differs=(Difference("place", ((HOSTILE, ("a",)),)),))  # fmt: skip
    lines = list(card_lines(hostile, full=True))
    printed = text_of(lines)
    assert set(printed) - {"\n"} == {sign for sign in printed if sign.isprintable()}
    assert "\u202e" not in printed
    assert "javascript" not in printed
    assert "red gnirts ab [bold]x[/bold] @everyone next" in printed
    on_terminal = io.StringIO()
    console = console_on(on_terminal)
    console.print(plain(HOSTILE))
    assert "[bold]x[/bold]" in on_terminal.getvalue()
    assert "\x1b]0;" not in on_terminal.getvalue()


def test_endless_titles_and_quotes_are_cut() -> None:
    endless = Source("a1", "Talks " * 3000, None, None, "2024-03-20", "x" * 20_000)
    text = text_of(card_lines(card(sources=(endless,)), full=True))
    assert len(text) < 1500
    assert text.count("…") >= 2


@pytest.mark.parametrize(
    ("url", "good"),
    [
        ("https://a.example/x?y=1", True),
        ("HTTP://a.example", True),
        ("javascript:alert(1)", False),
        ("https://user@a.example/", False),
        ("https://a.example/\u202e", False),
        ("https://a.example/ b", False),
        ("ftp://a.example", False),
        (None, False),
        ("https://a.example/" + "x" * 3000, False),
    ],
)
def test_only_ordinary_addresses_become_links(url: str | None, good: bool) -> None:
    assert web_address(url) == (url if good else None)


def test_joined_scripts_keep_their_joiners() -> None:
    assert plain("می\u200cخواهم  کتاب") == "می\u200cخواهم کتاب"


def test_a_terminal_gets_colours_and_links(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    leader, follower = pty.openpty()
    with os.fdopen(follower, "w", encoding="utf-8") as terminal:
        assert is_terminal(terminal)
        write([Line(Role.SOURCE, "Lantern Post", "20 March 2024", "https://lantern.example/1", 4)], terminal)
        printed = os.read(leader, 10_000).decode()
        monkeypatch.setenv("NO_COLOR", "1")
        assert not is_terminal(terminal)
    os.close(leader)
    assert "\x1b[" in printed
    assert "https://lantern.example/1" in printed
    assert "Lantern Post" in printed


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("/m", ("/met ", -2)),
        ("up", ("/upcoming ", -2)),
        ("/met braz", ("Brazil", -4)),
        ("/met brazil wi", ("with:", -2)),
        ("/met brazil with:arg", ("Argentina", -3)),
        ("/met brazil with:south af", ("South Africa", -8)),
        ("/upcoming d", ("days:", -1)),
    ],
)
def test_completion_offers_commands_names_and_options(typed: str, offered: tuple[str, int]) -> None:
    assert offered in list(completions(typed, world.load()))


def test_completion_keeps_silent_where_nothing_fits() -> None:
    assert list(completions("/nonsense x", world.load())) == []
    assert list(completions("/digest x", world.load())) == []
    assert "since:" not in [text for text, _ in completions("/met brazil since:2024 s", world.load())]


@given(st.text(max_size=200))
def test_any_text_becomes_one_printable_line(text: str) -> None:
    shown = plain(text)
    assert all(sign.isprintable() or sign in "\u200c\u200d" for sign in shown)
    assert plain(shown) == shown
