"""A Discord on loopback for what simcord does not model: the wire itself, nonces, rate limits, a lost answer.

Enough of the gateway (HELLO, IDENTIFY, READY, heartbeats, interactions) and of the REST API for one bot, one
server and its channel. Run as a program it prints its port and serves until its input ends.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiohttp import WSMsgType, web

BOT_ID, GUILD_ID, CHANNEL_ID, USER_ID, DIRECT_ID = 700, 800, 900, 1000, 1100
TOKEN = "standin-token"
EVERYTHING = str(0x400 | 0x800 | 0x4000 | 0x10000)
_EPOCH = 1420070400000


def snowflake(at: datetime, number: int) -> str:
    return str(((int(at.timestamp() * 1000) - _EPOCH) << 22) + number)


@dataclass
class StandIn:
    """What the server holds, what it was asked, and how it is to misbehave."""

    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    token: str = TOKEN
    permissions: str = EVERYTHING
    messages: list[dict[str, Any]] = field(default_factory=list)
    commands: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    requests: list[tuple[str, str]] = field(default_factory=list)
    answers: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)
    statuses: list[int] = field(default_factory=list)
    """Statuses for the next messages posted, instead of storing them."""
    lose: int = 0
    """How many of the next messages are stored while their answer is lost."""
    limited: dict[str, int] = field(default_factory=dict)
    """How many of the next requests whose path begins so are told to come back later."""
    elsewhere: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """Messages of direct messages and of channels of servers that were joined later, by channel."""
    channel_type: int = 0
    published: list[str] = field(default_factory=list)
    """Messages shown to who follows the channel."""
    events: list[dict[str, Any]] = field(default_factory=list)
    """The server's scheduled events."""
    lost: dict[str, int] = field(default_factory=dict)
    """How many of the next changes whose path ends so are made while their answer is lost."""
    patience: dict[str, float] = field(default_factory=dict)
    """Seconds after which requests whose path ends so may come again; until then they are refused."""
    joined: str = "2024-01-01T00:00:00+00:00"
    """When the bot joined its servers."""
    gone: set[str] = field(default_factory=set)
    """Numbers of members who are not in the server any more."""
    heartbeats: int = 0
    close_code: int | None = None
    """Close the gateway with this code instead of READY."""
    port: int = 0
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)
    _runner: web.AppRunner | None = None
    _sockets: list[web.WebSocketResponse] = field(default_factory=list)

    @property
    def api_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/v10"

    @property
    def gateway_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/gateway"

    async def __aenter__(self) -> StandIn:
        app = web.Application()
        app.router.add_get("/gateway", self._gateway)
        app.router.add_route("*", "/api/v10/{path:.*}", self._rest)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        assert site._server is not None
        self.port = site._server.sockets[0].getsockname()[1]  # type: ignore[attr-defined]
        return self

    async def __aexit__(self, *_exc: object) -> None:
        for socket in self._sockets:
            await socket.close()
        assert self._runner is not None
        await self._runner.cleanup()

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until something that was asked of the server makes the condition true."""
        async with asyncio.timeout(20), self._news:
            await self._news.wait_for(lambda: bool(condition()))

    async def _tell(self) -> None:
        async with self._news:
            self._news.notify_all()

    @property
    def connected(self) -> int:
        return len(self._sockets)

    async def dispatch(self, event: str, data: dict[str, Any]) -> None:
        for socket in [socket for socket in self._sockets if not socket.closed]:
            await socket.send_str(json.dumps({"op": 0, "s": 9, "t": event, "d": data}))

    async def dispatch_beat(self) -> None:
        """Ask the bot for a sign of life, as Discord does now and then."""
        for socket in [socket for socket in self._sockets if not socket.closed]:
            await socket.send_str(json.dumps({"op": 1, "d": None}))

    async def join(self, guild: int, *, locale: str = "en-US", **fields: Any) -> None:
        """Somebody invites the bot to another server, whose channel has the server's number plus 1."""
        channel = {**self.channel(), "id": str(guild + 1), "guild_id": str(guild), "name": "lobby"}
        everyone = {**self.guild()["roles"][0], "id": str(guild), "permissions": EVERYTHING}
        joined = {"id": str(guild), "name": f"Server {guild}", "channels": [channel], "roles": [everyone]}
        self.elsewhere.setdefault(str(guild + 1), [])
        await self.dispatch("GUILD_CREATE", self.guild() | joined | {"preferred_locale": locale} | fields)

    async def leave(self, guild: int) -> None:
        """The bot is removed from a server."""
        await self.dispatch("GUILD_DELETE", {"id": str(guild)})

    def channel(self) -> dict[str, Any]:
        return {
            "id": str(CHANNEL_ID),
            "type": self.channel_type,
            "guild_id": str(GUILD_ID),
            "name": "digest",
            "position": 0,
            "permission_overwrites": [],
        }

    def guild(self) -> dict[str, Any]:
        everyone = {"id": str(GUILD_ID), "name": "@everyone", "permissions": self.permissions, "position": 0}
        return {
            "id": str(GUILD_ID),
            "name": "Desk",
            "owner_id": "1",
            "roles": [{**everyone, "color": 0, "hoist": False, "managed": False, "mentionable": False}],
            "emojis": [],
            "features": [],
            "channels": [self.channel()],
            "members": [self.member()],
            "threads": [],
            "stickers": [],
            "member_count": 2,
            "preferred_locale": "en-US",
        }

    def user(self) -> dict[str, Any]:
        return {"id": str(BOT_ID), "username": "dragoman", "discriminator": "0", "avatar": None, "bot": True}

    def member(self) -> dict[str, Any]:
        return {
            "user": self.user(),
            "roles": [],
            "joined_at": self.joined,
            "deaf": False,
            "mute": False,
            "flags": 0,
        }

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        self.requests.append(("GET", "gateway"))
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_str(json.dumps({"op": 10, "d": {"heartbeat_interval": 45000}}))
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                break
            sent = json.loads(message.data)
            if sent["op"] == 1:
                self.heartbeats += 1
                await socket.send_str(json.dumps({"op": 11}))
                await self._tell()
            elif sent["op"] == 2:
                self.tokens.add(sent["d"]["token"])
                if self.close_code or sent["d"]["token"] != self.token:
                    await socket.close(code=self.close_code or 4004)
                    break
                await self._ready(socket)
        return socket

    async def _ready(self, socket: web.WebSocketResponse) -> None:
        ready = {
            "v": 10,
            "user": self.user(),
            "guilds": [{"id": str(GUILD_ID), "unavailable": True}],
            "session_id": "s",
            "resume_gateway_url": self.gateway_url,
            "application": {"id": str(BOT_ID), "flags": 0},
            "private_channels": [],
        }
        await socket.send_str(json.dumps({"op": 0, "s": 1, "t": "READY", "d": ready}))
        await socket.send_str(json.dumps({"op": 0, "s": 2, "t": "GUILD_CREATE", "d": self.guild()}))
        self._sockets.append(socket)
        await self._tell()

    async def _rest(self, request: web.Request) -> web.StreamResponse:
        path = request.match_info["path"]
        self.requests.append((request.method, path))
        authorization = request.headers.get("Authorization", "")
        if authorization:
            self.tokens.add(authorization.removeprefix("Bot "))
        interaction = path.startswith(("interactions/", "webhooks/"))
        if authorization != f"Bot {self.token}" and not interaction and path != "gateway":
            return _error(401, 0, "401: Unauthorized")
        body: Any = None
        if request.can_read_body:
            if request.content_type == "multipart/form-data":
                body = json.loads(str((await request.post())["payload_json"]))
            else:
                text = await request.text()
                body = json.loads(text) if request.content_type == "application/json" else text
        limit = next((begin for begin, left in self.limited.items() if left and path.startswith(begin)), None)
        if limit is not None:
            self.limited[limit] -= 1
            answer = _later()
        elif wait := next((wait for end, wait in self.patience.items() if path.endswith(end)), None):
            answer = _later(wait)
        else:
            answer = self._answer(request, path.split("/"), body)
            end = next((end for end, left in self.lost.items() if left and path.endswith(end)), None)
            if end is not None and request.method != "GET":
                self.lost[end] -= 1
                assert request.transport is not None
                request.transport.abort()
        await self._tell()
        return answer

    def _answer(self, request: web.Request, path: list[str], body: Any) -> web.StreamResponse:
        match (request.method, path):
            case ("GET", ["users", "@me"]):
                return _json(self.user())
            case ("GET", ["oauth2", "applications", "@me"] | ["applications", "@me"]):
                return _json(_APPLICATION)
            case ("GET", ["gateway"] | ["gateway", "bot"]):
                limit = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
                return _json({"url": self.gateway_url, "shards": 1, "session_start_limit": limit})
            case ("PUT", ["applications", _, "commands"]):
                self.commands["everywhere"] = body
                return _json([_registered(command) for command in body])
            case ("PUT", ["applications", _, "guilds", guild, "commands"]):
                self.commands[guild] = body
                return _json([_registered(command) for command in body])
            case ("GET", ["channels", channel]) if channel == str(CHANNEL_ID):
                return _json(self.channel())
            case ("GET", ["guilds", guild]) if guild == str(GUILD_ID):
                return _json(self.guild())
            case ("GET", ["guilds", _, "members", user]) if user in self.gone:
                return _error(404, 10007, "Unknown Member")
            case ("GET", ["guilds", _, "members", _]):
                return _json(self.member())
            case ("POST", ["channels", channel, "messages"]) if channel == str(CHANNEL_ID):
                return self._post(request, body)
            case ("GET", ["channels", channel, "messages"]) if channel == str(CHANNEL_ID):
                after = int(request.query.get("after", 0))
                found = [message for message in self.messages if int(message["id"]) > after]
                return _json(found[: int(request.query.get("limit", 50))][::-1])
            case ("POST", ["channels", _, "messages", message, "threads"]):
                if message in self.elsewhere:
                    return _error(400, 160004, "A thread has already been created for this message")
                self.elsewhere[message] = []
                return _json({**self.channel(), "id": message, "type": 11, "name": body["name"]})
            case ("POST", ["channels", _, "messages", message, "crosspost"]):
                if self.channel_type != 5:
                    return _error(400, 50024, "Cannot execute action on this channel type")
                if message in self.published:
                    return _error(400, 40033, "This message has already been crossposted")
                self.published.append(message)
                return _json(next(one for one in self.messages if one["id"] == message))
            case (method, ["guilds", _, "scheduled-events", *event]):
                return self._scheduled(method, event, body)
            case ("POST", ["users", "@me", "channels"]):
                self.elsewhere.setdefault(str(DIRECT_ID), [])
                return _json({"id": str(DIRECT_ID), "type": 1, "recipients": []})
            case ("POST", ["channels", channel, "messages"]) if channel in self.elsewhere:
                return self._post(request, body, self.elsewhere[channel])
            case ("GET", ["channels", channel, "messages"]) if channel in self.elsewhere:
                return _json(self.elsewhere[channel][::-1])
            case ("POST", ["interactions", *_]) | ("PATCH" | "POST", ["webhooks", *_]):
                self.answers.append(("/".join(path), body))
                if path[-1] == "callback":
                    return _json(
                        {"interaction": {"id": path[1], "type": 2}, "resource": {"type": body["type"]}}
                    )
                return _json(self._message(body))
        return _error(404, 10003, "Unknown Channel")

    def _scheduled(self, method: str, event: list[str], body: Any) -> web.StreamResponse:
        known = next((one for one in self.events if [one["id"]] == event), None)
        if method == "GET" and not event:
            return _json([one for one in self.events if one["status"] in (1, 2)])
        if method == "POST":
            known = {"id": str(5000 + len(self.events)), "guild_id": str(GUILD_ID), "status": 1, **body}
            self.events.append(known)
        elif known is None:
            return _error(404, 10070, "Unknown Guild Scheduled Event")
        elif method == "PATCH":
            if known["status"] > 2:
                return _error(400, 180000, "Cannot update a finished event")
            known |= body
        else:
            self.events.remove(known)
        return _json(known)

    def _post(
        self, request: web.Request, body: dict[str, Any], messages: list[dict[str, Any]] | None = None
    ) -> web.StreamResponse:
        messages = self.messages if messages is None else messages
        if self.statuses:
            status = self.statuses.pop(0)
            if status == 429:
                return _later()
            return _error(status, {403: 50013, 400: 50035}.get(status, 0), "refused by the stand-in")
        nonce = body.get("nonce") if body.get("enforce_nonce") else None
        known = next((m for m in messages if nonce and m.get("nonce") == nonce), None)
        message = known or self._message(body)
        if known is None:
            messages.append(message)
        if self.lose:
            self.lose -= 1
            assert request.transport is not None
            request.transport.abort()
        return _json(message)

    def _message(self, body: dict[str, Any]) -> dict[str, Any]:
        at = self.clock()
        return {
            "id": snowflake(at, len(self.messages) + 1),
            "channel_id": str(CHANNEL_ID),
            "author": self.user(),
            "content": body.get("content") or "",
            "timestamp": at.isoformat(),
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "attachments": [],
            "embeds": body.get("embeds", []),
            "components": body.get("components", []),
            "flags": body.get("flags", 0),
            "pinned": False,
            "type": 0,
            "nonce": body.get("nonce"),
            "allowed_mentions": body.get("allowed_mentions"),
        }


_APPLICATION = {
    "id": str(BOT_ID),
    "name": "Dragoman",
    "icon": None,
    "description": "",
    "bot_public": True,
    "bot_require_code_grant": False,
    "verify_key": "",
    "flags": 0,
    "summary": "",
    "owner": {"id": "1", "username": "owner", "discriminator": "0", "avatar": None},
}


def _registered(command: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": "5",
        "application_id": str(BOT_ID),
        "version": "1",
        "default_member_permissions": None,
        **command,
    }


def _json(data: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """discord.py reads JSON only under this very content type."""
    body = json.dumps(data).encode()
    return web.Response(
        body=body, status=status, headers={"Content-Type": "application/json", **(headers or {})}
    )


def _later(seconds: float = 0.01) -> web.Response:
    """A rate limit, as Discord's own servers put it."""
    return _json(
        {"message": "slow down", "retry_after": seconds, "global": False},
        status=429,
        headers={"Retry-After": str(seconds), "Via": "1.1 standin", "X-RateLimit-Scope": "user"},
    )


def _error(status: int, code: int, message: str) -> web.Response:
    return _json({"code": code, "message": message}, status=status)


async def _serve() -> None:
    async with StandIn() as standin:
        print(standin.port, flush=True)
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_serve())
