"""What an encounter was about, in the article's own words: the clause behind its trigger, cut where it ends.

A topic is a clause that fits behind "A and B met in X on 9 July 2024": "to discuss trade", "on the war in
Ukraine" (made "for talks on ..." there), "and discussed trade", ", with trade on the agenda". Where no clean
cut is found there is none: better no topic than half of one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache

LONGEST = 130
"""Characters of a topic."""


def _later(pattern: str, flags: int = 0) -> Callable[[], re.Pattern[str]]:
    """A pattern that is compiled when first asked for: most articles tell of no encounter."""
    return cache(lambda: re.compile(pattern, flags))


_AIMS = (
    "discuss|talk about|review|explore|negotiate|sign|address|push for|press for|seek|strengthen|boost"
    "|deepen|expand|improve"
    "|finali[sz]e|coordinate|consider|examine|assess|resolve|settle|end|mediate|broker|hammer out|iron out"
    "|work out"
    "|bolster|cement|repair|mend|revive|resume|restart|ease|defuse|promote|advance|enhance|agree on|agree"
    "|exchange views on|take stock of|shore up|step up|plan|debate|tackle|conclude|build|develop|consult on"
    "|weigh"
)
_ENCOUNTER = (
    "talks|talk|meeting|meetings|discussions|negotiations|consultations|conversation|call|conference"
    "|dialogue|spoke|talked"
    "|summit|agreement|deal|memorandum of understanding|MoU|treaty|accord|pact|memorandum|protocol"
    "|declaration|round"
    "|agreements|memoranda|deals|speak|speaks|confer|conferred"
)
_DAY = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|june|july|august|september"
    r"|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
_TO = _later(rf"\bto ((?:jointly |further |formally )?(?:{_AIMS})) (?=\w)")
_ON = _later(
    rf"\b(?:{_ENCOUNTER})(?: (?:by (?:tele)?phone|together|again|there|here|over the phone|at length))?"
    r" (on|about|over|regarding|concerning|focus(?:ed|ing) on|cent(?:er|re)d on|dedicated to|devoted to"
    r"|aimed at|covering) (?=\w)"
)
_PACT = _later(r"(?:agreement|deal|memorand|MoU|treaty|accord|pact|protocol|declaration)")
_LATE = _later(r"(?<=[\w)]) (on|about|over) (?=\w)")
"""Behind place and day: "held talks with Fidan in Ankara on Tuesday on the grain deal"."""
_TALKED = _later(r"(?:\w+ ){0,4}?(?:talks|discussions|negotiations|consultations|a meeting|conversation)\b")
_CLOSES = _later(rf"(?:[A-Z][\w'’-]+|\b(?:{_DAY})|\d)\Z")
_ABOUT = _later(r"\babout (?=\w)")
_DID = _later(
    r"(?:,?\s+and\s+(?:also\s+)?|,?\s+where\s+(?:they|the two(?: \w+)?|both(?: \w+)?)\s+|,\s+(?=discussing\b"
    r"|reviewing\b))"
    r"(discussed|discussing|reviewed|reviewing|talked about|exchanged views on|discuss|went over) (?=\w)"
)
_OPENS = _later(
    r"(?:also |jointly |briefly )?(discussed|discuss|reviewed|exchanged views on|talked over"
    r"|went over) (?=\w)"
)
_ALSO = _later(r",? (focusing|centring|centering|focused|centred|centered) on (?=\w)")
_AGREED = _later(
    r",?\s+(and|but)\s+(?:also\s+|both\s+|then\s+)?(agreed to|agreed on|pledged to|vowed to|failed to"
    r"|did not (?=agree|reach|sign|resolve|issue)|could not (?=agree|reach|resolve)|called for) ?(?=\w)"
)
_AGENDA = _later(
    r",? with ((?:the |a )?\w[\w' -]{2,60}?) (on the agenda|(?:high on|at the top of|topping"
    r"|dominating) the agenda)\b"
)
_BREAKS = _later(
    r"[;:]|\b(?:who|which|that|because|while|but|said|says|when|if|although|after|before|whose|whom|until"
    r"|than|how|and then)\b"
)
_ANOTHER = _later(r"\b(?:will|would|is to|are to|was to|were to|has|have|had|is|was|were)\b")
_WANTED = _later(
    r"\b(?:agre\w+|vow\w*|pledg\w+|promis\w+|decid\w+|ask\w*|urg\w+|call\w*|want\w*|hop\w+|plan\w*|expect\w*"
    r"|try|tries|tried|trying"
    r"|fail\w*|refus\w+|declin\w+|willing\w*|ready|need\w*|ways?|efforts?|bid|able|continu\w+|attempt\w*|how"
    r"|where|not|appeal\w*|commit\w*"
    r"|offer\w*|invit\w+|readiness|desire|intention|opportunity|chance|going|used|set|due|moves?|steps?|us"
    r"|him|her|them|it"
    r"|proposal|propos\w+|right|pressure|press\w+|demand\w*)\Z",
    re.I,
)
_NO_TOPIC = re.compile(
    rf"(?:the )?(?:agenda|table|ground|record|sidelines?|margins?|fringes?|side|phone|telephone|eve|behalf"
    rf"|condition|arrival|board|top|invitation|same|(?:\w+ )?day\b"
    rf"|(?:early |late )?(?:{_DAY})\b|\d|his|her|their|its|this|that|these|those|it|a (?:\w+ )?(?:visit|trip"
    rf"|tour)|(?:first|second|third|final|last) day"
    r"|video|zoom|line|dinner|lunch|breakfast|tea|coffee|may\b|whether|what|how|who|why|which|weekend"
    r"|the weekend|one|two|three|four|five)",
    re.I,
)
_STOP = _later(
    r"\s*(?:[;:()\[\]{}“”\"«»„‟…—–]|--|\s-\s|\.\s|[!?]|(?<!\w)['‘’](?=\w)|,?\s(?:after|before|while|when"
    r"|because|since|as|but|although|though"
    r"|despite|amid|amidst|following|ahead|if|whether|where|who|whom|which|that|said|says|saying|told"
    r"|according|even|until|unless|later|earlier"
    r"|today|tomorrow|yesterday|tonight|so|than|whose|just|during|like|including|adding|reports?|reported"
    r"|have|has|had|is|are|was|were"
    r"|will|would|could|should|can|do|does|did|via|through)\b"
    rf"|,?\s(?:on|from|by|until|this|next|last|late|early|coming|past) (?:the )?(?:(?:coming|past|next|last"
    rf"|late|early|following) )?(?:{_DAY}|week\w*|month|year|day)\b"
    rf"|,?\s(?:in|of|on|from|between) (?:early |late |mid-)?(?:january|february|march|april|may|june|july"
    rf"|august|september|october|november|december)\b"
    r"|,?\s(?:over|on|by) (?:the )?(?:phone|telephone|video)|,?\s(?:between"
    r"|with) (?:the )?[\w, '’-]{3,60}?\b(?:ministers|presidents|leaders"
    r"|delegations|officials|envoys|counterparts?|diplomats|premiers)\b|,?\s(?:in|on|from) \d|,?\s(?:at"
    r"|on) the (?:sidelines|margins|fringes|weekend|same)|,?\sin (?:a|an|the) (?:meeting|call|visit|phone"
    r"|bid|effort|move|latest)"
    rf"|\s(?:{_DAY})\b(?! [A-Z])"
    r"|\sand (?:to|will|would|is|are|was|were|has|have|had|he|she|they|it|the (?:two|three|president|prime"
    r"|foreign|leaders?|sides)|then|later|also)\b"
    r"|\s(?:and|or) (?:[a-z]+ed|met|held|spoke|said|made|gave|took|went|saw|left|told|sent|paid|laid|set out"
    r"|hopes?|plans?|wants?|hosts?|meets?|visits?|attends?|signs?|agrees?|holds?|is)\b)",
    re.I,
)
_PRONOUN = _later(
    r"\b(?:he|she|him|her|his|hers|they|them|these|those|this|it|its|we|our|my|your|you|there|here|former"
    r"|latter|himself|herself"
    r"|themselves|itself|such|latter's|ours|mine|same|so-called|respective|above|me)\b|\b(?:us|I)\b",
)
_TAIL = _later(
    r"[\s,.;:'’‘-]*\b(?:and|or|of|the|a|an|in|on|at|to|for|with|by|from|between|over|about|into|such|their"
    r"|both|more|very|under|against|among"
    r"|not|no|new|further|possible|other|some|any|all|towards?|across|within|around|its|than|upon|per|via"
    r"|near|off|out|up|also|only|every|each"
    r"|two|three|four|first|second|possibly|well|how|what|joint|mutual|bilateral|key|recent|ongoing|several"
    r"|many|most)\Z",
    re.I,
)
_COMMA_ENDS = re.compile(
    r"(?:a|an|the|who|which|where|with|and (?:he|she|it|they|the|in|on|at)|[a-z]+ing|[a-z]+ly|not|no|in|on"
    r"|at|by|for|from|one|two|his|her|their|its|both|then|there|state)\b"
    r"|[A-Z][\w'’-]*(?:\s+[A-Z][\w'’-]*)*\s+(?:said|says|told|announced|reported|added|confirmed)\b",
)
_HALF = _later(
    r"(?:the|a|an) (?:[\w-]+ )?(?:outcome|outcomes|proposal|issue|issues|matter|result|results|situation"
    r"|state|way|ways|question|questions"
    r"|subject|future|need|possibility|prospect|prospects|number|range|series|aftermath|details?|draft|role"
    r"|use|fate|problems?)\Z"
    r"|(?:ways?|efforts?|how|plans?|issues?|matters?|means|steps|a result|progress|details)\Z",
    re.I,
)
"""What is only the head of a phrase whose rest was cut off."""
_EDGE = _later(r",? (?:and|or|of|in|for|to|with|on|from|by|over|between|at|into|against|under)\b ")


def topic_of(sentence: str, at: int, end: int, status: str, mutual: bool = False, pact: bool = False) -> str:
    """The topic told in ``sentence[at:end]``, `at` being where the trigger begins; empty where none is clear.

    `mutual`: everybody is the trigger's subject ("A and B met and agreed to ..."): what follows they all did.
    `pact`: it is an agreement, whose own noun has a topic ("a pact on fishing").
    """
    told = sentence[at:end][:900]
    for found, connective in _candidates(told, status, mutual, pact):
        words = _cut(told[found:], end < len(sentence))
        if words:
            return f"{connective} {words}"
    agenda = _AGENDA().search(told)
    if (
        agenda
        and not _BREAKS().search(told[: agenda.start()])
        and not _PRONOUN().search(agenda.group(1))
        and _sound(agenda.group(1))
    ):
        return f", with {agenda.group(1)} {agenda.group(2)}"
    return ""


def gathering_topic(sentence: str, at: int) -> str:
    """As `topic_of`, of a summit: only what it is for, behind its name."""
    told = sentence[at:][:600]
    found = _TO().search(told)
    if found and _leads(told[: found.start()]) and not _ANOTHER().search(told[: found.start()]):
        words = _cut(told[found.end() :])
        if words:
            return f"to {found.group(1)} {words}"
    return ""


def _candidates(told: str, status: str, mutual: bool, pact: bool) -> list[tuple[int, str]]:
    """(where the words begin, the connective before them), the likeliest first."""
    found: list[tuple[int, int, str]] = []
    for match in _ON().finditer(told):
        if (
            bool(_PACT().match(match.group())) is pact
            and not _BREAKS().search(told[: match.start()])
            and not _NO_TOPIC.match(told, match.end())
        ):
            word = match.group(1)
            word = word if word in ("about", "over") else "on"
            found.append((match.start(), match.end(), word))
            break
    if not found and _TALKED().match(told):
        for match in _LATE().finditer(told):
            before = told[: match.start()]
            if _BREAKS().search(before):
                break
            if _CLOSES().search(before) and not _NO_TOPIC.match(told, match.end()):
                found.append((match.start(), match.end(), match.group(1)))
                break
    if re.match(r"(?:spoke|speak|talk)", told):
        about = _ABOUT().search(told)
        if about and _leads(told[: about.start()]) and not _NO_TOPIC.match(told, about.end()):
            found.append((about.start(), about.end(), "about"))
    for match in _TO().finditer(told):
        if _leads(told[: match.start()]) and not _ANOTHER().search(told[: match.start()]):
            found.append((match.start(), match.end(), f"to {match.group(1)}"))
            break
    match_ = _DID().search(told)
    if (
        match_
        and not _BREAKS().search(told[: match_.start()])
        and (status == "held") == (match_.group(1) != "discuss")
    ):
        verb = match_.group(1)
        verb = {"discussing": "discussed", "reviewing": "reviewed"}.get(verb, verb)
        found.append((match_.start(), match_.end(), f"and {verb}"))
    opens = _OPENS().match(told)
    if opens and (status == "held") == (opens.group(1) != "discuss"):
        verb = opens.group(1)
        found.append((0, opens.end(), "to discuss" if verb == "discuss" else f"and {verb}"))
    focus = _ALSO().search(told)
    if focus and _leads(told[: focus.start()]):
        found.append((focus.start(), focus.end(), ", focusing on"))
    agreed = _AGREED().search(told) if mutual and status == "held" else None
    if (
        agreed
        and not _BREAKS().search(told[: agreed.start()])
        and not _ANOTHER().search(told[: agreed.start()])
    ):
        found.append((agreed.start(), agreed.end(), f"{agreed.group(1)} {agreed.group(2)}"))
    found.sort()
    return [(end, word) for _, end, word in found]


def _leads(before: str) -> bool:
    """Whether a purpose can hang on the trigger: nothing between breaks the clause or takes it for itself."""
    return not _BREAKS().search(before) and not _WANTED().search(before.rstrip(" ,"))


def _cut(words: str, early: bool = False) -> str:
    """`words` up to where the clause ends cleanly; empty where that leaves nothing sound.

    `early`: the words were cut off already.
    """
    whole = words
    stop = _STOP().search(words)
    words = words[: stop.start()] if stop else words
    words = _commas(words)
    early = early or stop is not None or len(words) < len(whole)
    pronoun = _PRONOUN().search(words)
    if pronoun:
        words, early = _back(words, pronoun.start()), True
    if len(words) > LONGEST:
        words = _back(words, LONGEST)
    words = words.strip(" ,.;:-'’‘")
    for _ in range(6):
        shorter = _TAIL().sub("", words).strip(" ,.;:-")
        if shorter == words:
            break
        words = shorter
    if early and _HALF().match(words):
        return ""
    return words if _sound(words) else ""


def _commas(words: str) -> str:
    """Keeps the commas of a list of things, and cuts at the first that begins something else."""
    at = words.find(",")
    while at >= 0:
        rest = words[at + 1 :].lstrip()
        chunk = re.split(r",|\band\b", rest, maxsplit=1)
        listed = len(chunk) > 1 and len(chunk[0].split()) <= 5
        begins_and = rest.startswith("and ") and "," in words[:at]
        if not ((listed or begins_and) and not _COMMA_ENDS.match(rest)):
            return words[:at]
        at = words.find(",", at + 1)
    return words


def _back(words: str, limit: int) -> str:
    """`words` cut at the last clean boundary before `limit`."""
    edges = [m.start() for m in _EDGE().finditer(words) if m.start() < limit and m.end() <= limit + 1]
    return words[: edges[-1]] if edges else ""


def _sound(words: str) -> bool:
    """Whether it can be shown: words of a language, in one line, with nothing open."""
    if len(words) < 3 or len(words) > LONGEST or not any(len(w) > 2 for w in words.split()):
        return False
    return all(c in " ,.'’-&%$€£/" or c.isalnum() or unicodedata.category(c) == "Mn" for c in words)
