"""Our variables as they are written: in the environment, in a file ``.env`` and in a directory of secrets.

Loads nothing heavy, so that a command which needs one value only stays quick.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

PREFIX = "DRAGOMAN_"
ENV_FILE = ".env"
SECRETS_DIR = "/run/secrets"


class Unreadable(Exception):
    """A file with settings cannot be read; `name` is the file or the variable, the message the reason."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


def in_env_file(path: Path | str | None) -> dict[str, str]:
    """What the file sets, names in upper case; empty values and a missing file count as nothing."""
    if not path or not Path(path).is_file():
        return {}
    from dotenv import dotenv_values

    try:
        values = dotenv_values(path, encoding="utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable(str(path), f"byte {error.start + 1} is not UTF-8; save the file as UTF-8.") from None
    except OSError as error:
        raise Unreadable(str(path), f"it cannot be read ({error.strerror or error}).") from None
    return {name.upper(): value for name, value in values.items() if value}


def in_secret_files(directory: Path) -> dict[str, str]:
    """The values of the files that are named like a variable of ours, in upper or lower case."""
    if not directory.is_dir():
        return {}
    found: dict[str, str] = {}
    for file in sorted(directory.iterdir()):
        name = file.name.upper()
        if not name.startswith(PREFIX) or not file.is_file():
            continue
        try:
            value = file.read_text(encoding="utf-8").strip()
        except UnicodeDecodeError:
            raise Unreadable(name, f"the file {file} is not UTF-8.") from None
        except OSError as error:
            raise Unreadable(name, f"the file {file} cannot be read ({error.strerror or error}).") from None
        if value:
            found[name] = value
    return found


def secrets_dir(written: Mapping[str, str]) -> Path:
    """The directory of secrets that `written` (names in upper case) asks for."""
    return Path(written.get(f"{PREFIX}SECRETS_DIR") or SECRETS_DIR).expanduser()


def ours(env_file: Path | str | None = ENV_FILE) -> dict[str, str]:
    """All our variables, names in upper case: the environment wins over the file, that over the secrets.

    Raises `Unreadable`.
    """
    environment = {name.upper(): value for name, value in os.environ.items() if value}
    both = {**in_env_file(env_file), **environment}
    everything = {**in_secret_files(secrets_dir(both)), **both}
    return {name: value for name, value in everything.items() if name.startswith(PREFIX)}


def sets(*beginnings: str) -> bool:
    """Whether any of our variables begins so behind the prefix. Raises `Unreadable`."""
    return any(name.removeprefix(PREFIX).startswith(beginnings) for name in ours())
