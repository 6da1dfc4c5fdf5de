"""The program: ``python -m bot`` and the console script ``dragoman``."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Runs the command line and ends the process with its exit code."""
    from bot.cli import dragoman
    from bot.cli.options import use_utf8

    use_utf8()
    try:
        dragoman(prog_name="dragoman")
    except Exception as error:
        if os.environ.get("DRAGOMAN_LOG_LEVEL", "").upper() == "DEBUG":
            raise
        sys.stderr.write(
            f"Error: Dragoman itself failed ({type(error).__name__}: {error}). "
            "Set DRAGOMAN_LOG_LEVEL=DEBUG to see where, and please report it.\n"
        )
        sys.exit(1)


if __name__ == "__main__":
    main()
