"""The desk answers questions from the record and the packaged knowledge of the world; it changes nothing."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from briefings import agenda, dates, digest
from briefings.answers import Answer, AnswerKind, Group, Suggestion
from briefings.cards import CardMaker, month_heading
from briefings.models import RecordedEvent, Status
from briefings.plain import plain
from briefings.questions import Question, parse_date
from briefings.store.protocol import EventQuery, scopes_of

if TYPE_CHECKING:
    from briefings.store.protocol import Coverage, Store
    from briefings.world import World

CALENDAR = "From the packaged calendar of summits"
CALENDARS = "From the calendars of summits"
"""Where the admin's own calendars have some of them; each entry then says which."""

FAR_DAYS = 1500
"""How far ahead `/upcoming` looks where nobody says: everything that is announced."""


class _Stop(Exception):
    """Carries the answer that ends a question early: an unknown or ambiguous name, an unreadable date."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.title)
        self.answer = answer


class Desk:
    """Answers questions; safe to share between tasks.

    `clock` returns an aware datetime: how events stand is judged by its day in UTC. `reader` and `version`
    are what `/about` says of the reading engine and the program.
    """

    def __init__(
        self,
        store: Store,
        world: World,
        clock: Callable[[], datetime],
        *,
        reader: str = "",
        version: str = "",
    ) -> None:
        self._store = store
        self._world = world
        self._clock = clock
        self._reader = reader
        self._version = version
        self._commands: dict[str, Callable[[Question], Awaitable[Answer]]] = {
            "met": self._met,
            "upcoming": self._upcoming,
            "event": self._event,
            "search": self._search,
            "digest": self._digest,
            "about": self._about,
        }

    @property
    def world(self) -> World:
        """What it knows of the world, calendars included."""
        return self._world

    async def answer(self, question: Question) -> Answer:
        """The answer to `question`; what cannot be understood in its options is an answer too.

        Raises `KeyError` for a command that is none, `StoreError` where the record cannot be read.
        """
        try:
            return await self._commands[question.command](question)
        except _Stop as stop:
            return stop.answer

    @property
    def today(self) -> date:
        return self._clock().astimezone(UTC).date()

    def _maker(self) -> CardMaker:
        return CardMaker(self._world, self.today)

    async def _met(self, question: Question) -> Answer:
        notes: list[str] = []
        who, label = self._named(question, "who", notes)
        partner, partner_label = self._named(question, "with", notes) if question.text("with") else ("", "")
        if partner == who:
            raise _Stop(
                Answer(
                    f"“who” and “with” both mean {label}.",
                    AnswerKind.UNCLEAR,
                    question,
                    notes=("Name somebody else behind “with”, or leave it out.",),
                )
            )
        since, until = self._date(question, "since"), self._date(question, "until")
        if since and until and dates.first_day(since) > dates.last_day(until):
            raise _Stop(
                Answer(
                    f"“since” ({dates.in_words(since)}) is later than “until” ({dates.in_words(until)}).",
                    AnswerKind.UNCLEAR,
                    question,
                    notes=("Swap them, or leave one out.",),
                )
            )
        page = await self._store.events.query(
            EventQuery(
                actors=tuple(dict.fromkeys(code for code in (who, partner) if code)),
                since=since,
                until=until,
                statuses=(Status.HELD, Status.UPCOMING),
                scopes=scopes_of(question.scope),
                limit=question.limit,
                offset=question.offset,
                begun_by=self.today.isoformat(),
            )
        )
        title = f"Encounters of {label}" + (f" with {partner_label}" if partner else "")
        title += _period(since, until)
        if not page.total:
            return await self._nothing(
                question, f"No {title[0].lower()}{title[1:]} in the record.", notes, who
            )
        if since or until:
            notes.append("Events without a known date are left out where a period is given.")
        return self._listed(question, title, page.events, page.total, notes)

    async def _upcoming(self, question: Question) -> Answer:
        notes: list[str] = []
        who, label = self._named(question, "who", notes) if question.text("who") else ("", "")
        days = question.whole("days", FAR_DAYS)
        to_day = self.today + timedelta(days=days)
        entries = await agenda.ahead(
            self._store,
            self._world,
            today=self.today,
            to_day=to_day,
            actors=(who,) if who else (),
            scope=question.scope,
        )
        title = "Coming up" + (f" for {label}" if who else "")
        title += f" in the next {days} days" if question.text("days") else ""
        if not entries:
            said = f"Nothing announced{title.removeprefix('Coming up')}."
            return await self._nothing(question, said, notes, "")
        maker = self._maker()
        shown = entries[question.offset : question.offset + question.limit]
        if any(not entry.recorded.confirmed for entry in shown):
            notes.append(agenda.UNCONFIRMED)
        own = any(entry.known and entry.known.calendar and not entry.told for entry in shown)
        groups = tuple(
            Group(
                "Announced in articles" if told else CALENDARS if own else CALENDAR,
                tuple(agenda.card(entry, maker, self._world) for entry in some),
            )
            for told, some in groupby(shown, key=lambda entry: entry.told)
        )
        return self._paged(question, title, groups, len(entries), notes)

    async def _event(self, question: Question) -> Answer:
        said = question.text("id").strip().lstrip("#")
        wanted = (
            said.casefold() if re.fullmatch(r"[Ee]\d+", said) else f"e{said}" if said.isdecimal() else said
        )
        found = await self._store.events.get(wanted, scopes_of(question.scope))
        known = None if found else self._world.calendar.get(wanted)
        if known is not None:
            found = await agenda.told_of(known, self._store, self._world, question.scope)
        maker = self._maker()
        if found is not None:
            card = maker.card(agenda.as_ahead(found, self._world))
        elif known is not None:
            entry = agenda.Entry(agenda.as_recorded(known, self._world, self.today), known)
            card = agenda.card(entry, maker, self._world)
        else:
            return Answer(
                f"There is no event “{plain(said)[:60]}” in the record.",
                AnswerKind.NOTHING,
                question,
                notes=("An event's id stands with each event that /met, /upcoming and /search show.",),
                suggestions=self._ways(question.scope),
            )
        notes = (f"This is now event {found.id}.",) if found and not known and found.id != wanted else ()
        if known is not None and not found:
            notes = (f"From {agenda.calendar_name(known)}; no article of the record is about it here.",)
        return Answer(card.title, AnswerKind.EVENT, question, (Group(card.when, (card,)),), 1, notes=notes)

    async def _search(self, question: Question) -> Answer:
        words = question.text("words")
        shown = plain(words)[:80]
        if not any(sign.isalnum() for sign in words):
            raise _Stop(
                Answer(
                    f"There are no words to look for in “{shown}”.",
                    AnswerKind.UNCLEAR,
                    question,
                    notes=("Example: /search nuclear power plant",),
                )
            )
        page = await self._store.events.query(
            EventQuery(
                text=words[:500],
                scopes=scopes_of(question.scope),
                limit=question.limit,
                offset=question.offset,
            )
        )
        if not page.total:
            return await self._nothing(question, f"No event of the record holds “{shown}”.", [], "")
        return self._listed(question, f"Events about “{shown}”", page.events, page.total, [])

    async def _digest(self, question: Question) -> Answer:
        made = await digest.compose(self._store, self._world, on=self.today, scope=question.scope)
        known = tuple(card for card in made.upcoming if not card.event.sources)
        own = any(card.event.notes for card in known)
        parts = (
            ("Coming up", tuple(card for card in made.upcoming if card.event.sources)),
            (CALENDARS if own else CALENDAR, known),
            ("New in the record", made.new),
        )
        groups = tuple(Group(heading, cards) for heading, cards in parts if cards)
        total = len(made.upcoming) + len(made.new)
        return Answer(
            made.title, AnswerKind.DIGEST, question, groups, total, limit=max(total, 1), notes=made.notes
        )

    async def _about(self, question: Question) -> Answer:
        coverage = await self._store.articles.coverage(scopes_of(question.scope))
        facts = [("The record", _covers(coverage))]
        if self._reader:
            facts.append(("Read by", self._reader))
        ahead = [summit for summit in self._world.calendar.all() if summit.last_day >= self.today]
        facts.append(("Calendar of summits", f"{len(ahead)} ahead, of which articles may tell more"))
        if self._version:
            facts.append(("Version", self._version))
        return Answer(
            "Dragoman: who met whom, where and when, with the sources that say so",
            AnswerKind.ABOUT,
            question,
            facts=tuple(facts),
            suggestions=self._ways(question.scope),
        )

    def _named(self, question: Question, option: str, notes: list[str]) -> tuple[str, str]:
        """Code and name of whom an option means; stops with suggestions or a choice where it is not clear."""
        said = question.text(option)
        found = self._world.names.resolve(said[:200])
        if found.actor:
            label = found.label or self._world.label(found.actor)
            if found.person is not None:
                notes.append(f"{found.person.name} counts for {label}.")
            elif found.place is not None:
                notes.append(f"{found.place.name} counts for {label}.")
            return found.actor, label
        shown = plain(said)[:60]
        if found.several:
            raise _Stop(self._both(question, option, shown, found.several))
        if found.ambiguous:
            choices = tuple(
                Suggestion(label, question.with_options(**{option: self._spelling(code, label)}))
                for code, label in found.ambiguous
            )
            title = f"“{shown}” can mean more than one. Which do you mean?"
            raise _Stop(Answer(title, AnswerKind.AMBIGUOUS, question, suggestions=choices))
        near = tuple(Suggestion(name, question.with_options(**{option: name})) for name in found.suggestions)
        title = f"I know no country, organisation or leader called “{shown}”."
        hint = (
            "Did you mean one of these?" if near else "Try a country, capital, organisation or leader: India."
        )
        raise _Stop(Answer(title, AnswerKind.UNKNOWN_NAME, question, notes=(hint,), suggestions=near))

    def _both(
        self, question: Question, option: str, shown: str, several: tuple[tuple[str, str], ...]
    ) -> Answer:
        """Two names where one belongs: offers to ask for the two together, and for each alone."""
        names = [self._spelling(code, label) for code, label in several]
        asked = [question.with_options(**{option: name}) for name in names]
        if question.command == "met" and option == "who" and not question.text("with"):
            asked.insert(0, question.with_options(**{"who": names[0], "with": names[1]}))
        title = f"“{shown}” names more than one. Which do you mean?"
        choices = tuple(Suggestion(each.line(), each) for each in asked)
        return Answer(title, AnswerKind.AMBIGUOUS, question, suggestions=choices)

    def _spelling(self, code: str, label: str) -> str:
        """What to ask for so that the choice is taken: its name, or its code where the name is not enough."""
        return label if self._world.names.resolve(label).actor == code else code

    def _date(self, question: Question, option: str) -> str | None:
        said = question.text(option)
        if not said:
            return None
        try:
            return parse_date(said)
        except ValueError as error:
            raise _Stop(Answer(f"“{option}”: {plain(str(error))}", AnswerKind.UNCLEAR, question)) from None

    async def _nothing(self, question: Question, title: str, notes: list[str], who: str) -> Answer:
        coverage = await self._store.articles.coverage(scopes_of(question.scope))
        asked = {"who": self._spelling(who, self._world.label(who))}
        ahead = Question("upcoming", asked, question.scope)
        return Answer(
            title,
            AnswerKind.NOTHING,
            question,
            notes=(*notes, f"The record covers {_covers(coverage)}."),
            suggestions=(Suggestion(ahead.line(), ahead),) if who else (),
        )

    def _listed(
        self, question: Question, title: str, events: Iterable[RecordedEvent], total: int, notes: list[str]
    ) -> Answer:
        maker = self._maker()
        by_month = groupby(events, key=lambda one: month_heading(one.event.start))
        groups = tuple(Group(month, tuple(maker.card(one) for one in some)) for month, some in by_month)
        return self._paged(question, title, groups, total, notes)

    @staticmethod
    def _paged(
        question: Question, title: str, groups: tuple[Group, ...], total: int, notes: list[str]
    ) -> Answer:
        if not groups:
            notes = [*notes, "There is no such page; this answer has fewer."]
        return Answer(
            title,
            AnswerKind.EVENTS,
            question,
            groups,
            total,
            question.offset,
            question.limit,
            tuple(notes),
        )

    @staticmethod
    def _ways(scope: str) -> tuple[Suggestion, ...]:
        return (
            Suggestion("/upcoming", Question("upcoming", scope=scope)),
            Suggestion("/digest", Question("digest", scope=scope)),
        )


def _period(since: str | None, until: str | None) -> str:
    if since and until:
        return f", {dates.in_words(since)}" if since == until else f", {dates.in_words(since, until)}"
    return f" since {dates.in_words(since)}" if since else f" until {dates.in_words(until)}" if until else ""


def _covers(coverage: Coverage) -> str:
    """What the store holds, in words."""
    if not coverage.articles:
        return "no article yet"
    articles = "1 article" if coverage.articles == 1 else f"{coverage.articles:,} articles"
    events = "1 event" if coverage.events == 1 else f"{coverage.events:,} events"
    first, last = coverage.first_published, coverage.last_published
    if not first:
        return f"{articles} with {events}"
    when = dates.in_words(first) if first == last else f"{dates.in_words(first)} to {dates.in_words(last)}"
    return f"{articles} published {when}, with {events}"
