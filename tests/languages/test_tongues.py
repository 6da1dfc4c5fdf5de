"""Dates, lists, numbers and names as each language writes them, and that English needs none of it."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import date

import pytest

from briefings import world
from briefings.languages import ENGLISH, LANGUAGES, counted, language_of, later, phrase, prepared, tongue
from briefings.questions import parse_date

OTHERS = LANGUAGES[1:]

SPANS = {
    "fr": {
        ("2024-09-30", None): "30 septembre 2024",
        ("2024-09-01", None): "1er septembre 2024",
        ("2024-10-22", "2024-10-24"): "22–24 octobre 2024",
        ("2024-10-01", "2024-10-03"): "1er–3 octobre 2024",
        ("2024-10-31", "2024-11-01"): "31 octobre – 1er novembre 2024",
        ("2024-12-31", "2025-01-02"): "31 décembre 2024 – 2 janvier 2025",
        ("2024-11", None): "novembre 2024",
        ("2024-11", "2024-12"): "novembre – décembre 2024",
        ("2024", None): "2024",
        ("2024", "2025"): "2024–2025",
        (None, None): "date inconnue",
    },
    "es": {
        ("2024-09-30", None): "30 de septiembre de 2024",
        ("2024-10-22", "2024-10-24"): "22–24 de octubre de 2024",
        ("2024-10-31", "2024-11-01"): "31 de octubre – 1 de noviembre de 2024",
        ("2024-11", None): "noviembre de 2024",
        (None, "2024-11-02"): "hasta el 2 de noviembre de 2024",
    },
    "de": {
        ("2024-09-30", None): "30. September 2024",
        ("2024-10-22", "2024-10-24"): "22.–24. Oktober 2024",
        ("2024-10-31", "2024-11-01"): "31. Oktober – 1. November 2024",
        ("2024-10-31", "2024-12"): "31. Oktober 2024 – Dezember 2024",
        (None, "2024-11-02"): "bis zum 2. November 2024",
    },
    "pt": {
        ("2024-09-30", None): "30 de setembro de 2024",
        ("2024-10-22", "2024-10-24"): "22–24 de outubro de 2024",
        ("2024-11", "2025-02"): "novembro de 2024 – fevereiro de 2025",
    },
    "ru": {
        ("2024-09-30", None): "30 сентября 2024\xa0г.",
        ("2024-10-22", "2024-10-24"): "22–24 октября 2024\xa0г.",
        ("2024-10-31", "2024-11-01"): "31 октября – 1 ноября 2024\xa0г.",
        ("2024-11", None): "ноябрь 2024\xa0г.",
        ("2024-11", "2024-12"): "ноябрь – декабрь 2024\xa0г.",
    },
}


@pytest.mark.parametrize("language", OTHERS)
def test_dates_at_their_precision(language: str) -> None:
    speak = tongue(language)
    for (start, end), words in SPANS[language].items():
        assert speak.when(start, end) == words


@pytest.mark.parametrize(
    ("language", "since", "until", "day"),
    [
        ("en", "since June 2024", "until 1 June 2024", "Monday 30 September 2024"),
        ("fr", "depuis juin 2024", "jusqu’au 1er juin 2024", "lundi 30 septembre 2024"),
        ("es", "desde junio de 2024", "hasta el 1 de junio de 2024", "lunes, 30 de septiembre de 2024"),
        ("de", "seit Juni 2024", "bis zum 1. Juni 2024", "Montag, 30. September 2024"),
        ("pt", "desde junho de 2024", "até 1 de junho de 2024", "segunda-feira, 30 de setembro de 2024"),
        ("ru", "с июня 2024\xa0г.", "по 1 июня 2024\xa0г.", "понедельник, 30 сентября 2024\xa0г."),
    ],
)
def test_periods_and_weekdays(language: str, since: str, until: str, day: str) -> None:
    speak = tongue(language)
    assert (speak.since("2024-06"), speak.until("2024-06-01")) == (since, until)
    assert speak.day(date(2024, 9, 30)) == day


@pytest.mark.parametrize(
    ("language", "two", "three", "many"),
    [
        ("en", "A and B", "A, B and C", "10,000"),
        ("fr", "A et B", "A, B et C", "10\u202f000"),
        ("es", "A y B", "A, B y C", "10.000"),
        ("de", "A und B", "A, B und C", "10.000"),
        ("pt", "A e B", "A, B e C", "10.000"),
        ("ru", "A и B", "A, B и C", "10\xa0000"),
    ],
)
def test_lists_and_numbers(language: str, two: str, three: str, many: str) -> None:
    speak = tongue(language)
    assert [speak.listed(names) for names in ((), ("A",), "AB", "ABC")] == ["", "A", two, three]
    assert speak.number(10_000) == many


def test_spanish_says_e_before_its_own_sound() -> None:
    speak = tongue("es")
    assert speak.listed(["China", "India"]) == "China e India"
    assert speak.listed(["Brasil", "Chile", "Irán"]) == "Brasil, Chile e Irán"
    assert speak.listed(["China", "Hierro"]) == "China y Hierro"
    assert speak.listed(["China", "Yemen"]) == "China y Yemen"


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("fr", ["Allemagne", "RD Congo", "États-Unis", "ONU", "Otan", "Moscou", "sommet des Brics"]),
        ("es", ["Alemania", "RD Congo", "Estados Unidos", "ONU", "OTAN", "Moscú", "cumbre de los BRICS"]),
        ("de", ["Deutschland", "DR Kongo", "USA", "UNO", "Nato", "Moskau", "BRICS-Gipfel"]),
        ("pt", ["Alemanha", "RD Congo", "Estados Unidos", "ONU", "Otan", "Moscou", "cúpula do Brics"]),
        ("ru", ["Германия", "ДР Конго", "США", "ООН", "НАТО", "Москва", "саммит БРИКС"]),
    ],
)
def test_names_are_those_of_the_press(language: str, names: list[str]) -> None:
    speak = tongue(language)
    said = [speak.name(code, "?") for code in ("DE", "CD", "US")]
    said += [speak.body(code, "?") for code in ("UN", "NATO")]
    assert [*said, speak.city("Moscow"), speak.gathering("BRICS summit")] == names


def test_offices_are_those_of_a_man_or_a_woman() -> None:
    assert tongue("fr").office("Prime Minister") == "Premier ministre"
    assert tongue("fr").office("Prime Minister", woman=True) == "Première ministre"
    assert tongue("ru").office("Prime Minister", woman=True) == "премьер-министр"
    assert tongue("de").office("Keeper of the Lighthouse") == "Keeper of the Lighthouse"


@pytest.mark.parametrize("language", OTHERS)
def test_every_state_has_a_name_and_nearly_every_summit_of_the_calendar(language: str) -> None:
    speak, known = tongue(language), world.load()
    assert not [code for code in known.states if speak.name(code, "?") == "?"]
    names = {summit.name for summit in known.calendar.all() if not summit.calendar}
    left = [name for name in names if speak.gathering(name) == name]
    assert len(left) < len(names) / 10, left
    assert speak.gathering("COP29 climate summit").startswith("COP29,")
    assert speak.gathering("Lakeside Compact") == "Lakeside Compact"


@pytest.mark.parametrize("language", OTHERS)
def test_plural_forms_hold_for_every_number(language: str) -> None:
    speak = tongue(language)
    for number in (0, 1, 2, 5, 11, 21, 22, 112, 1001):
        said = speak.count("{number} day ago", "{number} days ago", number)
        assert speak.number(number) in said
        assert "day" not in said


def test_russian_counts_in_three_forms() -> None:
    speak = tongue("ru")
    said = [speak.count("{number} event", "{number} events", number) for number in (1, 2, 5, 11, 21, 104)]
    assert said == ["1 событие", "2 события", "5 событий", "11 событий", "21 событие", "104 события"]


def test_a_sentence_that_ends_in_a_date_ends_in_one_dot() -> None:
    speak = tongue("ru")
    said = speak.say("{title}, {period}.", title="Встречи", period=speak.when("2024-05"))
    assert said == "Встречи, май 2024\xa0г."
    assert speak.say("{title}.", title="…") == "…."


def test_names_and_months_can_be_typed_in_the_language() -> None:
    assert tongue("ru").named("Германия") == "DE"
    assert tongue("fr").named("ETATS-UNIS") == "US"
    assert tongue("de").named("Nato") == "NATO"
    assert tongue("de").named("Lummerland") == ""
    for language, typed in (
        ("fr", "1er août 2024"),
        ("es", "1 de agosto de 2024"),
        ("de", "1. August 2024"),
        ("pt", "1 de agosto de 2024"),
        ("ru", "1 августа 2024 г."),
    ):
        assert parse_date(typed, tongue(language).month) == "2024-08-01"
    assert parse_date("март 2024", tongue("ru").month) == "2024-03"


def test_what_is_filled_in_is_no_template() -> None:
    for speak in (ENGLISH, tongue("fr")):
        assert "{number}" in speak.say("Events about “{words}”", words="{number} {0} {}")


def test_phrases_are_english_until_they_are_said_again() -> None:
    inner = phrase(later("today"))
    error = phrase("{one} or {other}", one=inner, other=lambda speak: speak.when("2024-05"))
    assert error == "today or May 2024"
    assert tongue("de").again(error) == "heute oder Mai 2024"
    assert tongue("de").again("today") == "today"
    assert tongue("fr").again(counted("{number} event", "{number} events", 2)) == "2 événements"
    assert tongue("de").again(inner.changed(str.upper)) == "HEUTE"


def test_locales_lead_to_their_language() -> None:
    assert [
        language_of(locale) for locale in ("pt-BR", "es-419", "es_ES", "FR", "en-GB", "ja", None, "")
    ] == [*("pt", "es", "es", "fr", "en", "en", "en", "en")]
    assert tongue("en-GB") is ENGLISH
    assert tongue("pt-BR") is tongue("pt")


async def test_a_language_is_read_beside_the_loop() -> None:
    assert await prepared("de") is tongue("de")
    assert await prepared("en-US") is ENGLISH


def test_english_loads_no_other_language() -> None:
    code = (
        "import sys, briefings.cards, briefings.desk, briefings.digest, bot.discord.bot, bot.languages as l;"
    )
    code += "l.tongue('en-GB'); sys.exit('babel' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        check=False,
        env={"PYTHONPATH": ":".join(path for path in sys.path if path)},
    )
    assert done.returncode == 0


def test_a_language_is_read_quickly() -> None:
    from briefings.languages import ROOM, foreign

    begun = time.perf_counter()
    foreign.Foreign("ru", [ROOM / "ru.po"], ROOM / "ru.csv")
    assert time.perf_counter() - begun < 0.5, "0.05 s on an idle machine"
