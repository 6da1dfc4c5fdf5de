"""robots.txt as the standard reads it."""

from __future__ import annotations

import time

import pytest

from briefings.sources.fetch.robots import parse

FILE = b"""\xef\xbb\xbf# a comment
User-agent: OtherBot
User-agent: dragoman/2 # that is us
Disallow: /tmp/
Allow: /tmp/open/
Disallow: /*.pdf$
Disallow: /a%3cd
Crawl-delay: 2.5

User-agent: *
Disallow: /
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/tmp", True),
        ("/tmp/x", False),
        ("/tmp/open/x", True),
        ("/x/y.pdf", False),
        ("/x/y.pdf?download", True),
        ("/a%3Cd", False),
    ],
)
def test_our_own_group_counts_and_the_longest_rule_wins(path: str, allowed: bool) -> None:
    assert parse(FILE, "Dragoman").allows(path) is allowed


def test_others_have_the_rules_for_all() -> None:
    assert not parse(FILE, "SomeBot").allows("/anything")
    assert parse(FILE, "Dragoman").delay == 2.5
    assert parse(FILE, "SomeBot").delay is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>Not found</html>",
        b"Disallow: /",
        b"User-agent: *\nDisallow:\n",
        b"\xff\xfe\x00",
        b":\n:::\n",
    ],
)
def test_what_cannot_be_understood_forbids_nothing(body: bytes) -> None:
    assert parse(body, "Dragoman").allows("/x")


def test_permission_wins_a_tie_and_stars_need_no_time() -> None:
    assert parse(b"User-agent: *\nDisallow: /x\nAllow: /x\n", "D").allows("/x")
    assert not parse(b"User-agent: *\nDisallow: /a*b*c\nCrawl-delay: nan?\n", "D").allows("/a1b2c3")
    hard = parse(b"User-agent: *\nDisallow: /" + b"*a" * 5000 + b"$\n", "D")
    begun = time.process_time()
    assert hard.allows("/" + "a" * 2000 + "b")
    assert time.process_time() - begun < 2


def test_an_odd_delay_is_bounded() -> None:
    assert parse(b"User-agent: *\nCrawl-delay: 86400\n", "D").delay == 60
    assert parse(b"User-agent: *\nCrawl-delay: -1\n", "D").delay is None
