"""One question on its way to an answer: what it may use, and the answers that all questions share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING, NoReturn

from briefings import dates
from briefings.answers import Answer, AnswerKind, Group, Suggestion
from briefings.cards import CardMaker, month_heading
from briefings.errors import DateError
from briefings.inquiries import naming
from briefings.plain import plain
from briefings.questions import Question, parse_date
from briefings.store.protocol import scopes_of

if TYPE_CHECKING:
    from briefings.guide import Topic
    from briefings.languages import Tongue
    from briefings.models import RecordedEvent
    from briefings.store.protocol import Store
    from briefings.world import World


class Stop(Exception):
    """Carries the answer that ends a question early: an unknown or ambiguous name, an unreadable date."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.title)
        self.answer = answer


class Inquiry:
    """`question` with what is needed to answer it at `now` (aware) in the language of `speak`.

    `notes` gathers what is to be said below.

    `reader`, `version` and `guide` are as in `briefings.desk.Desk`.
    """

    def __init__(
        self,
        question: Question,
        store: Store,
        world: World,
        now: datetime,
        speak: Tongue,
        *,
        reader: str = "",
        version: str = "",
        guide: Callable[[], Sequence[Topic]] = tuple,
    ) -> None:
        self.question = question
        self.store = store
        self.world = world
        self.now = now.astimezone(UTC)
        self.today = self.now.date()
        self.reader = reader
        self.version = version
        self.guide = guide
        self.speak = speak
        self.notes: list[str] = []

    @property
    def scopes(self) -> tuple[str, ...]:
        """The scopes that the asker sees."""
        return scopes_of(self.question.scope)

    def maker(self) -> CardMaker:
        """Makes the cards of this answer."""
        return CardMaker(self.world, self.today, self.speak)

    def named(self, option: str) -> tuple[str, str]:
        """Code and name of whom an option means; stops with suggestions or a choice where it is not clear."""
        found = naming.meant(self.question, option, self.world, self.speak)
        if isinstance(found, Answer):
            raise Stop(found)
        self.notes.extend([found.note] if found.note else [])
        return found.code, found.label

    def both(self) -> tuple[tuple[str, str], tuple[str, str]]:
        """Whom “who” and “with” mean, the latter ("", "") where it is not given; never the same twice."""
        who = self.named("who")
        partner = self.named("with") if self.question.text("with") else ("", "")
        if partner[0] == who[0]:
            self.unclear(
                self.speak.say("“who” and “with” both mean {name}.", name=who[1]),
                self.speak.say("Name somebody else behind “with”, or leave it out."),
            )
        return who, partner

    def period(self) -> tuple[str | None, str | None]:
        """The dates that “since” and “until” mean; stops where they cannot be read or are the wrong way
        round.
        """
        since, until = self._date("since"), self._date("until")
        if since and until and dates.first_day(since) > dates.last_day(until):
            self.unclear(
                self.speak.say(
                    "“since” ({first}) is later than “until” ({last}).",
                    first=self.speak.when(since),
                    last=self.speak.when(until),
                ),
                self.speak.say("Swap them, or leave one out."),
            )
        return since, until

    def _date(self, option: str) -> str | None:
        said = self.question.text(option)
        if not said:
            return None
        try:
            return parse_date(said, self.speak.month)
        except DateError as error:
            why = plain(self.speak.again(error.args[0]))
            self.unclear(self.speak.say("“{option}”: {reason}", option=option, reason=why))

    def unclear(self, title: str, *notes: str, suggestions: Iterable[Suggestion] = ()) -> NoReturn:
        """Stops: an option holds what cannot be understood; `notes` say how to write it."""
        raise Stop(
            Answer(title, AnswerKind.UNCLEAR, self.question, notes=notes, suggestions=tuple(suggestions))
        )

    def which(self, title: str, suggestions: Iterable[Suggestion]) -> NoReturn:
        """Stops: what was named can be one of several, which are offered."""
        raise Stop(Answer(title, AnswerKind.AMBIGUOUS, self.question, suggestions=tuple(suggestions)))

    async def nothing(self, title: str, who: str = "") -> Answer:
        """There is nothing to show; `who` (a code) is offered to be looked up ahead."""
        covered = self.speak.say("The record covers {coverage}.", coverage=await self.covers())
        asked = {"who": naming.spelling(who, self.world.label(who), self.world)}
        ahead = Question("upcoming", asked, self.question.scope, locale=self.question.locale)
        return Answer(
            title,
            AnswerKind.NOTHING,
            self.question,
            notes=(*self.notes, covered),
            suggestions=(Suggestion(ahead.line(), ahead),) if who else (),
        )

    def listed(
        self,
        title: str,
        events: Iterable[RecordedEvent],
        total: int,
        facts: Sequence[tuple[str, str]] = (),
    ) -> Answer:
        """One page of events, grouped by month."""
        maker = self.maker()
        by_month = groupby(events, key=lambda one: month_heading(one.event.start, self.speak))
        groups = [Group(month, tuple(maker.card(one) for one in some)) for month, some in by_month]
        return self.paged(title, groups, total, facts)

    def paged(
        self, title: str, groups: Sequence[Group], total: int, facts: Sequence[tuple[str, str]] = ()
    ) -> Answer:
        """One page of cards; says so where there is no such page."""
        notes, question = self.notes, self.question
        if not groups:
            notes = [*notes, self.speak.say("There is no such page; this answer has fewer.")]
        return Answer(
            title,
            AnswerKind.EVENTS,
            question,
            tuple(groups),
            total,
            question.offset,
            question.limit,
            tuple(notes),
            facts=tuple(facts),
        )

    def ways(self) -> tuple[Suggestion, ...]:
        """Where to go from an answer that leads nowhere."""
        asked = self.question
        return tuple(
            Suggestion(f"/{command}", Question(command, scope=asked.scope, locale=asked.locale))
            for command in ("upcoming", "digest")
        )

    def within(self, since: str | None, until: str | None) -> str:
        """The period of a title, with what stands before it; empty where none is given."""
        speak = self.speak
        if since and until:
            return speak.say(", {period}", period=speak.when(since, until))
        if not since and not until:
            return ""
        return speak.say(" {period}", period=speak.since(since) if since else speak.until(until or ""))

    async def covers(self) -> str:
        """What the store holds for the asker, in words."""
        speak, coverage = self.speak, await self.store.articles.coverage(self.scopes)
        if not coverage.articles:
            return speak.say("no article yet")
        said = {
            "articles": speak.count("{number} article", "{number} articles", coverage.articles),
            "events": speak.count("{number} event", "{number} events", coverage.events),
        }
        first, last = coverage.first_published, coverage.last_published
        if not first:
            return speak.say("{articles} with {events}", **said)
        when = speak.when(first)
        if last and first != last:
            when = speak.say("{first} to {last}", first=when, last=speak.when(last))
        return speak.say("{articles} published {when}, with {events}", when=when, **said)
