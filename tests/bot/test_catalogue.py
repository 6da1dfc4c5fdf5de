"""The table of commands keeps what every platform relies on, and typed lines become questions."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue import COMMANDS, Command, OptionKind, command, nearest
from bot.line import LineError, UnknownCommand, parse


@pytest.mark.parametrize("known", COMMANDS, ids=lambda known: known.name)
def test_a_command_fits_the_narrowest_platform(known: Command) -> None:
    assert known.name.islower()
    assert len(known.name) <= 32
    assert 10 <= len(known.description) <= 100
    assert len({option.name for option in known.options}) == len(known.options)
    for option in known.options:
        assert 1 <= len(option.description) <= 100
        assert (option.minimum is None) == (option.kind is not OptionKind.WHOLE)
    required = [option.required for option in known.options]
    assert required == sorted(required, reverse=True), "required options come first"


@pytest.mark.parametrize("known", COMMANDS, ids=lambda known: known.name)
def test_every_example_can_be_typed(known: Command) -> None:
    assert known.examples
    for example in known.examples:
        asked = parse(example)
        assert asked.command == known.name
        assert parse(asked.line()) == asked


def test_names_are_found_in_any_case_and_with_or_without_slash() -> None:
    assert command("/MET") is command("met")
    assert command("meet") is None
    assert nearest("upcomming") is command("upcoming")
    assert nearest("zzzz") is None


@pytest.mark.parametrize(
    ("line", "options"),
    [
        ("/met india", {"who": "india"}),
        ("met india", {"who": "india"}),
        (
            "  /MET   dr congo  with:china since:2024-06 ",
            {"who": "dr congo", "with": "china", "since": "2024-06"},
        ),
        ("/met dr congo with: south korea", {"who": "dr congo", "with": "south korea"}),
        ("/met with:china who:india", {"with": "china", "who": "india"}),
        (
            '/met "Trinidad and Tobago" until:"june 2024"',
            {"who": "Trinidad and Tobago", "until": "june 2024"},
        ),
        ("/met Côte d'Ivoire", {"who": "Côte d'Ivoire"}),
        ("/upcoming", {}),
        ("/upcoming days:30", {"days": 30}),
        ("/upcoming nato DAYS:365", {"who": "nato", "days": 365}),
        ("/search who:said what at http://a.example/x", {"words": "who:said what at http://a.example/x"}),
        ("/event e12", {"id": "e12"}),
    ],
)
def test_words_after_a_command_are_its_first_option(line: str, options: dict[str, str | int]) -> None:
    assert parse(line).options == options


def test_a_page_is_an_offset() -> None:
    asked = parse("/met india page:3", limit=5)
    assert (asked.offset, asked.limit, asked.options) == (10, 5, {"who": "india"})


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/met", "needs a country"),
        ("/met india wiht:china", "Did you mean “with:”?"),
        ("/met india with:", "nothing stands after “with:”"),
        ("/met india with:china with:iran", "got “with” twice"),
        ("/met india who:china", "got “who” twice"),
        ("/upcoming days:soon", "whole number from 1 to"),
        ("/upcoming days:0", "whole number from 1 to"),
        ("/upcoming days:99999999999999999999", "whole number"),
        ("/digest tomorrow", "takes nothing after it"),
        ("/event", "an event's id"),
    ],
)
def test_what_is_wrong_is_named_with_an_example(line: str, said: str) -> None:
    with pytest.raises(LineError, match="Example: ") as caught:
        parse(line)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/correct history", "/correct is for Discord only. In the terminal there is: dragoman correct"),
        ("/Sources list", "/sources is for Discord only. In the terminal there is: dragoman feeds"),
        ("watch list", "/watch is for Discord only. The terminal has nothing like it."),
    ],
)
def test_what_only_discord_has_is_said_and_not_taken_for_a_slip(line: str, said: str) -> None:
    with pytest.raises(LineError) as refused:
        parse(line)
    assert str(refused.value) == said


def test_an_unknown_command_names_the_nearest() -> None:
    with pytest.raises(UnknownCommand, match="Did you mean /met") as caught:
        parse("/mett india")
    assert caught.value.nearest is command("met")
    with pytest.raises(UnknownCommand, match="The commands are /met, /upcoming"):
        parse("/xyzzy")
    with pytest.raises(UnknownCommand, match="Type a command"):
        parse("   ")


@given(st.text(max_size=80))
def test_any_line_is_a_question_or_a_complaint(line: str) -> None:
    for typed in (line, f"/met {line}", f"/search {line}", f"/upcoming days:{line}"):
        try:
            asked = parse(typed)
        except LineError:
            continue
        assert command(asked.command)


@pytest.mark.parametrize("place", ["README.md", "docs/commands.md"])
def test_the_documents_list_every_command_with_its_options(place: str) -> None:
    text = (Path(__file__).parents[2] / place).read_text(encoding="utf-8")
    for known in COMMANDS:
        options = [f"<{one.name}>" if one.required else f"[{one.name}]" for one in known.options]
        assert f"| `{' '.join([f'/{known.name}', *options])}` |" in text, known.name


@pytest.mark.parametrize(
    ("line", "options"),
    [
        ("/timeline france germany", {"who": "france germany"}),
        ("/timeline france with:germany", {"who": "france", "with": "germany"}),
        ("/export csv india since:2024", {"format": "csv", "who": "india", "since": "2024"}),
        ("/export JSON", {"format": "json"}),
        ("/chart india by:Partners", {"who": "india", "by": "partners"}),
    ],
)
def test_choices_and_two_names_in_one(line: str, options: dict[str, str]) -> None:
    assert parse(line).options == options


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/export", "needs csv or json"),
        ("/export xlsx", "“format” is csv or json, not “xlsx”"),
        ("/chart india by:partner", "Example: by:partners"),
        ("/timeline", "needs a country"),
        ("/timeline with:france", "needs a country"),
    ],
)
def test_a_wrong_choice_is_told_the_right_ones(line: str, said: str) -> None:
    with pytest.raises(LineError) as caught:
        parse(line)
    assert said in str(caught.value)
