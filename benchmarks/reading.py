"""How fast the rules read, how their time grows with hostile input, and what loading them costs.

    python benchmarks/reading.py            all tables
    python benchmarks/reading.py news       words a second on ordinary news, one core
    python benchmarks/reading.py hostile    time for hostile input of growing length
    python benchmarks/reading.py load       seconds and memory of importing and loading the reader

Everything runs in this one process on one core, except "load", which starts fresh interpreters. Seconds are
the processor's, so that other work on the machine does not count.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from briefings import samples
from briefings.models import Article
from briefings.reading.rules import RulesReader

NEWS = Path(__file__).parent / "news.txt"
"""General news in our own words: courts, sport, weather, business, culture, politics at home and abroad."""

LOAD = """
import resource, sys, time
def kilobytes():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))
before, began = kilobytes(), time.process_time()
from briefings.reading.rules import RulesReader
imported = time.process_time()
RulesReader().warm()
print(imported - began, time.process_time() - began, (kilobytes() - before) / 1024)
"""


def ordinary_news() -> list[Article]:
    """General articles with the packaged diplomatic samples among them, about one in eight."""
    general = [
        Article(title=title.strip(), text=body.strip(), published="2024-07-12")
        for title, _, body in (
            part.partition("\n") for part in NEWS.read_text(encoding="utf-8").split("\n# ")
        )
        if body.strip()
    ]
    return general * 2 + list(samples.articles())


def words(articles: list[Article]) -> int:
    return sum(len(article.text.split()) for article in articles)


def seconds(work: Callable[[], object], runs: int = 5) -> float:
    """Median of `runs` after one run that is not counted."""
    work()
    taken = []
    for _ in range(runs):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return statistics.median(taken)


def news() -> None:
    reader = RulesReader()
    general = ordinary_news()
    diplomatic = list(samples.articles())
    for label, articles in (("ordinary news", general), ("diplomatic samples only", diplomatic)):
        many = articles * max(1, 20_000 // words(articles))
        taken = seconds(lambda many=many: [reader.read(article) for article in many])  # type: ignore[misc]
        rate = words(many) / taken
        print(f"{label:28} {words(many):8,} words in {taken:6.3f} s = {rate:10,.0f} words a second")


HOSTILE: dict[str, Callable[[int], str]] = {
    "one sentence": lambda n: ("Putin met Modi and " * (n // 19))[:n],
    "nested quotes": lambda n: ('"' * (n // 2) + "Putin met Modi in Moscow" + '"' * (n // 2))[:n],
    "quotes in quotes": lambda n: ("“he said ‘she met “" * (n // 19))[:n],
    "repeated names": lambda n: ("Vladimir Putin " * (n // 15))[:n],
    "commas": lambda n: ("the leaders of India, China, Brazil, " * (n // 37))[:n],
    "no spaces": lambda n: "a" * n,
    "brackets": lambda n: "(" * n,
    "dates": lambda n: ("on 9 July 2024 and " * (n // 19))[:n],
    "titles": lambda n: ("President Prime Minister Foreign Minister " * (n // 42))[:n],
    "meetings": lambda n: ("Putin met Modi in Moscow on 9 July 2024. " * (n // 41))[:n],
}


def hostile() -> None:
    reader = RulesReader()
    reader.warm()
    sizes = [10**5, 10**6, 10**7]
    print(f"{'input':20}" + "".join(f"{size:>14,} B" for size in sizes) + "   growth of the last tenfold")
    for label, make in HOSTILE.items():
        taken = []
        for size in sizes:
            article = Article(title=None, text=make(size), published="2024-07-12")
            began = time.process_time()
            reader.read(article)
            taken.append(time.process_time() - began)
        print(f"{label:20}" + "".join(f"{t:14.3f} s" for t in taken) + f"   × {taken[-1] / taken[-2]:.1f}")


def load() -> None:
    runs = []
    for _ in range(6):
        printed = subprocess.run(
            [sys.executable, "-c", LOAD], check=True, capture_output=True, text=True
        ).stdout
        runs.append([float(figure) for figure in printed.split()])
    imported, loaded, memory = (statistics.median(column) for column in zip(*runs[1:], strict=True))
    print(f"import {imported:.3f} s, import and load {loaded:.3f} s, adds {memory:.1f} MB (5 processes)")


TABLES = {"news": news, "hostile": hostile, "load": load}

if __name__ == "__main__":
    for name in sys.argv[1:] or TABLES:
        TABLES[name]()
