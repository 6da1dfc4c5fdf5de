"""Page furniture goes, the article stays, and dates about publication are kept as evidence."""

from __future__ import annotations

import pytest

from briefings.sources.furniture import clean

STORY = "The ministers of Peru and Chad dined in Bern on Monday."


@pytest.mark.parametrize(
    "line",
    [
        "Skip to content",
        "Home » World » A dinner in Bern",
        "Share.",
        "Share this article",
        "Your email address will not be published.",
        "Exit mobile version",
        "Leave A Reply",
        "Source link",
        "Source: Agency",
        "Table of Contents",
        "Photo: A. Person/Agency",
        "Loading map...",
        "ADVERTISEMENT",
        "×",
        "403",
        "- - - - - -",
        "Views: 31",
        "Subscribe to our newsletter",
        "We use cookies to make this site work for you.",
        "© 2024 The Paper. All rights reserved.",
        "Tags: Peru, Chad",
        "Read on the website © Photo: Somebody",
        "By our correspondent",
        "Newer Post | Older Post | Home",
        "Follow us on Twitter and Facebook",
        "3 min read",
    ],
)
def test_furniture_is_removed(line: str) -> None:
    cleaned = clean([line, STORY])
    assert cleaned.paragraphs == (STORY,)
    assert cleaned.removed == (line,)


@pytest.mark.parametrize(
    "line",
    [
        "Share prices fell after the talks.",
        "Home secretary meets envoy of Chad",
        "Sources close to the talks spoke of progress.",
        "More than 20 leaders came to Lima.",
        "Read has met his colleague from Chad.",
        "Tuesday, 9 September: Opening of the forum.",
        "Updated sanctions on 3 May 2024 hit both states, the minister said in a long speech to parliament.",
        "Watch committees met in Lima to discuss peace.",
        "The video call of the two presidents lasted an hour.",
        "SATURDAY, APRIL 13",
        "Kuwait",
        "GENEVA – Talks on Cyprus (final day).",
    ],
)
def test_what_only_looks_like_furniture_stays(line: str) -> None:
    assert clean([line, STORY]).paragraphs == (line, STORY)


def test_lines_about_publication_are_evidence() -> None:
    lines = [
        "Last Updated on 11/07/2024 by Desk",
        "Posted May. 03, 2023 08:01,",
        "Published By : Me | May 3, 2023",
    ]
    cleaned = clean([*lines, STORY])
    assert cleaned.paragraphs == (STORY,)
    assert cleaned.dated == tuple(lines)


def test_headlines_of_other_articles_go_until_a_sentence_comes() -> None:
    cleaned = clean(
        [STORY, "Read more:", "Premier of Fiji to visit Chile", "King of Tonga meets Pope", STORY]
    )
    assert cleaned.paragraphs == (STORY, STORY)


def test_furniture_glued_to_the_text_is_cut() -> None:
    cleaned = clean([f"Skip to content{STORY}", f"{STORY} Source link"])
    assert cleaned.paragraphs == (STORY, STORY)
    assert cleaned.removed == ("Skip to content", "Source link")


def test_a_long_line_is_never_furniture() -> None:
    line = "Home » " + "a long story of a dinner in Bern, " * 12
    assert clean([line.strip()]).paragraphs == (line.strip(),)
