"""Fetching from a loopback web that misbehaves in every way a server can."""

from __future__ import annotations

import asyncio
import gzip
import tracemalloc
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web as server

from briefings.errors import (
    BodyRefused,
    FetchError,
    HostResting,
    HttpStatus,
    RobotsRefused,
    Unreachable,
    UnsafeAddress,
)
from briefings.sources.fetch import FEEDS, Fetcher
from briefings.sources.fetch.fetcher import Limits

MB = 1024 * 1024


class Door:
    """Makes fetchers for the loopback web, with names that lead to it, and a clock that the test sets."""

    def __init__(self, web: Any) -> None:
        self.web = web
        self.now = datetime(2024, 9, 30, 8, tzinfo=UTC)
        self.slept: list[float] = []
        self.fetchers: list[Fetcher] = []

    def __call__(self, *names: str, **options: Any) -> Fetcher:
        async def resolve(host: str, port: int) -> list[str]:
            return ["127.0.0.1"]

        async def sleep(seconds: float) -> None:
            self.slept.append(seconds)

        fetcher = Fetcher(
            [self.web.host, *(f"{name}:{self.web.port}" for name in names)],
            clock=lambda: self.now,
            resolve=resolve,
            sleep=sleep,
            random_=lambda: 1.0,
            **({"limits": Limits(total=0.4, connect=0.4, silence=0.15, delay=0)} | options),
        )
        self.fetchers.append(fetcher)
        return fetcher


@pytest.fixture
async def door(web: Any) -> Any:
    made = Door(web)
    yield made
    for fetcher in made.fetchers:
        await fetcher.close()


def streaming(*chunks: bytes, pause: float = 0, headers: dict[str, str] | None = None) -> Callable[..., Any]:
    async def answer(request: server.Request) -> server.StreamResponse:
        response = server.StreamResponse(headers={"Content-Type": "text/html"} | (headers or {}))
        await response.prepare(request)
        for chunk in chunks:
            await response.write(chunk)
            await asyncio.sleep(pause)
        return response

    return answer


async def test_who_asks_and_what_comes_back(web: Any, door: Door, reply: Any) -> None:
    web.pages["/x"] = reply(
        b"hello", "Text/HTML; Charset=UTF-8", headers={"ETag": '"1"', "Set-Cookie": "id=7; Path=/"}
    )
    fetcher = door(contact="https://desk.example.org/bot", version="1.2")
    got = await fetcher.get(web.url("/x#part"))
    assert (got.status, got.body, got.content_type, got.charset) == (200, b"hello", "text/html", "utf-8")
    assert (got.url, got.etag, got.not_modified) == (web.url("/x"), '"1"', False)
    await fetcher.get(web.url("/x"))
    sent = web.asked[-1][1]
    assert sent["user-agent"] == "Dragoman/1.2 (+https://desk.example.org/bot)"
    assert "cookie" not in sent
    assert "br" not in sent["accept-encoding"]


async def test_not_modified(web: Any, door: Door, reply: Any) -> None:
    web.pages["/x"] = reply(status=304)
    got = await door().get(web.url("/x"), etag='"1"', last_modified="Mon, 30 Sep 2024 08:00:00 GMT")
    assert got.not_modified
    assert web.asked[-1][1]["if-none-match"] == '"1"'


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_redirects_are_followed(web: Any, door: Door, reply: Any, status: int) -> None:
    web.pages["/a"] = reply(status=status, headers={"Location": "/b?x=1#frag"})
    web.pages["/b?x=1"] = "there"
    got = await door().get(web.url("/a"))
    assert got.body == b"there"
    assert got.url == web.url("/b?x=1")


async def test_five_redirects_are_the_most(web: Any, door: Door, reply: Any) -> None:
    for step in range(7):
        web.pages[f"/{step}"] = reply(status=302, headers={"Location": f"/{step + 1}"})
    web.pages["/5"] = "end"
    fetcher = door()
    assert (await fetcher.get(web.url("/0"))).body == b"end"
    web.pages["/5"] = reply(status=302, headers={"Location": "/6"})
    web.pages["/6"] = "end"
    with pytest.raises(FetchError, match="more than 5 times"):
        await fetcher.get(web.url("/0"))


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("http://169.254.169.254/latest/meta-data/", "metadata"),
        ("http://127.0.0.1:1/", "this machine"),
        ("//localhost/x", "inside a network"),
        ("http://[::ffff:10.0.0.1]/", "another form"),
        ("http://0x7f.1/", "unusual spelling"),
        ("file:///etc/passwd", "https:// or http://"),
        ("http://user:pw@news.example.org/", "user name"),
        ("http://rebind.example.org/", "this machine"),
        ("http://[bad", "no address"),
    ],
)
async def test_redirects_do_not_lead_inside(web: Any, door: Door, reply: Any, target: str, said: str) -> None:
    web.pages["/a"] = reply(status=302, headers={"Location": target})
    with pytest.raises(UnsafeAddress, match=said):
        await door().get(web.url("/a"))
    assert [path for path, _ in web.asked] == ["/a"]


async def test_a_large_answer_is_refused_by_its_length_and_while_it_comes(
    web: Any, door: Door, reply: Any
) -> None:
    web.pages["/said"] = reply(b"x" * (2 * MB))
    web.pages["/unsaid"] = streaming(*[b"x" * 65536] * 64)
    for path in ("/said", "/unsaid"):
        with pytest.raises(BodyRefused, match="larger than 1 MB"):
            await door().get(web.url(path), max_bytes=MB)


@pytest.mark.parametrize("kind", ["gzip", "deflate", "raw deflate", "many members"])
async def test_a_bomb_is_not_unpacked_beyond_the_limit(web: Any, door: Door, reply: Any, kind: str) -> None:
    if kind == "many members":
        body = gzip.compress(b"\0" * 100_000) * 2000
    elif kind == "raw deflate":
        packer = zlib.compressobj(wbits=-15)
        body = packer.compress(b"\0" * (60 * MB)) + packer.flush()
    else:
        body = (gzip.compress if kind == "gzip" else zlib.compress)(b"\0" * (60 * MB))
    assert len(body) < MB
    encoding = "deflate" if "deflate" in kind else "gzip"
    web.pages["/bomb"] = reply(body, headers={"Content-Encoding": encoding})
    fetcher = door(limits=Limits(delay=0))
    tracemalloc.start()
    with pytest.raises(BodyRefused, match="larger than 5 MB"):
        await fetcher.get(web.url("/bomb"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 25 * MB


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(b"hello")),
        ("x-gzip", gzip.compress(b"hel") + gzip.compress(b"lo")),
        ("deflate", zlib.compress(b"hello")),
        ("deflate", zlib.compress(b"hello")[2:-4]),
        ("identity", b"hello"),
    ],
)
async def test_packed_answers_are_unpacked(
    web: Any, door: Door, reply: Any, encoding: str, body: bytes
) -> None:
    web.pages["/x"] = reply(body, headers={"Content-Encoding": encoding})
    assert (await door().get(web.url("/x"))).body == b"hello"


@pytest.mark.parametrize(
    ("encoding", "body", "said"),
    [
        ("gzip", b"no gzip at all", "damaged"),
        ("gzip", gzip.compress(b"hello" * 100)[:-20], "breaks off"),
        ("br", b"\x0b\x02\x80hello\x03", "did not ask for"),
        ("gzip, gzip", gzip.compress(gzip.compress(b"x")), "did not ask for"),
    ],
)
async def test_badly_packed_answers_are_refused(
    web: Any, door: Door, reply: Any, encoding: str, body: bytes, said: str
) -> None:
    web.pages["/x"] = reply(body, headers={"Content-Encoding": encoding})
    with pytest.raises(BodyRefused, match=said):
        await door().get(web.url("/x"))


@pytest.mark.parametrize(
    ("kind", "accept", "taken"),
    [
        ("image/png", None, False),
        ("application/zip", None, False),
        ("text/plain", None, True),
        (None, None, True),
        ("application/rss+xml", FEEDS, True),
        ("application/octet-stream", FEEDS, True),
        ("video/mp4", FEEDS, False),
    ],
)
async def test_types_that_nobody_asked_for_are_refused(
    web: Any, door: Door, kind: str | None, accept: Any, taken: bool
) -> None:
    async def answer(request: server.Request) -> server.StreamResponse:
        response = server.StreamResponse()
        response.headers["Content-Type"] = kind or ""
        await response.prepare(request)
        await response.write(b"x")
        return response

    web.pages["/x"] = answer
    asking = door().get(web.url("/x"), **({"accept": accept} if accept else {}))
    if taken:
        assert (await asking).body == b"x"
    else:
        with pytest.raises(BodyRefused, match="not read here"):
            await asking


async def test_a_slow_answer_is_given_up(web: Any, door: Door) -> None:
    web.pages["/drip"] = streaming(*[b"x"] * 100, pause=0.05)
    web.pages["/silent"] = streaming(b"x", pause=5)
    for path in ("/drip", "/silent"):
        with pytest.raises(Unreachable, match="took too long"):
            await door().get(web.url(path))


async def test_broken_answers_are_told_in_a_sentence(web: Any, door: Door) -> None:
    async def hang_up(request: server.Request) -> server.StreamResponse:
        assert request.transport is not None
        request.transport.close()
        return server.Response()

    web.pages["/gone"] = hang_up
    with pytest.raises(Unreachable, match="closed the connection"):
        await door().get(web.url("/gone"))

    async def speak(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")
        writer.close()

    other = await asyncio.start_server(speak, "127.0.0.1", 0)
    port = other.sockets[0].getsockname()[1]
    async with other, Fetcher([f"127.0.0.1:{port}"], clock=lambda: door.now) as fetcher:
        with pytest.raises(Unreachable, match="not HTTP"):
            await fetcher.get(f"http://127.0.0.1:{port}/")
    async with Fetcher([f"127.0.0.1:{port}"], clock=lambda: door.now) as fetcher:
        with pytest.raises(Unreachable, match="does not take connections"):
            await fetcher.get(f"http://127.0.0.1:{port}/")


async def test_an_unknown_name_is_told_in_a_sentence(door: Door) -> None:
    async def resolve(host: str, port: int) -> list[str]:
        raise OSError("no such name")

    async with Fetcher(clock=lambda: door.now, resolve=resolve) as fetcher:
        with pytest.raises(Unreachable, match=r"the name nowhere\.example is not known"):
            await fetcher.get("https://nowhere.example/")


async def test_a_server_in_trouble_is_left_alone_longer_and_longer(web: Any, door: Door, reply: Any) -> None:
    web.pages["/x"] = reply(status=503)
    fetcher = door()
    rests = []
    for _ in range(3):
        with pytest.raises(HttpStatus) as caught:
            await fetcher.get(web.url("/x"))
        assert not caught.value.lasting
        with pytest.raises(HostResting) as resting:
            await fetcher.get(web.url("/y"))
        rests.append(resting.value.retry_after)
        door.now += timedelta(seconds=(resting.value.retry_after or 0) + 1)
    assert rests == [30, 60, 120]
    web.pages["/x"] = "well again"
    assert (await fetcher.get(web.url("/x"))).status == 200
    assert web.count("/y") == 0


@pytest.mark.parametrize("wish", ["3600", "Mon, 30 Sep 2024 09:00:00 GMT"])
async def test_a_wish_for_patience_is_followed(web: Any, door: Door, reply: Any, wish: str) -> None:
    web.pages["/x"] = reply(status=429, headers={"Retry-After": wish})
    fetcher = door()
    with pytest.raises(HttpStatus) as caught:
        await fetcher.get(web.url("/x"))
    assert caught.value.retry_after == 3600
    door.now += timedelta(minutes=59)
    with pytest.raises(HostResting, match="asked again in 60 seconds"):
        await fetcher.get(web.url("/x"))
    door.now += timedelta(minutes=1)
    web.pages["/x"] = "here"
    await fetcher.get(web.url("/x"))


@pytest.mark.parametrize(
    "wish", ["soon", "-5", "9" * 40, "Mon, 99 Sep 2024", f"Mon, 01 Jan {'9' * 30} 00:00:00 GMT", ""]
)
async def test_nonsense_wishes_do_no_harm(web: Any, door: Door, reply: Any, wish: str) -> None:
    web.pages["/x"] = reply(status=503, headers={"Retry-After": wish})
    fetcher = door()
    with pytest.raises(HttpStatus):
        await fetcher.get(web.url("/x"))
    door.now += timedelta(days=1, seconds=1)
    with pytest.raises(HttpStatus):
        await fetcher.get(web.url("/x"))


@pytest.mark.parametrize(("status", "lasting"), [(404, True), (410, True), (403, True), (500, False)])
async def test_an_error_says_whether_trying_again_helps(
    web: Any, door: Door, reply: Any, status: int, lasting: bool
) -> None:
    web.pages["/x"] = reply(status=status)
    with pytest.raises(HttpStatus, match=str(status)) as caught:
        await door().get(web.url("/x"))
    assert caught.value.lasting is lasting


async def test_requests_to_a_server_keep_their_distance(web: Any, door: Door) -> None:
    for page in "abc":
        web.pages[f"/{page}"] = page
    fetcher = door(limits=Limits(delay=1))
    manners = fetcher._manners
    for _ in range(3):
        async with manners.turn("news.example.org:443"):
            pass
    async with manners.turn("other.example.org:443"):
        pass
    assert len(door.slept) == 2
    assert door.slept[0] == pytest.approx(1.0, abs=0.1)


async def test_robots_are_heard_and_kept_for_a_day(web: Any, door: Door, reply: Any) -> None:
    web.pages["/robots.txt"] = reply("User-agent: *\nDisallow: /private/\nCrawl-delay: 3\n", "text/plain")
    web.pages["/private/x"] = web.pages["/open"] = web.pages["/late"] = "x"
    fetcher = door()
    assert (await fetcher.get(web.url("/open"))).body == b"x"
    with pytest.raises(RobotsRefused, match=r"robots\.txt") as caught:
        await fetcher.get(web.url("/private/x"))
    assert caught.value.lasting
    assert web.count("/private/x") == 0
    web.pages["/robots.txt"] = reply("User-agent: *\nDisallow: /\n", "text/plain")
    await fetcher.get(web.url("/late"))
    assert door.slept == [pytest.approx(3, abs=0.2)], "the pause that the site wants"
    door.now += timedelta(days=1, minutes=1)
    with pytest.raises(RobotsRefused):
        await fetcher.get(web.url("/open"))


@pytest.mark.parametrize("status", [404, 403, 401])
async def test_a_site_without_robots_is_open(web: Any, door: Door, reply: Any, status: int) -> None:
    web.pages["/robots.txt"] = reply(status=status)
    web.pages["/x"] = "x"
    assert (await door().get(web.url("/x"))).body == b"x"


async def test_a_site_whose_robots_cannot_be_had_is_asked_later(web: Any, door: Door, reply: Any) -> None:
    web.pages["/robots.txt"] = reply(status=500)
    web.pages["/x"] = "x"
    with pytest.raises(HttpStatus):
        await door().get(web.url("/x"))
    assert web.count("/x") == 0


async def test_a_robots_file_that_leads_inside_or_is_a_flood_forbids_nothing(
    web: Any, door: Door, reply: Any
) -> None:
    web.pages["/x"] = "x"
    web.pages["/robots.txt"] = reply(status=302, headers={"Location": "http://10.0.0.1/robots.txt"})
    assert (await door().get(web.url("/x"))).body == b"x"
    web.pages["/robots.txt"] = reply(b"a" * MB, "text/plain")
    assert (await door().get(web.url("/x"))).body == b"x"
