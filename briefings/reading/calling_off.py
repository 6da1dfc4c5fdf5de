"""What was announced a sentence before and is taken back: "He said the trip had been cancelled"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefings.reading import verbs
from briefings.reading.drafts import Draft, Scene

_WORDS = frozenset("off cancelled canceled postponed scrapped shelved dropped back".split())
_TAKEN_BACK = re.compile(
    r"\b(?:[Tt]he|[Hh]is|[Hh]er|[Tt]heir|[Tt]hat) (?:[a-z-]+ ){0,2}?"
    r"(?P<noun>trip|visit|meeting|talks|journey|tour|appointment)\b(?P<between>[^.;:A-Z]{0,60}?)"
    r"\b(?:was|were|is|are|has been|have been|had been|would be|will be) (?:[a-z]+ ){0,2}?"
    r"(?:called off|put off|put back|cancelled|canceled|postponed|scrapped|shelved|dropped)\b"
    r"(?! (?:to|until|till|for) (?:\d|[A-Z]|next|the))"
)
_JOURNEYS = frozenset("trip visit journey tour".split())
_NEAR = 2


def take_back(scene: Scene, told: Sequence[Draft]) -> None:
    """Turns what is still to come among the last of `told` into what was called off, if the sentence says
    so of "the visit" or "the meeting" without naming another."""
    if _WORDS.isdisjoint(scene.tokens.low):
        return
    match = _TAKEN_BACK.search(scene.sentence.text)
    if match is None or " not " in match[0]:
        return
    near = [d for d in told if d.status == verbs.UPCOMING and 0 <= scene.number - d.sentence <= _NEAR]
    journey = match["noun"] in _JOURNEYS
    fitting = [d for d in near if d.kind == "meeting" or (d.kind == "visit" and journey)]
    if not fitting:
        return
    first = fitting[-1]
    for draft in fitting:
        if draft.actors == first.actors:
            draft.status = "cancelled"
            draft.steps.append(("taken back", match[0], "called off"))
