"""What members correct holds, whatever happens to the articles, for those whom it concerns and no longer
than they want.
"""

from __future__ import annotations

import pytest

from briefings.correcting import CorrectionRefused, State
from briefings.errors import NotStored
from briefings.models import Place
from briefings.store.corrections import Said
from briefings.store.protocol import EventQuery, scopes_of

from .conftest import Newsroom, seat

MODI = "held meeting IN RU | 2024-07-09 | RU Moscow | Narendra Modi; Vladimir Putin"
LATER = "held meeting IN RU | 2024-07-12 | RU Moscow | Narendra Modi; Vladimir Putin"
ORBAN = "held meeting HU RU | 2024-07-05 | RU Moscow | Viktor Orban"
ANN = seat()


async def test_a_date_is_corrected_said_so_and_taken_back(room: Newsroom) -> None:
    await room.tell("one", MODI)
    before = await room.event("e1")
    done = await room.corrector.date("e1", "2024-07-12", None, ANN)
    assert [event.event.start for event in (*done.before, *done.after)] == ["2024-07-09", "2024-07-12"]
    after = await room.event("e1")
    assert after.event.start == "2024-07-12"
    assert "12 July 2024" in after.event.summary
    [said] = after.corrected
    assert (said.field, said.on) == ("date", "2026-07-03")
    assert said.told == (("2024-07-09", ("a1",)),)
    assert after.last_changed > before.last_changed
    assert after.first_recorded == before.first_recorded
    undone = await room.corrector.undo(done.correction.id, ANN)
    assert [event.event.start for event in (*undone.before, *undone.after)] == ["2024-07-12", "2024-07-09"]
    back = await room.event("e1")
    assert (back.event.start, back.corrected) == ("2024-07-09", ())


async def test_what_was_held_cannot_be_on_a_day_to_come(room: Newsroom) -> None:
    await room.tell("one", MODI, ORBAN.replace("held", "upcoming"))
    with pytest.raises(CorrectionRefused, match="e1 has taken place, so it cannot be on a day to come"):
        await room.corrector.date("e1", "2027", None, ANN)
    assert (await room.event("e1")).event.start == "2024-07-09"
    await room.corrector.date("e1", "2026", None, ANN)
    await room.corrector.date("e2", "2027-01", None, ANN)


async def test_a_corrected_date_wins_over_what_later_articles_say(room: Newsroom) -> None:
    await room.tell("one", MODI)
    await room.corrector.date("e1", "2024-09-12", None, ANN)
    await room.tell("two", MODI, published="2024-07-13")
    await room.tell("three", MODI.replace("07-09", "09-12"), published="2024-09-14")
    [row] = await room.seen()
    assert row == ("e1", "IN+RU", "2024-09-12", "RU Moscow", "one, three, two")
    [said] = (await room.event("e1")).corrected
    assert said.told == (("2024-07-09", ("a1", "a2")),)
    assert not (await room.event("e1")).differs


async def test_corrections_outlive_rereading_new_versions_and_forgetting(room: Newsroom) -> None:
    await room.tell("one", MODI, ORBAN)
    await room.corrector.date("e1", "2024-07-11", None, ANN)
    await room.corrector.place("e1", Place("RU", "Kazan"), ANN)
    expected = ("e1", "IN+RU", "2024-07-11", "RU Kazan", "one")
    assert expected in await room.seen()
    room.reader.lines["one"] = (ORBAN, MODI.replace("Moscow", "Moscow") + " | | | read anew")
    await room.reread()
    assert expected in await room.seen()
    await room.tell("one", MODI.replace("07-09", "07-08"), ORBAN, version=2)
    assert expected in await room.seen()
    await room.forget("one")
    assert await room.seen() == []
    [first, second] = (await room.corrector.history(ANN))[0]
    assert first.state is second.state is State.WAITS
    await room.tell("one", MODI, ORBAN)
    [row] = [row for row in await room.seen() if row[1] == "IN+RU"]
    assert row[1:] == expected[1:]
    assert {entry.state for entry in (await room.corrector.history(ANN))[0]} == {State.HOLDS}


async def test_where_its_article_is_gone_it_holds_for_who_tells_the_same(room: Newsroom) -> None:
    await room.tell("one", MODI)
    await room.corrector.date("e1", "2024-07-11", None, ANN)
    await room.tell("two", MODI, published="2024-07-14")
    await room.forget("one")
    [row] = await room.seen()
    assert row[1:] == ("IN+RU", "2024-07-11", "RU Moscow", "two")


async def test_an_article_that_tells_it_no_longer_lets_it_wait(room: Newsroom) -> None:
    await room.tell("one", MODI, MODI.replace("07-09", "12-01").replace("Moscow", "Sochi"))
    await room.corrector.date("e1", "2024-07-11", None, ANN)
    await room.tell("one", MODI.replace("07-09", "12-01").replace("Moscow", "Sochi"), version=2)
    [row] = await room.seen()
    assert row[2] == "2024-12-01"
    [entry] = (await room.corrector.history(ANN))[0]
    assert entry.state is State.WAITS


async def test_participants_and_people(room: Newsroom) -> None:
    await room.tell("one", MODI)
    said = Said(add=("CN",), add_people=("Xi Jinping",), remove=("RU",))
    done = await room.corrector.participants("e1", said, ANN)
    event = done.after[0].event
    assert event.actors == ("CN", "IN")
    assert event.people == ("Narendra Modi", "Xi Jinping"), "who spoke for whom was taken out goes too"
    assert "Xi Jinping" in event.summary
    assert "Putin" not in event.summary
    assert done.after[0].corrected[0].told == (("IN, RU", ("a1",)),)
    page = await room.store.events.query(EventQuery(actors=("CN", "IN")))
    assert page.total == 1
    assert (await room.store.events.query(EventQuery(actors=("RU",)))).total == 0
    # Another article tells it as it is corrected: one event, not two.
    await room.tell(
        "two", "held meeting CN IN | 2024-07-09 | RU Moscow | Narendra Modi", published="2024-07-15"
    )
    [row] = await room.seen()
    assert row[1:] == ("CN+IN", "2024-07-09", "RU Moscow", "one, two")
    await room.corrector.undo("c1", ANN)
    assert sorted(row[1] for row in await room.seen()) == ["CN+IN", "IN+RU"]


async def test_merging_holds_against_the_merger_and_ids_come_back(room: Newsroom) -> None:
    await room.tell("one", MODI)
    await room.tell(
        "two", "held call CN RU | 2024-07-20 | | Xi Jinping; Vladimir Putin", published="2024-07-21"
    )
    done = await room.corrector.merge("e1", "e2", ANN)
    [row] = await room.seen()
    assert (row[:2], row[4]) == (("e1", "CN+IN+RU"), "one, two")
    assert (await room.event("e2")).id == "e1"
    assert (await room.event("e1")).corrected[-1].field == "merge"
    assert (await room.event("e1")).event.kind.value == "meeting"
    await room.tell("three", MODI, published="2024-07-22")
    await room.tell("four", "held call CN RU | 2024-07-20 | | Xi Jinping", published="2024-07-22")
    [row] = await room.seen()
    assert row[4] == "four, one, three, two"
    await room.corrector.undo(done.correction.id, ANN)
    assert sorted(row[0] for row in await room.seen()) == ["e1", "e2"]
    assert (await room.event("e2")).id == "e2"


async def test_splitting_holds_against_the_merger(room: Newsroom) -> None:
    for title in ("one", "two", "three"):
        await room.tell(title, MODI, published=f"2024-07-1{len(title)}")
    [row] = await room.seen()
    assert row[4] == "one, three, two"
    done = await room.corrector.split("e1", ["a3"], ANN)
    assert {row[4] for row in await room.seen()} == {"one, two", "three"}
    assert len(done.after) == 2
    assert {event.first_recorded for event in done.after} == {done.before[0].first_recorded}
    await room.reread()
    await room.tell("four", MODI, published="2024-07-20")
    assert {row[4] for row in await room.seen()} == {"four, one, two", "three"}
    await room.corrector.merge("e1", done.after[1].id, ANN)
    assert {row[4] for row in await room.seen()} == {"four, one, three, two"}
    await room.corrector.undo("c2", ANN)
    assert {row[4] for row in await room.seen()} == {"four, one, two", "three"}
    await room.corrector.undo("c1", ANN)
    [row] = await room.seen()
    assert row[0] == "e1"


async def test_what_is_no_event_is_nowhere_and_comes_back_under_its_id(room: Newsroom) -> None:
    await room.tell("one", MODI, ORBAN)
    done = await room.corrector.not_an_event("e1", ANN)
    assert done.after == ()
    assert [row[0] for row in await room.seen()] == ["e2"]
    assert await room.store.events.get("e1") is None
    assert (await room.store.events.query(EventQuery(text="modi"))).total == 0
    assert [e.id for e in await room.store.events.since(room.now.replace(year=2020))] == ["e2"]
    assert (await room.store.articles.coverage()).events == 1
    await room.tell("two", MODI, published="2024-07-14")
    assert [row[0] for row in await room.seen()] == ["e2"]
    await room.forget("one")
    assert [row[1] for row in await room.seen()] == ["IN+RU"], "another article alone is believed"
    await room.tell("one", MODI, ORBAN)
    assert [row[1] for row in await room.seen()] == ["HU+RU"]
    await room.corrector.undo("c1", ANN)
    assert sorted(row[1] for row in await room.seen()) == ["HU+RU", "IN+RU"]


async def test_a_server_s_correction_is_its_own(room: Newsroom) -> None:
    await room.tell("one", MODI)
    ours, theirs = seat(1), seat(2)
    done = await room.corrector.date("e1", "2024-07-11", None, ours)
    assert [row[2] for row in await room.seen(1)] == ["2024-07-11"]
    assert (await room.store.articles.coverage(ours.sees)).events == 1
    assert await room.store.counts.people("modi", ours.sees) == (("Narendra Modi", 1),)
    assert [row[2] for row in await room.seen(2)] == [row[2] for row in await room.seen()] == ["2024-07-09"]
    mine = await room.event("e1", 1)
    assert mine.event.start == "2024-07-11"
    assert mine.first_recorded == (await room.event("e1")).first_recorded
    with pytest.raises(NotStored):
        await room.corrector.undo(done.correction.id, theirs)
    with pytest.raises(NotStored):
        await room.corrector.undo(done.correction.id, ANN)
    assert (await room.corrector.history(theirs))[1] == 0
    # What everyone's articles say later reaches the server's own version.
    await room.tell("two", MODI, published="2024-07-14")
    assert [row[4] for row in await room.seen(1)] == ["one, two"]
    # A second correction in the server, now of its own version, and one of everyone's beneath it.
    await room.corrector.place("e1", Place("RU", "Kazan"), ours)
    await room.corrector.place("e1", Place("RU", "Sochi"), ANN)
    assert [row[3] for row in await room.seen(1)] == ["RU Kazan"]
    assert [row[3] for row in await room.seen(2)] == ["RU Sochi"]
    await room.corrector.undo("c2", ours)
    assert [row[3] for row in await room.seen(1)] == ["RU Sochi"]
    await room.corrector.undo("c1", ours)
    assert await room.seen(1) == await room.seen(2) == await room.seen()
    assert (await room.event(mine.id, 1)).id == "e1", "its id leads back to everyone's"


async def test_a_server_hides_merges_and_splits_for_itself(room: Newsroom) -> None:
    for title in ("one", "two"):
        await room.tell(title, MODI, published=f"2024-07-1{len(title)}")
    await room.tell("three", ORBAN)
    everyones = await room.seen()
    ours = seat(1)
    split = await room.corrector.split("e1", ["a2"], ours)
    assert sorted(row[4] for row in await room.seen(1)) == ["one", "three", "two"]
    merged = await room.corrector.merge(split.after[1].id, "e2", ours)
    assert sorted(row[4] for row in await room.seen(1)) == ["one", "three, two"]
    hidden = await room.corrector.not_an_event(split.after[0].id, ours)
    assert sorted(row[4] for row in await room.seen(1)) == ["three, two"]
    assert await room.seen(2) == await room.seen() == everyones
    for done in (hidden, merged, split):
        await room.corrector.undo(done.correction.id, ours)
    assert await room.seen(1) == everyones


async def test_a_server_that_shares_corrects_for_everyone(room: Newsroom) -> None:
    await room.tell("one", MODI)
    await room.tell("own", ORBAN, scope="guild:1")
    shared = seat(1, shared=True)
    await room.corrector.date("e1", "2024-07-11", None, shared)
    assert [row[2] for row in await room.seen(2)] == ["2024-07-11"]
    done = await room.corrector.date("e2", "2024-07-06", None, shared)
    assert done.correction.scope == "guild:1", "what it has alone stays its own"
    assert len(await room.seen(2)) == 1
    assert (await room.corrector.history(seat(2)))[1] == 1
    with pytest.raises(NotStored):
        await room.corrector.undo("c1", seat(2))
    await room.corrector.undo("c1", seat(3, shared=True))


async def test_a_server_s_copy_that_everyone_gets_keeps_its_correction(room: Newsroom) -> None:
    await room.tell("one", MODI, scope="guild:1")
    await room.corrector.date("e1", "2024-07-11", None, seat(1))
    await room.tell("one", MODI)
    assert [row[2] for row in await room.seen(1)] == ["2024-07-11"]
    assert [row[2] for row in await room.seen()] == ["2024-07-09"]


@pytest.mark.parametrize(
    ("work", "reason"),
    [
        (lambda c: c.date("e1", "2024-07-09", None, ANN), "already"),
        (lambda c: c.place("e1", Place("RU", "Moscow"), ANN), "already"),
        (lambda c: c.participants("e1", Said(add=("IN",)), ANN), "already"),
        (lambda c: c.participants("e1", Said(remove=("IN",)), ANN), "At least two"),
        (lambda c: c.merge("e1", "1", ANN), "one event already"),
        (lambda c: c.split("e1", ["a1"], ANN), "one source only"),
        (lambda c: c.split("e1", ["a9"], ANN), "no source"),
        (lambda c: c.not_an_event("e77", ANN), "no event"),
        (lambda c: c.undo("c77", ANN), "no correction"),
    ],
)
async def test_what_cannot_be_corrected_is_refused_in_a_sentence(room: Newsroom, work, reason) -> None:  # type: ignore[no-untyped-def]
    await room.tell("one", MODI)
    with pytest.raises((CorrectionRefused, NotStored), match=reason):
        await work(room.corrector)
    assert (await room.corrector.history(ANN))[1] == 0


async def test_history_keeps_everything_that_was_said(room: Newsroom) -> None:
    await room.tell("one", MODI, ORBAN)
    ann, bob = seat(1, name="Ann"), seat(1, name="Bob")
    await room.corrector.date("e1", "2024-07-11", None, ann)
    await room.corrector.not_an_event("e2", bob)
    await room.corrector.undo("c1", bob)
    with pytest.raises(CorrectionRefused, match="already"):
        await room.corrector.undo("c1", ann)
    [second, first], total = await room.corrector.history(ann)
    assert total == 2
    assert (first.state, second.state) == (State.UNDONE, State.HOLDS)
    assert first.correction.by.name == "Ann"
    assert first.correction.undone_by is not None
    assert first.correction.undone_by.name == "Bob"
    assert first.correction.said == Said(start="2024-07-11")
    assert "Moscow" in first.correction.title
    [only], total = await room.corrector.history(ann, event="E2")
    assert total == 1
    assert only.correction.id == "c2"
    assert scopes_of("guild:1") == ann.sees
