"""The scan over one sentence: where a noun phrase begins and what kind it is."""

from __future__ import annotations

from briefings.reading.mentions.cast import Cast, Named
from briefings.reading.mentions.line import Line
from briefings.reading.mentions.naming import Naming
from briefings.reading.mentions.offices import Offices
from briefings.reading.mentions.people import People
from briefings.reading.mentions.tagging import Tag
from briefings.reading.mentions.things import Mention
from briefings.reading.mentions.words import AFTER_TWO, AIDES, ALSO_VERBS, KIN, MINISTRIES


def _short(tag: Tag) -> bool:
    """Whether a state is named by letters that may stand for its adjective: "US and Chinese envoys"."""
    return any(alias.form == "abbreviation" for alias in tag.aliases)


class Phrases:
    """Puts the tags and titles of one sentence together into mentions."""

    __slots__ = ("_cast", "_line", "_naming", "_offices", "_people")

    def __init__(self, line: Line, cast: Cast) -> None:
        self._line = line
        self._cast = cast
        self._naming = Naming(line, cast)
        self._people = People(line, cast, self._naming)
        self._offices = Offices(line, cast, self._naming, self._people)

    def mentions(self) -> list[Mention]:
        tokens, starts = self._line.tokens, self._line.lexicon.starts
        found: list[Mention] = []
        after = 0
        for i, (word, cap) in enumerate(zip(tokens.low, tokens.cap, strict=True)):
            if i >= after and (cap or word in starts or i in self._line.tags):
                mention = self._at(i)
                if mention:
                    found.append(mention)
                    after = mention.hi
        return found

    def _capital_before(self, i: int) -> bool:
        """Whether a name stands right before i: "Meloni hosts Starmer", where "hosts" is a verb."""
        return self._line.tokens.cap[i - 1] or self._line.tokens.low[i - 1] in (
            "who",
            "which",
            "also",
            "then",
            "he",
            "she",
            ",",
        )

    def _at(self, i: int) -> Mention | None:
        low = self._line.tokens.low
        word = low[i]
        if word == "her":
            phrase = self._noun_phrase(i)
            if phrase is not None and phrase.form in ("role", "person", "pair", "group"):
                return phrase
        if word in ("his", "her") and low[i + 1 : i + 2] in (["honour"], ["honor"]):
            title = "him" if word == "his" else "her"
            return Mention(i, i + 2, "pronoun", title=title, extra=["honour"])
        if word == "i" and self._cast.author and self._line.tokens.text[i] == "I":
            return Mention(i, i + 1, "pronoun", (self._cast.author,), title="i", opened=True)
        if (
            word in self._line.small["pronouns"]
            and self._line.tokens.text[i].upper() != self._line.tokens.text[i]
        ) or word == "i":
            return (
                Mention(i, i + 1, "pronoun", title=word, plural=word in ("they", "them", "themselves"))
                if word != "i"
                else None
            )
        return self._noun_phrase(i)

    def _noun_phrase(self, i: int) -> Mention | None:
        low, end = self._line.tokens.low, len(self._line.tokens)
        j = i
        determiner = owner = ""
        if low[j] in self._line.small["possessives"]:
            owner = low[j]
            j += 1
        elif low[j] in self._line.small["determiners"] and j not in self._line.tags:  # but "The Hague"
            determiner = low[j]
            j += 1
            if determiner == "both" and j < end and low[j] == "the":
                j += 1
        count, former = (2 if determiner == "both" else 0), False
        owners: list[str] = []
        possessed = adjective = False
        owner_tag: Tag | None = None
        single: Mention | None = None
        steps = 0
        while j < end and steps < 9:
            steps += 1
            tag = self._line.tags.get(j)
            if tag and (codes := self._line.owner(tag)):
                if owners and not (low[j - 1] in ("and", ",", "-", "&") or single is None):
                    break
                form = self._line.form(tag)
                single = single or self._line.alone(tag, codes, form)
                owners.extend(c for c in codes if c not in owners)
                owner_tag, adjective = tag, form == "adjective"
                j = tag.hi
                possessed = j < end and low[j] == "'s"
                j += possessed
                if (
                    not possessed
                    and j + 1 < end
                    and low[j] in (("and", "-", ",") if adjective else ("and", "-") if _short(tag) else ())
                    and self._line.adjective_at(j + 1)
                ):
                    j += 1
                continue
            if low[j] in self._line.lexicon.numbers:
                count = self._line.lexicon.numbers[low[j]]
            elif low[j] in self._line.lexicon.modifiers or (low[j] == "-" and j > i):
                former = former or low[j] in self._line.lexicon.former
                if self._line.title_here(j):
                    break
            else:
                break
            j += 1
        if j >= end:
            return self._state(i, owners, owner_tag, single, determiner)
        if (
            owners
            and adjective
            and low[j] == "capital"
            and (capital := self._line.capital(owners[0])) is not None
        ):
            return Mention(i, j + 1, "city", place=capital)
        if owners and adjective and (town := self._line.town(j, owners[0])) is not None:
            return Mention(i, town[0], "city", place=town[1])
        if owners and (possessed or adjective) and not self._line.title(j):
            j = self._line.portfolio_before(j)
        title = self._line.title(j)
        if owners and (possessed or adjective) and not title and (house := self._ministry(j)):
            return Mention(
                i, house, "role", tuple(owners), role="official", title="ministry", determiner="the"
            )
        if title and title[1].plural and low[j] in ALSO_VERBS and j == i and i and self._capital_before(i):
            return None
        if (
            title
            and owners
            and not possessed
            and not adjective
            and low[j] in ALSO_VERBS
            and single is not None
        ):
            return self._state(i, owners, owner_tag, single, determiner)
        if title:
            return self._offices.titled(i, j, title, owners, owner, determiner, count, former)
        if owners and possessed:
            name = self._naming.name(j)
            if name and (name[1] or name[0] - j > 1):
                return self._people.person(i, name, owners[0], "", former)
            if not low[j][0].isalnum() or low[j] in AFTER_TWO or low[j] in self._line.small["prepositions"]:
                return Mention(
                    i, j, "role", tuple(owners[:1]), role="leader", title="national", determiner="the"
                )
        if not owners and not owner and not determiner:
            start = self._line.skip_honorifics(i)
            named = self._naming.name(start)
            if named:
                return self._aide(i, named) or self._people.bare_name(i, start, named)
            return self._line.place(i)
        if (
            determiner == "both"
            and j == i + 1
            and not owners
            and (not low[j][0].isalnum() or low[j] in AFTER_TWO or low[j] in self._line.small["prepositions"])
        ):
            return Mention(i, j, "pair", plural=True, count=2, title="men", role="leader")
        if count >= 2 or determiner == "both":
            pair = self._offices.pair(i, j, count or 2, determiner)
            if pair:
                return pair
        if owners and adjective and not possessed and determiner == "the" and self._ends_phrase(j):
            return Mention(
                i, j, "role", tuple(owners[:1]), role="leader", determiner=determiner, title="national"
            )
        return self._state(i, owners, owner_tag, single, determiner)

    def _aide(self, i: int, named: Named) -> Mention | None:
        """ "Trump's adviser for Africa", "Boko's predecessor, Mokgweetsi Masisi": of the state of the one
        named first."""
        low, end = self._line.tokens.low, len(self._line.tokens)
        j = named[0] + 1
        if j >= end or low[j - 1] != "'s" or named[1] is None:
            return None
        if low[j] in KIN and j + 2 < end and low[j + 1] == ",":
            return self._relative(i, j + 2, named)
        former = False
        while j < end and low[j] in self._line.lexicon.modifiers and not self._line.title_here(j):
            former = former or low[j] in self._line.lexicon.former
            j += 1
        if j >= end:
            return None
        j = self._line.portfolio_before(j)
        title = self._line.title(j)
        if title is None or title[1].plural:
            return None
        if title[1].role not in AIDES and " ".join(low[j : title[0]]) not in ("predecessor", "successor"):
            return None
        chief = self._cast.figure(named, "", "", False)
        if not chief.actor:
            return None
        return self._offices.titled(i, j, title, [chief.actor], "", "the", 0, former)

    def _relative(self, i: int, j: int, named: Named) -> Mention | None:
        """ "Charles's mother, Queen Elizabeth": of the same state, if she holds an office."""
        title = self._line.title(j)
        name = self._naming.name(self._line.skip_honorifics(title[0] if title else j))
        chief = self._cast.figure(named, "", "", False)
        if name is None or not chief.actor or (title is None and name[1] is None):
            return None
        if title is not None and title[1].plural:
            return None
        return self._people.person(i, name, chief.actor, title[1].role if title else "", False)

    def _ministry(self, j: int) -> int:
        """The token after the "finance ministry" of "with Tanzania's finance ministry"; 0 where no such
        body stands."""
        low, end = self._line.tokens.low, len(self._line.tokens)
        k = next((k for k in range(j, min(j + 4, end)) if low[k] in MINISTRIES), end)
        if any(not low[n].isalpha() for n in range(j, k)) or k >= end:
            return 0
        after = low[k + 1] if k + 1 < end else "."
        ends = not after[0].isalnum() or after in AFTER_TWO or after in self._line.small["prepositions"]
        return k + 1 if ends and after != "'s" else 0

    def _ends_phrase(self, j: int) -> bool:
        """Whether an adjective stands as a noun: "the South Korean said"."""
        word = self._line.tokens.low[j]
        return (
            not word[0].isalnum()
            or word in ("and", "who", "in", "on", "at", "to", "with")
            or word in self._line.small["subordinators"]
        )

    def _state(
        self, i: int, owners: list[str], tag: Tag | None, single: Mention | None, determiner: str
    ) -> Mention | None:
        if not owners or tag is None or single is None:
            return None
        if i not in self._line.tags and single.lo - i > 1:
            return None  # adjectives before the state: let the scan come to the name by itself
        if single.form == "adjective":
            return Mention(single.lo, single.hi, "adjective", single.actors) if single.lo == i else None
        if determiner and single.lo == i + 1:
            single.determiner = determiner
            single.lo = i
        return single if single.lo == i else None
