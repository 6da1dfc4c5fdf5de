"""The settings: every one an environment variable that begins with ``DRAGOMAN_``.

They are read from the environment, from a file ``.env`` in the working directory and from Docker's secrets
directory, in this order of precedence. Nothing is read at import: the program calls `load_settings` once,
which reports every problem at once by the variable's name and never repeats a value that might be secret.
"""

from __future__ import annotations

import datetime as dt
import difflib
import ipaddress
import logging
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

log = logging.getLogger(__name__)

PREFIX = "DRAGOMAN_"
DISCORD_API = "https://discord.com/api/v10"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_GROUPS = {"all": range(7), "daily": range(7), "weekdays": range(5), "weekend": range(5, 7)}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one variable, as a sentence, and a value that would be right."""

    variable: str
    message: str
    example: str | None = None

    def __str__(self) -> str:
        example = f" Example: {self.variable}={self.example}" if self.example else ""
        return f"{self.variable}: {self.message}{example}"


class ConfigurationError(Exception):
    """The settings cannot be used; `problems` lists everything that is wrong. The exit code is 78."""

    exit_code = 78

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("The configuration has problems:\n" + "\n".join(f"- {p}" for p in problems))


def _words(value: object) -> object:
    """A list as people write it, separated by commas or semicolons; what is not text is left as it is."""
    if isinstance(value, str):
        return [word.strip() for word in re.split(r"[,;\n]", value.strip("[] ")) if word.strip(" \"'")]
    return [value] if isinstance(value, int) else value


def _channel(value: object) -> object:
    if isinstance(value, str) and not value.strip().isdecimal():
        raise ValueError("must be the channel's number: right-click the channel in Discord, Copy Channel ID.")
    return value


def _time(value: object) -> object:
    if not isinstance(value, str):
        return value
    if not (found := re.fullmatch(r"([01]?\d|2[0-3])[:.h]([0-5]\d)", value.strip())):
        raise ValueError("must be a time of day between 00:00 and 23:59.")
    return dt.time(int(found[1]), int(found[2]))


def _safe(value: str) -> str:
    """The value for an error message, unless it might be a secret in the wrong place."""
    return (
        repr(value)
        if len(value) <= 32 and re.fullmatch(r"[^\W\d_][^\W\d ]*([ /+'-][^\W\d]+)*", value)
        else "this"
    )


def _timezone(value: str) -> str:
    import zoneinfo

    try:
        return zoneinfo.ZoneInfo(value).key
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        known = {name.casefold(): name for name in zoneinfo.available_timezones()}
    folded = value.strip().replace(" ", "_").casefold()
    if folded in known:
        return known[folded]
    by_city = {name.rpartition("/")[2]: name for name in known}
    near = [by_city[folded]] if folded in by_city else difflib.get_close_matches(folded, known, 1)
    hint = f" Did you mean {known[near[0]]}?" if near else ""
    raise ValueError(f"{_safe(value)} is not a time zone of the IANA list.{hint}")


def _weekdays(value: object) -> object:
    """Numbers of the days, Monday 0, from names, ranges ("mon-fri") and the words all, weekdays, weekend."""
    words = _words(value)
    if not isinstance(words, list | tuple):
        return words
    days: set[int] = set()
    for word in words:
        if isinstance(word, int) and word in range(7):
            days.add(word)
            continue
        text = str(word).strip().casefold()
        first, dash, last = (part.strip()[:3] for part in text.partition("-"))
        if text in _GROUPS:
            days.update(_GROUPS[text])
        elif first in WEEKDAYS and (not dash or last in WEEKDAYS):
            begin = WEEKDAYS.index(first)
            end = WEEKDAYS.index(last) if dash else begin
            days.update((begin + step) % 7 for step in range((end - begin) % 7 + 1))
        else:
            raise ValueError(
                "must name days of the week: mon, tue, wed, thu, fri, sat, sun, a range, or all."
            )
    if not days:
        raise ValueError("must name at least one day of the week, or be left out for every day.")
    return tuple(sorted(days))


def _countries(values: tuple[str, ...]) -> tuple[str, ...]:
    """Codes of the states and organisations named; the world is loaded only if there is a name to look up."""
    if not values or [value.casefold() for value in values] == ["all"]:
        return ()
    from briefings import world

    names = world.load().names
    codes: list[str] = []
    wrong: list[str] = []
    for value in values:
        found = names.resolve(value)
        if found.actor:
            codes.append(found.actor)
        elif found.ambiguous:
            wrong.append(f"{_safe(value)} could be {' or '.join(label for _, label in found.ambiguous)}")
        else:
            hint = f" (did you mean {' or '.join(found.suggestions[:2])}?)" if found.suggestions else ""
            wrong.append(f"{_safe(value)} is no country or organisation we know{hint}")
    if wrong:
        raise ValueError("; ".join(wrong) + ".")
    return tuple(dict.fromkeys(codes))


def is_trusted_url(url: str, scheme: str) -> bool:
    """Whether the token may go to `url`: encrypted (`scheme` "https" or "wss"), or to this very machine."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    if not host or parts.username or parts.password or parts.query or parts.fragment:
        return False
    if parts.scheme == scheme:
        return True
    return parts.scheme == scheme.removesuffix("s") and _is_loopback(host)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _url(scheme: str) -> AfterValidator:
    plain = scheme.removesuffix("s")

    def check(value: str) -> str:
        if not is_trusted_url(value, scheme):
            raise ValueError(
                f"must begin with {scheme}://, or with {plain}:// on this machine (localhost, 127.0.0.1), "
                "and hold no user name, query or fragment: the bot's token is sent there."
            )
        return value.rstrip("/")

    return AfterValidator(check)


def _token(value: SecretStr) -> SecretStr:
    text = value.get_secret_value().strip().removeprefix("Bot ").strip()
    if not text or not re.fullmatch(r"[\x21-\x7e]+", text):
        raise ValueError("must be the bot's token in one line, without spaces.")
    return SecretStr(text)


class DigestSettings(BaseModel):
    """One digest: where, when and about whom."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    channel: Annotated[int, BeforeValidator(_channel), Field(gt=0, lt=2**63)] = Field(
        description="Number of the Discord channel that gets the digest.", examples=["123456789012345678"]
    )
    time: Annotated[dt.time, BeforeValidator(_time)] = Field(
        dt.time(8), description="Time of day on the channel's own clock.", examples=["07:30"]
    )
    timezone: Annotated[str, AfterValidator(_timezone)] = Field(
        "UTC", description="Time zone of that clock, by its IANA name.", examples=["Europe/Berlin"]
    )
    weekdays: Annotated[tuple[int, ...], NoDecode, BeforeValidator(_weekdays)] = Field(
        tuple(range(7)), description="Days on which it appears: names, ranges, or all.", examples=["mon-fri"]
    )
    horizon_days: Annotated[int, Field(ge=1, le=730)] = Field(
        60, description="How many days ahead it looks for summits and visits.", examples=["60"]
    )
    countries: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_words), AfterValidator(_countries)] = (
        Field(
            (),
            description="Countries and organisations it is about; all if left out.",
            examples=["India,Brazil,EU"],
        )
    )


class Settings(BaseSettings):
    """Everything that can be set; each field is the variable of the same name behind ``DRAGOMAN_``."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    discord_token: Annotated[SecretStr, AfterValidator(_token)] | None = Field(
        None,
        description="Token of the bot, from its page in Discord's developer portal.",
        examples=["<token>"],
    )
    database: Path = Field(
        Path("dragoman.sqlite3"), description="File of the record.", examples=["/data/dragoman.sqlite3"]
    )
    digest: Annotated[dict[str, DigestSettings], NoDecode] = Field(
        default_factory=dict, description="The digests, each under a name of its own."
    )
    catch_up_hours: Annotated[float, Field(ge=0, le=20)] = Field(
        6, description="How many hours late a digest may still be posted.", examples=["6"]
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"] = Field(
        "INFO", description="How much is logged.", examples=["WARNING"]
    )
    discord_guilds: Annotated[tuple[int, ...], NoDecode, BeforeValidator(_words)] = Field(
        (),
        description="For development: servers that get the commands at once, instead of everywhere.",
        examples=["123456789012345678"],
    )
    discord_api_url: Annotated[str, _url("https")] = Field(
        DISCORD_API, description="Address of Discord's API or of a server compatible with it.",
        examples=[DISCORD_API],
    )  # fmt: skip
    discord_gateway_url: Annotated[str, _url("wss")] | None = Field(
        None,
        description="Address of the gateway; if left out, the one that belongs to the API.",
        examples=["wss://gateway.discord.gg"],
    )
    secrets_dir: Path = Field(
        Path("/run/secrets"),
        description="Directory of secret files, each named like its variable.",
        examples=["/run/secrets"],
    )

    @field_validator("log_level", mode="before")
    @classmethod
    def _level(cls, value: object) -> object:
        return value.strip().upper() if isinstance(value, str) else value

    @field_validator("database", "secrets_dir")
    @classmethod
    def _home(cls, value: Path) -> Path:
        return value.expanduser()

    @field_validator("digest", mode="before")
    @classmethod
    def _names(cls, value: object) -> object:
        """Digest names in lower case, so that the spelling of a variable does not make a second digest."""
        if isinstance(value, str):
            raise ValueError("is set one variable at a time.")
        return (
            {str(name).casefold(): digest for name, digest in value.items()}
            if isinstance(value, dict)
            else value
        )


def load_settings(*, need_token: bool = False, env_file: Path | str | None = ".env") -> Settings:
    """The settings of this process.

    `need_token` makes a missing bot token one of the problems: for what talks to Discord. Unknown variables
    with our prefix are logged as warnings with the nearest real name. Raises `ConfigurationError`.
    """
    written = _written(env_file)
    for sentence in unknown_variables(written):
        log.warning("%s", sentence)
    secrets = Path(written.get(f"{PREFIX}SECRETS_DIR") or "/run/secrets").expanduser()
    sources: dict[str, Any] = {"_env_file": env_file, "_secrets_dir": secrets if secrets.is_dir() else None}
    problems: list[Problem] = []
    settings = None
    try:
        settings = Settings(**sources)
    except ValidationError as error:
        problems = [_problem(dict(one)) for one in error.errors(include_url=False, include_input=False)]
    if need_token and not _has_token(written, secrets):
        problems.insert(0, Problem(f"{PREFIX}DISCORD_TOKEN", "is required to talk to Discord.", "<token>"))
    if problems or settings is None:
        raise ConfigurationError(problems)
    return settings


def unknown_variables(written: Mapping[str, str]) -> list[str]:
    """A sentence for each of our variables in `written` that is none we know, naming the nearest real one."""
    sentences = []
    for name in sorted(written):
        if name == PREFIX or not name.startswith(PREFIX) or _is_known(name):
            continue
        digest = re.fullmatch(rf"{PREFIX}DIGESTS?_+(.+?)_+([A-Z]+(?:_DAYS)?)", name)
        known = [_bare(variable) for variable, _ in variables(digest[1] if digest else "NAME")]
        near = difflib.get_close_matches(_bare(name), known, 1, cutoff=0.5)
        hint = f" Did you mean {PREFIX}{near[0]}?" if near else ""
        sentences.append(f"{name} is not a setting of Dragoman and is ignored.{hint}")
    return sentences


def variables(digest: str = "<NAME>") -> Iterator[tuple[str, Any]]:
    """Every variable with its field, in the order in which the documentation has them."""
    for name, field in Settings.model_fields.items():
        if name != "digest":
            yield f"{PREFIX}{name.upper()}", field
            continue
        for nested, nested_field in DigestSettings.model_fields.items():
            yield f"{PREFIX}DIGEST__{digest}__{nested.upper()}", nested_field


def _bare(name: str) -> str:
    return name.removeprefix(PREFIX)


def _is_known(name: str) -> bool:
    parts = _bare(name).casefold().split("__")
    if parts[0] == "digest":
        return len(parts) == 3 and bool(parts[1]) and parts[2] in DigestSettings.model_fields
    return len(parts) == 1 and parts[0] in Settings.model_fields


def _written(env_file: Path | str | None) -> dict[str, str]:
    """Our variables as written in the environment and the file, names in upper case; the environment wins."""
    from dotenv import dotenv_values

    values = dotenv_values(env_file) if env_file and Path(env_file).is_file() else {}
    both = {**{k.upper(): v for k, v in values.items()}, **{k.upper(): v for k, v in os.environ.items()}}
    return {name: value for name, value in both.items() if name.startswith(PREFIX) and value}


def _has_token(written: Mapping[str, str], secrets: Path) -> bool:
    name = f"{PREFIX}DISCORD_TOKEN"
    return name in written or (
        secrets.is_dir()
        and any(file.name.upper() == name and file.stat().st_size for file in secrets.iterdir())
    )


_WORDING = {
    "missing": "is required.",
    "int_parsing": "must be a whole number.",
    "int_type": "must be a whole number.",
    "float_parsing": "must be a number.",
    "literal_error": "must be one of DEBUG, INFO, WARNING, ERROR, CRITICAL.",
    "model_type": "is set one variable at a time.",
    "dict_type": "is set one variable at a time.",
}


def _problem(error: dict[str, Any]) -> Problem:
    """One of pydantic's errors in our words. Its own text is used only where it cannot hold the value."""
    path = [str(part).upper() for part in error["loc"] if not isinstance(part, int)]
    name = PREFIX + "__".join(path)
    kind, context = str(error["type"]), error.get("ctx", {})
    if kind == "value_error":
        message = str(context.get("error", "is not valid."))
    elif kind in ("greater_than", "greater_than_equal"):
        message = f"must be at least {context['ge'] if 'ge' in context else context['gt'] + 1:g}."
    elif kind in ("less_than", "less_than_equal"):
        message = f"must be at most {context['le'] if 'le' in context else context['lt'] - 1:g}."
    else:
        message = _WORDING.get(kind, "is not valid.")
    if path[0] == "DIGEST" and len(path) < 3:
        label = path[1] if len(path) > 1 else "MORNING"
        return Problem(name, message, None if len(path) < 2 else f"(use {PREFIX}DIGEST__{label}__CHANNEL)")
    field = (DigestSettings if path[0] == "DIGEST" else Settings).model_fields.get(path[-1].casefold())
    examples = field.examples if field else None
    return Problem(name, message, str(examples[0]) if examples else None)
