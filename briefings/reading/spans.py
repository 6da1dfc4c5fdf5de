"""Dates of one clause: those around its trigger, the days a visit lasted, what a label over it means."""

from __future__ import annotations

import re
from datetime import date, timedelta

from briefings import dates as partial
from briefings.reading.drafts import Scene
from briefings.reading.frames import Claim
from briefings.when import DateContext, Span, find_dates, resolve

_CLAUSES = frozenset(("who", "which", "where", "when", "while", "that", "but", "because", "although"))
_DAYS = re.compile(r"\b(two|three|four|five|six|seven|eight)[- ]day\b", re.I)
_COUNT = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
BEGAN = re.compile(r"\b(?:began|started|begun|opened)\s+(?:on\s+)?")
_HOURS = frozenset(("morning", "afternoon", "evening"))
_THEREUPON = frozenset(("afterwards", "thereupon", "thereafter", "then"))
_FINITE = frozenset(("s", "past", "past+participle"))
_ENDED = re.compile(
    r"\b(?:end|ended|ends|conclude[sd]?|wrap(?:s|ped)? up|finish(?:ed|es)?|complete[sd]?|closed?)"
    r"\s+(?:\w+\s+){0,2}?(two|three|four|five)(?:[- ]day|\s+days\s+of)\b"
)


def since(best: Span, scene: Scene) -> Span:
    """ "a visit that began on Sunday", told on its last day."""
    began = BEGAN.search(scene.sentence.text)
    for element in scene.elements:
        if began and element.when is not None and element.when.lo >= began.end() - 1:
            start = resolve(element.when, scene.context, "past")[0]
            if start and best[0] and start < best[0]:
                return start, best[0]
    return best


def length(scene: Scene) -> int:
    """Days of "a three-day visit"; 0 if nothing says so."""
    match = _DAYS.search(scene.sentence.text)
    return _COUNT.get(match.group(1).lower(), 0) if match else 0


def spanned(best: Span, days: int, ending: bool, scene: Scene) -> Span:
    """First and last day of a visit of so many days that begins or ends on the day told."""
    if best[0] is None or len(best[0]) != 10 or best[1] is not None:
        return best
    day = date.fromisoformat(best[0])
    if not ending:
        return best[0], (day + timedelta(days=days - 1)).isoformat()
    if scene.day[0] == best[0]:
        return (day - timedelta(days=days - 1)).isoformat(), best[0]
    return best


def ended(best: Span, claim: Claim, scene: Scene) -> Span:
    """ "ended two days of negotiations on Monday": they began on Sunday."""
    match = _ENDED.search(scene.sentence.text)
    if match is None or best[0] is None or len(best[0]) != 10 or best[1] is not None:
        return best
    end = scene.spans[min(claim.hi, len(scene.spans)) - 1][1]
    if not scene.spans[claim.lo][0] <= match.end() <= end:
        return best
    days = _COUNT[match.group(1).lower()]
    return (date.fromisoformat(best[0]) - timedelta(days=days - 1)).isoformat(), best[0]


def opens_next(k: int, claim: Claim, scene: Scene) -> bool:
    """Whether the date at k opens another clause: "met X on Friday, and on Monday the assembly heard her"."""
    elements = scene.elements
    before = k - 1
    if elements[before].kind == "w" and elements[before].low == elements[k].when.preposition:  # type: ignore[union-attr]
        before -= 1
    if before <= claim.at or elements[before].low not in ("and", "but") or elements[before - 1].kind == "d":
        return False
    for n, element in enumerate(elements[k + 1 : k + 9]):
        if (element.kind == "p" and element.low != ",") or element.low in ("with", "and"):
            return n > 2
        if element.shape in _FINITE or element.low in ("was", "were", "is", "had", "will"):
            return True
    return len(elements) > k + 3


_OF_TALKS = frozenset(
    "held hosted staged convened organised organized chaired attended mediated brokered scheduled planned"
    " joined accompanied delayed postponed".split()
)


def of_another(k: int, claim: Claim, scene: Scene) -> bool:
    """Whether the date at k is that of another thing: "signed a charter, modelled on the one of 1941"."""
    for j in range(k - 1, claim.at + 1, -1):
        element = scene.elements[j]
        if element.kind == "p":
            return False
        if element.kind == "w" and element.low.endswith("ed") and scene.elements[j - 1].low == ",":
            return element.low not in _OF_TALKS
    return False


def held_on(claim: Claim, scene: Scene) -> list[int]:
    """The date of "his first talks with X, held on Thursday in a hotel"."""
    elements = scene.elements
    if not claim.rule.startswith("noun"):
        return []
    for j in range(claim.hi, min(claim.hi + 2, len(elements))):
        if elements[j].low in ("held", "staged", "hosted", "convened") and elements[j - 1].low == ",":
            return [
                k
                for k in range(j + 1, min(j + 6, len(elements)))
                if elements[k].kind == "d" and not any(e.kind == "p" for e in elements[j:k])
            ][:1]
    return []


def of_when(k: int, claim: Claim, scene: Scene) -> bool:
    """Whether the clause is told as "since October 2018, when X met Y"."""
    after = [e.low for e in scene.elements[k + 1 : k + 3]]
    return k < claim.at and (after[:1] == ["when"] or after == [",", "when"])


def around(claim: Claim, scene: Scene) -> list[int]:
    """Dates of the same clause to the left of the trigger, nearest first, then those that open the
    sentence."""
    found: list[int] = []
    crossed = False
    opening = 0
    if scene.elements and scene.elements[0].low in ("after", "before", "following", "while", "having"):
        # "After meeting Kurz on Monday, Rama flew on": the day is that of the opening clause.
        comma = next((k for k, e in enumerate(scene.elements) if e.low == ","), 0)
        opening = comma if comma < claim.at else 0
    noun = claim.rule.startswith("noun") and 0 < claim.lo < len(scene.elements)
    said = noun and scene.elements[claim.lo - 1].low in ("after", "before", "following")
    for k in range(min(claim.at, len(scene.elements)) - 1, -1, -1):
        element = scene.elements[k]
        ahead = said and element.lemma == "say" and any(e.low == "will" for e in scene.elements[:k])
        if ahead:
            break  # "They will meet in May, X said after talks with Y"
        if element.kind == "d":
            if k < opening:
                break
            if _inserted(k, claim.at, scene):
                continue
            found.append(k)
            if crossed:
                break
        if (element.kind == "w" and element.low in _CLAUSES) or (
            element.kind == "p" and element.low in (";", ":")
        ):
            later = [e.low for e in scene.elements[k + 1 : k + 4]]
            if element.low == ";" and not found and later[:2] == ["in", "the"] and later[-1] in _HOURS:
                continue  # "On Tuesday he lunched with X; in the evening he dined with Y"
            onward = _THEREUPON.intersection(e.low for e in scene.elements[k + 1 : claim.at + 1])
            if element.low == ";" and not found and onward:
                continue  # "On Tuesday she led X round; the two afterwards talked alone"
            if found or element.low in (";", "but", "because", "although"):
                break
            crossed = True
    return found


def _inserted(k: int, at: int, scene: Scene) -> bool:
    """Whether a day belongs to "X, who spoke on Sunday, is there": to a clause that is over by then."""
    low = [e.low for e in scene.elements[max(0, k - 9) : k]]
    opened = next((n for n in range(len(low) - 1, -1, -1) if low[n] in ("who", "which", "where", ",")), -1)
    if opened < 0 or low[opened] == "," or (opened and low[opened - 1] != ","):
        return False
    return any(e.low == "," for e in scene.elements[k + 1 : at])


def label_span(label: str, context: DateContext) -> Span:
    """What the words of a label or heading mean."""
    if not label:
        return (None, None)
    found = find_dates(label, context)
    if not found:
        return (None, None)
    first = found[0]
    start, end = resolve(first, context, "future" if first.needs_tense else None)
    if start and partial.is_valid(start):
        return start, end
    return (None, None)
