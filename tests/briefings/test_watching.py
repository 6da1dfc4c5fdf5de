"""What watchers are told of: each event once, as it is, and nothing of before."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from briefings import watching, world
from briefings.languages import tongue
from briefings.models import Event, Kind, Place, Status
from briefings.store.sqlite import watches as sqlite
from briefings.store.watches import PERSON, Watch, Watcher
from briefings.watching import Composed

ANN = "discord:user:1"


def met(*actors: str, day: str | None = "2024-09-28", **fields: Any) -> Event:
    given: dict[str, Any] = {
        "place": Place("RU", "Moscow"),
        "summary": f"{' and '.join(actors)} met in Moscow.",
        "quote": f"{' and '.join(actors)} met {day}",
    }
    return Event(Kind.MEETING, Status.HELD, tuple(sorted(actors)), day, **(given | fields))


def ahead(*actors: str, day: str | None = "2024-10-22", **fields: Any) -> Event:
    return met(*actors, day=day, **({"quote": f"{actors} will meet {day}"} | fields))


def upcoming(*actors: str, day: str | None = "2024-10-22", **fields: Any) -> Event:
    event = ahead(*actors, day=day, **fields)
    return Event(
        event.kind, Status.UPCOMING, event.actors, event.start, place=event.place,
        summary=event.summary, quote=event.quote, people=event.people,
    )  # fmt: skip


class Tower:
    """A newsroom with watchers."""

    def __init__(self, room: Any) -> None:
        self.room = room
        self.store = room.store

    async def watch(self, subject: str, scope: str = "all", address: str = ANN, most: int = 25) -> Watch:
        found = await self.store.watches.add(
            address, "en", scope, subject, subject, set_by="1", at=self.room.now, most=most
        )
        assert found is not None
        return found[0]  # type: ignore[no-any-return]

    async def composed(self, address: str = ANN, per_hour: int = 4) -> Composed:
        """What the next pass would tell; it then counts as told."""
        self.room.now += timedelta(minutes=1)
        while await self.store.watches.take_in(self.room.now):
            pass
        found = [w for w in await self.store.watches.ready(self.room.now, per_hour) if w.address == address]
        if not found:
            return Composed(None)
        made = await watching.compose(
            self.store, world.load(), found[0], self.room.now, tongue("en"), per_hour=per_hour
        )
        number = await self.store.watches.freeze(
            found[0].id, "body", "nonce", made.told, made.dropped, self.room.now, rest=made.rest
        )
        if number is not None:
            await self.store.watches.mark(number, "sent", message_id="1")
        return made

    async def titles(self, address: str = ANN) -> list[str]:
        made = await self.composed(address)
        if made.notice is None:
            return []
        return [" ".join((item.card.title, item.change)).strip() for item in made.notice.items]


async def test_an_event_stored_after_the_watch_is_told_once(newsroom: Any) -> None:
    tower = Tower(newsroom)
    await newsroom.tell("Before", met("IN", "US", day="2024-09-20"))
    await tower.watch("IN")
    assert await tower.titles() == []
    await newsroom.tell("Talks", met("IN", "RU"))
    await newsroom.tell("Others", met("FR", "DE"))
    [title] = await tower.titles()
    assert "India and Russia" in title
    assert await tower.titles() == []
    await newsroom.tell("Talks again", met("IN", "RU", quote="another source"))
    assert await tower.titles() == [], "another source is no news"


async def test_all_that_came_comes_in_one_notice(newsroom: Any) -> None:
    tower = Tower(newsroom)
    await tower.watch("IN")
    await tower.watch("RU")
    await newsroom.tell("Several", met("IN", "RU"), met("IN", "US"), met("RU", "CN"), met("FR", "DE"))
    made = await tower.composed()
    assert made.notice is not None
    assert len(made.notice.items) == 3
    assert made.notice.title == "News of India and Russia"
    assert [watch.subject for watch in made.notice.watches] == ["IN", "RU"]


async def test_people_and_bodies_are_watched_too(newsroom: Any) -> None:
    tower = Tower(newsroom)
    await tower.watch(f"{PERSON}narendra modi")
    await tower.watch("BRICS")
    await newsroom.tell("A", met("IN", "US", people=("Narendra Modi",)), met("IN", "FR"))
    await newsroom.tell("B", met("BR", "ZA", organisation="BRICS"))
    assert len(await tower.titles()) == 2


async def test_what_is_ahead_is_told_again_where_it_changes(newsroom: Any) -> None:
    tower = Tower(newsroom)
    await tower.watch("IN")
    await newsroom.tell("Plan", upcoming("IN", "RU"))
    assert len(await tower.titles()) == 1
    await newsroom.tell("Plan", upcoming("IN", "RU", day="2024-10-24"))
    [title] = await tower.titles()
    assert "Changed: the date was 22 October 2024." in title
    await newsroom.tell("Plan", upcoming("IN", "RU", day="2024-10-22", quote="back to the 22nd"))
    [title] = await tower.titles()
    assert "the date was 24 October 2024" in title, "the last word must not be a wrong one"
    event = upcoming("IN", "RU", day="2024-10-22")
    cancelled = Event(
        event.kind, Status.CANCELLED, event.actors, event.start, place=event.place, quote="called off"
    )
    await newsroom.tell("Plan", cancelled)
    [title] = await tower.titles()
    assert "it will not take place" in title
    assert await tower.titles() == []


async def test_a_change_of_what_was_known_before_the_watch_is_told(newsroom: Any) -> None:
    tower = Tower(newsroom)
    await newsroom.tell("Plan", upcoming("IN", "RU", day="2024-10"))
    await tower.watch("IN")
    assert await tower.titles() == []
    await newsroom.tell("Plan", upcoming("IN", "RU", day="2024-10-24"))
    [title] = await tower.titles()
    assert "the date was October 2024" in title


async def test_a_correction_of_the_past_is_no_news(newsroom: Any) -> None:
    tower = Tower(newsroom)
    await tower.watch("IN")
    await newsroom.tell("Talks", met("IN", "RU"))
    assert len(await tower.titles()) == 1
    await newsroom.tell("Talks", met("IN", "RU", day="2024-09-27"))
    assert await tower.titles() == []


async def test_what_merges_is_told_once(newsroom: Any) -> None:
    tower = Tower(newsroom)
    await tower.watch("IN")
    await newsroom.tell("One", met("IN", "RU", day="2024-09"))
    await newsroom.tell("Two", met("IN", "RU", day="2024-09-28", place=Place("RU", "Sochi")))
    told = await tower.titles()
    await newsroom.tell("Two", met("IN", "RU", day="2024-09"))
    assert len(told) in (1, 2)
    assert await tower.titles() == []


async def test_an_event_that_gets_another_id_is_not_told_again(newsroom: Any) -> None:
    tower = Tower(newsroom)
    await tower.watch("IN")
    added = await newsroom.tell("Talks", met("IN", "RU"))
    assert len(await tower.titles()) == 1
    await newsroom.record.forget(added.article_id)
    await newsroom.tell("Talks", met("IN", "RU"))
    assert await tower.titles() == []


async def test_a_server_hears_its_own_and_nobody_elses(newsroom: Any) -> None:
    tower = Tower(newsroom)
    await tower.watch("IN", "guild:1")
    await tower.watch("IN", "guild:2", address="discord:user:2")
    await newsroom.tell("Own", met("IN", "RU"), scope="guild:1")
    assert len(await tower.titles()) == 1
    assert await tower.titles("discord:user:2") == []


async def test_a_servers_own_article_of_what_was_told_is_no_news(newsroom: Any) -> None:
    tower = Tower(newsroom)
    await tower.watch("IN", "guild:1")
    await tower.watch("IN", "guild:2")
    await newsroom.tell("Talks", met("IN", "RU"))
    assert len(await tower.titles()) == 1
    await newsroom.tell("Own", met("IN", "RU", quote="own words"), scope="guild:1")
    assert await tower.titles() == []
    await newsroom.tell("Own plan", met("IN", "US", quote="own words"), scope="guild:1")
    assert len(await tower.titles()) == 1
    await tower.watch("IN", "guild:2", address="discord:user:2")
    await newsroom.tell("Everyone's plan", met("IN", "US", quote="other words"))
    assert await tower.titles() == [], "the same person knows it"
    assert len(await tower.titles("discord:user:2")) == 1


async def test_two_watches_of_one_person_tell_once(newsroom: Any) -> None:
    tower = Tower(newsroom)
    for scope in ("guild:1", "guild:2", "all"):
        await tower.watch("IN", scope)
        await tower.watch("RU", scope)
    await newsroom.tell("Talks", met("IN", "RU"))
    assert len(await tower.titles()) == 1
    assert await tower.titles() == []


async def test_the_limit_holds_back_and_says_so(newsroom: Any) -> None:
    tower = Tower(newsroom)
    await tower.watch("IN")
    for number, partner in enumerate(("US", "RU", "CN", "FR", "DE")):
        await newsroom.tell(f"Talks {number}", met("IN", partner))
        made = await tower.composed(per_hour=2)
        assert (made.notice is not None) == (number < 2)
        if number == 1 and made.notice is not None:
            assert any("last message for 5" in note for note in made.notice.notes)
    newsroom.now += timedelta(minutes=58)
    made = await tower.composed(per_hour=2)
    assert made.notice is not None
    assert len(made.notice.items) == 3
    assert made.notice.notes[0] == "Some of this has waited: I send at most 2 messages an hour."


async def test_a_flood_is_counted_not_listed(newsroom: Any) -> None:
    tower = Tower(newsroom)
    await tower.watch("IN")
    flood = [met("IN", "RU", day=f"20{year:02}-{month:02}-10", quote=f"{year} {month}")
             for year in range(24) for month in range(1, 13)]  # fmt: skip
    await newsroom.tell("Archive", *flood)
    made = await tower.composed()
    assert made.notice is not None
    assert len(made.notice.items) == watching.LISTED
    assert made.notice.notes == (f"{len(flood) - watching.LISTED} more events are not listed here.",)
    assert await tower.titles() == []


async def test_a_watch_that_is_removed_takes_what_waits_along(newsroom: Any) -> None:
    tower = Tower(newsroom)
    india, russia = await tower.watch("IN"), await tower.watch("RU")
    await newsroom.tell("A", met("IN", "US"))
    await newsroom.tell("B", met("RU", "CN"))
    await newsroom.store.watches.take_in(newsroom.now)
    assert await newsroom.store.watches.remove(india.id)
    [title] = await tower.titles()
    assert "Russia" in title
    assert not await newsroom.store.watches.remove(india.id)
    assert await newsroom.store.watches.remove(russia.id)
    assert not await newsroom.store.watches.any()


async def test_rest_and_resume_skip_what_came_between(newsroom: Any) -> None:
    tower = Tower(newsroom)
    watch = await tower.watch("IN", "guild:1")
    await newsroom.store.watches.rest("guild:1", "left")
    await newsroom.tell("A", met("IN", "US"))
    assert await tower.titles() == []
    again = await tower.watch("IN", "guild:1")
    assert (again.id, again.resting) == (watch.id, None)
    assert await tower.titles() == []
    await newsroom.tell("B", met("IN", "CN"))
    assert len(await tower.titles()) == 1
    await newsroom.store.watches.stop(watch.watcher.id, "refused")
    await newsroom.tell("C", met("IN", "FR"))
    assert await tower.titles() == []
    await newsroom.store.watches.resume(watch.watcher.id, newsroom.now)
    await newsroom.tell("D", met("IN", "DE"))
    [title] = await tower.titles()
    assert "Germany" in title


async def test_a_watcher_has_room_for_so_many(newsroom: Any) -> None:
    watches = newsroom.store.watches
    add: Callable[[str], Any] = lambda code: watches.add(  # noqa: E731
        ANN, "en", "all", code, code, set_by="1", at=newsroom.now, most=2
    )
    assert (await add("IN"))[1] is True
    assert (await add("RU"))[1] is True
    assert (await add("IN"))[1] is False
    assert await add("US") is None
    assert len(await watches.all()) == 2


async def test_nothing_is_noted_while_nobody_watches(newsroom: Any) -> None:
    await newsroom.tell("A", met("IN", "US"))
    with sqlite3.connect(newsroom.store.path) as beside:
        assert beside.execute("SELECT count(*) FROM event_change").fetchone() == (0,)
    beside.close()


async def test_a_watcher_without_news_costs_an_index_only(newsroom: Any) -> None:
    assert await newsroom.store.watches.ready(newsroom.now, 4) == ()
    with sqlite3.connect(newsroom.store.path) as beside:
        plan = beside.execute(
            "EXPLAIN QUERY PLAN SELECT id FROM watcher r WHERE r.stopped IS NULL AND EXISTS (SELECT 1 FROM"
            " watch_news n WHERE n.watcher = r.id AND n.notice IS NULL)"
        ).fetchall()
    beside.close()
    assert any("watch_news_waiting" in row[3] for row in plan)


async def test_comparing_looks_things_up_and_never_reads_a_table_through(newsroom: Any) -> None:
    with sqlite3.connect(newsroom.store.path) as beside:
        plans = []
        for statement, values in (
            (sqlite._CHANGED, {"limit": 50}),
            (sqlite._KIN, {}),
            (sqlite._HITS, {}),
            (sqlite._NEWS, {"today": "2024-09-30"}),
        ):
            if statement is sqlite._NEWS:
                beside.execute("CREATE INDEX temp.kin_of ON kin (event, other)")
            query = statement.split(" AS\n", 1)[1]
            plans += [row[3] for row in beside.execute(f"EXPLAIN QUERY PLAN {query}", values)]
            beside.execute(statement, values)
    beside.close()
    through = {plan.split()[1] for plan in plans if plan.startswith("SCAN")}
    assert not through & {"e", "w", "r", "n", "a", "p", "t", "v", "et"}, plans
    assert any("watch_by_subject" in plan for plan in plans)
    assert any("watch_news_of_event" in plan for plan in plans)


def test_a_watcher_is_plain_data() -> None:
    assert Watcher(1, ANN, "en") == Watcher(1, ANN, "en", None, 0)
