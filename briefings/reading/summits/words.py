"""Words by which gatherings are named and told."""

from __future__ import annotations

import re

STRONG = frozenset(("summit", "summits"))
MIDDLE = frozenset(("conference", "forum", "congress", "assembly"))
WEAK = frozenset(
    ("meeting", "session", "retreat", "council", "gathering", "ministerial", "dialogue", "consultation")
)
BACK = frozenset(
    ("summit", "conference", "forum", "gathering", "session", "meeting", "retreat", "event", "talks")
)
CONVENED = frozenset(
    (
        "international peace donor donors reconstruction recovery multilateral ministerial security "
        "global world regional humanitarian pledging emergency extraordinary climate"
    ).split()
)
FEW = frozenset("bilateral trilateral tripartite two-way three-way inter-korean face-to-face private".split())
HOST = frozenset("host convene organise organize chair preside co-host cohost".split())
OPEN = frozenset(
    (
        "open begin start take get convene hold conclude end close kick gather schedule set plan come "
        "wrap launch"
    ).split()
)
ATTEND = frozenset(
    (
        "attend join address participate take represent gather meet assemble convene attended speak skip "
        "boycott send bring tell"
    ).split()
)
TOGETHER = frozenset("confer meet gather convene assemble hold spend have".split())
GO = frozenset("travel traveled fly go come arrive head leave depart".split())
CANCEL = frozenset("cancel postpone scrap shelve delay call put".split())
SIDE = frozenset(("sidelines", "margins", "fringes", "sideline", "margin"))
ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)\Z")
ORDINALS = {
    w: str(n)
    for n, w in enumerate("zeroth first second third fourth fifth sixth seventh eighth ninth tenth".split())
}
NAMED = frozenset("part expected awaited present chair presided cop davos unga expo stood".split())
"""Further words that can tell of a gathering."""
ANY = frozenset(
    (
        "annual virtual extraordinary special emergency opening closing plenary biennial yearly regular "
        "informal"
    ).split()
)
"""What may be said of the gathering the story is at without naming another."""
START = frozenset("open close inaugurate lead start conclude launch".split())
"""Verbs with which somebody who is there opens or ends a gathering."""
HOLD = frozenset("hold have convene begin start open conclude end finish launch".split())
"""Verbs with which a body holds its own gathering."""
VERBS = HOST | ATTEND | OPEN | GO | CANCEL | TOGETHER | START | {"be", "satisfy"}
"""All verbs that can tell of a gathering beside them."""
