"""Whom an option of a question means: one state or organisation, or the answer that asks which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefings.answers import Answer, AnswerKind, Suggestion
from briefings.plain import plain

if TYPE_CHECKING:
    from briefings.languages import Tongue
    from briefings.questions import Question
    from briefings.world import World


@dataclass(frozen=True, slots=True)
class Meant:
    """`note` says for whom a person or place counts; empty where the state itself was named."""

    code: str
    label: str
    note: str = ""


def meant(question: Question, option: str, world: World, speak: Tongue) -> Meant | Answer:
    """Whom `option` means, or the answer that offers what it may mean, in the language of `speak`."""
    said = question.text(option)[:200]
    found = world.names.resolve(said)
    if not found.actor and not found.several and (own := speak.named(said)):
        found = world.names.resolve(own)
    if found.actor:
        label = labelled(found.actor, found.label or world.label(found.actor), world, speak)
        named = found.person or found.place
        counts = speak.say("{name} counts for {state}.", name=named.name, state=label) if named else ""
        return Meant(found.actor, label, counts)
    shown = plain(question.text(option))[:60]
    if found.several:
        return _both(question, option, shown, found.several, world, speak)
    if found.ambiguous:
        choices = tuple(
            Suggestion(
                labelled(code, label, world, speak),
                question.with_options(**{option: spelling(code, label, world)}),
            )
            for code, label in found.ambiguous
        )
        title = speak.say("“{name}” can mean more than one. Which do you mean?", name=shown)
        return Answer(title, AnswerKind.AMBIGUOUS, question, suggestions=choices)
    near = tuple(
        Suggestion(_near(name, world, speak), question.with_options(**{option: name}))
        for name in found.suggestions
    )
    title = speak.say("I know no country, organisation or leader called “{name}”.", name=shown)
    hint = (
        speak.say("Did you mean one of these?")
        if near
        else speak.say("Try a country, capital, organisation or leader: India.")
    )
    return Answer(title, AnswerKind.UNKNOWN_NAME, question, notes=(hint,), suggestions=near)


def _both(
    question: Question,
    option: str,
    shown: str,
    several: tuple[tuple[str, str], ...],
    world: World,
    speak: Tongue,
) -> Answer:
    """Two names where one belongs: offers to ask for the two together, and for each alone."""
    names = [spelling(code, label, world) for code, label in several]
    asked = [question.with_options(**{option: name}) for name in names]
    if question.command == "met" and option == "who" and not question.text("with"):
        asked.insert(0, question.with_options(**{"who": names[0], "with": names[1]}))
    title = speak.say("“{name}” names more than one. Which do you mean?", name=shown)
    choices = tuple(Suggestion(each.line(), each) for each in asked)
    return Answer(title, AnswerKind.AMBIGUOUS, question, suggestions=choices)


def _near(name: str, world: World, speak: Tongue) -> str:
    """A name that can be asked for, as it is shown: that of a state or body in the language of `speak`."""
    found = world.names.resolve(name)
    alone = found.actor and found.person is None and found.place is None
    return labelled(found.actor or "", name, world, speak) if alone else name


def labelled(code: str, label: str, world: World, speak: Tongue) -> str:
    """The name of a state or organisation in the language of `speak`; `label` where it has none."""
    return speak.name(code, label) if code in world.states else speak.body(code, label)


def spelling(code: str, label: str, world: World) -> str:
    """What to ask for so that the choice is taken: its name, or its code where the name is not enough."""
    return label if world.names.resolve(label).actor == code else code
