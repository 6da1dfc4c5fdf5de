"""Who is mentioned in a sentence: names, offices, states and bodies put together into parties.

`Tagger` finds the names the world knows; `Mentions` puts names, titles and states together ("Zambia's Foreign
Minister Mulambo Haimbe", "his Kyrgyz counterpart, Sadyr Japarov", "the leaders of Iran, Iraq and Oman"). What
only the article as a whole can tell (pronouns, bare offices) stays open for `memory`.

The rooms, as they build on each other: `things` and `words`; `tagging`; `author`, `cast` (the article's
people); `line` (the sentence's states and offices); `whose`, `naming`, `people`, `offices`; `phrases` (the
scan); `article`.
"""

from briefings.reading.mentions.article import Mentions
from briefings.reading.mentions.tagging import Tag, Tagger
from briefings.reading.mentions.things import Figure, Mention

__all__ = ["Figure", "Mention", "Mentions", "Tag", "Tagger"]
