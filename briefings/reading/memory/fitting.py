"""Which titles and offices may mean the same person."""

from __future__ import annotations

from briefings.reading.mentions import Figure, Mention
from briefings.reading.mentions.words import ANY_TITLE

ROLE_FITS = {
    "state": {"state", "deputy"},
    "government": {"government", "deputy"},
    "foreign": {"foreign", "minister"},
    "defence": {"defence", "minister"},
    "deputy": {"deputy"},
    "head": {"head"},
    "leader": {"state", "government", "head", "leader", "deputy"},
    "minister": {"minister", "foreign", "defence"},
    "envoy": {"envoy"},
    "official": {"official", "envoy", "minister"},
}
SIDES = frozenset(
    (
        "side",
        "sides",
        "countries",
        "nations",
        "states",
        "parties",
        "capitals",
        "governments",
        "delegations",
        "neighbours",
        "neighbors",
        "powers",
        "teams",
    )
)
PARTIES = frozenset(
    ("delegation", "team", "mission", "government delegation", "high-level delegation", "party")
)
SERVANTS = frozenset(("foreign", "defence", "minister", "envoy", "deputy", "government"))
"""Roles of those who act for the same state as whose they are: "his foreign minister"."""
LANDS = frozenset(("state", "body", "seat", "capital", "city", "venue", "region", "adjective", "people"))
PREMIERS = frozenset(
    ("prime minister", "premier", "pm", "head of government", "chancellor", "federal chancellor", "taoiseach")
)


def titles_fit(mention: Mention, figure: Figure) -> bool:
    """Whether a bare title may mean this person: "the emir" is no president, "the Secretary" no foreign
    minister."""
    if not figure.title or not mention.title or mention.title in ANY_TITLE:
        return True
    if mention.title in PREMIERS:
        return figure.role == "government" if figure.title not in PREMIERS else True
    if mention.role == "foreign" and figure.role == "foreign":
        return True
    if mention.title in ("monarch", "sovereign"):
        return figure.title in ("king", "queen", "emperor", "emir", "sultan")
    said = {word.removesuffix("s") for word in mention.title.split()}
    return bool(said & {word.removesuffix("s") for word in figure.title.replace("-", " ").split()})


def role_fits(mention: Mention, figure: Figure) -> bool:
    if mention.role in ("side", "leader", "", "official"):
        return True
    return figure.role in ROLE_FITS.get(mention.role, {mention.role})
