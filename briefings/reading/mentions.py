"""Who is mentioned in a sentence: names, offices, states and bodies put together into the parties they stand for.

`Tagger` finds the names the world knows; `Mentions` puts names, titles and states together ("Zambia's Foreign Minister
Mulambo Haimbe", "his Kyrgyz counterpart, Sadyr Japarov", "the leaders of Iran, Iraq and Oman"). What only the article as
a whole can tell (pronouns, bare offices) stays open for `memory`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from briefings.reading.lexicon import Lexicon, Title
from briefings.reading.tokens import Tokens
from briefings.world.entities import Alias, Location, Person
from briefings.world.fold import fold
from briefings.world.world import World


@dataclass(slots=True, eq=False)
class Figure:
    """A person of the article. `actor` is the code they act for, '' while unknown; `key` their key in the world."""

    name: str
    actor: str
    role: str = ""
    gender: str = ""
    key: str = ""
    former: bool = False
    surnames: frozenset[str] = frozenset()
    title: str = ""
    """The office's words, folded: "emir", "secretary of state"; '' while unknown."""
    owned: bool = True
    """The article or the world says for whom they act; False where it is only guessed from the home state."""


@dataclass(slots=True, eq=False)
class Mention:
    """Tokens ``lo..hi`` of a sentence that stand for one or more parties, or for a place.

    form: 'person' | 'role' (an office without a name) | 'group' (the leaders of A and B) | 'state' | 'body' | 'seat' |
    'capital' | 'adjective' | 'people' | 'pronoun' | 'pair' (the two leaders) | 'city' | 'venue' | 'region'.
    `actors`: codes; empty while unresolved. `owner`: a possessive pronoun before it ("his counterpart").
    """

    lo: int
    hi: int
    form: str
    actors: tuple[str, ...] = ()
    people: tuple[Figure, ...] = ()
    role: str = ""
    title: str = ""
    plural: bool = False
    count: int = 0
    owner: str = ""
    determiner: str = ""
    former: bool = False
    place: Location | None = None
    closed: bool = False
    """The comma that ends its apposition is part of it."""
    opened: bool = False
    """Resolved by memory rather than said in so many words."""
    extra: list[str] = field(default_factory=list)

    @property
    def party(self) -> bool:
        """Whether this can take part in an encounter."""
        return self.form in _PARTIES


_PARTIES = frozenset(
    ("person", "role", "group", "state", "body", "seat", "capital", "people", "pronoun", "pair")
)
_CITY_FORMS = frozenset(("capital", "city", "venue", "region"))
_NO_NAME = frozenset(
    "the a an in on at of for from to by with and or but as he she it they his her their its this that these those who which when where while after"
    " before during both all january february march april june july august september october november december monday"
    " tuesday wednesday thursday friday saturday sunday also not no yes there here what how why if since under over"
    " following despite according meanwhile however asked speaking mr mrs ms dr one two three four five six seven eight"
    " summit talks meeting conference agreement treaty declaration visit north south east west".split()
)
_INSTITUTIONS = frozenset(
    "university bank ministry republic institute government council gulf bay sea strait state house embassy court kingdom city port"
    " district department people community association organization organisation union federation museum college academy office"
    " parliament assembly party movement front army group company corporation agency commission province region governorate center"
    " centre board committee league forum bureau fund society church mosque square palace airport hotel hall street avenue park"
    " international national united general supreme central ministry press news radio television daily times post journal".split()
)
_AMERICAS = frozenset(("south", "latin", "central", "ibero", "pan", "-"))
_PORTFOLIO = frozenset(
    "foreign affairs external relations finance trade commerce industry interior home defence defense climate change energy development"
    " international cooperation economy economic health education agriculture culture tourism transport transportation environment"
    " communications communication digital security labour labor investment investments european europe integration diaspora expatriates emigrants"
    " and & regional justice planning petroleum oil gas mineral resources water fisheries land infrastructure science technology"
    " sports youth women family immigration migration citizenship religious endowments worship information media public works national strategic"
    " indo pacific asia africa middle east eurasian religion the innovation tokenization reform reforms financial internal emiratisation advanced human expatriate republic exteriors exterior partnership neighbourhood enlargement policy"
    " .".split()
) - {"."}


@dataclass(frozen=True, slots=True)
class Tag:
    lo: int
    hi: int
    aliases: tuple[Alias, ...]


class Tagger:
    """Finds the names the world knows; one for the life of a reader."""

    def __init__(self, world: World) -> None:
        self._names = world.names
        self._longest: dict[str, int] = {}
        for alias in self._names.aliases():
            words = alias.folded.split(" ")
            if len(words) > self._longest.get(words[0], 0):
                self._longest[words[0]] = min(len(words), 9)

    def tags(self, tokens: Tokens) -> dict[int, Tag]:
        """First token -> the longest name that begins there."""
        low, cap, longest = tokens.low, tokens.cap, self._longest
        found: dict[int, Tag] = {}
        i, end = 0, len(low)
        while i < end:
            size = longest.get(low[i].split(" ")[0]) if cap[i] or low[i][0].isdigit() else None
            tag = self._longest_at(tokens, i, size) if size else None
            if tag:
                found[i] = tag
                i = tag.hi
            else:
                i += 1
        return found

    def _longest_at(self, tokens: Tokens, i: int, size: int) -> Tag | None:
        low = tokens.low
        ends: list[tuple[str, int]] = []
        words: list[str] = []
        j, end = i, len(low)
        while j < end and len(words) < size:
            word = low[j]
            if word == "-" or (word == "'s" and words and j + 1 < end):
                if word == "'s":
                    words.append("s")
                    words[-2:] = [words[-2] + "s"] if False else words[-2:]
                    break
                j += 1
                continue
            if not (word[0].isalnum()):
                if word != ".":
                    break
                j += 1
                continue
            words.append(word)
            j += 1
            ends.append((" ".join(words), j))
        for name, stop in reversed(ends):
            aliases = tuple(a for a in self._names.folded(name) if _written(a, tokens, i, stop))
            if aliases:
                return Tag(i, stop, aliases)
        return None


def _written(alias: Alias, tokens: Tokens, lo: int, hi: int) -> bool:
    if alias.case == "exact" and hi - lo == 1 and len(alias.text) > 3 and tokens.text[lo] == alias.text.capitalize() and alias.kind == "organisation":
        return True
    if alias.case == "exact":
        return hi - lo > 1 or tokens.text[lo].replace(".", "") == alias.text.replace(".", "")
    return tokens.cap[lo]


class Mentions:
    """Puts the tags and titles of one sentence together into mentions."""

    def __init__(self, world: World, lexicon: Lexicon, on: str | None) -> None:
        self._world = world
        self._lexicon = lexicon
        self._on = on
        self._small = lexicon.small
        self.surnames: dict[str, list[Figure]] = {}
        self.figures: dict[str, Figure] = {}
        self.seen: dict[str, int] = {}
        """How often each state was named by a name that is its alone: decides for "Korea" and "Congo"."""
        self._tokens = Tokens("")
        self._tags: dict[int, Tag] = {}

    # ------------------------------------------------------------------ the sentence

    def mentions(self, tokens: Tokens, tags: dict[int, Tag]) -> list[Mention]:
        self._tokens, self._tags = tokens, tags
        found: list[Mention] = []
        i, end = 0, len(tokens)
        while i < end:
            mention = self._at(i)
            if mention:
                found.append(mention)
                i = mention.hi
            else:
                i += 1
        return found

    def _at(self, i: int) -> Mention | None:
        low = self._tokens.low
        word = low[i]
        if word == "her":
            phrase = self._noun_phrase(i)
            if phrase is not None and phrase.form in ("role", "person", "pair", "group"):
                return phrase
        if (
            word in self._small["pronouns"]
            and self._tokens.text[i].upper() != self._tokens.text[i]
            or word == "i"
        ):
            return (
                Mention(i, i + 1, "pronoun", plural=word in ("they", "them", "themselves"))
                if word != "i"
                else None
            )
        if not (
            i in self._tags
            or self._tokens.cap[i]
            or word in self._lexicon.titles
            or word in self._small["determiners"]
            or word in self._small["possessives"]
            or word in self._lexicon.numbers
            or word in self._lexicon.modifiers
        ):
            return None
        return self._noun_phrase(i)

    # ------------------------------------------------------------------ the noun phrase

    def _noun_phrase(self, i: int) -> Mention | None:
        low, end = self._tokens.low, len(self._tokens)
        j = i
        determiner = owner = ""
        if low[j] in self._small["possessives"]:
            owner = low[j]
            j += 1
        elif low[j] in self._small["determiners"]:
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
            tag = self._tags.get(j)
            if tag and (codes := self._owner(tag)):
                if owners and not (low[j - 1] in ("and", ",", "-", "&") or single is None):
                    break
                form = self._form(tag)
                single = single or self._alone(tag, codes, form)
                owners.extend(c for c in codes if c not in owners)
                owner_tag, adjective = tag, form == "adjective"
                j = tag.hi
                possessed = j < end and low[j] == "'s"
                j += possessed
                if (
                    not possessed
                    and j + 1 < end
                    and low[j] in ("and", "-", ",")
                    and self._adjective_at(j + 1)
                ):
                    j += 1
                continue
            if low[j] in self._lexicon.numbers:
                count = self._lexicon.numbers[low[j]]
            elif low[j] in self._lexicon.modifiers or (low[j] == "-" and j > i):
                former = former or low[j] in self._lexicon.former
                if self._title_here(j):
                    break
            else:
                break
            j += 1
        if j >= end:
            return self._state(i, owners, owner_tag, single, determiner)
        if owners and adjective and low[j] == "capital" and (capital := self._capital(owners[0])) is not None:
            return Mention(i, j + 1, "city", place=capital)
        if owners and (possessed or adjective) and not self._title(j):
            j = self._portfolio_before(j)
        title = self._title(j)
        if title and title[1].plural and low[j] in _ALSO_VERBS and j == i and i and self._capital_before(i):
            return None
        if title and owners and not possessed and not adjective and low[j] in _ALSO_VERBS and single is not None:
            return self._state(i, owners, owner_tag, single, determiner)
        if title:
            return self._titled(i, j, title, owners, owner, determiner, count, former)
        if owners and possessed:
            name = self._name(j)
            if name and (name[1] or name[0] - j > 1):
                return self._person(i, name, owners[0], "", former)
            if not low[j][0].isalnum() or low[j] in _AFTER_TWO or low[j] in self._small["prepositions"]:
                return Mention(i, j, "role", tuple(owners[:1]), role="leader", title="national", determiner="the")
        if not owners and not owner and not determiner:
            start = self._skip_honorifics(i)
            named = self._name(start)
            if named:
                return self._bare_name(i, start, named)
            return self._place(i)
        if determiner == "both" and j == i + 1 and not owners and (not low[j][0].isalnum() or low[j] in _AFTER_TWO or low[j] in self._small["prepositions"]):
            return Mention(i, j, "pair", plural=True, count=2, title="men", role="leader")
        if count >= 2 or determiner == "both":
            pair = self._pair(i, j, count or 2, determiner)
            if pair:
                return pair
        if owners and adjective and not possessed and determiner == "the" and self._ends_phrase(j):
            return Mention(
                i, j, "role", tuple(owners[:1]), role="leader", determiner=determiner, title="national"
            )
        return self._state(i, owners, owner_tag, single, determiner)

    def _portfolio_before(self, j: int) -> int:
        """Over words that only an office can follow: the "mines" of "Zambia's mines minister"; j itself if none does."""
        low, end = self._tokens.low, len(self._tokens)
        for k in range(j, min(j + 4, end)):
            title = self._title(k)
            if title and k > j and title[1].role in ("minister", "envoy", "official", "foreign", "defence") and low[title[0] - 1] in _OFFICIALS:
                return k
            if low[k] in self._lexicon.nonstate or not low[k].isalpha() and low[k] not in ("-", "and") or low[k] in self._small["prepositions"]:
                break
        return j

    def _capital_before(self, i: int) -> bool:
        """Whether a name stands right before i: "Meloni hosts Starmer", where "hosts" is a verb."""
        return self._tokens.cap[i - 1] or self._tokens.low[i - 1] in ("who", "which", "also", "then", "he", "she", ",")

    def _capital(self, code: str) -> Location | None:
        state = self._world.states.get(code)
        if state is None or not state.capital:
            return None
        return self._world.places.get(f"{state.capital}, {code}")

    def _ends_phrase(self, j: int) -> bool:
        """Whether an adjective stands as a noun: "the South Korean said"."""
        word = self._tokens.low[j]
        return (
            not word[0].isalnum()
            or word in ("and", "who", "in", "on", "at", "to", "with")
            or word in self._small["subordinators"]
        )

    def _adjective_at(self, j: int) -> bool:
        tag = self._tags.get(j)
        return bool(tag and any(a.form == "adjective" for a in tag.aliases))

    def _title_here(self, j: int) -> bool:
        """Whether an office begins at j: "foreign minister", but not the "chief" of "chief negotiator"."""
        title = self._title(j)
        if not title:
            return False
        return title[0] - j > 1 or j + 1 >= len(self._tokens) or not self._title(j + 1)

    def _title(self, j: int) -> tuple[int, Title] | None:
        low = self._tokens.low
        for words, title in self._lexicon.titles.get(low[j], ()):
            if tuple(low[j : j + len(words)]) == words:
                return j + len(words), title
        return None

    def _titled(
        self,
        i: int,
        j: int,
        found: tuple[int, Title],
        owners: list[str],
        owner: str,
        determiner: str,
        count: int,
        former: bool,
    ) -> Mention | None:
        low, end = self._tokens.low, len(self._tokens)
        stop, title = found
        words = " ".join(low[j:stop])
        role, plural = title.role, title.plural
        if role in ("state", "government") and owners and owners[0] in self._world.organisations:
            role = "head"
        stop = self._more_title(stop)
        capital = self._tokens.cap[j]
        if stop < end and low[stop] == "-" and stop + 1 < end and low[stop + 1] in ("elect", "designate"):
            stop += 2
            former = True
        # "president of Iran", "leaders of Iran, Iraq and Oman", "counterparts from Cuba and Chad"
        if stop < end and low[stop] in ("of", "from") and not owners:
            listed = self._listed(stop + 1, many=plural)
            if listed:
                stop, owners = listed
            elif low[stop] == "of" and plural and stop + 1 < end:
                pair = self._pair_after_of(stop + 1)
                if pair:
                    return Mention(
                        i, pair, "pair", role=role, plural=True, count=2, determiner="the", title=words
                    )
        if not owners and stop + 2 < end and low[stop] == "in" and words in _OPPOSITES:
            k = stop + 2 if low[stop + 1] in ("the", "both") else stop + 1
            tag = self._tags.get(k)
            if tag and (codes := self._owner(tag)) and tag.hi < end and (low[tag.hi] == "government" or self._form(tag) == "state"):
                owners, stop = codes, tag.hi + (low[tag.hi] == "government")
        if not owners and stop + 2 < end and low[stop] == "of":
            k = stop + 2 if low[stop + 1] == "the" else stop + 1
            tag = self._tags.get(k)
            if tag and self._form(tag) == "adjective" and tag.hi < end and low[tag.hi] in ("government", "state", "delegation", "army", "republic"):
                owners, stop = self._owner(tag), tag.hi + 1
        base = Mention(
            i,
            stop,
            "role",
            tuple(owners),
            role=role,
            title=words,
            plural=plural,
            count=count,
            owner=owner,
            determiner=determiner,
            former=former,
        )
        if plural:
            return self._plural(base, stop)
        name = self._name(self._skip_honorifics(stop)) if stop < end else None
        apposed = False
        if not name and stop + 1 < end and low[stop] == ",":
            name = self._name(self._skip_honorifics(stop + 1), apposed=True)
            apposed = name is not None
            if name and not self._apposition_ends(name[0]):
                name = None
            if name is None and (second := self._title(stop + 1)) and not second[1].plural and self._tokens.cap[stop + 1]:
                name = self._name(self._skip_honorifics(self._more_title(second[0])), apposed=True)
                apposed = name is not None
                role = second[1].role if role == "leader" else role
        if not name:
            if len(owners) > 1:
                base.form = "group"
            if (
                not owners
                and not owner
                and determiner in ("", "a", "an", "no", "every", "each", "another")
                and not count
            ):
                return None
            return base
        if not apposed and not capital and not name[1] and not owners:
            return None
        mention = self._person(i, name, owners[0] if owners else "", role, former, title=words)
        if apposed and mention and mention.hi < end and low[mention.hi] == ",":
            mention.extra.append("apposed")
        if mention:
            mention.owner, mention.determiner = owner, determiner
        return mention

    def _apposition_ends(self, j: int) -> bool:
        """Whether the name after a comma is an apposition and not the next of a list: it ends at a mark or a verb."""
        low = self._tokens.low
        return (
            j >= len(low)
            or low[j] in (",", ".", ")", "--", ";", ":", "(", "!", "?", '"', "”")
            or low[j] in ("and", "of", "on", "in", "at", "to", "for", "as")
        )

    def _more_title(self, stop: int) -> int:
        """Goes on over a portfolio ("Minister for Climate Change") and a second office ("and Minister for Finance")."""
        low, end = self._tokens.low, len(self._tokens)
        while stop + 1 < end:
            if low[stop] in ("for", "of") and low[stop + 1] in _PORTFOLIO - {"the", "and"} | {"the"}:
                k = stop + 1
                while k < end and low[k] in _PORTFOLIO and k not in self._tags:
                    k += 1
                if k == stop + 1 or (low[stop + 1] == "the" and k == stop + 2):
                    return stop
                stop = k - 1 if low[k - 1] in ("and", "the") else k
            elif (
                low[stop] in ("and", "/", "&", "-")
                and (second := self._title(stop + 1))
                and not second[1].plural
            ):
                after = second[0]
                if (
                    after < end
                    and (self._tokens.cap[after] or low[after] in ("for", "of", ","))
                    and self._tokens.cap[stop + 1] == self._tokens.cap[stop - 1]
                ):
                    stop = after
                else:
                    return stop
            else:
                return stop
        return stop

    def _plural(self, base: Mention, stop: int) -> Mention | None:
        low, end = self._tokens.low, len(self._tokens)
        if base.count in (2, 3) or (base.determiner == "both") and not base.actors:
            if len(base.actors) < 2 and not base.actors:
                base.form = "pair"
        people: list[Figure] = []
        start = stop + 1 if stop < end and low[stop] == "," else stop
        j = start
        while j < end:
            name = self._name(self._skip_honorifics(j), apposed=True)
            if not name:
                break
            after = name[0]
            owner = ""
            if after < end and low[after] == "of" and (listed := self._listed(after + 1, many=False)):
                after, owner = listed[0], listed[1][0]
            people.append(
                self._figure(
                    name,
                    owner or (base.actors[len(people)] if len(people) < len(base.actors) else ""),
                    base.role,
                    False,
                )
            )
            j = after
            if j < end and low[j] in (",", "and"):
                j += 1
                if j < end and low[j] == "and":
                    j += 1
                continue
            break
        if people:
            while j > start and low[j - 1] in (",", "and"):
                j -= 1
            base.people = tuple(people)
            base.hi = j
            base.actors = tuple(dict.fromkeys((*base.actors, *(p.actor for p in people if p.actor))))
            base.form = "group"
            return base
        if base.form == "pair":
            return base
        if base.actors:
            base.form = "group" if len(base.actors) > 1 else "role"
            return base
        if base.determiner == "the" or base.owner:
            base.form = (
                "pair"
                if base.role
                in ("state", "government", "foreign", "defence", "leader", "minister", "official")
                else "role"
            )
            base.count = base.count or 0
            return base
        return None

    def _listed(self, j: int, many: bool) -> tuple[int, list[str]] | None:
        """States or bodies after "of" or "from": one, or with `many` a list of them."""
        low, end = self._tokens.low, len(self._tokens)
        codes: list[str] = []
        last = j
        while j < end:
            if low[j] in ("the", "both", "neighbouring", "neighboring", "nearby") or (
                many and low[j] in self._lexicon.numbers and j + 1 in self._tags
            ):
                j += 1
                continue
            tag = self._tags.get(j)
            if tag is None or not (found := self._owner(tag)) or self._form(tag) == "adjective":
                break
            codes.extend(c for c in found if c not in codes)
            last = j = tag.hi
            if not many or j >= end or low[j] not in (",", "and", "&", "or"):
                break
            j += 1
            if j < end and low[j] == "and":
                j += 1
        return (last, codes) if codes else None

    def _pair_after_of(self, j: int) -> int | None:
        low = self._tokens.low
        words = low[j : j + 3]
        if words[:2] in (["the", "two"], ["the", "three"]) and len(words) == 3:
            return j + 3
        if words[:1] == ["both"] and len(words) > 1:
            return j + 2
        return None

    def _pair(self, i: int, j: int, count: int, determiner: str) -> Mention | None:
        low = self._tokens.low
        if determiner and j - i == 2 and (not low[j][0].isalnum() or low[j] in _AFTER_TWO or self._tokens.cap[j]):
            return Mention(i, j, "pair", plural=True, count=count, title="men", role="leader")
        if low[j] in _PAIR_NOUNS:
            return Mention(i, j + 1, "pair", plural=True, count=count, title=low[j], role="side")
        return None

    # ------------------------------------------------------------------ names

    def _skip_honorifics(self, j: int) -> int:
        low, end = self._tokens.low, len(self._tokens)
        k = j
        while (
            k < end
            and (low[k] in self._small["honorifics"] or low[k] == ".")
            and k not in self._tags
            and k - j < 5
        ):
            if (
                low[k] in ("sheikh", "shaikh", "sheikha", "general", "e", "h")
                and k + 1 < end
                and not self._tokens.cap[k + 1]
            ):
                break
            k += 1
        return k if k < end and self._tokens.cap[k] else j

    def _name(self, j: int, apposed: bool = False) -> tuple[int, Person | Figure | None, str] | None:
        """A person's name at token j: (end, who if known, text)."""
        low, cap, end = self._tokens.low, self._tokens.cap, len(self._tokens)
        if j >= end or not cap[j]:
            return None
        tag = self._tags.get(j)
        if tag and not (tag.hi < end and low[tag.hi] in ("bin", "ibn", "bint") and tag.hi - j < 4):
            person = self._known(tag)
            if person:
                stop = self._name_end(tag.hi, tag.hi)
                if stop - tag.hi > 5:
                    stop = tag.hi
                return stop, person, self._text(j, tag.hi)
            if not any(
                a.form in ("surname", "full") or a.weak or a.form in ("city", "venue", "region")
                for a in tag.aliases
            ):
                return None
        if low[j] in _NO_NAME or self._title(j):
            return None
        stop = self._name_end(j, j)
        if stop == j:
            return None
        introduced = self._introduced(j, stop)
        if introduced:
            return introduced[0], introduced[1], self._text(j, introduced[0])
        if tag and not any(a.kind == "person" for a in tag.aliases) and stop <= tag.hi:
            return None
        if any(low[k] in _INSTITUTIONS for k in range(j, stop)):
            return None
        return stop, None, self._text(j, stop)

    def _introduced(self, j: int, stop: int) -> tuple[int, Figure] | None:
        low = self._tokens.low
        for k in range(stop, j, -1):
            found = self.surnames.get(" ".join(w for w in low[j:k] if w != "-"))
            if found and low[k - 1] != "-":
                return k, found[-1]
        return None

    def _name_end(self, j: int, first: int) -> int:
        low, cap, end = self._tokens.low, self._tokens.cap, len(self._tokens)
        stop = k = j
        while k < end and k - first < 9:
            if k in self._tags and k > first and low[k - 1] != "-" and low[k - 1] not in self._small["particles"]:
                aliases = self._tags[k].aliases
                if not any(a.kind == "person" for a in aliases) and not all(
                    a.weak or a.form == "city" for a in aliases
                ):
                    break
            if (
                cap[k]
                and low[k] not in _NO_NAME
                and not (k > first and self._title(k) and low[k] not in ("prince", "general", "king"))
            ):
                k += 1
                stop = k
            elif (low[k] in self._small["particles"] and k + 1 < end and low[k] not in ("e", "y")) or (
                low[k] == "-" and k > first
            ):
                k += 1
            elif low[k] == "." and k > first and len(low[k - 1]) <= 2 and k + 1 < end and cap[k + 1]:
                k += 1
            else:
                break
        return stop

    def _known(self, tag: Tag) -> Person | Figure | None:
        """The person a tag names: by full name, or a surname that this article introduced or everyone knows."""
        people = [a for a in tag.aliases if a.kind == "person"]
        if not people:
            return None
        for alias in people:
            if alias.ref in self.figures and (alias.form == "full" or not self.surnames.get(alias.folded)):
                return self.figures[alias.ref]
        introduced = self.surnames.get(people[0].folded)
        if introduced:
            return introduced[-1]
        others = [a for a in tag.aliases if a.kind != "person"]
        sure = [a for a in people if a.form == "full" or (not a.weak and not others)]
        if not sure:
            return None
        return self._best(sure)

    def _best(self, aliases: list[Alias]) -> Person:
        """Of namesakes the one in office at the time, else the one nearest to it."""
        people = [self._world.people[a.ref] for a in aliases]
        if len(people) == 1:
            return people[0]
        if self._on:
            serving = [p for p in people if any(t.covers(self._on) for t in p.terms)]
            people = serving or people
        return max(people, key=lambda p: (not p.terms[-1].until, p.terms[-1].until or p.terms[-1].since))

    def titled_surname(self, word: str, actor: str, role: str) -> Person | None:
        """The holder of an office by surname: "President Biden", "Japan's Kishida"."""
        matches = [a for a in self._world.names.folded(word) if a.kind == "person"]
        people = [self._world.people[a.ref] for a in matches]
        if actor:
            people = [p for p in people if any(t.actor == actor for t in p.terms)]
        if role in ("state", "government", "foreign", "defence", "deputy", "head"):
            fitting = [
                p
                for p in people
                if any(t.role == role or {t.role, role} == {"state", "government"} for t in p.terms)
            ]
            people = fitting if not actor else fitting or people
        if self._on:
            serving = [p for p in people if any(t.covers(self._on) for t in p.terms)]
            people = serving or ([] if not actor else people)
        elif not actor and len(people) > 1:
            people = [p for p in people if not p.terms[-1].until]
        return people[0] if len(people) == 1 or (people and actor) else None

    def _figure(
        self, name: tuple[int, Person | Figure | None, str], actor: str, role: str, former: bool
    ) -> Figure:
        _, who, text = name
        if isinstance(who, Figure):
            if actor and not who.owned:
                who.actor, who.owned = actor, True
            who.role = who.role or role
            return who
        if who is None:
            words = fold(text)
            who = self.titled_surname(words, actor, role) if " " not in words or actor else None
        if who is None and actor:
            words = fold(text).split()[-1]
            candidate = self.titled_surname(words, actor, role)
            if candidate and _same_name(candidate, text):
                who = candidate
        if who is not None:
            return self._world_figure(who, actor, role, former)
        words = fold(text)
        known = self.surnames.get(words)
        if known:
            return known[-1]
        figure = Figure(text, actor, role, former=former, surnames=_surnames(text), owned=bool(actor))
        self._introduce(figure)
        return figure

    def _world_figure(self, person: Person, actor: str, role: str, former: bool) -> Figure:
        figure = self.figures.get(person.key)
        if figure is None:
            term = person.term(self._on)
            home = actor if any(t.actor == actor for t in person.terms) else term.actor
            if role in ("leader", "official", "minister", "envoy", "head") and term.actor == home:
                role = term.role
            figure = Figure(person.name, home, role or term.role, person.gender, person.key, former)
            figure.title = fold(term.title)
            figure.surnames = (
                _surnames(person.name)
                | {fold(person.surname), fold(person.surname).split()[-1]}
                | {fold(a) for a in person.aliases if " " not in a}
            )
            self.figures[person.key] = figure
            self._introduce(figure)
        return figure

    def _introduce(self, figure: Figure) -> None:
        for surname in sorted(figure.surnames | {fold(figure.name)}):
            known = self.surnames.setdefault(surname, [])
            if figure not in known:
                known.append(figure)

    def _person(
        self,
        i: int,
        name: tuple[int, Person | Figure | None, str],
        actor: str,
        role: str,
        former: bool,
        title: str = "",
    ) -> Mention | None:
        low, end = self._tokens.low, len(self._tokens)
        stop = name[0]
        if not actor and stop + 1 < end and low[stop] == "of":
            listed = self._listed(stop + 1, many=False)
            if listed:
                stop, (actor, *_) = listed
        if stop + 2 < end and low[stop] == "(":
            close = next((k for k in range(stop + 1, min(stop + 5, end)) if low[k] == ")"), 0)
            tag = self._tags.get(stop + 1)
            if close:
                if tag and not actor and (codes := self._owner(tag)):
                    actor = codes[0]
                stop = close + 1
        before = stop
        role, actor, stop, former = self._apposition(stop, role, actor, former)
        figure = self._figure(name, actor, role, former)
        if title and not former:
            figure.title = title
        closed = stop > before and stop < end and low[stop] == ","
        return Mention(
            i,
            stop + closed,
            "person",
            (figure.actor,) if figure.actor else (),
            (figure,),
            role=role or figure.role,
            title=title,
            former=former or figure.former,
            closed=closed,
        )

    def _apposition(self, stop: int, role: str, actor: str, former: bool) -> tuple[str, str, int, bool]:
        """A description after a name: ", the foreign minister of Uzbekistan," or ", Kenya's Cabinet Secretary ...,"."""
        low, end = self._tokens.low, len(self._tokens)
        if stop + 1 >= end or low[stop] != ",":
            return role, actor, stop, former
        j = stop + 1
        if low[j] == "who" and j + 1 < end and low[j + 1] in ("heads", "leads", "headed", "led", "chairs", "directs", "runs"):
            return self._heads(j + 2, stop, role, actor, former)
        if low[j] in ("who", "which") and j + 1 < end and low[j + 1] in ("is", "was", "as"):
            j += 2
            while j < end and low[j] in ("both", "the", "also", "currently", "as"):
                j += 1
            after = self._description(j)
            if not after:
                return role, actor, stop, former
            return role or after[0], actor or after[1], after[2] if low[j - 1] != "as" else stop, former
        after = self._description(j)
        if not after:
            return role, actor, stop, former
        kind, owner, k, was = after
        if not (k >= end or low[k] in (",", ".", ";", ":", ")", "--", "and", "said", "on", "in")):
            return role, actor, stop, former
        return role or kind, actor or owner, k, former or was

    def _heads(self, j: int, stop: int, role: str, actor: str, former: bool) -> tuple[str, str, int, bool]:
        """", who heads the National Security Office in Seoul,": an official of the state that is named there."""
        low, end = self._tokens.low, len(self._tokens)
        for k in range(j, min(j + 16, end)):
            if low[k] in (",", "."):
                return role or "envoy", actor, k, former
            tag = self._tags.get(k)
            if tag and not actor and (codes := self._owner(tag)):
                actor = codes[0]
        return role, actor, stop, former

    def _description(self, j: int) -> tuple[str, str, int, bool] | None:
        """(role, owner, end, former) of "the foreign minister of Uzbekistan" at token j, where no name follows."""
        low, end = self._tokens.low, len(self._tokens)
        former = False
        owner = ""
        steps = 0
        while j < end and steps < 8:
            steps += 1
            tag = self._tags.get(j)
            if tag and (codes := self._owner(tag)) and not self._title(j):
                owner = owner or codes[0]
                j = tag.hi + (tag.hi < end and low[tag.hi] == "'s")
            elif (
                low[j] in self._small["determiners"]
                or low[j] in self._lexicon.modifiers
                or low[j] == "-"
                or low[j] in ("its", "whose")
            ):
                if self._title_here(j):
                    break
                former = former or low[j] in self._lexicon.former
                j += 1
            else:
                break
        if j >= end:
            return None
        title = self._title(j)
        if not title or title[1].plural:
            return None
        stop = self._more_title(title[0])
        while stop + 1 < end and low[stop] == "and" and (second := self._title(stop + 1)):
            stop = self._more_title(second[0])
        if stop < end and low[stop] in ("of", "for", "in") and not owner:
            listed = self._listed(stop + 1, many=False)
            if listed:
                stop, (owner, *_) = listed
        if stop < end and self._tokens.cap[stop] and self._name(stop):
            return None
        return title[1].role, owner, stop, former

    def _bare_name(self, i: int, start: int, name: tuple[int, Person | Figure | None, str]) -> Mention | None:
        low, end = self._tokens.low, len(self._tokens)
        stop, who, _ = name
        if who is not None:
            return self._person(i, name, "", "", False)
        if stop - start < 2:
            return self._place(i)
        if stop < end and low[stop] == ",":
            role, actor, after, former = self._apposition(stop, "", "", False)
            if role and after > stop:
                return self._person(i, name, actor, role, former)
            described = stop + 1 < end and low[stop + 1] == "who" and role
            if described:
                return self._person(i, name, actor, role, former)
        if stop + 1 < end and low[stop] == "of" and (listed := self._listed(stop + 1, many=False)):
            if not any(low[k] in _INSTITUTIONS for k in range(start, stop)):
                return self._person(i, name, listed[1][0], "", False)
        return self._place(i)

    # ------------------------------------------------------------------ states and places

    def _owner(self, tag: Tag) -> list[str]:
        """Codes of the states or bodies a tag can stand for."""
        if tag.lo and self._tokens.low[tag.lo] == "american" and self._tokens.low[tag.lo - 1] in _AMERICAS:
            return []
        for alias in tag.aliases:
            if alias.kind == "state" and self._world.is_actor(alias.ref) and not alias.weak:
                return [alias.ref]
        for alias in tag.aliases:
            if alias.kind == "organisation":
                if self._world.organisations[alias.ref].kind == "group":
                    return sorted(self._world.member_states(alias.ref, self._on)) or [alias.ref]
                return [alias.ref]
        weak = [a for a in tag.aliases if a.kind == "state" and self._world.is_actor(a.ref) and self._fits(a, tag)]
        if weak:
            return [max(weak, key=lambda a: self.seen.get(a.ref, 0)).ref]
        for alias in tag.aliases:
            if alias.kind == "place" and alias.form == "capital":
                return [self._world.places[alias.ref].country]
        return []

    def _fits(self, alias: Alias, tag: Tag) -> bool:
        """Whether a weak name ("Georgia", "Jordan") is meant as the state here."""
        low = self._tokens.low
        state = self._world.states[alias.ref]
        around = set(low[max(0, tag.lo - 12) : tag.hi + 12])
        if around & set(state.against):
            return False
        return True

    def _form(self, tag: Tag) -> str:
        forms = [a for a in tag.aliases if a.kind in ("state", "organisation", "place")]
        after = self._tokens.low[tag.hi] if tag.hi < len(self._tokens) else ""
        if any(a.form == "adjective" for a in forms) and (
            after and after[0].isalpha() or not any(a.form == "people" for a in forms)
        ):
            return "adjective"
        if not forms:
            return "person"
        form = forms[0].form
        return (
            {"name": "state", "short": "state", "abbreviation": "state"}.get(form, form)
            if forms[0].kind != "organisation"
            else "body"
        )

    def _alone(self, tag: Tag, codes: list[str], form: str) -> Mention:
        place = self._nearest_place(tag)
        return Mention(tag.lo, tag.hi, form, tuple(codes), place=place)

    def _state(
        self, i: int, owners: list[str], tag: Tag | None, single: Mention | None, determiner: str
    ) -> Mention | None:
        if not owners or tag is None or single is None:
            return None
        if i not in self._tags and single.lo - i > 1:
            return None  # adjectives before the state: let the scan come to the name by itself
        if single.form == "adjective":
            return Mention(single.lo, single.hi, "adjective", single.actors) if single.lo == i else None
        if determiner and single.lo == i + 1:
            single.determiner = determiner
            single.lo = i
        return single if single.lo == i else None

    def _place(self, i: int) -> Mention | None:
        tag = self._tags.get(i)
        if not tag:
            return None
        place = self._nearest_place(tag)
        for alias in tag.aliases:
            if alias.kind == "place" and place is not None and self._world.places[alias.ref] is place:
                return Mention(
                    i,
                    tag.hi,
                    alias.form if alias.form in _CITY_FORMS else "city",
                    (place.country,) if alias.form == "capital" else (),
                    place=place,
                )
        return None

    def _nearest_place(self, tag: Tag) -> Location | None:
        """The place a name means; of several the one in a state the article speaks of most."""
        places = [self._world.places[a.ref] for a in tag.aliases if a.kind == "place"]
        return max(places, key=lambda p: self.seen.get(p.country, 0)) if places else None

    def _text(self, lo: int, hi: int) -> str:
        tokens = self._tokens
        parts = [tokens.text[lo]]
        for k in range(lo + 1, hi):
            if tokens.lo[k] > tokens.hi[k - 1]:
                parts.append(" ")
            parts.append(tokens.text[k])
        return "".join(parts)


_AFTER_TWO = frozenset("met meet held had have will would are were agreed discussed spoke talked signed also then later shook sat embraced said pledged vowed last previously are to who exchanged in and on at".split())
_ALSO_VERBS = frozenset(("hosts", "heads", "partners", "guests", "host", "heads", "leads", "chairs", "sides", "teams", "aides", "generals"))
_OFFICIALS = frozenset(
    "minister ministers secretary secretaries ambassador ambassadors envoy envoys official officials negotiator negotiators diplomat diplomats"
    " commander commanders adviser advisor advisers representative representatives delegation delegations general generals".split()
)
_OPPOSITES = frozenset(("counterpart", "opposite number", "colleague", "peer", "homologue", "counterparts", "colleagues"))
_PAIR_NOUNS = frozenset(
    "leaders sides countries nations states men women governments neighbours neighbors parties capitals presidents ministers premiers"
    " powers delegations statesmen teams rivals allies partners states officials diplomats foes adversaries heads neighbors".split()
)


def _surnames(name: str) -> frozenset[str]:
    """The folded forms by which a second reference may call a person: last word, and with its particles."""
    words = [w for w in name.split() if w.lower().rstrip(".") not in ("jr", "sr", "ii", "iii", "iv")]
    found = {fold(words[-1])}
    if len(words) > 2 and (
        words[-2][0].islower() or fold(words[-2]) in ("al", "el", "bin", "ben", "von", "van", "de")
    ):
        found.add(fold(" ".join(words[-2:])))
    if "-" in words[-1]:
        found.add(fold(words[-1]).split()[-1]) if words[-1].lower().startswith(("al-", "el-")) else None
    return frozenset(f for f in found if len(f) > 1)


def _same_name(person: Person, text: str) -> bool:
    mine, theirs = fold(text).split(), fold(person.name).split()
    return mine[-1] == theirs[-1] and (len(mine) == 1 or mine[0][0] == theirs[0][0] or mine[0] in theirs)
