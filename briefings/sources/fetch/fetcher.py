"""One shared client for everything that is fetched.

Every connection goes to an address that was checked a moment before: the connector asks our resolver alone,
and connects to exactly the numbers it returns, so a name that changes its mind between check and connection
gains nothing. Redirects are followed here, one by one, each target checked like the first address.
"""

from __future__ import annotations

import asyncio
import random
import socket
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Self
from urllib.parse import urldefrag, urljoin, urlsplit

from briefings.errors import (
    BodyRefused,
    FetchError,
    HostResting,
    HttpStatus,
    RobotsRefused,
    Unreachable,
    UnsafeAddress,
)
from briefings.languages import Phrase, counted, phrase
from briefings.sources.fetch import robots
from briefings.sources.fetch.addresses import AllowedHosts, Location, parse_url, why_not
from briefings.sources.fetch.bodies import ENCODINGS, read_body, too_large
from briefings.sources.fetch.manners import Clock, Manners

if TYPE_CHECKING:
    import aiohttp

FEEDS = (
    "application/atom+xml", "application/rss+xml", "application/rdf+xml", "application/feed+json",
    "application/xml", "text/xml", "application/json", "text/*", "application/octet-stream",
)  # fmt: skip
PAGES = ("text/html", "application/xhtml+xml", "text/*", "application/xml")
CALENDARS = ("text/calendar", "text/*", "application/octet-stream")
FILES = (*PAGES, "application/*", "message/rfc822")

MAX_BYTES = 5 * 1024 * 1024
MAX_REDIRECTS = 5
ROBOTS_KEPT = 24 * 3600.0
ROBOTS_REMEMBERED = 1000
NAME = "Dragoman"

_ROBOTS = ("text/*", "application/*")

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer. `url` is where the last redirect led; header names are in lower case.

    `content_type` is in lower case without parameters, empty if the server names none. With `not_modified`
    the body is empty: what was known by `etag` or `last_modified` still holds.
    """

    status: int
    url: str
    headers: Mapping[str, str]
    body: bytes
    content_type: str
    charset: str | None
    not_modified: bool = False

    @property
    def etag(self) -> str | None:
        return self.headers.get("etag")

    @property
    def last_modified(self) -> str | None:
        return self.headers.get("last-modified")


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds: for one request as a whole, for connecting, for silence; least time between the starts of two
    requests to one server.
    """

    total: float = 30.0
    connect: float = 10.0
    silence: float = 10.0
    delay: float = 1.0


class Fetcher:
    """Fetches politely and safely. One is shared by all; use it as an async context manager or close it.

    `allow_hosts`: see `AllowedHosts`; raises `ValueError` for an entry that is no host. `contact`: address or
    mail of whoever runs the bot, told to servers. `resolve`, `random_` and `sleep` are for tests.
    """

    def __init__(
        self,
        allow_hosts: Iterable[str] = (),
        *,
        clock: Clock,
        contact: str | None = None,
        version: str = "0",
        limits: Limits | None = None,
        resolve: Resolve | None = None,
        random_: Callable[[], float] = random.random,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.allowed = AllowedHosts(allow_hosts)
        self.user_agent = f"{NAME}/{version}" + (f" (+{contact})" if contact else " (reads news feeds)")
        self._limits = limits or Limits()
        self._clock = clock
        self._resolve = resolve or _system_resolve
        self._manners = Manners(clock, delay=self._limits.delay, random=random_, sleep=sleep)
        self._robots: dict[str, tuple[datetime, robots.Robots]] = {}
        self._asking_robots: dict[str, asyncio.Lock] = {}
        self._session: aiohttp.ClientSession | None = None

    async def get(
        self,
        url: str,
        *,
        max_bytes: int = MAX_BYTES,
        accept: Sequence[str] = PAGES,
        etag: str | None = None,
        last_modified: str | None = None,
    ) -> Fetched:
        """What `url` answers. `accept`: the media types that are wanted, ``text/*`` for a whole family.

        `etag` and `last_modified` are those of an earlier answer. Raises `FetchError`.
        """
        headers = {"Accept": ", ".join((*accept, "*/*;q=0.1"))}
        if etag:
            headers["If-None-Match"] = etag
        if last_modified:
            headers["If-Modified-Since"] = last_modified
        place = parse_url(url, self.allowed)
        for _ in range(MAX_REDIRECTS + 1):
            await self._ask_robots(place)
            answer = await self._visit(place, headers, max_bytes, accept)
            if isinstance(answer, Fetched):
                return answer
            place = self._redirected(url, place, answer)
        raise Unreachable(url, phrase("it redirects more than {most} times.", most=MAX_REDIRECTS))

    async def close(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.close()

    def _redirected(self, url: str, place: Location, target: str) -> Location:
        try:
            onward = urljoin(place.url, urldefrag(target.strip()).url)
        except ValueError:
            raise UnsafeAddress(url, phrase("it redirects to something that is no address.")) from None
        try:
            return parse_url(onward, self.allowed)
        except UnsafeAddress as error:
            raise UnsafeAddress(
                url, phrase("it redirects to {url}: {reason}", url=error.url, reason=_bare(error))
            ) from None

    async def _visit(
        self, place: Location, headers: Mapping[str, str], max_bytes: int, accept: Sequence[str]
    ) -> Fetched | str:
        """One request: the answer, or where it redirects to."""
        resting = self._manners.rest(place.authority)
        if resting is not None:
            raise HostResting(
                place.url,
                phrase(
                    "{host} had trouble or asked for patience; it is asked again in {span}.",
                    host=place.host,
                    span=_span(resting),
                ),
                retry_after=resting,
            )
        async with self._manners.turn(place.authority, own=place.private):
            try:
                answer = await self._request(place, headers, max_bytes, accept)
            except (Unreachable, HttpStatus) as error:
                if isinstance(error, Unreachable) or error.status in (408, 429) or error.status >= 500:
                    self._manners.went_wrong(place.authority, error.retry_after)
                else:
                    self._manners.went_well(place.authority)
                raise
        self._manners.went_well(place.authority)
        return answer

    async def _request(
        self, place: Location, headers: Mapping[str, str], max_bytes: int, accept: Sequence[str]
    ) -> Fetched | str:
        import aiohttp
        from yarl import URL

        session = self._open()
        try:
            async with (
                asyncio.timeout(self._limits.total),
                session.get(URL(place.url, encoded=True), headers=headers, allow_redirects=False) as response,
            ):
                if response.status in (301, 302, 303, 307, 308) and "Location" in response.headers:
                    return response.headers["Location"]
                return await self._take(place, response, max_bytes, accept)
        except UnsafeAddress as error:
            raise UnsafeAddress(place.url, _bare(error)) from None
        except FetchError:
            raise
        except TimeoutError:
            raise Unreachable(
                place.url,
                phrase(
                    "{host} took too long; {total} seconds are the limit.",
                    host=place.host,
                    total=format(self._limits.total, "g"),
                ),
            ) from None
        except aiohttp.ClientError as error:
            raise Unreachable(place.url, _plainly(error, place.host)) from error
        except (OSError, ValueError) as error:
            raise Unreachable(
                place.url,
                phrase("{host} could not be asked ({name}).", host=place.host, name=type(error).__name__),
            ) from error

    async def _take(
        self, place: Location, response: aiohttp.ClientResponse, max_bytes: int, accept: Sequence[str]
    ) -> Fetched:
        status = response.status
        headers = {name.lower(): value for name, value in response.headers.items()}
        content_type, charset = _media_type(headers.get("content-type", ""))
        if status == 304:
            return Fetched(status, place.url, headers, b"", content_type, charset, not_modified=True)
        if status not in (200, 203):
            raise HttpStatus(
                place.url,
                phrase(
                    "{host} answered {status}{meaning}.",
                    host=place.host,
                    status=status,
                    meaning=_meaning(status),
                ),
                status,
                retry_after=self._wish(headers.get("retry-after")),
            )
        if not _wanted(content_type, accept):
            raise BodyRefused(
                place.url,
                phrase(
                    "the answer is {content_type}, which is not read here.", content_type=content_type[:60]
                ),
            )
        length = headers.get("content-length", "")
        if length.isdecimal() and int(length) > max_bytes:
            raise too_large(place.url, max_bytes)
        body = await read_body(
            place.url,
            response.content.iter_chunked(64 * 1024),
            headers.get("content-encoding", ""),
            max_bytes,
        )
        return Fetched(status, place.url, headers, body, content_type, charset)

    async def _ask_robots(self, place: Location) -> None:
        """Raises `RobotsRefused` if the site does not want this fetched; its robots.txt is kept for a day."""
        origin = f"{place.scheme}://{place.authority}"
        async with self._asking_robots.setdefault(origin, asyncio.Lock()):
            kept = self._robots.get(origin)
            if kept is None or (self._clock() - kept[0]).total_seconds() > ROBOTS_KEPT:
                rules = await self._fetch_robots(origin)
                while len(self._robots) >= ROBOTS_REMEMBERED:
                    oldest = next(iter(self._robots))
                    del self._robots[oldest]
                self._robots.pop(origin, None)
                self._robots[origin] = self._clock(), rules
                if rules.delay is not None:
                    self._manners.wants_pause(place.authority, rules.delay)
            else:
                rules = kept[1]
        if len(self._asking_robots) > ROBOTS_REMEMBERED:
            self._asking_robots = {k: lock for k, lock in self._asking_robots.items() if lock.locked()}
        parts = urlsplit(place.url)
        if not rules.allows(parts.path + (f"?{parts.query}" if parts.query else "")):
            raise RobotsRefused(
                place.url,
                phrase("the robots.txt of {host} asks programs not to fetch this.", host=place.host),
            )

    async def _fetch_robots(self, origin: str) -> robots.Robots:
        """The rules of a site. None where it has none; trouble is raised, and the site asked again later."""
        at = parse_url(f"{origin}/robots.txt", self.allowed)
        for hop in range(MAX_REDIRECTS + 1):
            try:
                answer = await self._visit(at, {"Accept": "text/plain"}, robots.LARGEST, _ROBOTS)
            except HttpStatus as error:
                if error.status == 429 or error.status >= 500:
                    raise
                break
            except BodyRefused:
                break  # a picture or a flood is no set of rules
            except UnsafeAddress:
                if hop == 0:
                    raise
                break
            if isinstance(answer, Fetched):
                return robots.parse(answer.body, NAME)
            try:
                at = self._redirected(at.url, at, answer)
            except UnsafeAddress:
                break
        return robots.EVERYTHING

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            import aiohttp

            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    resolver=_make_resolver(self._resolve, self.allowed), use_dns_cache=False, limit=20
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                headers={"User-Agent": self.user_agent, "Accept-Encoding": ENCODINGS},
                timeout=aiohttp.ClientTimeout(
                    total=None, sock_connect=self._limits.connect, sock_read=self._limits.silence
                ),
                requote_redirect_url=False,
            )
        return self._session

    def _wish(self, written: str | None) -> float | None:
        """Seconds that a `Retry-After` asks for: a number, or a date."""
        if not written:
            return None
        if written.strip().isdecimal():
            return float(written.strip()[:9])
        try:
            at = parsedate_to_datetime(written)
        except (ValueError, OverflowError):
            return None
        return max(0.0, (at.replace(tzinfo=at.tzinfo or UTC) - self._clock()).total_seconds())


async def _system_resolve(host: str, port: int) -> Sequence[str]:
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


def _make_resolver(resolve: Resolve, allowed: AllowedHosts) -> aiohttp.abc.AbstractResolver:
    """The name service as the connector sees it: only numbers that may be connected to come out."""
    from aiohttp.abc import AbstractResolver, ResolveResult

    class Checked(AbstractResolver):
        async def resolve(
            self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
        ) -> list[ResolveResult]:
            numbers = list(dict.fromkeys(await resolve(host, port)))
            if (host, port) not in allowed:
                for number in numbers:
                    why = why_not(number)
                    if why is not None:
                        raise UnsafeAddress(
                            host,
                            phrase(
                                "the name leads to {why}, and only the public web is fetched.",
                                why=phrase(why),
                            ),
                        )
            return [
                ResolveResult(
                    hostname=host,
                    host=number,
                    port=port,
                    family=socket.AF_INET6 if ":" in number else socket.AF_INET,
                    proto=socket.IPPROTO_TCP,
                    flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
                )
                for number in numbers
                if family in (socket.AF_UNSPEC, socket.AF_INET6 if ":" in number else socket.AF_INET)
            ]

        async def close(self) -> None:
            """Nothing is held."""

    return Checked()


def _plainly(error: aiohttp.ClientError, host: str) -> str:
    """What a failure of the connection means, without the numbers and paths of this machine."""
    import aiohttp

    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return phrase("the name {host} is not known.", host=host)
    if isinstance(error, aiohttp.ClientConnectorCertificateError | aiohttp.ClientSSLError):
        return phrase("{host} could not prove who it is (its TLS certificate is not valid).", host=host)
    if isinstance(error, aiohttp.ClientConnectorError):
        return phrase("{host} does not take connections.", host=host)
    if isinstance(error, aiohttp.ClientPayloadError):
        return phrase("the answer broke off.")
    if isinstance(error, aiohttp.ServerDisconnectedError):
        return phrase("{host} closed the connection without an answer.", host=host)
    return phrase("{host} gave an answer that is not HTTP as we know it.", host=host)


def _bare(error: FetchError) -> str:
    """The message without the address it begins with."""
    return error.message


def _media_type(written: str) -> tuple[str, str | None]:
    kind, _, parameters = written.partition(";")
    charset = None
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            charset = value.strip(" \"'").lower()[:40] or None
    return kind.strip().lower(), charset


def _wanted(content_type: str, accept: Sequence[str]) -> bool:
    if not content_type:
        return True
    family = content_type.partition("/")[0]
    return any(wanted in (content_type, f"{family}/*", "*/*") for wanted in accept)


def _meaning(status: int) -> str:
    from http import HTTPStatus

    try:
        return f" ({HTTPStatus(status).phrase})"
    except ValueError:
        return ""


def _span(seconds: float) -> Phrase:
    if seconds < 90:
        return counted("{number} second", "{number} seconds", max(1, round(seconds)))
    if seconds < 5400:
        return counted("{number} minute", "{number} minutes", round(seconds / 60))
    return counted("{number} hour", "{number} hours", round(seconds / 3600))
