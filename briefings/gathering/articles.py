"""From an item of a feed to an article: the feed's own text where it is whole, else the page behind it."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from briefings.errors import ArticleError, FetchError
from briefings.gathering.news import Waiting
from briefings.languages import phrase
from briefings.models import Article, PublishedBasis
from briefings.sources.fetch import PAGES, Fetcher

LEAST_SUMMARY = 60
"""Characters of a summary that are worth reading where the page cannot be had."""


class ItemFailed(Exception):
    """There is no article; the message says why. `lasting`: trying again soon is of no use."""

    def __init__(self, reason: str, *, lasting: bool, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.lasting = lasting
        self.retry_after = retry_after


async def article_of(waiting: Waiting, fetcher: Fetcher, *, last_try: bool, stand_in: bool = True) -> Article:
    """The article of an item. On the `last_try`, or where its page is closed for good, the feed's summary
    stands for it, unless `stand_in` is False: a page that was read before says more. Raises `ItemFailed`.
    """
    item = waiting.item
    if item.text or waiting.shared or item.url is None:
        text = item.text or item.summary
        if not text and not item.title:
            raise ItemFailed("the item is empty.", lasting=True)
        return await asyncio.to_thread(_from_feed, waiting, text)
    try:
        fetched = await fetcher.get(item.url, accept=PAGES)
        article = await asyncio.to_thread(
            _from_page, waiting, fetched.body, fetched.url, fetched.headers.get("content-type")
        )
    except FetchError as error:
        if not (error.lasting or last_try):
            raise ItemFailed(str(error), lasting=False, retry_after=error.retry_after) from error
        return await _summary(waiting, error, stand_in)
    except ArticleError as error:
        return await _summary(waiting, error, stand_in)
    if len(article.text) < len(item.summary):
        return await asyncio.to_thread(_from_feed, waiting, item.summary)
    return article


async def summary_of(waiting: Waiting, reason: Exception) -> Article | None:
    """The feed's summary as an article, for `reason`; None where it is too short to be worth reading."""
    if len(waiting.item.summary) < LEAST_SUMMARY:
        return None
    note = f"Only the feed's summary was read. {reason}"
    return await asyncio.to_thread(_from_feed, waiting, waiting.item.summary, note)


async def _summary(waiting: Waiting, error: FetchError | ArticleError, stand_in: bool) -> Article:
    article = await summary_of(waiting, error) if stand_in else None
    if article is None:
        raise ItemFailed(str(error), lasting=True) from error
    return article


def _from_feed(waiting: Waiting, text: str, *notes: str) -> Article:
    """The article as the feed has it. Parses, so it runs in a worker."""
    from briefings.sources.composing import compose

    item = waiting.item
    try:
        return compose(
            item.url or waiting.publisher,
            text.split("\n\n"),
            title=item.title or None,
            stated=item.published,
            url=None if waiting.shared else item.url,
            source=waiting.publisher or None,
            language=waiting.language,
            notes=notes,
        )
    except ArticleError as error:
        raise ItemFailed(str(error), lasting=True) from error


def _from_page(waiting: Waiting, body: bytes, url: str, content_type: str | None) -> Article:
    """The article on the page; the feed fills in what the page does not say."""
    from briefings.sources.pages import page_article

    article = page_article(body, url, content_type)
    item = waiting.item
    if item.published and (article.published is None or article.published_basis is PublishedBasis.INFERRED):
        article = replace(
            article,
            published=item.published,
            published_basis=PublishedBasis.STATED,
            published_readings=(),
            notes=(*article.notes, phrase("Published {day} by the feed.", day=item.published)),
        )
    named = article.source is not None and "." not in article.source
    return replace(
        article,
        title=article.title or item.title or None,
        source=article.source if named else waiting.publisher or article.source,
        language=article.language or waiting.language,
    )
