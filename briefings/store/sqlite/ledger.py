"""What was posted where. A day is decided once, in one transaction; its parts then move from state to
state.
"""

# ruff: noqa: S608 - statements are put together of names of ours alone; every value is bound

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from briefings.errors import NotStored
from briefings.store.protocol import LedgerPart
from briefings.store.sqlite.database import Database, Row
from briefings.store.sqlite.rows import as_moment, as_text
from briefings.store.steps import LedgerStep

_COLUMNS = "target, day, part, state, body, nonce, message_id, reason, late, composed_at, updated_at"


class SqliteLedger:
    """`briefings.store.protocol.Ledger`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def parts(self, target: str, day: str) -> tuple[LedgerPart, ...]:
        return await self._all("WHERE target = ? AND day = ? ORDER BY part", target, day)

    async def freeze(
        self,
        target: str,
        day: str,
        parts: Sequence[tuple[str, str]],
        at: datetime,
        *,
        late: bool = False,
        steps: Sequence[tuple[int, str]] = (),
        over_skipped: bool = False,
    ) -> bool:
        if not parts:
            raise ValueError("a digest has at least one part; a day without one is skipped with a reason")
        rows = [
            (target, day, number, "pending", body, nonce, None, late, as_text(at), as_text(at))
            for number, (body, nonce) in enumerate(parts)
        ]
        planned = [(target, day, part, step, as_text(at)) for part, step in steps]
        return await self._decide(target, day, rows, planned, over_skipped=over_skipped)

    async def skip(self, target: str, day: str, reason: str, at: datetime) -> bool:
        return await self._decide(
            target, day, [(target, day, 0, "skipped", "", "", reason, False, as_text(at), as_text(at))]
        )

    async def mark(
        self,
        target: str,
        day: str,
        part: int,
        state: str,
        at: datetime,
        *,
        message_id: str | None = None,
        reason: str | None = None,
    ) -> None:
        async with self._database.transaction() as connection:
            cursor = await connection.execute(
                "UPDATE ledger SET state = ?, message_id = coalesce(?, message_id), reason = ?,"
                " updated_at = ? WHERE target = ? AND day = ? AND part = ?",
                (state, message_id, reason, as_text(at), target, day, part),
            )
            if not cursor.rowcount:
                raise NotStored(f"part {part} of {day} for {target} was never planned")

    async def unfinished(self, target: str) -> tuple[LedgerPart, ...]:
        return await self._all(
            "WHERE target = ? AND state IN ('pending', 'sending') ORDER BY day, part", target
        )

    async def last_day(self, target: str) -> str | None:
        row = await self._database.row("SELECT max(day) FROM ledger WHERE target = ?", (target,))
        return row[0] if row else None

    async def last_composed(self, target: str) -> datetime | None:
        row = await self._database.row(
            "SELECT max(composed_at) FROM ledger WHERE target = ? AND state = 'sent'", (target,)
        )
        return as_moment(row[0]) if row and row[0] else None

    async def recent(self, target: str, limit: int = 10) -> tuple[LedgerPart, ...]:
        return await self._all(
            "WHERE target = ?1 AND day IN"
            " (SELECT DISTINCT day FROM ledger WHERE target = ?1 ORDER BY day DESC LIMIT ?2)"
            " ORDER BY day DESC, part",
            target,
            limit,
        )

    async def steps(self, target: str, day: str) -> tuple[LedgerStep, ...]:
        return await self._steps("WHERE s.target = ? AND s.day = ? ORDER BY s.part, s.step", target, day)

    async def mark_step(
        self, step: LedgerStep, state: str, at: datetime, *, result: str | None = None, reason: str = ""
    ) -> None:
        async with self._database.transaction() as connection:
            cursor = await connection.execute(
                "UPDATE ledger_step SET state = ?, result = ?, reason = ?, updated_at = ?"
                " WHERE target = ? AND day = ? AND part = ? AND step = ?",
                (state, result, reason or None, as_text(at), step.target, step.day, step.part, step.step),
            )
            if not cursor.rowcount:
                raise NotStored(f"step {step.step} of {step.day} for {step.target} was never planned")

    async def unfinished_steps(self, target: str) -> tuple[LedgerStep, ...]:
        return await self._steps(
            "JOIN ledger l ON l.target = s.target AND l.day = s.day AND l.part = s.part"
            " WHERE s.target = ? AND s.state = 'pending' AND l.state = 'sent' ORDER BY s.day, s.part, s.step",
            target,
        )

    async def _steps(self, where: str, *values: object) -> tuple[LedgerStep, ...]:
        rows = await self._database.rows(
            f"SELECT s.target, s.day, s.part, s.step, s.state, s.result, s.reason FROM ledger_step s {where}",
            values,
        )
        return tuple(LedgerStep(*row) for row in rows)

    async def _decide(
        self,
        target: str,
        day: str,
        rows: Sequence[tuple[object, ...]],
        steps: Sequence[tuple[object, ...]] = (),
        *,
        over_skipped: bool = False,
    ) -> bool:
        async with self._database.transaction() as connection:
            if over_skipped:
                await connection.execute(
                    "DELETE FROM ledger WHERE target = ? AND day = ? AND state = 'skipped'", (target, day)
                )
            taken = await connection.execute_fetchall(
                "SELECT 1 FROM ledger WHERE target = ? AND day = ? LIMIT 1", (target, day)
            )
            if list(taken):
                return False
            await connection.executemany(
                "INSERT INTO ledger (target, day, part, state, body, nonce, reason, late, composed_at,"
                " updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                rows,
            )
            await connection.executemany(
                "INSERT INTO ledger_step (target, day, part, step, state, updated_at)"
                " VALUES (?, ?, ?, ?, 'pending', ?)",
                steps,
            )
            return True

    async def _all(self, where: str, *values: object) -> tuple[LedgerPart, ...]:
        rows = await self._database.rows(f"SELECT {_COLUMNS} FROM ledger {where}", values)
        return tuple(_part(row) for row in rows)


def _part(row: Row) -> LedgerPart:
    return LedgerPart(
        target=row[0],
        day=row[1],
        part=row[2],
        state=row[3],
        body=row[4],
        nonce=row[5],
        message_id=row[6],
        reason=row[7],
        late=bool(row[8]),
        composed_at=as_moment(row[9]),
        updated_at=as_moment(row[10]),
    )
