"""The documentation says what the program says."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GAP = "\0"
DISCORDS_OWN = {"The application did not respond"}


@cache
def sentences() -> list[str]:
    """Every text in the code, with `GAP` where a value goes."""
    found: list[str] = []
    for folder in ("bot", "briefings"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.JoinedStr):
                    parts = [
                        str(part.value) if isinstance(part, ast.Constant) else GAP for part in node.values
                    ]
                    found.append("".join(parts))
                elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                    found.append(re.sub(r"\{\w*\}", GAP, node.value))
    return found


def said() -> list[str]:
    text = (ROOT / "docs" / "troubleshooting.md").read_text(encoding="utf-8")
    return sorted(set(re.findall(r"“([^”]+)”", text)) - DISCORDS_OWN)


@pytest.mark.parametrize("symptom", said())
def test_every_symptom_is_something_that_the_program_says(symptom: str) -> None:
    pieces = [re.escape(piece.strip()) for piece in symptom.split("…") if piece.strip()]
    pattern = re.compile(".*?".join(pieces), re.DOTALL)
    assert any(pattern.search(sentence) for sentence in sentences()), f"nothing says “{symptom}”"


def links() -> list[tuple[str, str]]:
    found = []
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text(encoding="utf-8")):
            found.append((path.relative_to(ROOT).as_posix(), target))
    return found


@pytest.mark.parametrize(("page", "target"), links())
def test_every_link_leads_somewhere(page: str, target: str) -> None:
    assert ((ROOT / page).parent / target).exists()
