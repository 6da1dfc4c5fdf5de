"""The gatherings that an article has told of so far, and the one its story is at."""

from __future__ import annotations

from briefings import dates as partial
from briefings.reading import verbs
from briefings.reading.drafts import Draft, Scene
from briefings.reading.frames import Claim
from briefings.reading.summits.gathering import Gathering, Ref, key

_MOST = 100
"""So many gatherings are kept in mind; an article names far fewer."""


class Roll:
    """Kept for one article. `focus` is the gathering named last."""

    def __init__(self) -> None:
        self.all: list[Gathering] = []
        self.focus: Gathering | None = None

    def match(self, ref: Ref, scene: Scene) -> Gathering | None:
        if ref.previous or ref.following:
            if self.focus is None or (ref.following and not (self.focus.organisation or self.focus.name)):
                return None
            if ref.following and (coming := self._coming(ref)) is not None:
                return coming
            series = next((g for g in self.all[-_MOST:] if "title" in g.evidence), self.focus)
            made = Gathering(ref.head, series.organisation, series.name, "", series.generic)
            self.all.append(made)
            return made
        if ref.back:
            far = self.focus is None or scene.number - self.focus.last > 6
            titled = self.focus is not None and "title" in self.focus.evidence
            return self.focus if titled or not far else None
        for gathering in reversed(self.all[-_MOST:]):
            if (
                ref.organisation
                and gathering.organisation == ref.organisation
                and self._alike(ref, gathering)
                and not self._told_apart(ref, gathering, scene)
            ):
                gathering.edition = gathering.edition or ref.edition
                return gathering
            if not ref.organisation and gathering.name and key(gathering.name) == key(ref.name):
                return gathering
        last = self.focus
        if (
            last is not None
            and last.generic
            and not last.organisation
            and not last.name
            and scene.number - last.last <= 2
        ):
            last.organisation, last.name, last.edition, last.generic = (
                ref.organisation,
                ref.name,
                ref.edition,
                ref.generic,
            )
            return last
        made = Gathering(ref.head, ref.organisation, ref.name, ref.edition, ref.generic)
        if ref.virtual:
            made.kind = "call"
        self.all.append(made)
        return made

    def _coming(self, ref: Ref) -> Gathering | None:
        """The gathering still to come that "the next summit" means."""
        assert self.focus is not None
        if self.focus.status != verbs.HELD and not ref.previous:
            return self.focus
        series = (self.focus.organisation, self.focus.name)
        later = (g for g in reversed(self.all[-_MOST:]) if (g.organisation, g.name) == series)
        return next((g for g in later if g is not self.focus and g.status == verbs.UPCOMING), None)

    @staticmethod
    def _alike(ref: Ref, gathering: Gathering) -> bool:
        if ref.edition and gathering.edition and ref.edition != gathering.edition:
            return False
        mine, theirs = key(ref.name), key(gathering.name)
        return mine == theirs

    def _told_apart(self, ref: Ref, gathering: Gathering, scene: Scene) -> bool:
        """Whether the sentence speaks of another edition: an own label, date or "previous"."""
        if scene.sentence.bullet and gathering.sentence >= 0 and gathering.sentence != scene.number:
            day = scene.day[0]
            if day and gathering.start and not partial.compatible(day, gathering.start):
                return True
        before = [scene.elements[k].low for k in range(max(0, ref.lo - 1), ref.hi)]
        return "previous" in before or ("next" in before and gathering.status == verbs.HELD)

    def receives(self, claim: Claim, scene: Scene) -> bool:
        """ "Magufuli received Museveni, Kenyatta and Kagame": guests of the gathering the story is at."""
        guests = {a for m in claim.right for a in m.actors}
        if (
            self.focus is None
            or not self.in_focus(scene.number)
            or len(guests) < 3
            or claim.rule != "receive"
        ):
            return False
        self.focus.take([*claim.left, *claim.right])
        return True

    def turn(self, gathering: Gathering, told: bool) -> None:
        """Puts a gathering into focus, unless it is only spoken of beside that of the headline."""
        focus = self.focus
        if told or focus is None or "title" not in focus.evidence:
            self.focus = gathering

    def leave(self, scene: Scene) -> None:
        """At a diary's next entry, under another place, the story is at no gathering."""
        there = self.focus.country if self.focus is not None else None
        if scene.spot is not None and scene.spot.country != there:
            self.focus = None

    def in_focus(self, number: int) -> bool:
        """Whether the story is still at a gathering in that sentence."""
        return self.focus is not None and number - self.focus.last <= 5

    def _of_the_same(self, draft: Draft) -> Gathering | None:
        """The named gathering of the same states: "The next meeting of the four prime ministers"."""
        named = (g for g in self.all[-_MOST:] if g.organisation or g.name)
        return next((g for g in named if set(draft.actors) <= set(g.actors)), None)

    def adopt(self, draft: Draft, scene: Scene) -> bool:
        """Takes a meeting of four or more states, so that later sentences can add to it. Always true."""
        body = draft.organisation or ""
        for gathering in self.all[-_MOST:]:
            shared = set(gathering.actors) & set(draft.actors)
            if (
                gathering.status in ("", draft.status)
                and len(shared) * 2 >= len(draft.actors)
                and partial.compatible(gathering.start, draft.start)
            ):
                break
        else:
            known = self._of_the_same(draft)
            gathering = Gathering("meeting", body, draft.name or "", "", True, status=draft.status)
            if known is not None and not (body or draft.name):
                gathering.organisation, gathering.name = known.organisation, known.name
            gathering.evidence.add("attend")
            gathering.sentence, gathering.lo, gathering.hi, gathering.strength = (
                draft.sentence,
                draft.lo,
                draft.hi,
                3,
            )
            self.all.append(gathering)
        for actor in draft.actors:
            gathering.actors.setdefault(actor, [])
        for person in draft.people:
            there = gathering.actors.setdefault(person.actor, [])
            if len(there) < _MOST and person not in there:
                there.append(person)
        if gathering.start is None:
            gathering.start, gathering.end = draft.start, draft.end
        gathering.country = gathering.country or draft.country
        gathering.city = gathering.city or draft.city
        gathering.status = gathering.status or draft.status
        gathering.last = scene.number
        self.focus = gathering
        return True
