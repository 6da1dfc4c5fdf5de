"""What every reading engine offers; the rules are the first, others may stand beside them."""

from __future__ import annotations

from typing import Protocol

from briefings.models import Article, Reading


class Reader(Protocol):
    """Reads an article without side effects: the same article gives the same reading.

    `name` and `version` are stored with each event, so that a later version can read the article again.
    """

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    def read(self, article: Article, *, explain: bool = False) -> Reading:
        """The events of `article`; with `explain`, also the steps that led to them and the near-misses."""
        ...
