"""Bodies within bounds: unpacked as they come in, so that a small answer cannot grow past its limit."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator

from briefings.errors import BodyRefused
from briefings.languages import phrase

ENCODINGS = "gzip, deflate"
"""What we tell servers we can unpack."""

_STEP = 64 * 1024


async def read_body(url: str, chunks: AsyncIterator[bytes], encoding: str, max_bytes: int) -> bytes:
    """All of `chunks`, unpacked. Raises `BodyRefused` as soon as either side exceeds `max_bytes`, and for a
    compression that is damaged, cut short or none of `ENCODINGS`.
    """
    unpack = _unpacker(url, encoding)
    body = bytearray()
    received = 0
    async for chunk in chunks:
        received += len(chunk)
        if received > max_bytes:
            raise too_large(url, max_bytes)
        unpack.feed(chunk, body, max_bytes)
    unpack.finish(received)
    return bytes(body)


def too_large(url: str, max_bytes: int) -> BodyRefused:
    """The error for what is larger than we want it."""
    return BodyRefused(
        url,
        phrase(
            "the answer is larger than {most} MB and was not read on.",
            most=format(max_bytes / 1024 / 1024, ".3g"),
        ),
    )


class _Plain:
    """Bytes as they are; the base of what unpacks."""

    def __init__(self, url: str) -> None:
        self._url = url

    def feed(self, chunk: bytes, body: bytearray, max_bytes: int) -> None:
        body += chunk
        if len(body) > max_bytes:
            raise too_large(self._url, max_bytes)

    def finish(self, received: int) -> None:
        """Called after the last chunk; raises `BodyRefused` if the end is missing."""


class _Packed(_Plain):
    def __init__(self, url: str, *, gzip: bool) -> None:
        super().__init__(url)
        self._gzip = gzip
        self._inflate: zlib._Decompress | None = None

    def feed(self, chunk: bytes, body: bytearray, max_bytes: int) -> None:
        while chunk:
            if self._inflate is None or self._inflate.eof:
                if self._inflate is not None and not self._gzip:
                    return  # padding behind the end
                if self._inflate is not None and not chunk.startswith(b"\x1f"):
                    return
                self._inflate = zlib.decompressobj(self._window(chunk[0]))
            try:
                body += self._inflate.decompress(chunk, min(_STEP, max_bytes + 1 - len(body)))
            except zlib.error:
                raise BodyRefused(self._url, phrase("the answer's compression is damaged.")) from None
            if len(body) > max_bytes:
                raise too_large(self._url, max_bytes)
            chunk = self._inflate.unused_data if self._inflate.eof else self._inflate.unconsumed_tail

    def finish(self, received: int) -> None:
        if received and (self._inflate is None or not self._inflate.eof):
            raise BodyRefused(self._url, phrase("the compressed answer breaks off."))

    def _window(self, first: int) -> int:
        """How zlib is to read it: "deflate" comes with its wrapper as the standard says, or bare."""
        if self._gzip:
            return zlib.MAX_WBITS | 16
        return zlib.MAX_WBITS if first & 0x0F == 8 else -zlib.MAX_WBITS


def _unpacker(url: str, encoding: str) -> _Plain:
    kind = encoding.strip().lower()
    if kind in ("", "identity"):
        return _Plain(url)
    if kind in ("gzip", "x-gzip", "deflate"):
        return _Packed(url, gzip=kind != "deflate")
    raise BodyRefused(
        url, phrase("the answer is compressed in a way we did not ask for ({kind}).", kind=kind[:40])
    )
