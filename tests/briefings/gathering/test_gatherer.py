"""Feeds of a loopback web fill the record: nothing doubled, nothing lost."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiohttp import web as server

from briefings.gathering.news import BASELINE

STORY = (
    "The foreign ministers of India and Russia met in Moscow on 9 July and spoke about trade for two hours."
)
MORE = "They agreed to meet again in the autumn, a spokeswoman said, and thanked the hosts for their welcome."


@pytest.fixture
def paper(web: Any, feed_item: Any) -> Any:
    """`paper(name, …)` publishes a page with a story and gives the item that names it."""

    def publish(name: str, text: str = "", **fields: Any) -> Any:
        link = web.article(f"/{name}", f"Story {name}", text or f"{STORY} This is story {name}.", MORE)
        return feed_item(**({"title": f"Story {name}", "link": link, "guid": name} | fields))

    return publish


async def test_a_new_item_is_read_from_its_page_once(desk: Any, web: Any, paper: Any) -> None:
    feed = web.rss("/feed", paper("a"))
    await desk.follow(feed)
    first = await desk.poll()
    assert (first.new, first.failed) == (1, 0)
    web.rss("/feed", paper("b"), paper("a"))
    second = await desk.poll()
    assert (second.new, second.polls[0].found) == (1, 1)
    third = await desk.poll()
    assert (third.new, third.unchanged, third.polls[0].found) == (0, 0, 0)
    assert await desk.titles() == ["Story a", "Story b"]
    assert web.count("/a") == web.count("/b") == 1
    article = await desk.article(web.url("/a"))
    assert article.source == "The Courier"
    assert article.published == "2024-09-29"


async def test_the_first_poll_reads_the_newest_and_counts_the_rest_as_seen(
    desk: Any, web: Any, paper: Any
) -> None:
    old = [paper(f"old{day:02}", date=f"2024-08-{day:02}T08:00:00Z") for day in range(1, 31)]
    await desk.follow(web.rss("/feed", *old))
    first = await desk.poll()
    assert first.new == BASELINE == 20
    assert "Story old30" in await desk.titles()
    assert "Story old10" not in await desk.titles()
    web.rss("/feed", paper("fresh"), *old)
    assert (await desk.poll()).new == 1
    assert len(await desk.titles()) == 21


async def test_nothing_is_asked_before_its_time_and_conditions_are_sent(
    desk: Any, web: Any, paper: Any, reply: Any
) -> None:
    await desk.follow(
        web.rss("/feed", paper("a"), ETag='"v1"', **{"Last-Modified": "Sun, 29 Sep 2024 08:00:00 GMT"})
    )
    await desk.poll()
    assert (await desk.poll(minutes=14)).polls == []
    web.pages["/feed"] = reply(status=304)
    again = await desk.poll(minutes=1)
    assert [poll.error for poll in again.polls] == [None]
    sent = web.asked[-1][1]
    assert sent["if-none-match"] == '"v1"'
    assert sent["if-modified-since"] == "Sun, 29 Sep 2024 08:00:00 GMT"
    assert "cookie" not in sent
    await desk.poll()
    assert web.asked[-1][1]["if-none-match"] == '"v1"', "a 304 without marks keeps those we have"


async def test_changed_ids_and_returning_items_are_no_news(desk: Any, web: Any, paper: Any) -> None:
    await desk.follow(web.rss("/feed", paper("a"), paper("b")))
    await desk.poll()
    web.rss("/feed", paper("a", guid="a-again"), paper("b"))
    assert (await desk.poll()).polls[0].found == 0
    web.rss("/feed")
    await desk.poll()
    web.rss("/feed", paper("b", guid="b3"), paper("a", guid="a3"))
    assert (await desk.poll()).polls[0].found == 0
    assert web.count("/a") == 1
    assert len(await desk.titles()) == 2


async def test_a_new_date_doubles_nothing_and_finds_a_corrected_page(
    desk: Any, web: Any, paper: Any, reply: Any
) -> None:
    await desk.follow(web.rss("/feed", paper("a"), paper("b")))
    await desk.poll()
    web.rss("/feed", paper("a", date="2024-09-29T10:00:00Z"), paper("b"))
    done = await desk.poll()
    assert (done.new, done.updated, done.unchanged) == (0, 0, 1)
    corrected = STORY.replace("two hours", "three hours")
    web.rss("/feed", paper("a", corrected, date="2024-09-29T11:00:00Z"), paper("b"))
    assert (await desk.poll()).updated == 1
    assert "three hours" in (await desk.article(web.url("/a"))).text
    web.rss("/feed", paper("a", corrected, date="2024-09-29T12:00:00Z", summary="Long " * 40), paper("b"))
    web.pages["/a"] = reply(status=404)
    gone = await desk.poll()
    assert (gone.updated, gone.failed) == (0, 0)
    assert "three hours" in (await desk.article(web.url("/a"))).text, "the summary says less"
    assert len(await desk.titles()) == 2


async def test_a_feed_that_dates_everything_anew_is_not_believed(desk: Any, web: Any, paper: Any) -> None:
    names = "abcdefgh"
    await desk.follow(web.rss("/feed", *(paper(name) for name in names)))
    await desk.poll()
    for hour in (10, 11):
        web.rss("/feed", *(paper(name, date=f"2024-09-29T{hour}:00:00Z") for name in names))
        assert (await desk.poll()).polls[0].found == 0
    assert web.count("/a") == 1


async def test_the_same_story_at_three_addresses_is_one_source(
    desk: Any, web: Any, feed_item: Any, paper: Any
) -> None:
    item = paper("wire")
    for number, host in enumerate(("one", "two", "three")):
        link = f"http://{host}.example:{web.port}/wire"
        web.rss(f"/feed{number}", feed_item("Story wire", link, guid=f"{host}/1"), title=f"{host} post")
        await desk.follow(web.url(f"/feed{number}"))
    assert item.title == "Story wire"
    done = await desk.poll()
    assert (done.new, done.unchanged) == (1, 2)
    assert await desk.titles() == ["Story wire"]
    article = await desk.article(f"http://one.example:{web.port}/wire")
    assert len(article.urls) == 3
    [event] = await desk.store.events.since(desk.now.replace(year=2000))
    assert len(event.sources) == 1


async def test_a_corrected_story_replaces_what_it_said(desk: Any, web: Any, paper: Any) -> None:
    await desk.follow(web.rss("/feed", paper("a", summary="They met in Moscow.")))
    await desk.poll()
    corrected = STORY.replace("two hours", "three hours") + " An earlier version had the length wrong."
    web.rss("/feed", paper("a", corrected, summary="They met in Moscow, for three hours."))
    done = await desk.poll()
    assert (done.new, done.updated) == (0, 1)
    article = await desk.article(web.url("/a"))
    assert "three hours" in article.text
    assert article.version == 2
    assert len(await desk.titles()) == 1


async def test_a_story_that_moves_while_it_is_corrected_is_not_doubled(
    desk: Any, web: Any, paper: Any
) -> None:
    await desk.follow(web.rss("/feed", paper("first-slug", guid="7")))
    await desk.poll()
    web.rss("/feed", paper("better-slug", STORY + " This is story first-slug, corrected.", guid="7"))
    await desk.poll()
    assert await desk.titles() == ["Story better-slug"]


async def test_one_id_for_different_stories_loses_none(desk: Any, web: Any, paper: Any) -> None:
    await desk.follow(web.rss("/feed", paper("a", guid="x"), paper("b", guid="x")))
    await desk.poll()
    web.rss("/feed", paper("c", guid="x"), paper("b", guid="x"), paper("a", guid="x"))
    await desk.poll()
    assert await desk.titles() == ["Story b", "Story a", "Story c"]


async def test_items_that_all_link_to_the_front_page_are_told_apart_by_their_words(
    desk: Any, web: Any, feed_item: Any
) -> None:
    def notice(number: int) -> Any:
        return feed_item(f"Notice {number}", web.url("/"), summary=f"{STORY} This is notice {number}.")

    await desk.follow(web.rss("/feed", notice(2), notice(1)))
    await desk.poll()
    web.rss("/feed", notice(3), notice(2), notice(1))
    assert (await desk.poll()).new == 1
    assert await desk.titles() == ["Notice 1", "Notice 2", "Notice 3"]
    assert web.count("/") == 0


async def test_until_a_page_can_be_had_the_summary_stands_for_it(
    desk: Any, web: Any, feed_item: Any, reply: Any
) -> None:
    summary = "Ministers of India and Russia met in Moscow on 9 July, the ministry said in a statement."
    await desk.follow(web.rss("/feed", feed_item("Late", web.url("/late"), "1", summary)))
    web.pages["/late"] = reply(status=503)
    first = await desk.poll()
    assert (first.later, first.new) == (1, 1)
    assert (await desk.article(web.url("/late"))).text == summary
    web.article("/late", "Late", STORY, MORE)
    assert (await desk.poll(hours=1)).updated == 1
    assert (await desk.article(web.url("/late"))).text.startswith("The foreign ministers")

    web.rss("/feed", feed_item("Never", web.url("/never"), "2", summary + " Again."))
    web.pages["/never"] = reply(status=500)
    outcomes = [await desk.poll(hours=8) for _ in range(9)]
    assert sum(done.new for done in outcomes) == 1
    assert 5 <= web.count("/never") <= 6
    assert (await desk.article(web.url("/never"))).text == summary + " Again."
    assert await desk.store.dead_letters.all() == ()
    assert await desk.titles() == ["Late", "Never"]


async def test_a_summary_that_the_reader_fails_on_holds_up_nobody(
    desk: Any, web: Any, feed_item: Any, paper: Any, reply: Any
) -> None:
    broken = feed_item("Broken", web.url("/x"), "1", "Words enough to be read in place of the page. " * 2)
    await desk.follow(web.rss("/feed", broken, paper("a", link=f"http://one.example:{web.port}/a")))
    web.pages["/x"] = reply(status=503)
    done = await desk.poll()
    assert (done.new, done.later) == (1, 1)


async def test_a_page_in_trouble_without_a_summary_is_kept_aside_in_the_end(
    desk: Any, web: Any, feed_item: Any, reply: Any
) -> None:
    await desk.follow(web.rss("/feed", feed_item("Never", web.url("/never"), "2", "Short.")))
    web.pages["/never"] = reply(status=500)
    outcomes = [await desk.poll(hours=8) for _ in range(9)]
    assert sum(done.failed for done in outcomes) == 1
    assert [letter.origin for letter in await desk.store.dead_letters.all()] == [web.url("/never")]
    assert await desk.titles() == []


async def test_what_cannot_be_had_is_a_dead_letter_that_can_be_retried(
    desk: Any, web: Any, feed_item: Any
) -> None:
    await desk.follow(web.rss("/feed", feed_item("Gone", web.url("/gone"), "1", "Short.")))
    assert (await desk.poll()).failed == 1
    [letter] = await desk.store.dead_letters.all()
    assert letter.origin == web.url("/gone")
    assert "404" in letter.reason
    [(_, reason)] = await desk.gatherer.retry()
    assert "404" in reason
    [letter] = await desk.store.dead_letters.all()
    assert letter.attempts == 2
    web.article("/gone", "Gone", STORY, MORE)
    [(_, added)] = await desk.gatherer.retry()
    assert added.status == "new"
    assert await desk.store.dead_letters.all() == ()
    assert await desk.titles() == ["Gone"]


async def test_an_article_that_the_reader_fails_on_is_kept_aside_and_holds_up_nobody(
    desk: Any, web: Any, paper: Any
) -> None:
    await desk.follow(web.rss("/feed", paper("a", title="Broken"), paper("b")))
    web.article("/a", "Broken", STORY, MORE)
    done = await desk.poll()
    assert (done.new, done.failed) == (1, 1)
    assert len(await desk.store.dead_letters.all()) == 1
    assert await desk.gatherer.retry() == (), "the record's own letters are the record's to try"
    assert (await desk.poll()).polls[0].found == 0


async def test_a_feed_that_fails_for_long_is_reported_once_and_once_when_it_works_again(
    desk: Any, web: Any, paper: Any, reply: Any
) -> None:
    await desk.follow(web.rss("/feed", paper("a")))
    await desk.poll()
    web.pages["/feed"] = reply(status=500)
    told = []
    for _ in range(30):
        told += (await desk.poll(hours=2)).reports
    [report] = told
    assert report.failing
    assert "has failed" in report.sentence
    assert "500" in report.sentence
    web.rss("/feed", paper("a"), paper("b"))
    told = []
    for _ in range(6):
        told += (await desk.poll(hours=7)).reports
    assert [report.failing for report in told] == [False]
    assert await desk.titles() == ["Story a", "Story b"]


async def test_failures_space_out_and_a_wish_for_patience_is_followed(
    desk: Any, web: Any, paper: Any, reply: Any
) -> None:
    source = await desk.follow(web.rss("/feed", paper("a")))
    web.pages["/feed"] = reply(status=429, headers={"Retry-After": "7200"})
    await desk.poll()
    entry = await desk.store.sources.get(source.id)
    assert (entry.next_poll - desk.now).total_seconds() == 7200
    assert "429" in entry.last_error
    asked = web.count("/feed")
    for _ in range(7):
        await desk.poll()
    assert web.count("/feed") == asked
    web.rss("/feed", paper("a"))
    await desk.poll()
    assert await desk.titles() == ["Story a"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "empty"),
        (b"<html><body>Welcome</body></html>", "web page, not a feed"),
        (b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><rss version="2.0"/>', "entities"),
        (b'{"version": 1}', "no JSON Feed"),
        (b"<rss" + b" a='1'" * 5000 + b">", "too many pieces"),
    ],
)
async def test_what_is_no_feed_is_a_failure_with_its_reason(
    desk: Any, web: Any, reply: Any, body: bytes, said: str
) -> None:
    web.pages["/feed"] = reply(body, "text/xml")
    source = await desk.follow(web.url("/feed"))
    [poll] = (await desk.poll()).polls
    assert said in (poll.error or "")
    assert said in (await desk.store.sources.get(source.id)).last_error


async def test_one_slow_feed_holds_up_no_other(desk: Any, web: Any, paper: Any) -> None:
    async def slow(request: server.Request) -> server.StreamResponse:
        response = server.StreamResponse()
        await response.prepare(request)
        await response.write(b"<rss>")
        await asyncio.sleep(5)
        return response

    web.pages["/slow"] = slow
    await desk.follow(f"http://one.example:{web.port}/slow")
    await desk.follow(web.rss("/feed", paper("a")))
    done = await desk.poll()
    assert done.new == 1
    assert {poll.error is None for poll in done.polls} == {True, False}


async def test_a_crash_between_poll_and_reading_loses_nothing(
    desk: Any, web: Any, paper: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.follow(web.rss("/feed", paper("a"), paper("b"), ETag='"1"'))

    async def die(*_: Any) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(desk.gatherer, "_read", die)
        with pytest.raises(RuntimeError):
            await desk.poll()
    assert await desk.titles() == []
    web.pages["/feed"].status = 304
    await desk.poll()
    assert sorted(await desk.titles()) == ["Story a", "Story b"]


async def test_two_processes_do_not_poll_the_same_source_at_once(desk: Any, web: Any, paper: Any) -> None:
    source = await desk.follow(web.rss("/feed", paper("a")))
    later = desk.now.replace(hour=9)
    assert await desk.store.sources.postpone(source, later)
    assert not await desk.store.sources.postpone(source, later)
    assert (await desk.gatherer.run([source])).polls == []
    assert web.asked == []


async def test_a_server_s_source_stays_with_that_server(desk: Any, web: Any, paper: Any) -> None:
    await desk.follow(web.rss("/feed", paper("a")), "guild:5")
    await desk.poll()
    assert await desk.titles() == []
    assert await desk.titles("guild:5") == ["Story a"]


async def test_the_settings_name_the_sources_they_name(desk: Any, web: Any) -> None:
    one, two = web.url("/one"), web.url("/two")
    await desk.follow(web.url("/own"))
    assert await desk.gatherer.follow([one, two]) == ()
    [refused] = await desk.gatherer.follow([two, "http://127.0.0.1:1/"])
    assert "address of this machine" in refused
    assert [source.url for source in await desk.store.sources.all()] == [web.url("/own"), two]
