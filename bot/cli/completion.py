"""`dragoman completion`."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from bot.cli import dragoman, fail

VARIABLE = "_DRAGOMAN_COMPLETE"


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script for SHELL.

    \b
    bash: eval "$(dragoman completion bash)"            in ~/.bashrc
    zsh:  eval "$(dragoman completion zsh)"             in ~/.zshrc
    fish: dragoman completion fish > ~/.config/fish/completions/dragoman.fish
    """
    found = get_completion_class(shell)
    if found is None:
        fail(f"There is no completion for {shell}.")
    script = found(dragoman, {}, "dragoman", VARIABLE)
    click.echo(script.source_template % script.source_vars())
