"""What looks like an encounter and is none: matches, stage plays, stories that are denied."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from briefings.reading.frames import Claim
from briefings.reading.mentions import Mention

_SPORT = re.compile(
    r"\b(?:world cup|cup of nations|asian? cup|gold cup"
    r"|championships?|swimmers?|medall?ists?|qualifiers?|semi-?finals?|quarter-?finals?"
    r"|(?:cup|league|euro) final"
    r"|friendly match|football(?:ers?)?|soccer|rugby|cricket(?:ers?)?"
    r"|wickets?|innings|kick-?off|midfielder|striker|goalkeeper|goalless|penalt(?:y|ies) shoot"
    r"|group stage|knock-?out|olympics?|olympic games|athletes?"
    r"|tournament|champions league|davis cup|test match|one-day international|twenty20|grand prix"
    r"|matchday|match of group|(?:winning|losing|beating|lost|won) \d+-\d+"
    r"|half-time|scored|(?:won|lost|drew|beat(?:en)?) (?:by|\d)|\d+-\d+ (?:win|defeat|victory"
    r"|draw)"
    r"|basketball|volleyball|handball|ice hockey|hockey|tennis|playoffs?|stadium|coach(?:es)?"
    r"|winger|defender|fixture)\b",
    re.I,
)
_ON_STAGE = re.compile(
    r"\W*(?:In|On) (?:the|his|her|a|this|its) (?:[\w-]+ ){0,2}(?:film|novel|play|series|sketch|cartoon"
    r"|musical|opera|movie|thriller|stage|screen)\b"
)
"""The opening of a sentence about a made-up encounter of people who exist."""

_FICTION = re.compile(
    r"\b(?:novel|film|movie|musical|opera|screenplay|sitcom|comic|cartoon|video game|board game"
    r"|fictional|imaginary|imagines|satirical|parody"
    r"|actress|starring|stars as|plays the|puppets?|waxwork|reenact\w*|re-enact\w*|role-play"
    r"|model united nations|alternate history|thriller)\b",
    re.I,
)
_DENIED = re.compile(
    r"\b(?:not true|untrue|(?:is|are|was|were) (?:false|fake|invented|fabricated|baseless)"
    r"|no truth|never (?:happened|took place)|did not (?:happen|take place)|fake news|hoax"
    r"|doctored|fabricated)\b",
    re.I,
)
_DISOWNED = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|(?:rul(?:es?|ed|ing)) out|accus(?:ed?|es|ing) of|accused [^,;]{0,40} of"
    r"|turn(?:s|ed|ing)? down|claim(?:s|ed|ing)? to have|pretend(?:s|ed)? to have"
    r"|reject(?:s|ed)? (?:claims?|reports?|allegations?)|dismiss(?:es|ed)? (?:claims?|reports?|allegations?))"
    r"(?P<between>[^;:]*)\Z",
    re.I,
)
"""What nobody vouches for, up to the trigger: "denied having met", "turned down an invitation to"."""
_TURN = re.compile(r",? (?:but|before|after|when|while|as|who|which|and)\b|\. ", re.I)
"""Where the disowned part of a sentence may have ended."""
_NONE_SIGNED = re.compile(
    r"\b[Nn]o (?:\w+ ){0,2}(?:agreement|deal|pact|treaty|memorandum|accord|document|paper)s? "
    r"(?:has|have|had|was|were|is|are) (?:yet )?(?:been )?(?:signed|concluded|inked)"
)
_EACH_THEIRS = re.compile(r"\b(?:sign|ink)\w* (?:\w+ ){0,1}(?:similar|separate|parallel|their own)\b")
_IN_GENERAL = frozenset(("dialogue", "contacts", "contact"))
_PERSONAL = frozenset(("role", "pronoun"))
_ISSUED = ("declaration", "statement", "communique", "document", "roadmap", "plan")
"""Texts that one announces without signing them."""


def sporting(text: str) -> bool:
    """Whether the whole article is about a match or a tournament."""
    return len(_SPORT.findall(text[:4000])) > 2


@lru_cache(maxsize=4)
def _spoken_of(sentence: str) -> tuple[bool, bool, bool]:
    """Whether a sentence is of things denied, of sport, of fiction; a sentence may make many claims."""
    return bool(_DENIED.search(sentence)), bool(_SPORT.search(sentence)), bool(_FICTION.search(sentence))


def _disowned(before: str) -> bool:
    """Whether the words before a trigger deny, refuse or only claim what it tells."""
    found = _DISOWNED.search(before[-240:])
    if not found or found["between"].rstrip().endswith(","):
        return False  # "X, who denied the report, met Y"
    return not _TURN.search(found["between"])


def _official(mention: Mention) -> bool:
    """Whether somebody is meant who is known to act for a state, rather than a country or a mere name."""
    named = any(figure.key or figure.role or figure.title for figure in mention.people)
    return named or (not mention.people and mention.form in _PERSONAL)


def objection(claim: Claim, sentence: str, before: str = "", sport: Callable[[], bool] = bool) -> str:
    """Why the claim is no event in this sentence; '' if nothing speaks against it.

    `before` is the sentence up to the claim's trigger;
    `sport` says whether the whole article is about sport; it is asked only where that matters.
    """
    denied, sporty, fiction = _spoken_of(sentence)
    if denied or _disowned(before):
        return "denied"
    if claim.rule.startswith("announce") and claim.noun.endswith(_ISSUED):
        return "announced, not signed"
    if claim.kind == "agreement" and any(m.owner == "their" for m in claim.right):
        return "it is not said with whose"
    if claim.kind == "agreement" and _NONE_SIGNED.search(sentence):
        return "none was signed"
    if claim.kind == "agreement" and not claim.right and _EACH_THEIRS.search(sentence):
        return "each signed with somebody else"
    if (
        claim.status == "upcoming"
        and not (claim.dates or claim.places)
        and _IN_GENERAL & {claim.noun, *claim.words}
    ):
        return "announced in general"
    if sentence.rstrip('"”’) ').endswith("?"):
        return "a question"
    bare = not any(_official(m) for m in (*claim.left, *claim.right))
    if bare and claim.kind in ("meeting", "visit") and (sporty or sport()):
        return "sport"
    if claim.rule in ("receive", "be received") and "airport" in sentence:
        hosts = claim.right if claim.rule == "be received" else claim.left
        if hosts and all(m.role not in ("state", "government", "leader", "head") for m in hosts):
            return "a welcome at the airport"
    if _ON_STAGE.match(sentence):
        return "fiction"
    if fiction and not any(m.people for m in (*claim.left, *claim.right)):
        return "fiction"
    return ""
