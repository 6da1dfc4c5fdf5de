"""YAML front matter: the lines between two ``---`` at the head of a file.

Only plain ``key: value`` pairs are used; unknown keys and nested values are let be. Values stay text as
written, so that ``published: 2024-05-16`` is the author's date and ``title: No`` is not a truth value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import yaml

from briefings import dates
from briefings.errors import DateError, FrontMatterError
from briefings.sources.markup import storable

_FENCE = re.compile(r"---[ \t]*\Z")
_END = re.compile(r"(?:---|\.\.\.)[ \t]*\Z")
_KEY = re.compile(r"\s*(?:#.*|[A-Za-z_][\w-]*\s*:(?:\s.*)?)\Z")
_LONGEST_LINES = 200
_CLOCK = re.compile(r"(?<=\d)[T ]\d{1,2}:\d{2}.*\Z")
_LANGUAGES = {
    "english": "en",
    "french": "fr",
    "german": "de",
    "russian": "ru",
    "spanish": "es",
    "arabic": "ar",
}


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the front matter says of the article; `body` is the rest of the file."""

    body: str
    title: str | None = None
    published: str | None = None
    source: str | None = None
    url: str | None = None
    language: str | None = None
    unknown: tuple[str, ...] = field(default=())


def split(name: str, text: str) -> FrontMatter:
    """Takes the front matter off `text`. A file without one is all body.

    Raises `FrontMatterError` with the line where it is not closed, is no YAML, or holds a wrong date or
    address.
    """
    lines = text.split("\n")
    if not _FENCE.match(lines[0]) or len(lines) < 2 or not _KEY.match(lines[1]):
        return FrontMatter(body=text)
    end = next((n for n, line in enumerate(lines[: _LONGEST_LINES + 2]) if n and _END.match(line)), None)
    if end is None:
        raise FrontMatterError(name, "the front matter that begins here is not closed; end it with ---", 1)
    values = _values(name, "\n".join(lines[1:end]))
    language = values.get("language", ("", 0))[0].strip().lower()
    return FrontMatter(
        body="\n".join(lines[end + 1 :]),
        title=_plain(values, "title"),
        published=_published(name, values),
        source=_plain(values, "source"),
        url=_url(name, values),
        language=_LANGUAGES.get(language, re.split(r"[-_]", language)[0][:3] or None),
        unknown=tuple(k for k in values if k not in ("title", "published", "source", "url", "language")),
    )


def _values(name: str, text: str) -> dict[str, tuple[str, int]]:
    """Each key with its text and its line in the file. Nodes are never constructed: aliases cannot
    explode.
    """
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 2 if mark is not None else None
        problem = error.problem or "it is no YAML"
        raise FrontMatterError(
            name, f"the front matter cannot be read: {problem}; write key: value", line
        ) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise FrontMatterError(
            name, "the front matter cannot be read; write one key: value a line", 1
        ) from error
    if root is None:
        return {}
    if not isinstance(root, yaml.MappingNode):
        raise FrontMatterError(name, "the front matter must be lines of key: value", 2)
    values: dict[str, tuple[str, int]] = {}
    for key, value in root.value:
        if isinstance(key, yaml.ScalarNode):
            written = value.value if isinstance(value, yaml.ScalarNode) else ""
            values[str(key.value).strip().lower()] = (storable(str(written)), key.start_mark.line + 2)
    return values


def _plain(values: dict[str, tuple[str, int]], key: str) -> str | None:
    return " ".join(values.get(key, ("", 0))[0].split()) or None


def _published(name: str, values: dict[str, tuple[str, int]]) -> str | None:
    written, line = values.get("published", ("", 0))
    if not written.strip() or written.strip().lower() in ("null", "~", "unknown"):
        return None
    try:
        return dates.parse(_CLOCK.sub("", written.strip()))
    except DateError as error:
        raise FrontMatterError(name, f"published: {error}", line) from error


def _url(name: str, values: dict[str, tuple[str, int]]) -> str | None:
    url = _plain(values, "url")
    if url is None or re.match(r"https?://[^\s/]+", url, re.I):
        return url
    raise FrontMatterError(
        name, f"url: {url[:80]!r} is no web address; it begins with https://", values["url"][1]
    )
