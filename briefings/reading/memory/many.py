"""Whom a mention of several means: "they", "the two leaders", "both sides", "the presidents of A and B"."""

from __future__ import annotations

from briefings.reading.memory.fitting import ROLE_FITS, SIDES, role_fits, titles_fit
from briefings.reading.memory.story import Story
from briefings.reading.mentions import Figure, Mention

_AGO = 15
"""Sentences for which a set of states is what "the two" may mean."""


class Several:
    """Resolves the mentions of more than one."""

    def __init__(self, story: Story) -> None:
        self._story = story

    def they(self, mention: Mention, here: list[tuple[Mention, Figure]]) -> None:
        named: dict[str, Figure] = {}
        for _, figure in here:
            if figure.actor and not figure.former:
                named.setdefault(figure.actor, figure)
        if mention.title == "them" and len(named) > 2:
            named.pop(here[-1][1].actor, None)  # "A and B refused; C saw them"
        many, number = self._story.many or (None, -9)
        if many is not None and number == self._story.number:
            mention.actors, mention.people, mention.opened = many.actors, many.people, True
        elif len(named) > 1:
            mention.actors, mention.people, mention.opened = tuple(named), tuple(named.values()), True
        elif len(self._story.subjects) > 1:
            mention.people, mention.opened = tuple(self._story.subjects), True
            mention.actors = tuple(dict.fromkeys(f.actor for f in self._story.subjects if f.actor))
        elif self._story.together and self._story.number - self._story.told <= 2:
            mention.actors, mention.people = self._story.together[-1]
            mention.opened = True
        elif many is not None and self._story.number - number <= 1:
            mention.actors, mention.people, mention.opened = many.actors, many.people, True
        elif len({f.actor for f in self._story.last}) == 2:
            mention.people = tuple(self._story.last)
            mention.actors, mention.opened = tuple(dict.fromkeys(f.actor for f in self._story.last)), True

    def group(self, mention: Mention) -> None:
        """ "The kings of Norway and Denmark", whom the article names elsewhere."""
        if mention.role not in ("state", "government", "foreign", "defence", "leader"):
            return
        found: list[Figure] = []
        for actor in mention.actors:
            fitting = [
                f
                for f in self._story.cast.everyone()
                if f.actor == actor
                and f.role in ROLE_FITS[mention.role]
                and not f.former
                and titles_fit(mention, f)
            ]
            if len(fitting) == 1:
                found.append(fitting[0])
        mention.people = tuple(found)

    def pair(self, mention: Mention, here: list[tuple[Mention, Figure]]) -> None:
        count = mention.count
        named: dict[str, Figure] = {}
        for _, figure in here:
            if figure.actor and not (figure.former and mention.title != "men") and role_fits(mention, figure):
                named.setdefault(figure.actor, figure)
        if len(named) > (count or 2):
            said = {f.actor: f for m, f in here if not m.opened and named.get(f.actor) is not None}
            named = said if len(said) == (count or 2) else named
        both = mention.title in SIDES and count == 2 and mention.lo > 3
        if len(named) == (count or 2) and (both or mention.title not in SIDES):
            mention.people, mention.actors, mention.opened = tuple(named.values()), tuple(named), True
            return
        if count > 3:
            # "the five leaders": of the last group of as many states; never a guess from who was named
            mention.actors = next((c for c in reversed(self._story.crowds) if len(c) == count), ())
            mention.opened = bool(mention.actors)
            return
        if mention.extra and (told := self._together_named(count or 2)):
            mention.actors, mention.opened = told, True  # "the ministers of the three countries"
            self.group(mention)
            return
        if not count and (
            self._story.number - self._story.crowd <= 3
            or not self._story.together
            or self._story.number - self._story.told > 3
        ):
            return
        for actors, people in reversed(self._story.together[-3:]):
            if len(actors) != (count or len(actors)) or len(actors) > 3:
                continue
            fitting = tuple(p for p in people if role_fits(mention, p))
            if (
                mention.title not in SIDES
                and people
                and {p.actor for p in fitting} != {p.actor for p in people}
            ):
                continue
            mention.actors, mention.opened = actors, True
            if mention.title not in SIDES:
                mention.people = fitting
            return
        many, number = self._story.many or (None, -9)
        if (
            many is not None
            and self._story.number - number <= 2
            and len(many.actors) == (count or 2)
            and (not many.people or mention.title in SIDES)
        ):
            mention.actors, mention.people, mention.opened = many.actors, many.people, True
            return
        if count and (told := self._together_named(count)):
            mention.actors, mention.opened = told, True
            if mention.title not in SIDES:
                self._office_holders(mention)
            return
        if count == 3 and len({f.actor for f in self._story.focus if role_fits(mention, f)}) != count:
            return  # three are never guessed
        if mention.title in SIDES and mention.role == "side":
            recent = list(
                dict.fromkeys(reversed([f.actor for f in self._story.focus] or self._story.states))
            )[: count or 2]
            if len(recent) == (count or 2):
                mention.actors, mention.opened = tuple(recent), True
            return
        chosen: list[Figure] = []
        heads = [f for f in self._story.focus if f.role in ("state", "government")]
        enough = mention.title == "leaders" and len({f.actor for f in heads}) > 1
        for figure in reversed(heads if enough else self._story.focus):
            if (
                figure.actor
                and figure.actor not in [c.actor for c in chosen]
                and not figure.former
                and role_fits(mention, figure)
            ):
                chosen.append(figure)
            if len(chosen) == (count or 2):
                break
        if len(chosen) == (count or 2):
            mention.people = tuple(reversed(chosen))
            mention.actors, mention.opened = tuple(f.actor for f in mention.people), True

    def _together_named(self, count: int) -> tuple[str, ...]:
        """The last set of as many states that were named together."""
        return next(
            (
                actors
                for actors, number in reversed(self._story.sets)
                if len(actors) == count and number < self._story.number and self._story.number - number < _AGO
            ),
            (),
        )

    def _office_holders(self, mention: Mention) -> None:
        """The people for a pair whose states are known: of each state the one last spoken of who fits."""
        found = [
            next(
                (
                    f
                    for f in reversed(self._story.focus)
                    if f.actor == actor and not f.former and role_fits(mention, f)
                ),
                None,
            )
            for actor in mention.actors
        ]
        if all(f is not None for f in found):
            mention.people = tuple(f for f in found if f is not None)
