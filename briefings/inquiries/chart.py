"""`/chart`: meetings a month by counterpart, or who met whom, as a picture and in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from briefings import charts, dates
from briefings.answers import Answer, AnswerKind, Attachment
from briefings.charts.figures import Figure, totals
from briefings.inquiries.inquiry import Inquiry
from briefings.inquiries.periods import period_fact
from briefings.models import Kind, Status
from briefings.plain import file_name
from briefings.store.counts import Tally
from briefings.store.protocol import EventQuery

TOP = 6
"""Counterparts with a colour of their own; the others are one."""

IN_MATRIX = 8
"""Actors of a matrix: more cannot be read on a phone."""

MONTHS = 24
"""Months that are shown where nobody says since when: the latest ones."""

_MOST_MONTHS, _MOST_QUARTERS = 24, 36
_LONGEST_ALT = 1000
_AMONG_FEW = (Kind.MEETING, Kind.VISIT, Kind.CALL, Kind.AGREEMENT)


async def answer(asked: Inquiry) -> Answer:
    speak, question = asked.speak, asked.question
    if not charts.available():
        return Answer(
            speak.say("Pictures cannot be drawn here."),
            AnswerKind.NOTHING,
            question,
            notes=(
                speak.say(
                    "Whoever runs the bot can install what draws them: {command}",
                    command="pip install 'dragoman[charts]'",
                ),
            ),
        )
    who, label = asked.named("who")
    since, until = asked.period()
    by = question.text("by").casefold() or "month"
    if by not in ("month", "partners"):
        asked.unclear(
            speak.say("A chart goes by month or by partners."),
            speak.say("Example: {example}", example="/chart india by:partners"),
        )
    query = EventQuery(
        since=since,
        until=until,
        statuses=(Status.HELD,),
        # In a summit of twenty nobody met anybody in particular; but summits are what a body does.
        kinds=_AMONG_FEW if who in asked.world.states else (),
        scopes=asked.scopes,
    )
    theme = "light" if question.text("theme").casefold() == "light" else "dark"
    made = await (_matrix if by == "partners" else _bars)(asked, who, query, theme)
    if made is not None:
        return made
    title = speak.say("There is nothing to draw: no encounter of {name} fits.", name=label)
    return replace(await asked.nothing(title, who), facts=period_fact(speak, since, until))


async def _bars(asked: Inquiry, who: str, query: EventQuery, theme: str) -> Answer | None:
    """Bars of the months asked for, else of the latest ones with any event; None where there is none."""
    speak = asked.speak
    name = _name(asked, who)
    bounded = replace(query, actors=(who,), until=query.until or asked.today.isoformat(), limit=1)
    newest = (await asked.store.events.query(bounded)).events
    start = newest[0].event.start if newest else None
    if start is None:
        return None
    last = min(dates.last_day(start), dates.last_day(bounded.until or start)).isoformat()[:7]
    first = dates.first_day(query.since).isoformat()[:7] if query.since else _shifted(last, 1 - MONTHS)
    bounded = replace(bounded, since=query.since or first)
    tallies = [
        one for one in await asked.store.counts.by_month(who, bounded) if asked.world.is_actor(one.actor)
    ]
    kept = [one for one in tallies if one.month and first <= one.month <= last and len(one.month) > 4]
    if not kept:
        return None
    left_out = sum(one.events for one in tallies) - sum(one.events for one in kept)
    months = _months(max(first, min(one.month or "" for one in kept)), last)
    often = Counter[str]()
    for one in kept:
        often[one.actor] += one.events
    unit, columns, place = _columns(months)
    top = [code for code, _ in often.most_common(TOP if len(often) > TOP + 1 else len(often))]
    series = [charts.Series(_name(asked, code), _values(kept, [code], place, len(columns))) for code in top]
    others = [code for code in often if code not in top]
    if others:
        values = _values(kept, others, place, len(columns))
        label = speak.say("{number} others", number=speak.number(len(others)))
        series.append(charts.Series(label, values))
    title, axis = {
        "month": (
            speak.say("{name}: encounters a month by counterpart", name=name),
            speak.say("encounters a month"),
        ),
        "quarter": (
            speak.say("{name}: encounters a quarter by counterpart", name=name),
            speak.say("encounters a quarter"),
        ),
        "year": (
            speak.say("{name}: encounters a year by counterpart", name=name),
            speak.say("encounters a year"),
        ),
    }[unit]
    asked.notes.append(speak.say("An encounter of several counts once for each counterpart."))
    if left_out:
        asked.notes.append(
            speak.count(
                "1 encounter without a known month is left out.",
                "{number} encounters without a known month are left out.",
                left_out,
            )
        )
    figure = charts.Bars(title, tuple(columns), tuple(series), axis, theme)
    heights = totals(series)
    period = speak.when(months[0], months[-1]) if len(months) > 1 else speak.when(months[0])
    numbers = [(one.label, sum(one.values)) for one in series]
    alt = [
        speak.say("{title}, {period}.", title=title, period=period),
        speak.say(
            "By counterpart: {numbers}.",
            numbers=", ".join(
                speak.say("{what}: {value}", what=said, value=speak.number(number))
                for said, number in numbers
            ),
        ),
        speak.say(
            "By date: {numbers}.",
            numbers=", ".join(
                speak.say(
                    "{what}: {value}",
                    what=speak.when(said) if unit != "quarter" else said,
                    value=speak.number(number),
                )
                for said, number in zip(columns, heights, strict=True)
                if number
            ),
        ),
    ]
    facts = [(speak.say("Period"), period), *((said, speak.number(number)) for said, number in numbers)]
    return await _drawn(asked, figure, title, facts, alt, f"chart-{asked.world.label(who)}-months")


async def _matrix(asked: Inquiry, who: str, query: EventQuery, theme: str) -> Answer | None:
    """Who met whom among `who` and its usual counterparts, or among those who meet in a body."""
    speak = asked.speak
    name = _name(asked, who)
    body = who not in asked.world.states
    often = await asked.store.counts.actors(replace(query, actors=(who,), limit=2 * IN_MATRIX))
    usual = [code for code, _ in often if asked.world.is_actor(code)]
    if not usual:
        return None
    codes = usual[: IN_MATRIX if body else IN_MATRIX - 1]
    if not body:
        codes.insert(0, who)
    among = replace(query, actors=(who,) if body else ())
    shared = await asked.store.counts.between(codes, among)
    cells = tuple(
        tuple(shared.get((min(one, other), max(one, other)), 0) for other in codes) for one in codes
    )
    labels = [_name(asked, code) for code in codes]
    title = (
        speak.say("Who met whom at {name}", name=name)
        if body
        else speak.say("Who met whom: {name} and its counterparts", name=name)
    )
    pairs = sorted(
        (
            (cells[row][column], labels[row], labels[column])
            for row in range(len(codes))
            for column in range(row)
            if cells[row][column]
        ),
        key=lambda pair: -pair[0],
    )
    alt = [
        speak.say("{title}.", title=title),
        *(
            speak.count("{one} and {other} 1.", "{one} and {other} {number}.", number, one=one, other=other)
            for number, other, one in pairs
        ),
    ]
    facts = [
        *period_fact(speak, query.since, query.until),
        *(
            (speak.listed([one, other]), speak.count("1 encounter", "{number} encounters", number))
            for number, other, one in pairs[:10]
        ),
    ]
    asked.notes.append(speak.say("Each cell counts the encounters in which both took part."))
    figure = charts.Matrix(title, tuple(labels), cells, theme)
    return await _drawn(asked, figure, title, facts, alt, f"chart-{asked.world.label(who)}-partners")


async def _drawn(
    asked: Inquiry,
    figure: Figure,
    title: str,
    facts: Sequence[tuple[str, str]],
    alt: Sequence[str],
    name: str,
) -> Answer:
    described = ""
    for sentence in alt:
        if len(described) + len(sentence) < _LONGEST_ALT:
            described = f"{described} {sentence}".strip()
    file = Attachment(f"{file_name(name)}.png", "image/png", await charts.picture(figure), described)
    given = Answer(title, AnswerKind.FILE, asked.question, notes=tuple(asked.notes), facts=tuple(facts))
    return replace(given, files=(file,))


def _name(asked: Inquiry, code: str) -> str:
    return asked.maker().name(code)


def _months(first: str, last: str) -> list[str]:
    """Every month from the first to the last."""
    months = [first]
    while months[-1] < last:
        months.append(_shifted(months[-1], 1))
    return months


def _shifted(month: str, by: int) -> str:
    number = int(month[:4]) * 12 + int(month[5:]) - 1 + by
    return f"{number // 12:04}-{number % 12 + 1:02}"


def _columns(months: Sequence[str]) -> tuple[str, list[str], dict[str, int]]:
    """(unit, label of each bar, which bar a month belongs to): as fine as a phone can show."""
    if len(months) <= _MOST_MONTHS:
        unit, keys = "month", list(months)
    elif len(months) <= 3 * _MOST_QUARTERS:
        unit, keys = "quarter", [f"{month[:4]} Q{(int(month[5:]) + 2) // 3}" for month in months]
    else:
        unit, keys = "year", [month[:4] for month in months]
    labels = list(dict.fromkeys(keys))
    places = {label: place for place, label in enumerate(labels)}
    return unit, labels, {month: places[key] for month, key in zip(months, keys, strict=True)}


def _values(
    tallies: Sequence[Tally], codes: Sequence[str], place: dict[str, int], columns: int
) -> tuple[int, ...]:
    values, wanted = [0] * columns, set(codes)
    for one in tallies:
        if one.actor in wanted and one.month in place:
            values[place[one.month]] += one.events
    return tuple(values)
