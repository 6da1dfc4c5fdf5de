"""How fast an archive is added, in how much memory, and whether a killed run ends like an unbroken one.

Writes synthetic articles (our own words, facts drawn by a seeded generator) as JSON lines, adds them in a
process of its own, then once more with SIGKILL in the middle, and compares what the two stores hold.

    python benchmarks/archive.py [--articles 10000] [--kill-after 0.5]
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEADERS = (
    ("Indian Prime Minister Narendra Modi", "New Delhi"),
    ("French President Emmanuel Macron", "Paris"),
    ("Brazilian President Luiz Inacio Lula da Silva", "Brasilia"),
    ("Japanese Foreign Minister Yoko Kamikawa", "Tokyo"),
    ("Turkish President Recep Tayyip Erdogan", "Ankara"),
    ("Egyptian President Abdel Fattah el-Sisi", "Cairo"),
    ("Polish Prime Minister Donald Tusk", "Warsaw"),
    ("Vietnamese Prime Minister Pham Minh Chinh", "Hanoi"),
    ("Spanish Prime Minister Pedro Sanchez", "Madrid"),
    ("Kenyan President William Ruto", "Nairobi"),
    ("South African President Cyril Ramaphosa", "Pretoria"),
    ("Kazakh President Kassym-Jomart Tokayev", "Astana"),
)
VERBS = ("met", "received", "held talks with", "sat down with", "welcomed")
TOPICS = (
    "grain exports",
    "a railway",
    "visas for students",
    "air traffic",
    "fishing rights",
    "solar power",
    "debt",
)
MOODS = ("cordial", "businesslike", "brief", "long", "frank", "friendly", "cool")
COLOUR = (
    "Outside, {n} people waited for hours behind a fence, most of them students from {city}.",
    "The delegation of {n} stayed at a hotel by the river and left before dawn.",
    "A commission with {n} members is to report on {topic} by the end of the year.",
    "Last year trade between the two sides grew by {n} per cent, mostly in {topic}.",
    "The guest laid a wreath of {n} white flowers and planted a tree in a garden in {city}.",
    "Reporters counted {n} cars in the motorcade; two of them broke down on the way.",
)


def articles(count: int, seed: int = 7) -> Iterator[dict[str, str]]:
    """Articles of varied facts: some are copies or corrections of others, some tell of no event."""
    choose = random.Random(seed)
    kept: list[dict[str, str]] = []
    for number in range(count):
        if kept and choose.random() < 0.1:
            old = dict(choose.choice(kept))
            old["url"] = f"https://copy{number % 40}.example/{number}"
            old["text"] = old["text"] if choose.random() < 0.5 else f"{old['text']}\n\n{_colour(choose)}"
            yield old
            continue
        made = _article(choose, number)
        kept = [*kept[-500:], made]
        yield made


def _article(choose: random.Random, number: int) -> dict[str, str]:
    (host, city), (guest, _) = choose.sample(LEADERS, 2)
    published = date(2023, 12, 1) + timedelta(days=choose.randrange(270))
    day = published - timedelta(days=choose.randrange(1, 5))
    topic, mood = choose.choice(TOPICS), choose.choice(MOODS)
    told = (
        f"{host} {choose.choice(VERBS)} {guest} in {city} on {day.strftime('%A')}, officials said."
        if choose.random() < 0.8
        else f"A {mood} debate about {topic} filled the evening in {city}, and nobody important came."
    )
    paragraphs = [told, f"The mood was {mood}, an aide told article {number}, and they spoke about {topic}."]
    paragraphs += [_colour(choose) for _ in range(choose.randrange(3, 9))]
    return {
        "title": f"{city}: {mood} hours about {topic} ({number})",
        "published": published.isoformat(),
        "url": f"https://paper{number % 25}.example/{published.isoformat()}/{number}",
        "source": f"Paper {number % 25}",
        "text": "\n\n".join(paragraphs),
    }


def _colour(choose: random.Random) -> str:
    return choose.choice(COLOUR).format(
        n=choose.randrange(3, 4000), city=choose.choice(LEADERS)[1], topic=choose.choice(TOPICS)
    )


def write(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        for article in articles(count):
            file.write(json.dumps(article) + "\n")


def command(archive: Path, database: Path) -> list[str]:
    return [sys.executable, "-m", "bot", "add", str(archive), "--database", str(database)]


def start(archive: Path, database: Path) -> subprocess.Popen[bytes]:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        command(archive, database), env=environment, stdout=subprocess.DEVNULL, cwd=database.parent
    )


def stored(database: Path) -> int:
    """How many articles are in a database that another process is writing."""
    if not database.exists():
        return 0
    try:
        with sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=5) as connection:
            return int(connection.execute("SELECT count(*) FROM article").fetchone()[0])
    except sqlite3.Error:
        return 0


def contents(database: Path) -> tuple[list[object], list[object]]:
    """Articles and events without ids and times of recording."""
    with sqlite3.connect(database) as connection:
        rows = connection.execute(
            "SELECT a.scope, a.version, a.text_hash, a.title, a.url, a.published,"
            " (SELECT group_concat(url, ' ') FROM"
            "   (SELECT url FROM article_address WHERE article = a.id ORDER BY url)),"
            " (SELECT f.text_hash FROM article f WHERE f.id = a.family) FROM article a"
        )
        kept = sorted(json.dumps(row) for row in rows)
        events = []
        for scope, body in connection.execute("SELECT scope, body FROM event"):
            found = json.loads(body)
            named = {source["article"]: f"{source['url']} {source['title']}" for source in found["sources"]}
            for source in found["sources"]:
                source["article"] = ""
                source["urls"] = sorted(source["urls"])
            found["differs"] = [
                [field, [[value, sorted(named.get(a, "") for a in told)] for value, told in values]]
                for field, values in found["differs"]
            ]
            events.append(json.dumps([scope, found], sort_keys=True))
        return kept, sorted(events)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--kill-after", type=float, default=0.5, help="share of the articles stored by then")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        archive, whole, broken = (Path(directory) / name for name in ("wire.jsonl", "whole.db", "broken.db"))
        write(archive, wanted.articles)
        print(f"{wanted.articles:,} articles, {archive.stat().st_size / 1e6:.1f} MB of JSON lines")
        began = time.perf_counter()
        if start(archive, whole).wait():
            raise SystemExit("adding failed")
        took = time.perf_counter() - began
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"unbroken: {took:.1f} s, {wanted.articles / took:.0f} articles/s, peak memory {peak:.0f} MB")
        total = stored(whole)
        child = start(archive, broken)
        while stored(broken) < total * wanted.kill_after and child.poll() is None:
            time.sleep(0.02)
        child.send_signal(signal.SIGKILL)
        child.wait()
        print(f"killed with {stored(broken):,} of {total:,} articles stored")
        began = time.perf_counter()
        if start(archive, broken).wait():
            raise SystemExit("resuming failed")
        print(f"resumed: {time.perf_counter() - began:.1f} s")
        began = time.perf_counter()
        start(archive, broken).wait()
        print(f"once more, everything known: {time.perf_counter() - began:.1f} s")
        same = contents(whole) == contents(broken)
        print(f"both stores hold the same: {'yes' if same else 'NO'} ({len(contents(whole)[1]):,} events)")
        if not same:
            raise SystemExit(1)


if __name__ == "__main__":
    main()
