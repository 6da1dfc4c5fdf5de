"""Five packaged sample articles: enough to try every command before the first own article is added."""

from __future__ import annotations

from importlib import resources

from briefings.models import Article


def names() -> tuple[str, ...]:
    """The file names of the samples, in the order of the alphabet."""
    here = resources.files(__name__)
    return tuple(sorted(entry.name for entry in here.iterdir() if entry.name.endswith(".md")))


def data(name: str) -> bytes:
    """The bytes of one sample file, as they would be read from disk."""
    return resources.files(__name__).joinpath(name).read_bytes()


def articles() -> tuple[Article, ...]:
    """All samples as articles, read through the same door as any file."""
    from briefings.sources.files import load_article

    return tuple(load_article(name, data(name)) for name in names())
