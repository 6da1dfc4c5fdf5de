"""Whom a mention of one person means: "the Turkish leader", "his counterpart", "the host", "she"."""

from __future__ import annotations

from briefings.reading.memory.fitting import ROLE_FITS, SERVANTS, titles_fit
from briefings.reading.memory.story import Story
from briefings.reading.mentions import Figure, Mention
from briefings.reading.mentions.words import ANY_TITLE

_ONLY_THERE = {
    "pope": "VA",
    "pontiff": "VA",
    "taoiseach": "IE",
    "tanaiste": "IE",
    "federal councillor": "CH",
    "chancellor of the exchequer": "GB",
}
"""Offices that only one state has."""
_SECRETARIES = frozenset(("secretary-general", "secretary general", "secretary - general"))
_WITH_SECRETARIES = frozenset(
    "NATO ASEAN OAS LAS GCC SCO OIC PIF OECD CSTO CIS OPEC EAC SADC ECO COMMONWEALTH".split()
)
"""Bodies whose secretaries-general are called by that title alone."""


class One:
    """Resolves the mentions of single people."""

    def __init__(self, story: Story) -> None:
        self._story = story

    def person(self, mention: Mention, here: list[tuple[Mention, Figure]]) -> None:
        for figure in mention.people:
            if not figure.actor:
                figure.actor = self._owner(mention, here) or self._story.home_of(here)
                figure.owned = False
        if not mention.actors:
            mention.actors = tuple(dict.fromkeys(f.actor for f in mention.people if f.actor))

    def _owner(self, mention: Mention, here: list[tuple[Mention, Figure]]) -> str:
        """For whom "his foreign minister" and "its emir" act; '' where nothing says so."""
        if mention.owner in ("his", "her"):
            gender = "f" if mention.owner == "her" else "m"
            near = [f for _, f in here[:1]] + (
                [self._story.subject] if self._story.subject is not None else []
            )
            return next((f.actor for f in near if f.gender in (gender, "") and f.actor), "")
        return self._story.nation if mention.owner == "its" else ""

    def role(self, mention: Mention, low: list[str], here: list[tuple[Mention, Figure]]) -> None:
        if mention.title in ("host", "guest", "visitor") and not mention.actors:
            self._by_part(mention, here)
            return
        fits = ROLE_FITS.get(mention.role, {mention.role})
        counterpart = mention.title in ("counterpart", "opposite number", "colleague", "peer", "homologue")
        if (
            mention.former
            and mention.determiner == "the"
            and mention.lo == 0
            and self._story.subject is not None
        ):
            # "The former Estonian premier sits down with ...": another name for whom the story is about.
            figure = self._story.subject
            mention.people, mention.actors, mention.former = (figure,), (figure.actor,), False
            return
        if mention.former or mention.determiner in ("a", "an", "another", "no", "every", "each"):
            return
        if not counterpart and mention.owner and not mention.actors and not mention.plural:
            owner = self._owner(mention, here) if mention.role in SERVANTS else ""
            mention.actors = (owner,) if owner else ()
        if counterpart:
            if not mention.actors and mention.plural:
                return
            if not mention.actors:
                others = [f for f in reversed(self._story.focus) if not here or f.actor != here[-1][1].actor]
                fitting = [f for f in others if not here or f.role == here[-1][1].role]
                if fitting and low[mention.lo] in ("his", "her"):
                    mention.people, mention.actors, mention.opened = (fitting[0],), (fitting[0].actor,), True
                return
            if here:
                fits = {here[-1][1].role}
        for figure in self._by_weight(mention, here):
            if mention.actors and figure.actor not in mention.actors:
                continue
            if not counterpart and not titles_fit(mention, figure):
                continue
            if (
                (
                    figure.role in fits
                    or mention.title in ("guest", "host", "visitor", "traveller", "national")
                    or (mention.role == "head" and figure.actor in self._story.world.organisations)
                )
                and not figure.former
                and (mention.determiner == "the" or mention.actors or mention.owner)
            ):
                if not mention.actors and figure.actor == "":
                    continue
                mention.people, mention.actors, mention.opened = (figure,), (figure.actor,), True
                return
        if not mention.actors and mention.title in _ONLY_THERE:
            mention.actors, mention.opened = (_ONLY_THERE[mention.title],), True
        if (
            not mention.actors
            and mention.determiner == "the"
            and mention.role in ("state", "government", "foreign", "defence", "deputy")
            and self._story.home
        ):
            mention.actors, mention.opened = (self._story.home,), True
        if not mention.actors and mention.determiner == "the" and mention.title in _SECRETARIES:
            self._of_the_nations(mention)
        if mention.actors and mention.role in ("state", "government", "leader", "foreign", "defence"):
            self._by_office(mention)

    def _by_weight(self, mention: Mention, here: list[tuple[Mention, Figure]]) -> list[Figure]:
        """Those in focus, the last first; but "the president" is not one who was named once in passing where
        the story is about another president."""
        found = self._story.focus[::-1]
        if mention.actors or mention.determiner != "the" or mention.title in ANY_TITLE:
            return found
        alike = [f for f in found if titles_fit(mention, f) and not f.former and f.role == mention.role]
        if len(alike) < 2 or alike[0] in [f for _, f in here]:
            return found
        best = max(alike[:4], key=self._story.count)
        if self._story.count(best) >= 3 * self._story.count(alike[0]):
            return [best, *(f for f in found if f is not best)]
        return found

    def _of_the_nations(self, mention: Mention) -> None:
        """ "The Secretary-General" of whom nothing more is said is that of the UN."""
        others = (a for a in self._story.states if a in _WITH_SECRETARIES)
        if next(others, "") == "":
            mention.actors, mention.opened = ("UN",), True

    def _by_office(self, mention: Mention) -> None:
        """ "The Turkish president" where a sentence elsewhere names him."""
        actor = mention.actors[0]
        named = [f for f in self._story.cast.everyone() if f.actor == actor]
        fits = ROLE_FITS[mention.role]
        fitting = [f for f in named if f.role in fits and not f.former]
        if len(fitting) == 1:
            mention.people = (fitting[0],)

    def _by_part(self, mention: Mention, here: list[tuple[Mention, Figure]]) -> None:
        wanted = self._story.host if mention.title == "host" else self._story.guest
        if not wanted and here:
            other = next(
                (
                    f
                    for f in reversed(self._story.focus)
                    if f.actor and f.actor != here[-1][1].actor and f in self._story.recent
                ),
                None,
            )
            wanted = other.actor if other is not None else ""
        if not wanted and here and self._story.together:
            actors, _ = self._story.together[-1]
            others = [a for a in actors if a != here[-1][1].actor]
            wanted = others[0] if len(others) == 1 else ""
        if wanted:
            mention.actors, mention.opened = (wanted,), True
            figure = next((f for f in reversed(self._story.focus) if f.actor == wanted), None)
            mention.people = (figure,) if figure else ()

    def pronoun(
        self,
        mention: Mention,
        low: list[str],
        here: list[tuple[Mention, Figure]],
        opening: bool = False,
        after: Mention | None = None,
    ) -> None:
        """Resolves "he", "her", "himself"; `opening`: it begins a paragraph, `after`: the next name."""
        word = "him" if mention.title == "him" else low[mention.lo]
        gender = "f" if word in ("she", "her", "herself") else "m"
        candidates = [f for _, f in here]
        if word in ("him", "her") and candidates:
            chosen = self._object(mention, low, here, gender)
        elif low[mention.lo - 1 : mention.lo] == ["whom"] and candidates:
            chosen = self._in_relative(candidates, gender, after)
        elif opening and (hero := self._story.hero(gender)) is not None:
            chosen = hero
        else:
            chosen = next((f for f in candidates if f.gender in (gender, "")), None)
            if chosen is None and self._story.subject is None and self._story.nameless:
                mention.actors, mention.opened = (self._story.nameless,), True
                return
            if (
                chosen is None
                and self._story.subject is not None
                and self._story.subject.gender in (gender, "")
            ):
                chosen = self._story.subject
            if chosen is None:
                chosen = next((f for f in reversed(self._story.focus) if f.gender in (gender, "")), None)
            if chosen is None and after is not None and after.people and after.people[0].gender == gender:
                chosen = after.people[0]  # "From Riga, where he had dined with X, Y flew on"
                chosen.actor = chosen.actor or (after.actors or ("",))[0]
        if chosen is not None:
            mention.people, mention.actors, mention.opened = (chosen,), (chosen.actor,), True
            mention.role = chosen.role

    def _object(
        self, pronoun: Mention, low: list[str], here: list[tuple[Mention, Figure]], gender: str
    ) -> Figure | None:
        """Whom "received him" means: not the one who receives, rather whom the story was about."""
        last, receiver = here[-1]
        word = "her" if gender == "f" else "him"
        again = next((f for m, f in here if m.form == "pronoun" and low[m.lo] == word), None)
        if again is not None:
            return again
        no_receiver = {"that", "which"} & {*low[last.hi : pronoun.lo]}
        if (no_receiver or low[last.hi : last.hi + 1] == ["'s"]) and receiver.gender in (gender, ""):
            return receiver  # "Pevkur's next trip takes him to London", "on a trip that takes him to London"
        first = here[0][1]
        before = self._story.subject
        receivers = [receiver]  # "Biden and Putin spoke with him": none of those who stand together
        for (mention, figure), (following, _) in zip(here[-2::-1], here[:0:-1], strict=False):
            if low[mention.hi : following.lo] not in (["and"], [","], [",", "and"]):
                break
            receivers.append(figure)
        told = [f for _, f in here]
        opened = here[0][0].hi
        described = {"who", "whose"} & {*low[opened : opened + 2]} and "," in low[opened - 1 : opened + 1]
        if first not in receivers and described and "," in low[last.hi : pronoun.lo]:
            first = receiver  # "Abe, who met Duterte in May, has him as a guest"
            receivers = [here[0][1]]
        if len(self._story.subjects) > 1:  # "A and B phoned. C spoke with him": neither A nor B
            receivers += [f for f in self._story.subjects if f not in told]
        hero = self._story.hero(gender)
        wanted = [
            *([first] if first not in receivers else []),
            *([hero] if hero is not None and hero not in receivers else []),
            *([before] if before is not None and before not in receivers else []),
            *(f for f in self._story.focus[::-1] if f not in receivers),
            receiver,
        ]
        return next((f for f in wanted if f.gender in (gender, "")), None)

    def _in_relative(self, candidates: list[Figure], gender: str, after: Mention | None) -> Figure | None:
        """Whom "X, whom she received" means: not X; of the others the one spoken of most, or who follows."""
        others = [f for f in candidates if f is not candidates[-1] and f.gender in (gender, "")]
        if others:
            return max(others, key=self._story.count)
        before = self._story.subject
        if before is not None and before is not candidates[-1] and before.gender in (gender, ""):
            return before
        if after is not None and after.people and after.people[0].gender == gender:
            return after.people[0]
        return next(
            (f for f in reversed(self._story.focus) if f.gender in (gender, "") and f is not candidates[-1]),
            None,
        )
