"""Small sets of words that tell names, offices and states apart."""

from __future__ import annotations

NO_NAME = frozenset(
    "the a an in on at of for from to by with and or but as he she it they his her their its this that"
    " these those who which when where while after before during both all january february march april"
    " june july august september october november december monday tuesday wednesday thursday friday"
    " saturday sunday also not no yes there here what how why if since under over following despite"
    " according meanwhile however asked speaking mr mrs ms dr one two three four five six seven eight"
    " summit talks meeting conference agreement treaty declaration visit north south east west".split()
)
INSTITUTIONS = frozenset(
    "university bank ministry republic institute government council gulf bay sea strait state house"
    " embassy court kingdom city port district department people community association organization"
    " organisation union federation museum college academy office parliament assembly party movement front"
    " army group company corporation agency commission province region governorate center centre board"
    " committee league forum bureau fund society church mosque square palace airport hotel hall street"
    " avenue park international national united general supreme central press news radio television daily"
    " times post journal".split()
)
PORTFOLIO = frozenset(
    "political arms control civilian near eastern western hemisphere counterterrorism consular"
    " multilateral bilateral maritime"
    " border veterans parliamentary legal refugees oceans missions presidential cabinet "
    "foreign affairs external relations finance trade commerce industry interior home defence defense"
    " climate change energy development international cooperation economy economic health education"
    " agriculture culture tourism transport transportation environment communications communication"
    " digital security labour labor investment investments european europe integration diaspora"
    " expatriates emigrants and & regional justice planning petroleum oil gas mineral resources water"
    " fisheries land infrastructure science technology sports youth women family immigration migration"
    " citizenship religious endowments worship information media public works national strategic indo"
    " pacific asia africa middle east eurasian religion the innovation tokenization reform reforms"
    " financial internal emiratisation advanced human expatriate republic exteriors exterior partnership"
    " neighbourhood enlargement policy".split()
)
AFTER_TWO = frozenset(
    "met meet held had have will would are were agreed discussed spoke talked signed also then later"
    " shook sat embraced said pledged vowed last previously to who exchanged in and on at".split()
)
ALSO_VERBS = frozenset("hosts heads partners guests host leads chairs sides teams aides generals".split())
OFFICIALS = frozenset(
    "minister ministers secretary secretaries ambassador ambassadors envoy envoys official officials"
    " negotiator negotiators diplomat diplomats commander commanders adviser advisor advisers"
    " representative representatives delegation delegations general generals".split()
)
OPPOSITES = frozenset(
    (
        "counterpart",
        "opposite number",
        "colleague",
        "peer",
        "homologue",
        "counterparts",
        "colleagues",
    )
)
PAIR_NOUNS = frozenset(
    "leaders sides countries nations states men women governments neighbours neighbors parties capitals"
    " presidents ministers premiers powers delegations statesmen teams rivals allies partners officials"
    " diplomats foes adversaries heads".split()
)
CITY_FORMS = frozenset(
    (
        "capital",
        "city",
        "venue",
        "region",
    )
)
AMERICAS = frozenset("south latin central ibero pan -".split())
TOWNS = frozenset("city town resort port village island suburb district".split())
"""What may stand between a state's adjective and the name of a place in it."""
AIDES = frozenset(("minister", "foreign", "defence", "envoy", "deputy"))
"""Roles of those who may be named by whom they serve."""
ANY_TITLE = frozenset(
    (
        "leader",
        "head",
        "chief",
        "ruler",
        "strongman",
        "head of state",
        "official",
        "counterpart",
        "statesman",
        "national",
        "host",
        "guest",
        "visitor",
        "opposite number",
        "colleague",
        "peer",
        "homologue",
        "partner",
        "neighbour",
        "neighbor",
        "interlocutor",
        "predecessor",
        "successor",
    )
)
"""Words for an office-holder that do not say which office."""
DELEGATIONS = frozenset(
    ("delegation", "team", "group", "mission", "high-level delegation", "delegations", "teams")
)
"""Those who are told by their members: "a team of experts from X"."""
HOUSES = frozenset(
    "government state delegation army republic parliament assembly senate cabinet presidency office"
    " administration council"
    " service agency bank commission committee ministry forces chamber congress court".split()
)
"""Institutions that a state's adjective may stand before."""
HEADS = frozenset(
    "head chief chairman chairwoman chair speaker secretary director leader member deputy governor".split()
)
MINISTRIES = frozenset(("ministry", "ministries", "embassy", "chancellery", "presidency", "treasury"))
"""Offices of a state that may sit in a room for it."""
KIN = frozenset(
    "mother father wife husband son daughter brother sister widow grandfather grandmother uncle aunt".split()
)
"""Relatives who may act for the same state."""
OUT_OF_OFFICE = frozenset(
    "opposition dissident exiled jailed ousted deposed rebel separatist secessionist".split()
)
"""Who is called so acts for no state."""
