"""A small web on loopback that tests fill with pages and feeds, and that counts who asked for what."""

from __future__ import annotations

import importlib.util
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from aiohttp import web as server
from aiohttp.test_utils import TestServer
from hypothesis import HealthCheck, settings

# The suite tries the same bounded examples every time;
# `pytest --hypothesis-profile=long tests/briefings/reading/test_fuzz.py`
# looks for new ones for many minutes.
_UNHURRIED = [HealthCheck.too_slow, HealthCheck.data_too_large]
settings.register_profile(
    "suite", max_examples=60, derandomize=True, deadline=None, suppress_health_check=_UNHURRIED
)
settings.register_profile(
    "long", max_examples=20_000, deadline=None, print_blob=True, suppress_health_check=_UNHURRIED
)
settings.load_profile("suite")

Handler = Callable[[server.Request], Awaitable[server.StreamResponse]]


@dataclass
class Reply:
    body: bytes | str = b""
    content_type: str | None = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Item:
    """An item of a feed as a test describes it."""

    title: str
    link: str = ""
    guid: str = ""
    summary: str = ""
    content: str = ""
    date: str = "2024-09-29T08:00:00Z"


class Web:
    """`pages[path]` is what a path answers: a `Reply`, text of a page, or a handler; else 404.

    `asked` holds every request as (path, headers), robots.txt left out.
    """

    def __init__(self) -> None:
        self.pages: dict[str, Any] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self._server: TestServer | None = None

    async def start(self) -> None:
        app = server.Application()
        app.router.add_route("*", "/{rest:.*}", self._answer)
        self._server = TestServer(app, host="127.0.0.1")
        await self._server.start_server(shutdown_timeout=0.01)

    async def close(self) -> None:
        if self._server is not None:
            await self._server.close()

    @property
    def port(self) -> int:
        assert self._server is not None
        assert self._server.port is not None
        return self._server.port

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str = "/") -> str:
        return f"http://{self.host}{path}"

    def count(self, path: str) -> int:
        return sum(asked == path for asked, _ in self.asked)

    async def _answer(self, request: server.Request) -> server.StreamResponse:
        path = request.path_qs
        if path != "/robots.txt":
            self.asked.append((path, {k.lower(): v for k, v in request.headers.items()}))
        found = self.pages.get(path)
        if callable(found):
            response: server.StreamResponse = await found(request)
            return response
        if found is None:
            return server.Response(status=404, text="nothing here")
        reply = found if isinstance(found, Reply) else Reply(found)
        body = reply.body.encode() if isinstance(reply.body, str) else reply.body
        headers = dict(reply.headers)
        if reply.content_type is not None:
            headers["Content-Type"] = reply.content_type
        return server.Response(body=body, status=reply.status, headers=headers)

    def article(self, path: str, title: str, *paragraphs: str, published: str | None = None) -> str:
        """Puts a page with an article at `path`; its address."""
        stated = f'<meta property="article:published_time" content="{published}">' if published else ""
        words = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
        self.pages[path] = (
            f'<!doctype html><html lang="en"><head><title>{escape(title)}</title>{stated}</head>'
            f"<body><article><h1>{escape(title)}</h1>{words}</article></body></html>"
        )
        return self.url(path)

    def rss(self, path: str, *items: Item, title: str = "The Courier", **headers: str) -> str:
        """Puts an RSS feed at `path`; its address."""
        listed = "".join(
            f"<item><title>{escape(item.title)}</title><link>{escape(item.link)}</link>"
            + (f'<guid isPermaLink="false">{escape(item.guid)}</guid>' if item.guid else "")
            + f"<description>{escape(item.summary)}</description>"
            + (f"<content:encoded>{escape(item.content)}</content:encoded>" if item.content else "")
            + f"<dc:date>{item.date}</dc:date></item>"
            for item in items
        )
        self.pages[path] = Reply(
            '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"'
            ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
            f"<title>{escape(title)}</title><link>{self.url('/')}</link>"
            f"<description>News</description>{listed}</channel></rss>",
            "application/rss+xml",
            headers=headers,
        )
        return self.url(path)


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    made = Web()
    await made.start()
    yield made
    await made.close()


@pytest.fixture
def feed_item() -> type[Item]:
    return Item


@pytest.fixture
def reply() -> type[Reply]:
    return Reply


@pytest.fixture(scope="session")
def brackets() -> Any:
    """`tests/languages/brackets.py`: a language that shows what is not translated."""
    path = Path(__file__).parent / "languages" / "brackets.py"
    spec = importlib.util.spec_from_file_location("dragoman_brackets", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
