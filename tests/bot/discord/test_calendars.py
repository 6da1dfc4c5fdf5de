"""The admin's calendars in a running bot: known from the start, looked at again like feeds."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pytest
import simcord

from bot.discord.bot import DragomanBot

from .conftest import Clock, Discord, shown

ICS = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-CALNAME:Our desk\r\nBEGIN:VEVENT\r\nUID:desk-1\r\n"
    "SUMMARY:BRICS summit\r\nDTSTART;VALUE=DATE:{start}\r\nLOCATION:Kazan\\, Russia\r\n"
    "END:VEVENT\r\nEND:VCALENDAR\r\n"
)


async def test_answers_follow_the_calendar_and_outlive_a_broken_one(
    make_bot: Callable[..., DragomanBot], tmp_path: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "own.ics"
    file.write_text(ICS.format(start="20241101"), encoding="utf-8")
    env = simcord.Env(make_bot(calendars=(str(file),)))
    await env.start()
    try:
        desk = Discord(env)
        text = shown(await desk.ask("upcoming", who="BRICS"))
        assert "1 November 2024" in text
        assert "Our desk" in text
        file.write_text(ICS.format(start="20241108"), encoding="utf-8")
        clock.forward(minutes=16)
        await desk.bot.tick()
        assert "8 November 2024" in shown(await desk.ask("upcoming", who="BRICS"))
        file.write_text("nonsense", encoding="utf-8")
        with caplog.at_level(logging.INFO):
            for _ in range(2):
                clock.forward(minutes=16)
                await desk.bot.tick()
        assert [r.levelname for r in caplog.records if "own.ics" in r.message] == ["WARNING"]
        assert "8 November 2024" in shown(await desk.ask("upcoming", who="BRICS"))
    finally:
        assert isinstance(env.bot, DragomanBot)
        await env.bot.close()
        await env.shutdown()
