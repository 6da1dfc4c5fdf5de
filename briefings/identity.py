"""What makes two articles the same: their canonical address, else their text. Never their date."""

from __future__ import annotations

import hashlib
import heapq
import re
import unicodedata
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from briefings.models import Article

_TRACKING = re.compile(
    r"(?:utm_.*|fbclid|gclid|dclid|msclkid|yclid|mc_[ce]id|igshid|ref|ref_src|ref_url|referrer|source|src|cmp|cmpid"
    r"|ocid|icid|ito|xtor|at_.*|smid|smtyp|feature|share|shared|spm|output|amp|outputtype|print|_ga|s_kwcid|ns_.*)",
    re.I,
)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_WORD = re.compile(r"\w+")
_RUN = 5
_KEPT = 64


def canonical_url(url: str | None) -> str | None:
    """An address in the one form in which it is compared: https, without tracking, fragment, "www." or
    "/amp".

    None for what is no http(s) address. Parameters that may name the article ("?id=7") are kept, in order
    of name.
    """
    if url is None:
        return None
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in _DEFAULT_PORTS or not parts.hostname:
        return None
    host = parts.hostname.rstrip(".").lower()
    for prefix in ("www.", "m.", "mobile.", "amp."):
        if host.startswith(prefix) and host.count(".") > 1:
            host = host.removeprefix(prefix)
            break
    if port is not None and port != _DEFAULT_PORTS[parts.scheme.lower()]:
        host = f"{host}:{port}"
    path = re.sub(r"/{2,}", "/", _requoted(parts.path))
    path = re.sub(r"(?:/amp|/index\.(?:html?|php)|\.amp)?/?$", "", path)
    query = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(k)]
    return urlunsplit(("https", host, path or "/", urlencode(sorted(query)), ""))


def text_hash(article: Article) -> str:
    """64 hexadecimal digits that are the same for the same words: case, white space, punctuation and the
    kind of quotation marks do not count, nor do the address, the publisher and the date. The title counts
    where it is not the first line of the text.
    """
    words = normalised(article)
    return hashlib.sha256(words.encode()).hexdigest()


def normalised(article: Article) -> str:
    """The words of an article, folded and separated by single spaces."""
    title = _words(article.title or "")
    text = _words(article.text)
    joined = text if text[: len(title)] == title else title + text
    return " ".join(joined)


def signature(article: Article) -> tuple[int, ...]:
    """The 64 smallest hashes of a text's runs of five words, in order: near copies share most of them."""
    words = _words(article.text)
    runs = {" ".join(words[i : i + _RUN]) for i in range(max(1, len(words) - _RUN + 1))}
    hashes = (int.from_bytes(hashlib.blake2b(run.encode(), digest_size=8).digest(), "big") for run in runs)
    return tuple(heapq.nsmallest(_KEPT, hashes))


def resemblance(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """The share (0 to 1) of two texts' runs of words that are the same, estimated from their signatures."""
    smallest = heapq.nsmallest(_KEPT, {*one, *other})
    both = set(one) & set(other)
    return sum(h in both for h in smallest) / len(smallest)


def _requoted(path: str) -> str:
    """A path with one spelling of percent escapes."""
    return quote(unquote(path), safe="/:@!$&'()*+,;=~-._")


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
