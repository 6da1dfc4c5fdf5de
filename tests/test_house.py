"""The rules of the house, held by reading the code: who may import whom, and what a newcomer is promised."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CHAT = {
    "bot",
    "discord",
    "slack_sdk",
    "slack_bolt",
    "click",
    "rich",
    "prompt_toolkit",
    "apscheduler",
    "pydantic_settings",
}
MODULES = sorted((ROOT / "briefings").rglob("*.py")) + sorted((ROOT / "bot").rglob("*.py"))


def imports(path: Path) -> set[str]:
    """Full names of all modules that `path` imports, wherever in the file."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def names_of(module: Path) -> str:
    return str(module.relative_to(ROOT))


@pytest.mark.parametrize("module", sorted((ROOT / "briefings").rglob("*.py")), ids=names_of)
def test_the_core_knows_nothing_of_chat(module: Path) -> None:
    assert not {name for name in imports(module) if name.split(".")[0] in CHAT}


RULES = {
    "briefings/world": ("reading", "store", "sources", "record", "answers", "digest"),
    "briefings/when": ("world", "reading", "store", "sources", "record", "answers", "digest"),
    "briefings/reading": ("store", "sources", "record", "answers", "digest"),
    "briefings/sources": ("reading", "store", "record", "answers", "digest"),
    "briefings/store": ("reading", "sources", "record", "answers", "digest"),
    "bot/console": ("bot.discord", "discord"),
    "bot/discord": ("bot.console", "rich", "click", "prompt_toolkit"),
}


@pytest.mark.parametrize("room", RULES)
def test_data_walks_one_way(room: str) -> None:
    wing = room.split("/")[0]
    barred = [f"{wing}.{name}" if wing == "briefings" else name for name in RULES[room]]
    for module in sorted((ROOT / room).rglob("*.py")):
        for name in imports(module):
            assert not any(name == room_ or name.startswith(f"{room_}.") for room_ in barred), (module, name)


def test_platform_folders_do_not_leak() -> None:
    for module in MODULES:
        room = module.relative_to(ROOT).parts
        if room[:2] != ("bot", "discord"):
            assert "discord" not in {name.split(".")[0] for name in imports(module)}, module


def test_modules_stay_small() -> None:
    sizes = sorted(
        len(module.read_text(encoding="utf-8").splitlines()) for module in MODULES if module.stat().st_size
    )
    assert 50 <= sizes[len(sizes) // 2] <= 250
    assert sizes[-1] <= 700


def test_the_readme_and_ci_run_the_same_commands() -> None:
    tests = (
        "python3 -m venv .venv && .venv/bin/pip install -c constraints.txt -e '.[test]' && .venv/bin/pytest"
    )
    demo = "python3 -m venv .venv && .venv/bin/pip install -c constraints.txt . && .venv/bin/dragoman demo"
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert tests in readme
    assert demo in readme
    assert tests in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_constraints_name_exact_versions_only() -> None:
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        assert re.fullmatch(r"[A-Za-z0-9_.-]+==[A-Za-z0-9_.+!-]+", line), line


def test_nothing_outside_the_tree_is_named() -> None:
    hosts = ("py" + "pi.org", "python" + "hosted", "registry." + "npmjs", "/wo" + "rk/")
    barred = re.compile("|".join(map(re.escape, hosts)))
    this = Path(__file__)
    for path in [
        *MODULES,
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "tests").rglob("*.py"),
        *ROOT.glob("*.md"),
    ]:
        if path != this:
            assert not barred.search(path.read_text(encoding="utf-8")), path
