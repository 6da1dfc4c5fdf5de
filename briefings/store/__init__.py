"""Where articles, events and the ledger are kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefings.store.protocol import Store


async def open_store(path: Path | str, *, readonly: bool = False) -> Store:
    """Opens the SQLite database at `path`, creating or migrating it unless `readonly`.

    Use it as an async context manager, or close it yourself: ``async with await open_store(path) as store``.
    Raises `StoreError`: a directory, a file that is no database of ours, no permission, missing while
    `readonly`; `SchemaTooNew` for a database of a later release.
    """
    from briefings.store.sqlite import open_sqlite

    return await open_sqlite(Path(path), readonly=readonly)
