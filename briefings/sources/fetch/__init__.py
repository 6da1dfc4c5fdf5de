"""The only door to the network: `Fetcher`.

    async with Fetcher(allow_hosts=["wiki.corp:8080"], clock=clock) as fetcher:
        fetched = await fetcher.get("https://news.example.org/feed", accept=FEEDS, etag=etag)

Only the public web over http and https, and the private hosts that are allowed by name. Sizes and times are
bounded, servers are asked seldom and told who asks, and everything that goes wrong is a
`briefings.errors.FetchError`, whose message is a sentence for people.
"""

from __future__ import annotations

from briefings.sources.fetch.addresses import AllowedHosts, Location, parse_url, why_not
from briefings.sources.fetch.fetcher import CALENDARS, FEEDS, FILES, PAGES, Fetched, Fetcher

__all__ = [
    "CALENDARS",
    "FEEDS",
    "FILES",
    "PAGES",
    "AllowedHosts",
    "Fetched",
    "Fetcher",
    "Location",
    "parse_url",
    "why_not",
]
