"""One sentence to the eye of the noun phrase: which states, offices and places stand at a token."""

from __future__ import annotations

from briefings.reading.lexicon import Lexicon, Title
from briefings.reading.mentions.cast import Cast
from briefings.reading.mentions.tagging import Tag
from briefings.reading.mentions.things import Mention
from briefings.reading.mentions.words import AMERICAS, CITY_FORMS, INSTITUTIONS, OFFICIALS, PORTFOLIO, TOWNS
from briefings.reading.tokens import Tokens
from briefings.world.entities import Alias, Location
from briefings.world.world import World

_CITY_RULE = frozenset(("envoy", "deputy", "minister"))
_OWN_RULE = frozenset(("government", "foreign", "deputy", "minister", "envoy"))
"""Offices of a territory whose holders act for its sovereign."""


class Line:
    """Tokens and tags of one sentence; positions are tokens."""

    __slots__ = ("_cast", "lexicon", "small", "tags", "tokens", "world")

    def __init__(
        self, world: World, lexicon: Lexicon, cast: Cast, tokens: Tokens, tags: dict[int, Tag]
    ) -> None:
        self.world = world
        self.lexicon = lexicon
        self.small = lexicon.small
        self.tokens = tokens
        self.tags = tags
        self._cast = cast

    def owner(self, tag: Tag) -> list[str]:
        """Codes of the states or bodies a tag can stand for."""
        if tag.lo and self.tokens.low[tag.lo] == "american" and self.tokens.low[tag.lo - 1] in AMERICAS:
            return []
        for alias in tag.aliases:
            if alias.kind == "state" and self.world.is_actor(alias.ref) and not alias.weak:
                return [alias.ref]
        for alias in tag.aliases:
            if alias.kind == "organisation":
                if alias.weak and len(tag.aliases) == 1 and not self._before_office(tag.hi):
                    continue  # "Baltic leaders", but the Baltic Sea
                if self.world.organisations[alias.ref].kind == "group":
                    return sorted(self.world.member_states(alias.ref, self._cast.on)) or [alias.ref]
                return [alias.ref]
        weak = [
            a for a in tag.aliases if a.kind == "state" and self.world.is_actor(a.ref) and self._fits(a, tag)
        ]
        if weak:
            return [max(weak, key=lambda a: self._evidence(a, tag)).ref]
        for alias in tag.aliases:
            if alias.kind == "place" and alias.form == "capital":
                return [self.world.places[alias.ref].country]
        for alias in tag.aliases:
            if alias.kind == "state" and self._office_of(tag.hi, _OWN_RULE):
                return [self.world.states[alias.ref].sovereign or alias.ref]
        only = tag.aliases[0]
        if len(tag.aliases) == 1 and only.form == "city" and self._office_of(tag.hi, _CITY_RULE):
            return [self.world.places[only.ref].country]
        return []

    def _office_of(self, j: int, roles: frozenset[str]) -> bool:
        """Whether a city's or territory's official follows: "Dubai's trade envoy", "Greenland's premier"."""
        low = self.tokens.low
        if j + 1 >= len(low) or low[j] != "'s":
            return False
        title = self.title(self.portfolio_before(j + 1))
        return title is not None and title[1].role in roles and not title[1].plural

    def _evidence(self, alias: Alias, tag: Tag) -> tuple[int, int]:
        """What speaks for one of the states of a shared name: the article's other names for it, words
        near by."""
        near = self.tokens.low[max(0, tag.lo - 12) : tag.hi + 12]
        return self._cast.seen.get(alias.ref, 0), len(set(near) & set(self.world.states[alias.ref].hints))

    def _before_office(self, j: int) -> bool:
        """Whether the office of many begins at j: "foreign ministers"."""
        title = self.title(j) if j < len(self.tokens) else None
        return title is not None and title[1].plural

    def _fits(self, alias: Alias, tag: Tag) -> bool:
        """Whether a weak name ("Georgia", "Jordan") is meant as the state here."""
        low = self.tokens.low
        if self._forename(tag):
            return False
        state = self.world.states[alias.ref]
        around = set(low[max(0, tag.lo - 12) : tag.hi + 12])
        return not around & set(state.against)

    def _forename(self, tag: Tag) -> bool:
        """Whether a weak name is somebody's first name: "Chad Smith said"; not in a line all of capitals."""
        low, cap, end = self.tokens.low, self.tokens.cap, len(self.tokens)
        j = tag.hi
        if j + 1 >= end or not cap[j] or not low[j].isalpha() or low[j].endswith("s"):
            return False
        if j in self.tags and any(a.kind != "person" for a in self.tags[j].aliases):
            return False
        return self.title(j) is None and not cap[j + 1] and low[j] not in INSTITUTIONS

    def form(self, tag: Tag) -> str:
        forms = [a for a in tag.aliases if a.kind in ("state", "organisation", "place")]
        after = self.tokens.low[tag.hi] if tag.hi < len(self.tokens) else ""
        if any(a.form == "adjective" for a in forms) and (
            (after and after[0].isalpha()) or not any(a.form == "people" for a in forms)
        ):
            return "adjective"
        if not forms:
            return "person"
        if (
            forms[0].kind == "organisation"
            and all(a.weak or a.kind == "place" for a in forms)
            and any(a.form == "capital" for a in forms)
        ):
            return "capital"  # "Brussels" stands for the EU, "in Brussels" is a place
        if all(a.weak for a in forms if a.kind == "organisation") and any(a.form == "capital" for a in forms):
            return "capital"  # "Brussels" stands for the EU, "in Brussels" is a place
        form = forms[0].form
        return (
            {"name": "state", "short": "state", "abbreviation": "state"}.get(form, form)
            if forms[0].kind != "organisation"
            else "body"
        )

    def alone(self, tag: Tag, codes: list[str], form: str) -> Mention:
        place = self._nearest_place(tag)
        if form == "state" and place is not None and place.country not in codes:
            place = None  # Liberia is a state and a town of another
        return Mention(tag.lo, tag.hi, form, tuple(codes), place=place)

    def place(self, i: int) -> Mention | None:
        tag = self.tags.get(i)
        if not tag:
            return None
        place = self._nearest_place(tag)
        for alias in tag.aliases:
            if alias.kind == "place" and place is not None and self.world.places[alias.ref] is place:
                return Mention(
                    i,
                    tag.hi,
                    alias.form if alias.form in CITY_FORMS else "city",
                    (place.country,) if alias.form == "capital" else (),
                    place=place,
                )
        return None

    def _nearest_place(self, tag: Tag) -> Location | None:
        """The place a name means; of several the one in a state the article speaks of most."""
        places = [self.world.places[a.ref] for a in tag.aliases if a.kind == "place"]
        region = self._region(tag.hi)
        if places and region and all(p.country != region for p in places):
            return Location(places[0].name, region, places[0].name, "city", (), ())  # "Paris, Texas"
        if len(places) < 2:
            return places[0] if places else None
        named = {
            a.ref
            for j in range(max(0, tag.lo - 7), tag.lo)
            if j in self.tags
            for a in self.tags[j].aliases
            if a.kind == "state" and a.form != "adjective"
        }
        nearest = max(places, key=lambda p: (p.country in named, self._cast.seen.get(p.country, 0)))
        lone = nearest.country not in named and not self._cast.seen.get(nearest.country)
        longer = tag.hi < len(self.tokens) and self.tokens.cap[tag.hi] and tag.hi not in self.tags
        return None if lone and longer else nearest  # "San Pedro Alejandrino" is no San Pedro that is known

    def _region(self, j: int) -> str:
        """The state in whose region a place is said to be, after a comma: "Paris, Texas,"; '' if none is."""
        if j + 1 >= len(self.tokens) or self.tokens.low[j] != ",":
            return ""
        tag = self.tags.get(j + 1)
        for alias in tag.aliases if tag is not None else ():
            if alias.kind == "place" and alias.form == "region":
                return self.world.places[alias.ref].country
        return ""

    def adjective_at(self, j: int) -> bool:
        tag = self.tags.get(j)
        if tag is None:
            return False
        # "Chinese and US envoys": an abbreviation works as an adjective before an office
        short = any(a.form == "abbreviation" for a in tag.aliases) and self._before_office(tag.hi)
        return short or any(a.form == "adjective" for a in tag.aliases)

    def town(self, j: int, code: str) -> tuple[int, Location] | None:
        """ "lakeside resort of Cholpon-Ata" after a state's adjective: the token after it and the place
        it is."""
        low, cap, end = self.tokens.low, self.tokens.cap, len(self.tokens)
        k = next((k for k in range(j, min(j + 4, end)) if low[k] in TOWNS), end)
        if any(not low[n].isalpha() and low[n] != "-" for n in range(j, k)) or k + 1 >= end:
            return None
        k += 2 if low[k + 1] == "of" else 1
        stop = k
        while stop < end and (cap[stop] or (low[stop] == "-" and stop > k)):
            stop += 1
        if stop == k:
            return None
        tag = self.tags.get(k)
        for alias in tag.aliases if tag else ():
            if alias.kind == "place" and self.world.places[alias.ref].country == code:
                return (tag.hi if tag else stop), self.world.places[alias.ref]
        name = self.text(k, stop)
        return stop, Location(name, code, name, "city", (), ())

    def capital(self, code: str) -> Location | None:
        state = self.world.states.get(code)
        if state is None or not state.capital:
            return None
        return self.world.places.get(f"{state.capital}, {code}")

    def title(self, j: int) -> tuple[int, Title] | None:
        low = self.tokens.low
        for words, title in self.lexicon.titles.get(low[j], ()):
            if tuple(low[j : j + len(words)]) == words:
                return None if self._named(j) else (j + len(words), title)
        return None

    def _named(self, j: int) -> bool:
        """Whether the word at j, though a title, is the first of a full name: "Amir Khan Muttaqi"."""
        tag = self.tags.get(j) if self.tokens.low[j] == "amir" else None
        return tag is not None and any(a.form == "full" and " " in a.folded for a in tag.aliases)

    def title_here(self, j: int) -> bool:
        """Whether an office begins at j: "foreign minister", but not the "chief" of "chief negotiator"."""
        title = self.title(j)
        if not title:
            return False
        return title[0] - j > 1 or j + 1 >= len(self.tokens) or not self.title(j + 1)

    def more_title(self, stop: int) -> int:
        """Goes on over a portfolio ("Minister for Climate Change") and a second office ("and Minister for
        Finance")."""
        low, end = self.tokens.low, len(self.tokens)
        while stop + 1 < end:
            if low[stop] in ("for", "of") and low[stop + 1] in PORTFOLIO - {"the", "and"} | {"the"}:
                k = stop + 1
                while k < end and k not in self.tags:
                    if low[k] in PORTFOLIO:
                        k += 1
                    elif low[k] == "," and k + 1 < end and low[k + 1] in PORTFOLIO - {"the", "and"}:
                        k += 2
                    else:
                        break
                if k == stop + 1 or (low[stop + 1] == "the" and k == stop + 2):
                    return stop
                stop = k - 1 if low[k - 1] in ("and", "the") else k
            elif (
                low[stop] in ("and", "/", "&", "-")
                and (second := self.title(stop + 1))
                and not second[1].plural
            ):
                after = second[0]
                if (
                    after < end
                    and (self.tokens.cap[after] or low[after] in ("for", "of", ","))
                    and self.tokens.cap[stop + 1] == self.tokens.cap[stop - 1]
                ):
                    stop = after
                else:
                    return stop
            else:
                return stop
        return stop

    def listed(self, j: int, many: bool) -> tuple[int, list[str]] | None:
        """States or bodies after "of" or "from": one, or with `many` a list of them."""
        low, end = self.tokens.low, len(self.tokens)
        codes: list[str] = []
        last = j
        while j < end:
            if low[j] in ("the", "both", "neighbouring", "neighboring", "nearby") or (
                many and low[j] in self.lexicon.numbers and j + 1 in self.tags
            ):
                j += 1
                continue
            tag = self.tags.get(j)
            if tag is None or not (found := self.owner(tag)) or self.form(tag) == "adjective":
                break
            codes.extend(c for c in found if c not in codes)
            last = j = tag.hi
            if not many or j >= end or low[j] not in (",", "and", "&", "or"):
                break
            j += 1
            if j < end and low[j] == "and":
                j += 1
        return (last, codes) if codes else None

    def skip_honorifics(self, j: int) -> int:
        low, end = self.tokens.low, len(self.tokens)
        k = j
        while (
            k < end
            and (low[k] in self.small["honorifics"] or low[k] == ".")
            and k not in self.tags
            and k - j < 5
        ):
            if (
                low[k] in ("sheikh", "shaikh", "sheikha", "general", "e", "h")
                and k + 1 < end
                and not self.tokens.cap[k + 1]
            ):
                break
            k += 1
        return k if k < end and self.tokens.cap[k] else j

    def text(self, lo: int, hi: int) -> str:
        tokens = self.tokens
        parts = [tokens.text[lo]]
        for k in range(lo + 1, hi):
            if tokens.lo[k] > tokens.hi[k - 1]:
                parts.append(" ")
            parts.append(tokens.text[k])
        return "".join(parts)

    def portfolio_before(self, j: int) -> int:
        """Over words that only an office can follow: the "mines" of "Zambia's mines minister"; j itself
        if none does."""
        low, end = self.tokens.low, len(self.tokens)
        for k in range(j, min(j + 4, end)):
            title = self.title(k)
            if (
                title
                and k > j
                and title[1].role in ("minister", "envoy", "official", "foreign", "defence")
                and low[title[0] - 1] in OFFICIALS
            ):
                return k
            if (
                low[k] in self.lexicon.nonstate
                or (not low[k].isalpha() and low[k] not in ("-", "and"))
                or low[k] in self.small["prepositions"]
            ):
                break
        return j
