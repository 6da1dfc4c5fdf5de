"""The settings: every one an environment variable that begins with ``DRAGOMAN_``.

They are read from the environment, from a file ``.env`` in the working directory and from Docker's secrets
directory, in this order of precedence. Nothing is read at import: the program calls `load_settings` once,
which reports every problem at once by the variable's name and never repeats a value that might be secret.
"""

from __future__ import annotations

import datetime as dt
import difflib
import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from bot import values, written
from bot.extras import Extras
from bot.written import PREFIX

log = logging.getLogger(__name__)

DISCORD_API = "https://discord.com/api/v10"


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


def _token(value: SecretStr) -> SecretStr:
    text = value.get_secret_value().strip().removeprefix("Bot ").strip()
    if not text or not re.fullmatch(r"[\x21-\x7e]+", text):
        raise ValueError("must be the bot's token in one line, without spaces.")
    return SecretStr(text)


Countries = Annotated[
    tuple[str, ...], NoDecode, BeforeValidator(values.words), AfterValidator(values.countries)
]


class DigestSettings(BaseModel):
    """One digest: where, when and about whom."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    channel: Annotated[int, BeforeValidator(values.channel), Field(gt=0, lt=2**63)] = Field(
        description="Number of the Discord channel that gets the digest.", examples=["123456789012345678"]
    )
    time: Annotated[dt.time, BeforeValidator(values.time)] = Field(
        dt.time(8), description="Time of day on the channel's own clock.", examples=["07:30"]
    )
    timezone: Annotated[str, AfterValidator(values.timezone)] = Field(
        "UTC", description="Time zone of that clock, by its IANA name.", examples=["Europe/Berlin"]
    )
    weekdays: Annotated[tuple[int, ...], NoDecode, BeforeValidator(values.weekdays)] = Field(
        tuple(range(7)), description="Days on which it appears: names, ranges, or all.", examples=["mon-fri"]
    )
    horizon_days: Annotated[int, Field(ge=1, le=730)] = Field(
        60, description="How many days ahead it looks for summits and visits.", examples=["60"]
    )
    countries: Countries = Field(
        (),
        description="Countries and organisations it is about; all if left out.",
        examples=["India,Brazil,EU"],
    )
    language: Annotated[str, AfterValidator(values.language)] | None = Field(
        None,
        description="Language in which it is written; the server's own if left out.",
        examples=["fr"],
    )
    thread: bool = Field(
        False, description="Whether a thread is started from its first message.", examples=["yes"]
    )
    publish: bool = Field(
        False, description="Whether it is published from an announcement channel.", examples=["yes"]
    )
    mention_role: Annotated[int, BeforeValidator(values.role), Field(gt=0, lt=2**63)] | None = Field(
        None, description="Number of the role that its first message pings.", examples=["123456789012345670"]
    )
    attach_calendar: bool = Field(
        False, description="Whether what is ahead comes with it as a calendar file.", examples=["yes"]
    )
    scheduled_events: bool = Field(
        False, description="Whether confirmed summits ahead become the server's scheduled events.",
        examples=["yes"],
    )  # fmt: skip

    @property
    def extras(self) -> Extras:
        """What it has besides its text, as `bot.posting` takes it."""
        return Extras(
            thread=self.thread,
            publish=self.publish,
            mention=str(self.mention_role or ""),
            calendar=self.attach_calendar,
            events=self.scheduled_events,
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
    watch_per_hour: Annotated[int, Field(ge=1, le=60)] = Field(
        4, description="How many messages an hour one watcher gets at most.", examples=["4"]
    )
    language: Annotated[str, AfterValidator(values.language)] = Field(
        "en", description="Language of the terminal's answers and digests.", examples=["fr"]
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"] = Field(
        "INFO", description="How much is logged.", examples=["WARNING"]
    )
    discord_guilds: Annotated[tuple[int, ...], NoDecode, BeforeValidator(values.words)] = Field(
        (),
        description="For development: servers that get the commands at once, instead of everywhere.",
        examples=["123456789012345678"],
    )
    shared_servers: Annotated[tuple[int, ...], NoDecode, BeforeValidator(values.words)] = Field(
        (),
        description="Servers whose members' articles, feeds and corrections belong to every server.",
        examples=["123456789012345678"],
    )
    discord_api_url: Annotated[str, AfterValidator(values.address("https"))] = Field(
        DISCORD_API, description="Address of Discord's API or of a server compatible with it.",
        examples=[DISCORD_API],
    )  # fmt: skip
    discord_gateway_url: Annotated[str, AfterValidator(values.address("wss"))] | None = Field(
        None,
        description="Address of the gateway; if left out, the one that belongs to the API.",
        examples=["wss://gateway.discord.gg"],
    )
    feed_minutes: Annotated[float, Field(ge=1, le=1440)] = Field(
        15, description="How many minutes lie between two looks at a feed.", examples=["15"]
    )
    fetch_allow_hosts: Annotated[
        tuple[str, ...], NoDecode, BeforeValidator(values.words), AfterValidator(values.hosts)
    ] = Field(
        (),
        description="Private hosts that may be fetched all the same, as host or host:port.",
        examples=["wiki.corp.example:8080"],
    )
    feeds: Annotated[tuple[str, ...], NoDecode, BeforeValidator(values.addresses)] = Field(
        (),
        description="Feeds that fill the record for everyone: RSS, Atom, RDF or JSON Feed.",
        examples=["https://news.example.org/feed.xml,https://ministry.example/rss"],
    )
    calendars: Annotated[tuple[str, ...], NoDecode, BeforeValidator(values.words)] = Field(
        (),
        description="Calendars of summits (iCalendar) beside the packaged one: paths or addresses.",
        examples=["/data/summits.ics,https://desk.example.org/summits.ics"],
    )
    fetch_contact: Annotated[str, Field(max_length=200, pattern=r"^[\x21-\x7e]+$")] | None = Field(
        None,
        description="Web address or mail of whoever runs the bot, told to the servers it asks.",
        examples=["https://desk.example.org/bot"],
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

    @field_validator("feeds")
    @classmethod
    def _fetchable(cls, value: tuple[str, ...], about: ValidationInfo) -> tuple[str, ...]:
        """`fetch_allow_hosts` is read before, so that a private feed may be named where its host is."""
        return values.fetchable(value, about.data.get("fetch_allow_hosts", ()))

    @field_validator("calendars")
    @classmethod
    def _readable(cls, value: tuple[str, ...], about: ValidationInfo) -> tuple[str, ...]:
        return values.calendars(value, about.data.get("fetch_allow_hosts", ()))

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

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Secret files are read like variables, nested ones too, which pydantic's own source leaves out."""
        directory = getattr(file_secret_settings, "secrets_dir", None)
        secrets = EnvSettingsSource(settings_cls)
        found = written.in_secret_files(Path(directory)) if directory else {}
        secrets.env_vars = {name.lower(): value for name, value in found.items()}
        return init_settings, env_settings, dotenv_settings, secrets


def load_settings(*, need_token: bool = False, env_file: Path | str | None = ".env") -> Settings:
    """The settings of this process.

    `need_token` makes a missing bot token one of the problems: for what talks to Discord. Unknown variables
    with our prefix are logged as warnings with the nearest real name. Raises `ConfigurationError`.
    """
    try:
        variables = written.ours(env_file)
    except written.Unreadable as error:
        raise ConfigurationError([Problem(error.name, error.reason)]) from None
    for sentence in unknown_variables(variables):
        log.warning("%s", sentence)
    sources: dict[str, Any] = {"_env_file": env_file, "_secrets_dir": written.secrets_dir(variables)}
    problems: list[Problem] = []
    settings = None
    try:
        settings = Settings(**sources)
    except ValidationError as error:
        problems = [_problem(dict(one)) for one in error.errors(include_url=False, include_input=False)]
    if need_token and f"{PREFIX}DISCORD_TOKEN" not in variables:
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
        digest = re.fullmatch(rf"{PREFIX}DIGESTS?_+(.+?)_+([A-Z]+(?:_(?:DAYS|ROLE|CALENDAR|EVENTS))?)", name)
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


_WORDING = {
    "missing": "is required.",
    "int_parsing": "must be a whole number.",
    "int_type": "must be a whole number.",
    "float_parsing": "must be a number.",
    "bool_parsing": "must be yes or no.",
    "bool_type": "must be yes or no.",
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
