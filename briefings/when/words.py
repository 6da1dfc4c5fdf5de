"""The words dates are made of, as patterns and tables; `briefings.when.expressions` says what they mean.

Every pattern is anchored where it is used and of bounded length, so that searching stays linear in the
sentence.
"""

from __future__ import annotations

import re

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may might",  # machine paraphrase swaps the modal verb for the month
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "mon monday",
            "tue tues tuesday",
            "wed wednesday",
            "thu thur thurs thursday",
            "fri friday",
            "sat saturday",
            "sun sunday",
        )
    )
    for name in names.split()
}
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
NUMBERS = {
    word: number
    for number, words in enumerate(
        "zero;a an one;two;three;four;five;six;seven;eight;nine;ten;eleven;twelve;thirteen;fourteen;fifteen;"
        "sixteen;seventeen;eighteen;nineteen;twenty".split(";")
    )
    for word in words.split()
} | {"a couple of": 2, "couple of": 2, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60}

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|Might|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)(?!\w)(?:\.(?=[\s.]*\d))?"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_SHORT_WEEKDAY = r"(?:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\.?"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?!\d)(?:st|nd|rd|th)?(?![\w%])(?!:\d|\.\d|,\d{3}\b(?!\d))"
_YEAR = r"(?:1[5-9]|20|21)\d\d(?![\d%]|[.,]\d)"
_AND = r"(?:\s*[-–—&/]\s*|\s+(?:to|and|through|until|till)\s+)"
_OF_YEAR = (
    rf"(?:(?:,?\s{{1,3}}|\s?[/.]\s?|,|(?<=\.))(?:of\s+|in\s+)?(?P<year>{_YEAR})"
    r"|,?\s+(?:of\s+|in\s+)?(?P<rel>this|last|next|the\s+same|that|the\s+following|the\s+previous)\s+y(?:ea)?r(?![\w-]))?"
)
_NOT_A_NAME = r"(?!\s+(?:Movement|Alliance|Revolution|Brigades?|Martyrs)\b)"

_UNITS = ("day", "week", "weekend", "fortnight", "month", "year", "yr", "decade")
CUE = re.compile(
    rf"(?<![\w])(?:(?P<digit>\d)|(?P<weekday>{_WEEKDAY})\b|(?P<short>{_SHORT_WEEKDAY})(?!\w)"
    rf"|(?P<month>{_MONTH})"
    r"|(?P<today>today|tonight|yesterday|tomorrow)\b"
    r"|(?P<unit>(?:" + "|".join(_UNITS) + r")s?)(?![\w])(?!-(?:long|old))"
    r"|(?P<part>morning|afternoon|evening|night)\b"
    r"|(?P<season>spring|summer|autumn|fall|winter)\b)",
    re.I,
)
"""Where a date can begin or turn; everything else in a sentence is skipped."""

WORD = re.compile(r"[a-z]{2,}")
DIGIT = re.compile(r"\d")
TRIGGERS = frozenset(
    "today tonight yesterday tomorrow morning afternoon evening night".split()
    + [unit + plural for unit in _UNITS for plural in ("", "s")]
).union(MONTHS, WEEKDAYS, SEASONS)
"""A sentence with none of these words and no digit holds no date: the cheap look before the search for
cues.
"""

DAY_MONTH = re.compile(
    rf"(?P<d1>{_DAY})(?P<more>(?:,\s*{_DAY}){{0,4}})(?:(?P<sep>{_AND}|,\s*and\s+)(?P<d2>{_DAY}))?"
    rf"(?:\s+of|\s+day\s+of)?[\s.\-–/]{{0,3}}(?P<m>{_MONTH}){_OF_YEAR}{_NOT_A_NAME}",
    re.I,
)
MONTH_DAY = re.compile(
    rf"(?P<m>{_MONTH})\s{{0,2}}(?:the\s+)?(?P<d1>{_DAY})(?P<more>(?:,\s*{_DAY}(?!\s+[A-Za-z]+\s+\d)){{0,4}})"
    rf"(?:(?P<sep>{_AND}|,\s*and\s+)(?P<d2>{_DAY})(?!\s+{_MONTH}))?{_OF_YEAR}{_NOT_A_NAME}",
    re.I,
)
MONTH_ONLY = re.compile(rf"(?P<m>{_MONTH})(?P<own>['’]s)?{_OF_YEAR}{_NOT_A_NAME}", re.I)
WEEKDAY_LEAD = re.compile(rf"(?P<wd>{_WEEKDAY}|{_SHORT_WEEKDAY})(?:\s*,\s*|\s*\(\s*|\s+)(?:the\s+)?", re.I)
WEEKDAY_ONLY = re.compile(
    rf"(?P<wd>{_WEEKDAY})(?:['’]s)?(?:\s+(?:morning|afternoon|evening|night|noon))?"
    r"(?:,?\s+(?:of\s+)?(?P<week>last|next|this|the\s+following|the\s+previous|the\s+same)\s+week(?!\w)|\s+(?P<last>last|next)(?=[,.;)]|$))?",
    re.I,
)
NAMED_DAY_BEFORE = re.compile(
    r"(?:\b(?:every|each|Black|Good|Super|Ash|Palm|Maundy|Bloody|Easter|Holy|Red)\s+)$", re.I
)
NAMED_DAY_AFTER = re.compile(
    r"\s+(?:Times|Telegraph|Mail|Mirror|Observer|Express|prayers?|school|Herald|Night Live)\b"
)
NUMERIC = re.compile(
    r"(?P<a>\d{4}|\d{1,2})(?P<s>[/.\-–])(?P<b>\d{1,2})(?P=s)(?P<c>\d{4}|\d{2})(?![\d/%]|[.,\-]\d)(?!\w)"
)
ISO_TIME = re.compile(r"(?P<a>\d{4})(?P<s>-)(?P<b>\d{2})-(?P<c>\d{2})T\d{2}:\d{2}[\w:.+-]{0,20}")
YEARS = re.compile(rf"(?P<y1>{_YEAR})(?:\s*[-–/]\s*(?P<y2>\d{{4}}|\d{{2}})(?![\d\w]))?")
ORDINAL = re.compile(
    r"(?P<d>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)(?:\s+of\s+(?P<which>this|last|next|the\s+same|that)\s+month\b"
    r"|(?=\s*(?:[,.;)]|$)))",
    re.I,
)
TODAY = re.compile(
    r"(?P<w>today|tonight|yesterday|tomorrow)(?:['’]s)?(?:\s+(?:morning|afternoon|evening|night))?", re.I
)

_PART = (
    r"(?:earlier|early|later|late|mid|(?:very\s+)?(?:beginning|start|opening|end|middle|close|course|remainder|rest|turn)\s+of"
    r"|(?:first|second|third|fourth|last|final|opening|closing)\s+(?:half|week|weeks|days?|months?|quarter|weekend|part)\s+of"
    r"|month\s+of|week\s+of|week\s+(?:beginning|starting|ending)|weekend\s+of|(?:spring|summer|autumn|fall|winter)\s+of)"
)
_WHICH = (
    r"(?:th(?:is|at)\s+(?:same|very|past|coming)|(?:the\s+)(?:very\s+)?(?:same|following|next|previous|preceding|coming|past|last)"
    r"|this|that|last|past|previous|next|coming|final|subsequent|current|recent|upcoming|following|same|preceding)"
)
LEFT = re.compile(
    r"(?<!\w)(?:(?P<prep>on|in|since|by|until|till|from|to|of|for|during|before|after|at|over|through|between|and|within)\s+)?"
    rf"(?:(?:the\s+)?(?P<part>{_PART})[\s-]+)?(?:(?P<which>{_WHICH})\s+|(?P<the>the|his|her|its|their|a|an|our)\s+)?$",
    re.I,
)
"""What governs a date, read in the few words before it: preposition, "early" or "the end of", "last" or
"this".
"""

_NUMBER = (
    r"(?:\d{1,3}|(?:a\s+)?couple\s+of|(?:a\s+)?few|several|many|some|"
    + "|".join(sorted((w for w in NUMBERS if " " not in w), key=len, reverse=True))
    + ")"
)
UNIT_LEFT = re.compile(
    r"(?<!\w)(?:(?P<prep>on|in|since|by|until|till|from|of|for|during|before|after|at|over|within)\s+)?"
    rf"(?:(?:the\s+)?(?P<part>{_PART})[\s-]+)?(?:(?:in|on|of)\s+)?(?:(?P<which>{_WHICH})\s+|(?P<the>the)\s+)?"
    rf"(?:(?P<n>{_NUMBER})[\s-]+(?:or\s+(?:so|more)\s+)?)?$",
    re.I,
)
UNIT_RIGHT = re.compile(
    r"\s+(?:(?P<ago>ago|back)\b|(?P<later>later|afterwards?)\b|(?P<earlier>earlier|previously|beforehand)\b"
    r"|(?P<now>from\s+(?:now|today))\b|(?P<yesterday>before\s+yesterday)\b|(?P<tomorrow>after\s+tomorrow)\b"
    r"|(?P<out>is\s+out|ends|is\s+over)\b"
    r"|(?P<side>after|before)\b(?P<free>\s*(?:[,.;:)!?]|$|that\b|this\b|at\b|in\b|on\b|when\b|by\b|with\b))?)"
    r"|['’]s?(?P<time>\s+time)\b|(?P<end>['’]s\s+end|-end)\b",
    re.I,
)
SEASON_RIGHT = re.compile(
    rf"\s+(?:of\s+)?(?:(?P<year>{_YEAR})|(?P<rel>this|last|next)\s+year\b)|(?P<bad>\s+(?:of|on|in|back|short|apart|from|under)\b)",
    re.I,
)
PART_OF = re.compile(rf"\s+of\s+(?:(?:this|last|next)\s|\d|{_MONTH})", re.I)
BETWEEN = re.compile(r"\s*[-–—]\s*|,?\s+(?:to|through|thru|until|till|up\s+to)\s+", re.I)
MOVED = re.compile(
    r"\b(?:postpone|move|delay|reschedul|brought\s+forward|shift|push|put\s+off|put\s+back|change)", re.I
)
COUNTED = re.compile(
    r"\s+(?:people|troops|soldiers|men|women|km|kilomet|miles?|tons?|tonnes|MW|GMT|UTC|hours|hrs|dollars|euros|members"
    r"|delegates|cases|refugees|migrants|migrants|dead|civilians|pages|words|barrels|percent|per\s+cent|jobs|workers)",
)
YEAR_BEFORE = re.compile(
    r"(?:^|[(\[\-–—,]\s*|\b(?:in|since|by|until|till|from|during|of|early|late|mid|before|after|for|to|through|between|and|year|"
    r"around|circa|about|back)[\s-]+)$",
    re.I,
)
_STAY = r"(?:talks|meetings|negotiations|discussions|consultations|events|visits?)"
DURATION = re.compile(
    r"(?<![\w-])(?P<n>\d{1,2}|" + "|".join(w for w in NUMBERS if " " not in w) + ")"
    rf"(?:-day\b(?!-old)|\s+days?\s+(?:of\s+{_STAY}|in\s|at\s))"
    r"|(?<=\bof\s)(?P<m>two|three|four|five)\s+days\b",
    re.I,
)
"""A length of stay: "three-day summit", "two days of talks", "a stay of two days"."""
