"""Why a digest, or a part of it, was not posted, in the reader's language.

The ledger keeps reasons as English sentences, for the log and for whoever reads the file. Here each of them
is known again by its shape, and said in another language with the same values.
"""

from __future__ import annotations

import re
from datetime import timedelta

from bot.schedule import in_words
from briefings.languages import ENGLISH, Tongue, later

REASONS = (
    later("more than {bound} late ({late}); no bot was running on time"),
    later("more than {bound} late ({late})"),
    later("posted without its files: {reason}"),
    later("its message was not posted"),
    later("channel {channel} is closed to the bot ({error}); `dragoman check` says what is missing"),
    later("there is no channel {channel} that the bot can see ({error})"),
    later("Discord does not take this message: {error} ({what})"),
    later("Discord is in trouble (status {status})"),
    later("Discord asks to wait {seconds} seconds"),
    later("Discord asks to wait (status {status})"),
    later("Discord cannot be reached ({error})"),
    later("Discord lets the bot wait: it publishes ten messages an hour"),
    later("Discord does not publish it ({error})"),
    later(
        "no thread can be started here ({error}); the bot's role needs Create Public Threads and Send "
        "Messages in Threads"
    ),
    later(
        "this is no announcement channel: make it one in the channel's settings, or set the digest's PUBLISH "
        "to no"
    ),
)
_UNITS = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": timedelta(days=1)}


def said_again(reason: str, speak: Tongue) -> str:
    """A reason as the ledger keeps it in the language of `speak`; as it is where its shape is not known."""
    if speak is ENGLISH:
        return reason
    if span := re.fullmatch(r"(\d+) (minute|hour|day)s?", reason):
        return in_words(int(span[1]) * _UNITS[span[2]], speak)
    for text in REASONS:
        parts = re.split(r"\{(\w+)\}", text)
        shape = "".join(
            f"(?P<{part}>.*)" if place % 2 else re.escape(part) for place, part in enumerate(parts)
        )
        if found := re.fullmatch(shape, reason, re.DOTALL):
            values = {name: said_again(value, speak) for name, value in found.groupdict().items()}
            return speak.say(text, **values)
    return reason
