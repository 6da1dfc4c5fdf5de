"""When: held, announced or under way, and on which day, from the words of the clause and the day the story
is at."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from briefings import dates as partial
from briefings.reading import spans, verbs
from briefings.reading.drafts import Draft, Scene
from briefings.reading.frames import Claim
from briefings.reading.sentences import Sentence
from briefings.when import DateContext, Span, When, resolve

_BACKGROUND = frozenset(
    "last previously ago previous recently since former formerly once past history recent years"
    " months weeks ever first earlier predecessor often frequently repeatedly"
    " regularly has have years' decades decade twice times".split()
)
"""Words of a sentence that tells what went before, and not on the day the story is at."""


_ONWARD = re.compile(r"\A(?:•\s*)?From [A-Z]|\b(?:travell?ed|flew|went|moved|continued|drove|headed) on\b")
_ENDING = frozenset(
    "end conclude wrap finish complete ends concludes wraps finishes ended concluded wrapped finished"
    " completes completed closes left leaves".split()
)

_THERE = frozenset(("arrive", "land", "return"))
"""In the present tense of a headline these tell what has just happened."""

_CLOCK = re.compile(r"\A\W*(?:(?:[01]?\d|2[0-3])[.:])?[0-5]\d\b(?= [A-Z\"“]| ?[-–—])")
_LABELS = 3
"""So many paragraphs headed by a time of day make an article that is told as it happens."""
_GOES_ON = frozenset(("he", "she", "it", "they", "there", "both", "then"))

_NO_DATE = frozenset(("since", "until", "till", "by", "before", "after"))


def _aside(k: int, scene: Scene) -> bool:
    """Whether a day stands in "a visit, which ends on Wednesday" and is not the story's."""
    low = [e.low for e in scene.elements[max(0, k - 5) : k]]
    if "which" not in low and "who" not in low:
        return False
    lemmas = [e for e in scene.elements[max(0, k - 4) : k] if e.lemma and e.lemma != "say"]
    return bool(lemmas) and (lemmas[-1].shape == "s" or "will" in low or "is" in low)


def _leaving(k: int, scene: Scene) -> bool:
    """Whether a day stands in "and leaves on Friday", which is still to come."""
    for element in reversed(scene.elements[max(0, k - 3) : k]):
        if element.lemma:
            return element.lemma in ("leave", "depart", "return", "fly", "end") and element.shape == "s"
    return False


def _as_it_happens(sentences: Sequence[Sentence]) -> frozenset[int]:
    """The sentences under times of day, newest or oldest first: "17.20 It's official: ..."."""
    labels = [n for n, s in enumerate(sentences) if s.first and s.lo >= 0 and _CLOCK.match(s.text)]
    return frozenset(range(labels[0], len(sentences)) if len(labels) >= _LABELS else ())


def _told(draft: Draft, scene: Scene) -> list[str]:
    """The words up to the end of what tells of the encounter."""
    return [e.low for e, (lo, _) in zip(scene.elements, scene.spans, strict=True) if lo < draft.hi]


class Timing:
    """Status and dates for one article; sentences come in order."""

    def __init__(self, context: DateContext, sentences: Sequence[Sentence] = ()) -> None:
        self._live = _as_it_happens(sentences)
        self._before: tuple[int, str | None] = (-9, None)
        """The sentence read last, and the one date it told."""
        self._published = context.published
        self._ahead = -1
        """The last sentence that told of what is to come."""
        self._stage: tuple[str, int, frozenset[str]] = ("", -9, frozenset())
        """The month of the last encounter told, for the next stage of a journey."""
        self._coming: tuple[str, int, frozenset[str]] = ("", -9, frozenset())
        """The same of what is to come."""
        self._day: tuple[str, int, frozenset[str]] = ("", -9, frozenset())
        """The day the story is at, the sentence that said so and who was in it."""

    def look(self, number: int, found: list[When], context: DateContext) -> None:
        """Keeps the one date of a sentence, whatever it tells of, for the next that goes on from it."""
        dates = {
            resolve(when, context, "past")[0]
            for when in found
            if when.kind not in ("vague", "attributive") and when.preposition not in _NO_DATE
        }
        self._before = (number, dates.pop() if len(dates) == 1 else None)

    def note_day(self, scene: Scene) -> None:
        """Keeps the day a sentence tells of, for the next that goes on from it without one."""
        if scene.sentence.diary:
            return
        self._note_coming(scene)
        for k, element in enumerate(scene.elements):
            when = element.when
            if (
                when is None
                or when.kind not in ("day", "weekday", "relative")
                or when.preposition in _NO_DATE
                or _aside(k, scene)
                or _leaving(k, scene)
            ):
                continue
            start, end = resolve(when, scene.context, "past")
            if start and len(start) == 10 and not end and self._recent(start):
                actors = {a for e in scene.elements if e.mention is not None for a in e.mention.actors}
                self._day = (start, scene.number, frozenset(actors))
                return

    def _recent(self, start: str) -> bool:
        """Whether a day is of the news and not of its background: at most ten days before publication."""
        day = self._published
        if not day or len(day) != 10 or start > day:
            return False
        return (date.fromisoformat(day) - date.fromisoformat(start)).days <= 10

    def _note_coming(self, scene: Scene) -> None:
        """Keeps the day of "On Tuesday she will be in three capitals" for the programme that follows."""
        words = {e.low for e in scene.elements}
        if not words & {"will", "due", "scheduled", "shall"}:
            return
        self._ahead = scene.number
        for element in scene.elements:
            when = element.when
            if (
                when is not None
                and when.preposition not in _NO_DATE
                and when.kind not in ("vague", "attributive")
            ):
                start, _ = resolve(when, scene.context, "future")
                if start and self._published and start >= self._published[: len(start)]:
                    actors = frozenset(
                        a for e in scene.elements if e.mention is not None for a in e.mention.actors
                    )
                    self._coming = (start, scene.number, actors)
                    return

    def same_day(self, draft: Draft, scene: Scene) -> None:
        """Takes the day of the encounter told before, where the sentence goes on from it: "he also met
        ..."."""
        if draft.start is not None:
            if draft.status == "held" and len(draft.start) >= 7:
                self._stage = (draft.start[:7], scene.number, frozenset(draft.actors))
            return
        if draft.status == "upcoming":
            day, number, actors = self._coming
            if (
                day
                and 0 < scene.number - number <= 2
                and actors & set(draft.actors)
                and not any(e.when is not None for e in scene.elements)
            ):
                draft.start = day
                draft.steps.append(("same day", scene.sentence.text[:60], f"goes on from {day}"))
            return
        month, number, actors = self._stage
        near = 0 <= scene.number - number <= 2 and bool(actors & set(draft.actors))
        dated = any(e.when is not None and e.when.preposition != "since" for e in scene.elements)
        if draft.rule == "travel" and near and not dated and _ONWARD.search(scene.sentence.text):
            draft.start = month  # "From Pyongyang, Putin travelled on to Vietnam"
            return
        if draft.status == "held" and not dated:
            if scene.number in self._live and self._published and not scene.sentence.diary:
                if not (_BACKGROUND - {"has", "have"}).intersection(_told(draft, scene)):
                    draft.start = self._published
                return
            number, told = self._before
            if (
                told is not None
                and number == scene.number - 1
                and not scene.sentence.first
                and not (len(told) == 10 and self._recent(told))
                and self._published
                and told[: len(self._published)] <= self._published[: len(told)]
                and len(self._published) == 10
                and told[:7] != self._published[:7]
            ):
                if self._goes_on(scene):
                    draft.start = told[:7]
                    draft.steps.append(("same time", scene.sentence.text[:60], f"goes on from {told}"))
                return
        day, number, actors = self._day
        if (
            day
            and draft.status == "held"
            and 0 <= scene.number - number <= 3
            and actors & set(draft.actors)
            and not _BACKGROUND.intersection(_told(draft, scene))
            and not (
                dated
                and any(e.when is not None and not _aside(k, scene) for k, e in enumerate(scene.elements))
            )
        ):
            draft.start = day
            draft.steps.append(("same day", scene.sentence.text[:60], f"goes on from {day}"))
            self._day = (day, scene.number, actors | frozenset(draft.actors))

    @staticmethod
    def _goes_on(scene: Scene) -> bool:
        """Whether a sentence begins with those or with what the one before told of."""
        first = scene.elements[0]
        return first.low in _GOES_ON or (
            first.mention is not None and first.mention.form in ("pronoun", "pair")
        )

    def status(self, claim: Claim, scene: Scene) -> str:
        if claim.status != verbs.PRESENT:
            if claim.status == verbs.UPCOMING:
                self._ahead = scene.number
            return claim.status
        decided = self._present(claim, scene)
        if (
            decided == verbs.HELD
            and not scene.day[0]
            and not claim.dates
            and scene.number - self._ahead <= 2
            and self._ahead >= 0
        ):
            simple = claim.at < len(scene.elements) and scene.elements[claim.at].shape in ("s", "base")
            if simple and scene.elements[claim.at].lemma != "be":
                return verbs.UPCOMING  # a programme told in the present: "In the evening he flies to Paris"
        if (
            decided == verbs.HELD
            and claim.rule == "travel"
            and not scene.day[0]
            and not scene.sentence.diary
            and scene.elements[min(claim.at, len(scene.elements) - 1)].shape == "s"
            and scene.elements[min(claim.at, len(scene.elements) - 1)].lemma not in _THERE
            and self._published
        ):
            self._ahead = scene.number
            return verbs.UPCOMING  # "Marape goes on to Seoul from Tokyo"
        if self._ahead == scene.number and decided == verbs.HELD:
            return verbs.UPCOMING  # "arrives on Saturday and meets the president"
        if decided == verbs.UPCOMING:
            self._ahead = scene.number
        return decided

    def _present(self, claim: Claim, scene: Scene) -> str:
        """Held or upcoming, for what is told in the present tense."""
        if (
            claim.kind == "visit"
            and scene.elements[min(claim.at, len(scene.elements) - 1)].low in _ENDING
            and not scene.sentence.diary
        ):
            return verbs.HELD
        if scene.day[0] and self._published and scene.day[0] >= self._published[: len(scene.day[0])]:
            ending = any(
                e.low in _ENDING
                and not (
                    e.lemma == "leave" and scene.elements[min(n + 1, len(scene.elements) - 1)].low == "for"
                )
                for n, e in enumerate(scene.elements[:12])
            )
            lasting = ending or claim.rule == "be in a country" or scene.elements[claim.at].lemma == "be"
            return verbs.HELD if lasting and scene.day[0] <= self._published else verbs.UPCOMING
        if scene.day[0]:
            return verbs.UPCOMING if scene.sentence.ahead and not self._published else verbs.HELD
        for k in claim.dates or spans.around(claim, scene):
            when = scene.elements[k].when
            if when is None or when.preposition in _NO_DATE:
                continue
            simple = claim.at < len(scene.elements) and scene.elements[claim.at].shape in ("s", "base")
            if (
                simple
                and claim.rule != "be in a country"
                and when.needs_tense
                and when.kind in ("day", "month", "range")
            ):
                return verbs.UPCOMING  # "Russia hosts the summit in October"
            past, future = resolve(when, scene.context, "past"), resolve(when, scene.context, "future")
            if when.kind == "weekday" and "last" not in when.words.lower():
                return verbs.UPCOMING
            if (
                self._published
                and past == future
                and past[0]
                and past[0][: len(self._published)] > self._published[: len(past[0])]
            ):
                return verbs.UPCOMING
            if self._nearer(past, future):
                return verbs.UPCOMING
            if when.words.lower().startswith(
                ("next", "tomorrow", "coming", "later this", "the coming", "this coming")
            ):
                return verbs.UPCOMING
        return verbs.HELD

    def _nearer(self, past: Span, future: Span) -> bool:
        """Whether a day told in the present tense is soon to come rather than most of a year ago."""
        day, before, after = self._published, past[0], future[0]
        if not (day and before and after and len(day) == len(before) == len(after) == 10):
            return False
        if not before < day < after:
            return False
        return partial.gap_days((day, None), (after, None)) * 3 < partial.gap_days(
            (before, None), (day, None)
        )

    @staticmethod
    def _by_month(when: When, scene: Scene, status: str) -> bool:
        """ "are due to begin by the end of February": in that month, or not at all."""
        if status != verbs.UPCOMING or when.preposition != "by" or "end of" not in when.words.lower():
            return False
        start, _ = resolve(when, scene.context, "future")
        return bool(start and len(start) == 7)

    def when(self, numbers: list[int], scene: Scene, status: str, claim: Claim | None = None) -> Span:
        tense = "future" if status == verbs.UPCOMING else "past"
        nearby = list(numbers)
        if status == "cancelled":
            nearby += [
                k
                for k, e in enumerate(scene.elements)
                if e.kind == "d" and k not in nearby and claim is not None and k > claim.at
            ]
        if claim is not None:
            nearby += [k for k in spans.held_on(claim, scene) if k not in nearby]
            nearby += [k for k in spans.around(claim, scene) if k not in nearby]
        best: Span = (None, None)
        days = spans.length(scene)
        for k in nearby:
            when = scene.elements[k].when
            if (
                when is None
                or when.kind == "attributive"
                or (
                    when.preposition in _NO_DATE
                    and not self._by_month(when, scene, status)
                    and not (claim is not None and spans.of_when(k, claim, scene))
                )
                or (claim is not None and spans.opens_next(k, claim, scene))
                or (status == verbs.HELD and claim is not None and spans.of_another(k, claim, scene))
            ):
                continue
            start, end = resolve(when, scene.context, tense)  # type: ignore[arg-type]
            if status == "cancelled":
                start, end = (
                    (when.start, when.end)
                    if when.kind in ("day", "range", "month", "year")
                    else resolve(when, scene.context, "future")
                )
            if not start:
                continue
            if (
                status == verbs.HELD
                and self._published
                and len(start) == 10
                and len(self._published) == 10
                and start > self._published
            ):
                continue
            if status == verbs.UPCOMING and self._published and start < self._published[: len(start)]:
                continue
            if best[0] is None or (len(start) > len(best[0]) and start.startswith(best[0])):
                best = (start, end)
        if claim is not None and status == verbs.HELD:
            best = spans.ended(best, claim, scene)
        ending = claim is not None and any(e.low in _ENDING for e in scene.elements[: claim.at + 2])
        if claim is not None and claim.kind == "visit" and days:
            best = spans.spanned(best, days, ending, scene)
        if best[0] is None and scene.day[0]:
            best = scene.day
            if ending and claim is not None and claim.kind == "visit":
                best = (
                    spans.since(best, scene)
                    if spans.BEGAN.search(scene.sentence.text)
                    else spans.spanned(best, days, True, scene)
                    if days
                    else best
                )
            for element in scene.elements:
                if (
                    element.when is not None
                    and element.when.preposition in ("to", "until")
                    and best[1] is None
                ):
                    end = resolve(element.when, scene.context, tense)[0]  # type: ignore[arg-type]
                    if end and best[0] and end > best[0]:
                        best = (best[0], end)
        elif (
            best[0]
            and best[1] is None
            and scene.day[0]
            and best[0] > scene.day[0]
            and "(to " in scene.sentence.text
        ):
            best = (scene.day[0], best[0])
        return best
