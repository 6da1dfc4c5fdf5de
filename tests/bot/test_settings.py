from __future__ import annotations

import logging
import os
import re
from datetime import time
from pathlib import Path

import pytest

from bot.settings import (
    ConfigurationError,
    Settings,
    load_settings,
    unknown_variables,
    variables,
)
from bot.values import is_trusted_url

ROOT = Path(__file__).parent.parent.parent
SECRET = "MTIzNDU2.very-secret.token_value"


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.upper().startswith("DRAGOMAN_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def put(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in values.items():
        monkeypatch.setenv(f"DRAGOMAN_{name}", value)


def problems(**kwargs: bool) -> dict[str, str]:
    with pytest.raises(ConfigurationError) as caught:
        load_settings(**kwargs)
    assert caught.value.exit_code == 78
    return {problem.variable: str(problem) for problem in caught.value.problems}


def test_nothing_is_needed_for_the_command_line() -> None:
    settings = load_settings()
    assert settings.discord_token is None
    assert settings.database == Path("dragoman.sqlite3")
    assert settings.digest == {}


def test_everything_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    put(
        monkeypatch,
        DISCORD_TOKEN=SECRET,
        DATABASE="/data/x.sqlite3",
        DISCORD_GUILDS="5, 6",
        LOG_LEVEL="warning",
        CATCH_UP_HOURS="2.5",
        DISCORD_API_URL="http://127.0.0.1:8080/api/v10/",
        DISCORD_GATEWAY_URL="ws://localhost:8080",
        DIGEST__MORNING__CHANNEL="123456789012345678",
        DIGEST__MORNING__TIME="7:30",
        DIGEST__MORNING__TIMEZONE="europe/berlin",
        DIGEST__Morning__WEEKDAYS="Mon-Wed, sunday",
        DIGEST__MORNING__HORIZON_DAYS="14",
        DIGEST__MORNING__COUNTRIES="India, brazil,EU",
        DIGEST__evening__channel="5",
    )
    settings = load_settings(need_token=True)
    assert settings.discord_token is not None
    assert settings.discord_token.get_secret_value() == SECRET
    assert settings.discord_guilds == (5, 6)
    assert settings.log_level == "WARNING"
    assert settings.catch_up_hours == 2.5
    assert settings.discord_api_url == "http://127.0.0.1:8080/api/v10"
    morning = settings.digest["morning"]
    assert (morning.channel, morning.time, morning.timezone) == (
        123456789012345678,
        time(7, 30),
        "Europe/Berlin",
    )
    assert morning.weekdays == (0, 1, 2, 6)
    assert morning.horizon_days == 14
    assert morning.countries == ("IN", "BR", "EU")
    evening = settings.digest["evening"]
    assert (evening.time, evening.timezone, evening.horizon_days) == (time(8), "UTC", 60)
    assert evening.weekdays == tuple(range(7))
    assert evening.countries == ()


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("all", (0, 1, 2, 3, 4, 5, 6)),
        ("weekdays", (0, 1, 2, 3, 4)),
        ("sat-mon", (0, 5, 6)),
        ("Friday", (4,)),
        ("tue;thu", (1, 3)),
        ("", (0, 1, 2, 3, 4, 5, 6)),
    ],
)
def test_weekdays_as_people_write_them(
    monkeypatch: pytest.MonkeyPatch, written: str, days: tuple[int, ...]
) -> None:
    put(monkeypatch, DIGEST__X__CHANNEL="5", DIGEST__X__WEEKDAYS=written)
    assert load_settings().digest["x"].weekdays == days


def test_the_environment_wins_over_the_file_and_the_file_over_secrets(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    (secrets / "dragoman_discord_token").write_text("from-secrets\n")
    (secrets / "dragoman_database").write_text("secrets.sqlite3")
    (secrets / "dragoman_log_level").write_text("ERROR")
    (tmp_path / ".env").write_text(
        f"DRAGOMAN_SECRETS_DIR={secrets}\nDRAGOMAN_DATABASE=file.sqlite3\nDRAGOMAN_LOG_LEVEL=DEBUG\nOTHER=1\n"
        "DRAGOMAN_DIGEST__A__CHANNEL=5\nDRAGOMAN_DIGEST__A__TIME=09:00\n"
    )
    put(monkeypatch, LOG_LEVEL="INFO", DIGEST__A__TIME="10:00")
    settings = load_settings(need_token=True)
    assert settings.discord_token is not None
    assert settings.discord_token.get_secret_value() == "from-secrets"
    assert str(settings.database) == "file.sqlite3"
    assert settings.log_level == "INFO"
    assert (settings.digest["a"].channel, settings.digest["a"].time) == (5, time(10))


def test_secret_files_are_read_like_variables(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    (secrets / "dragoman_digest__EVE__channel").write_text("5\n")
    (secrets / "DRAGOMAN_DIGEST__EVE__COUNTRIES").write_text("India, Brazil\n")
    (secrets / "dragoman_discord_tokn").write_text("x")
    (secrets / "somebody_elses").write_bytes(b"\xff")
    put(monkeypatch, SECRETS_DIR=str(secrets), DIGEST__eve__TIME="07:00")
    eve = load_settings().digest["eve"]
    assert (eve.channel, eve.countries, eve.time) == (5, ("IN", "BR"), time(7))
    assert "Did you mean DRAGOMAN_DISCORD_TOKEN?" in caplog.text
    (secrets / "DRAGOMAN_DISCORD_TOKEN").write_bytes(b"caf\xe9")
    with pytest.raises(ConfigurationError, match=r"DRAGOMAN_DISCORD_TOKEN: the file .* is not UTF-8"):
        load_settings()


def test_an_env_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"DRAGOMAN_DATABASE=caf\xe9.sqlite3\n")
    with pytest.raises(ConfigurationError, match=r"\.env: byte 22 is not UTF-8"):
        load_settings()


def test_all_that_is_wrong_at_once_with_an_example_and_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    put(
        monkeypatch,
        DISCORD_TOKEN=f"{SECRET} with spaces",
        DISCORD_GUILDS=SECRET,
        DISCORD_API_URL=f"https://user:{SECRET}@example.org/api",
        DISCORD_GATEWAY_URL="ws://gateway.example.org",
        LOG_LEVEL=SECRET,
        CATCH_UP_HOURS="99",
        DIGEST__A__CHANNEL="#general",
        DIGEST__A__TIME="25:00",
        DIGEST__A__TIMEZONE="Europe/Berln",
        DIGEST__A__WEEKDAYS="someday",
        DIGEST__A__HORIZON_DAYS="0",
        DIGEST__A__COUNTRIES="Indai,Congo",
        DIGEST__A__LANGUAGE="klingon",
        DIGEST__A__THREAD="perhaps",
        DIGEST__A__MENTION_ROLE="@team",
        DIGEST__B__TIMEZONE=SECRET,
    )
    found = problems(need_token=True)
    assert set(found) == {
        f"DRAGOMAN_{name}"
        for name in (
            "DISCORD_TOKEN", "DISCORD_GUILDS", "DISCORD_API_URL", "DISCORD_GATEWAY_URL", "LOG_LEVEL",
            "CATCH_UP_HOURS", "DIGEST__A__CHANNEL", "DIGEST__A__TIME", "DIGEST__A__TIMEZONE",
            "DIGEST__A__WEEKDAYS", "DIGEST__A__HORIZON_DAYS", "DIGEST__A__COUNTRIES", "DIGEST__B__TIMEZONE",
            "DIGEST__B__CHANNEL", "DIGEST__A__LANGUAGE", "DIGEST__A__THREAD", "DIGEST__A__MENTION_ROLE",
        )
    }  # fmt: skip
    text = "\n".join(found.values())
    assert "secret" not in text
    assert all("Example: " in line for line in found.values())
    assert "Did you mean Europe/Berlin?" in found["DRAGOMAN_DIGEST__A__TIMEZONE"]
    assert "India" in found["DRAGOMAN_DIGEST__A__COUNTRIES"]
    assert "'Congo' could be" in found["DRAGOMAN_DIGEST__A__COUNTRIES"]
    assert "at least 1" in found["DRAGOMAN_DIGEST__A__HORIZON_DAYS"]
    assert "must be yes or no" in found["DRAGOMAN_DIGEST__A__THREAD"]
    assert "at most 20" in found["DRAGOMAN_CATCH_UP_HOURS"]


def test_a_missing_token_is_reported_beside_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(problems(need_token=True)) == {"DRAGOMAN_DISCORD_TOKEN"}
    put(monkeypatch, DIGEST__A__TIME="8")
    assert set(problems(need_token=True)) == {
        "DRAGOMAN_DISCORD_TOKEN",
        "DRAGOMAN_DIGEST__A__CHANNEL",
        "DRAGOMAN_DIGEST__A__TIME",
    }


def test_a_digest_in_one_variable_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, DIGEST="123")
    assert "one variable at a time" in problems()["DRAGOMAN_DIGEST"]
    put(monkeypatch, DIGEST="", DIGEST__MORNING="123")
    assert "DRAGOMAN_DIGEST__MORNING__CHANNEL" in problems()["DRAGOMAN_DIGEST__MORNING"]


def test_the_token_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, DISCORD_TOKEN=f"Bot {SECRET}")
    settings = load_settings()
    assert SECRET not in repr(settings) + str(settings)
    assert settings.discord_token is not None
    assert settings.discord_token.get_secret_value() == SECRET


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("DRAGOMAN_DISCORD_TOKN", "DRAGOMAN_DISCORD_TOKEN"),
        ("DRAGOMAN_DATABSE", "DRAGOMAN_DATABASE"),
        ("DRAGOMAN_DIGEST__ASIA__COUNTRY", "DRAGOMAN_DIGEST__ASIA__COUNTRIES"),
        ("DRAGOMAN_DIGEST_ASIA_TIMEZONE", "DRAGOMAN_DIGEST__ASIA__TIMEZONE"),
        ("DRAGOMAN_DIGESTS__ASIA__TIME", "DRAGOMAN_DIGEST__ASIA__TIME"),
    ],
)
def test_a_misspelt_name_is_reported_with_the_nearest_real_one(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path, name: str, near: str
) -> None:
    (tmp_path / ".env").write_text(f"{name}=1\nDRAGOMAN_DIGEST__ASIA__CHANNEL=5\n")
    with caplog.at_level(logging.WARNING):
        load_settings()
    assert f"{name} is not a setting" in caplog.text
    assert f"Did you mean {near}?" in caplog.text


def test_real_names_are_not_reported() -> None:
    known = {name: "1" for name, _ in variables("ASIA")}
    assert unknown_variables(known) == []
    [sentence] = unknown_variables({"DRAGOMAN_QQQQQQQQQ": "1"})
    assert "Did you mean" not in sentence


@pytest.mark.parametrize(
    ("url", "trusted"),
    [
        ("https://discord.com/api/v10", True),
        ("http://127.0.0.1:8000", True),
        ("http://127.8.9.1", True),
        ("http://[::1]:8000/api", True),
        ("http://localhost/api", True),
        ("http://discord.com/api", False),
        ("http://localhost.example.org", False),
        ("http://127.0.0.1.example.org", False),
        ("http://127.0.0.1@example.org", False),
        ("http://0.0.0.0", False),
        ("http://10.0.0.1", False),
        ("https://user@discord.com", False),
        ("https://discord.com/api?x=1", False),
        ("ftp://127.0.0.1", False),
        ("https://", False),
        ("https://host:99999", False),
        ("discord.com", False),
        ("", False),
    ],
)
def test_where_the_token_may_go(url: str, trusted: bool) -> None:
    assert is_trusted_url(url, "https") is trusted
    gateway = url.replace("https:", "wss:").replace("http:", "ws:")
    assert is_trusted_url(gateway, "wss") is trusted


def test_the_documentation_has_every_variable_with_its_default() -> None:
    text = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(DRAGOMAN_[^`]+)` \|([^|]*)\|", text, re.MULTILINE))
    real = dict(variables())
    assert set(rows) == set(real)
    for name, shown in rows.items():
        default = real[name].default
        if isinstance(default, time):
            default = f"{default:%H:%M}"
        expected = "" if default is None or real[name].is_required() else default
        if isinstance(default, tuple):
            expected = "all" if "DIGEST" in name else ""
        if isinstance(expected, bool):
            expected = "yes" if expected else "no"
        assert shown.strip().strip("`") == str(expected), name


def test_the_example_file_has_every_variable_and_loads(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = set(re.findall(r"^(?:# )?(DRAGOMAN_\w+)=", text, re.MULTILINE))
    assert named == {name for name, _ in variables("MORNING")}
    filled = text.replace("# DRAGOMAN", "DRAGOMAN").replace("_CHANNEL=", "_CHANNEL=123456789012345678")
    (tmp_path / ".env").write_text(filled.replace("_TOKEN=", "_TOKEN=abc"))
    assert load_settings(need_token=True).digest["morning"].channel == 123456789012345678


def test_the_example_in_the_documentation_loads(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    [block] = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    (tmp_path / ".env").write_text(block)
    settings = load_settings(need_token=True)
    assert set(settings.digest) == {"morning", "asia"}
    assert settings.digest["asia"].countries == ("JP", "KR", "ASEAN")


def test_every_example_is_right(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, field in variables("X"):
        monkeypatch.setenv(name, str((field.examples or [""])[0]))
    assert load_settings(need_token=True).digest["x"].weekdays == (0, 1, 2, 3, 4)


def test_settings_can_be_built_in_code() -> None:
    settings = Settings(
        _env_file=None, digest={"Morning": {"channel": 5, "weekdays": "mon", "countries": ["India"]}}
    )
    assert settings.digest["morning"].weekdays == (0,)
    assert settings.digest["morning"].countries == ("IN",)


@pytest.mark.parametrize(
    "written",
    [
        "https://a.example/feed,https://b.example/x?ids=1,2",
        "https://a.example/feed\nhttps://b.example/x?ids=1,2\n",
        " https://a.example/feed , https://b.example/x?ids=1,2 ,",
        "https://A.example/feed https://b.example/x?ids=1,2 https://a.example/feed",
    ],
)
def test_feeds_are_listed_as_people_list_them(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    put(monkeypatch, FEEDS=written)
    assert load_settings().feeds == ("https://a.example/feed", "https://b.example/x?ids=1,2")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("FEEDS", "a.example/feed", "https:// or http://"),
        ("FEEDS", "http://10.0.0.1/feed", "DRAGOMAN_FETCH_ALLOW_HOSTS"),
        ("FEED_MINUTES", "0", "at least 1"),
        ("FETCH_ALLOW_HOSTS", "http://wiki.corp/", "is no host"),
        ("FETCH_CONTACT", "me and you", "not valid"),
    ],
)
def test_sources_that_cannot_be(monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str) -> None:
    put(monkeypatch, **{name: value})
    assert said in problems()[f"DRAGOMAN_{name}"]


def test_a_private_feed_may_be_named_where_its_host_is(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, FEEDS="http://wiki.corp:8080/feed", FETCH_ALLOW_HOSTS="wiki.corp:8080, 10.0.0.5")
    assert load_settings().feeds == ("http://wiki.corp:8080/feed",)
