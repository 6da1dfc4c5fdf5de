"""A cheap look at the text: whether anything in it can tell of an encounter at all."""

from __future__ import annotations

import re

_TRIGGER = re.compile(
    r"\b(?:meet(?:s|ing|ings)?|met|talks?|summit|visit(?:s|ed|ing)?|trip|travel+(?:s|ed|ing)?|host(?:s|ed|ing)?|receiv(?:e|es|ed|ing)"
    r"|welcom(?:e|es|ed|ing)|phone[ds]?|telephone[ds]?|call(?:s|ed)?|sign(?:s|ed|ing)?|treaty|pact|agreement|deal|conference|delegation"
    r"|counterpart|spoke|negotiat\w+|memorand\w+|tour|arriv\w+|flew|fly|flies|greet\w*|forum|leaders|dialogue|conversed|conferr?\w*|consult\w*|dined?|discuss\w*|saw|sees?|sat|sits?|together|spent|rang|visitor|guests?|broke|notes|heads|closeted|feted?|audience|gather\w*|conven\w*|due in|came|went|goes)\b",
    re.I,
)


def worth_reading(text: str) -> bool:
    """False only where no word of the text could be the trigger of any frame."""
    return _TRIGGER.search(text) is not None
