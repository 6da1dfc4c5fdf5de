"""From the bytes of a file to an article."""

from __future__ import annotations

from pathlib import PurePath

from briefings.models import Article

MAX_BYTES = 5 * 1024 * 1024


def load_article(path: PurePath | str, data: bytes, *, published: str | None = None) -> Article:
    """The article in `data`; `path` names it in messages and its suffix hints at HTML ("-" is standard input).

    `published` (ISO day, month or year) wins over everything the file says. Raises a subclass of
    `briefings.errors.ArticleError` for what is no article, and `DateError` for a wrong `published`.
    """
    raise NotImplementedError
