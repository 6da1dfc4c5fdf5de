"""Puts a summary, and the words it is made of, to an event that was read."""

from __future__ import annotations

import re
from dataclasses import replace

from briefings.models import Event, Kind, Status, Wording
from briefings.reading import topics
from briefings.reading.drafts import Draft
from briefings.wording import summary_of
from briefings.world.fold import fold
from briefings.world.world import World

_VIDEO = re.compile(r"\bvideo|\bvirtual|\bonline\b|\bzoom\b|\bteleconference", re.I)
_PHONE = re.compile(r"\b(?:tele)?phone|\btelephon|\b(?:a|the|in|their) call\b", re.I)
_POSTPONED = re.compile(
    r"\bpostpon|\bput off\b|\bdelayed?\b|\bdeferred\b|\bpushed back\b|\brescheduled\b", re.I
)
_SIGN = re.compile(
    r"\b(?:co-?)?sign(?:s|ed|ing)?\b|\binitial+ed\b|\binked?\b|\bsignature\b|\bsigning\b", re.I
)
_DOCUMENT = re.compile(
    r"\b(an?|the)\s+((?:(?!(?:the|an?|and|of|in|on|with|to|for|at|by|that|which|who|sign\w*|agreed|is|are|was|were|has|have|had)\b)[a-z][\w-]*\s+){0,4}"
    r"(?:agreement|treaty|deal|pact|accord|memorandum of understanding|memorandum|MoU|MOU|protocol"
    r"|declaration|contract"
    r"|convention|roadmap|charter|framework|ceasefire|truce|communiqu[eé]))\b"
    r"|\b((?:(?:[a-z]+teen|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|\d{1,2})\s+)"
    r"(?:[a-z][\w-]*\s+){0,3}(?:agreements|treaties|deals|pacts|accords|memorand(?:a"
    r"|ums)(?: of understanding)?|MoUs"
    r"|MOUs|protocols|documents|contracts))\b"
)
_WORD = re.compile(r"[A-Za-z]+")
_NO_OFFICE = frozenset(
    "counterpart counterparts colleague colleagues opposite leader leaders official officials peer homologue"
    " strongman".split()
)
_SMALL = frozenset("of for the and to in on a an".split())


def with_summary(event: Event, draft: Draft, sentence: str, published: str | None, world: World) -> Event:
    """`event` with its wording and summary; `sentence` is the one that its quote is from."""
    told = sentence[draft.lo :]
    wording = Wording(
        offices=tuple(
            dict.fromkeys(
                (f.name, f.actor, _title(f.key, f.title, event.start or published, f.actor, world))
                for f in draft.people
            )
        ),
        topic=_topic(draft, sentence, event, world),
        manner=_manner(event, sentence),
        document=_document(told) if event.kind is Kind.AGREEMENT else "",
        postponed=event.status is Status.CANCELLED and bool(_POSTPONED.search(sentence)),
    )
    event = replace(event, wording=wording)
    return replace(event, summary=summary_of(event, world))


def _topic(draft: Draft, sentence: str, event: Event, world: World) -> str:
    """A topic in which someone who took part is named has taken a party for a subject."""
    topic = draft.topic
    if not topic and event.kind is Kind.SUMMIT:
        topic = topics.gathering_topic(sentence, draft.hi)
    if not topic:
        return ""
    for told in (event.place.city, *(world.label(code) for code in event.actors)):
        if told:
            topic = _without_tail(topic, told)
    words = set(fold(topic).replace("'s", " ").split())
    return "" if any(words & figure.surnames for figure in draft.people) else topic


def _without_tail(topic: str, told: str) -> str:
    """Leaves out what the sentence says anyhow: "in Yerevan", "with Armenia"."""
    for preposition in ("in", "with") * 2:
        if fold(topic).endswith(fold(f" {preposition} {told}")):
            topic = " ".join(topic.split()[: -1 - len(told.split())])
    return topic if len(topic.split()) > 1 else ""


def _manner(event: Event, sentence: str) -> str:
    if event.kind is Kind.AGREEMENT:
        return "signed" if _SIGN.search(sentence) else ""
    if event.kind is not Kind.CALL:
        return ""
    if _VIDEO.search(sentence):
        return "" if _PHONE.search(sentence) else "by video link"
    return "by phone" if _PHONE.search(sentence) else ""


def _document(told: str) -> str:
    told = told[:600]
    signing = _SIGN.search(told)
    found = _DOCUMENT.search(told, signing.end()) if signing else None
    found = found or _DOCUMENT.search(told)
    if found is None:
        return ""
    if found.group(3):
        return found.group(3)
    article = "an" if found.group(1) == "an" else "a"
    return f"{found.group(1) if found.group(1) == 'the' else article} {found.group(2)}"


def _title(key: str, told: str, on: str | None, actor: str, world: World) -> str:
    """The office on a day: as the world has it, else as the article says; empty where neither is sure."""
    person = world.people.get(key) if key else None
    if person is not None:
        if on is None:
            return ""
        terms = [t for t in person.terms if t.actor == actor and t.covers(on)]
        if terms:
            return person.term(on).title if person.term(on) in terms else terms[0].title
        return ""
    if len(told) > 50 or not set(told.split()).isdisjoint(_NO_OFFICE):
        return ""
    return " ".join(_cased(word, at) for at, word in enumerate(told.split()))


def _cased(word: str, at: int) -> str:
    return (
        word
        if at and fold(word) in _SMALL
        else _WORD.sub(lambda m: m[0][:1].upper() + m[0][1:], word, count=1)
    )
