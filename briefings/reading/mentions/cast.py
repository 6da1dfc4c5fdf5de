"""Everybody whom one article names: figures by key and by the surnames under which it calls them again."""

from __future__ import annotations

from briefings.reading.mentions.tagging import Tag
from briefings.reading.mentions.things import Figure
from briefings.world.entities import Alias, Person
from briefings.world.fold import fold
from briefings.world.world import World

Named = tuple[int, Person | Figure | None, str]
"""A name that was found: the token after it, whom it means where that is known, its text."""


class Cast:
    """Kept for one article; `on` is the day for which office-holders are meant."""

    def __init__(self, world: World, on: str | None) -> None:
        self._world = world
        self.on = on
        self.surnames: dict[str, list[Figure]] = {}
        self.figures: dict[str, Figure] = {}
        self.author = ""
        """For whom the "I" of the article acts; '' where it has none of its own."""
        self.papal = False
        """The article speaks of "the Pope": a Francis may then be the one."""
        self.seen: dict[str, int] = {}
        """How often each state was named by a name that is its alone: decides for "Korea" and "Congo"."""

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
        if self.on:
            serving = [p for p in people if any(t.covers(self.on) for t in p.terms)]
            people = serving or ([] if not actor else people)
        elif not actor and len(people) > 1:
            people = [p for p in people if not p.terms[-1].until]
        return people[0] if len(people) == 1 or (people and actor) else None

    def figure(self, name: Named, actor: str, role: str, former: bool) -> Figure:
        _, who, text = name
        if isinstance(who, Figure):
            if actor and not who.owned:
                who.actor, who.owned = actor, True
            who.role = who.role or role
            return who
        if who is None:
            who = self._without_initials(text)
        if who is None:
            words = fold(text)
            who = self.titled_surname(words, actor, role) if " " not in words or actor else None
        if who is None and actor:
            words = fold(text).split()[-1]
            candidate = self.titled_surname(words, actor, role)
            if candidate and same_name(candidate, text):
                who = candidate
        if who is not None:
            return self._world_figure(who, actor, role, former)
        words = fold(text)
        known = self.surnames.get(words)
        if known:
            return known[-1]
        figure = Figure(text, actor, role, former=former, surnames=surnames_of(text), owned=bool(actor))
        self._introduce(figure)
        return figure

    def _without_initials(self, text: str) -> Person | None:
        """ "Antony J. Blinken" is Antony Blinken: initials inside a name tell nobody apart."""
        words = fold(text).split()
        kept = [word for word in words if len(word) > 1]
        if len(kept) == len(words) or len(kept) < 2:
            return None
        full = [
            a for a in self._world.names.folded(" ".join(kept)) if a.kind == "person" and a.form == "full"
        ]
        return self._best(full) if full else None

    def _world_figure(self, person: Person, actor: str, role: str, former: bool) -> Figure:
        figure = self.figures.get(person.key)
        if figure is None:
            term = person.term(self.on)
            home = actor if any(t.actor == actor for t in person.terms) else term.actor
            if role in ("leader", "official", "minister", "envoy", "head") and term.actor == home:
                role = term.role
            figure = Figure(person.name, home, role or term.role, person.gender, person.key, former)
            figure.title = fold(term.title)
            figure.surnames = (
                surnames_of(person.name)
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

    def known(self, tag: Tag) -> Person | Figure | None:
        """The person a tag names: by full name, or a surname that this article introduced or everyone
        knows."""
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
        if not sure and self.papal:
            sure = [a for a in people if self._world.people[a.ref].name.startswith("Pope ")]
        if not sure:
            return None
        return self._best(sure)

    def _best(self, aliases: list[Alias]) -> Person:
        """Of namesakes the one in office at the time, else the one nearest to it."""
        people = [self._world.people[a.ref] for a in aliases]
        if len(people) == 1:
            return people[0]
        if self.on:
            serving = [p for p in people if any(t.covers(self.on) for t in p.terms)]
            people = serving or people
        return max(people, key=lambda p: (not p.terms[-1].until, p.terms[-1].until or p.terms[-1].since))


def surnames_of(name: str) -> frozenset[str]:
    """The folded forms by which a second reference may call a person: last word, and with its particles."""
    words = [w for w in name.split() if w.lower().rstrip(".") not in ("jr", "sr", "ii", "iii", "iv")]
    if not words:
        return frozenset()
    found = {fold(words[-1])}
    if len(words) > 2 and (
        words[-2][0].islower() or fold(words[-2]) in ("al", "el", "bin", "ben", "von", "van", "de")
    ):
        found.add(fold(" ".join(words[-2:])))
    if "-" in words[-1]:
        found.add(fold(words[-1]).split()[-1]) if words[-1].lower().startswith(("al-", "el-")) else None
    return frozenset(f for f in found if len(f) > 1)


def same_name(person: Person, text: str) -> bool:
    mine, theirs = fold(text).split(), fold(person.name).split()
    return mine[-1] == theirs[-1] and (len(mine) == 1 or mine[0][0] == theirs[0][0] or mine[0] in theirs)
