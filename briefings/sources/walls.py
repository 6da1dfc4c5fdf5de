"""Pages that stand before an article: paywall stubs, consent walls, checks for robots.

The patterns are few and plain. A long text is an article whatever it says in between: a wall is only seen
where there is little else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from briefings.errors import PageRefused
from briefings.languages import phrase
from briefings.sources.metadata import Metadata

STUB_WORDS = 150
"""A text with fewer words that asks for money is a stub, not an article."""

FULL_WORDS = 220
"""A page that calls itself paid-for is believed to be whole from so many words on."""

_CONSENT_HOSTS = ("consent.google.", "consent.yahoo.", "consent.youtube.", "guce.", "cmp.", "privacy-mgmt.")
_CHALLENGE = re.compile(
    r"enable javascript and cookies to continue|checking (?:your|if the site) (?:browser|connection)"
    r"|verif(?:y|ying) (?:that )?you are (?:a )?human|are you a (?:robot|human)|unusual traffic"
    r"|complete the (?:security check|captcha)|press (?:&|and) hold|attention required!|ddos protection by",
    re.I,
)
_DENIED = re.compile(r"access denied|you (?:don't|do not) have permission to access", re.I)
_CONSENT = re.compile(
    r"before you continue|we value your privacy|we and our (?:\d+ )?(?:partners|vendors)|accept all"
    r"|manage (?:options|preferences|cookies|consent)|reject all|(?:use|store|uses) cookies"
    r"|your (?:privacy|cookie) (?:choices|settings)|personali[sz]ed (?:ads|advertising|content)",
    re.I,
)
_PAYWALL = re.compile(
    r"(?:subscribe|sign in|log in|register|sign up)(?: now| today)?"
    r" to (?:continue|keep|read|unlock|view|access)"
    r"|(?:this (?:article|story|content) is|available) (?:only )?(?:for|to|reserved for)"
    r" (?:paying |registered |our )?(?:subscribers|members|premium)"
    r"|(?:subscribers?|members?|premium)[ -]only (?:article|story|content)"
    r"|to (?:continue reading|read (?:the (?:full|rest)|this|more)[^.]{0,30}),? (?:please )?"
    r"(?:subscribe|sign|log|register|become|create)"
    r"|(?:continue|keep) reading (?:with|by|for) (?:a |an )?(?:subscri|free trial|\W?\d)"
    r"|already (?:a subscriber|have a subscription)\?|you(?:'ve| have) reached your (?:article )?limit"
    r"|unlock (?:this|the full) (?:article|story)|start your (?:free )?trial"
    r"|(?:remaining|free) articles? (?:left|this month)",
    re.I,
)
_LONGEST_LINE = 300


def wall(url: str, html: str, text: str, about: Metadata | None) -> PageRefused | None:
    """The refusal that fits a page with this extracted `text`, or None where the text is an article."""
    words = len(text.split())
    host = (urlsplit(url).hostname or "").lower()
    if host.startswith(_CONSENT_HOSTS):
        return _consent(url)
    if words < STUB_WORDS:
        title = (about.title_tag or "") if about else _title_of(html)
        seen = text if text else _visible(html)
        if _CHALLENGE.search(seen) or title.strip().lower().startswith(
            ("just a moment", "attention required")
        ):
            return PageRefused(
                url,
                phrase("the site checks for robots and did not show the article; paste its text instead"),
                "challenge",
            )
        if words < 60 and (_DENIED.search(seen) or title.strip().lower().startswith("access denied")):
            return PageRefused(
                url, phrase("the site refuses access; paste the article's text instead"), "challenge"
            )
        if len({m[0].lower() for m in _CONSENT.finditer(seen)}) >= (2 if text else 3):
            return _consent(url)
    if about is not None and about.free is False and words < FULL_WORDS:
        return _paywall(url)
    if words < STUB_WORDS and _PAYWALL.search(text):
        return _paywall(url)
    return None


def without_stub(paragraphs: Sequence[str]) -> list[str]:
    """The paragraphs without the lines that ask for a subscription."""
    return [p for p in paragraphs if len(p) > _LONGEST_LINE or not _PAYWALL.search(p)]


def _consent(url: str) -> PageRefused:
    return PageRefused(
        url,
        phrase("the site shows a request for consent instead of the article; paste its text instead"),
        "consent",
    )


def _paywall(url: str) -> PageRefused:
    return PageRefused(
        url,
        phrase("only the first lines of this article are free; paste its text if you may read the rest"),
        "paywall",
    )


def _title_of(html: str) -> str:
    found = re.search(r"<title[^>]{0,200}>([^<]{0,300})", html, re.I)
    return found[1] if found else ""


def _visible(html: str) -> str:
    """Roughly what a reader sees of a page that has no article."""
    shown = re.sub(r"(?is)<(script|style)\b.{0,20000}?</\1>", " ", html[:60_000])
    return " ".join(re.sub(r"<[^>]{0,2000}>", " ", shown).split())
