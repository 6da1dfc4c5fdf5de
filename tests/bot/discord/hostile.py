"""Texts as an article, a feed or a prankster may hold them, and what they must never become in a message."""

from __future__ import annotations

import re

HOSTILE = (
    # Mentions of every kind.
    "@everyone",
    "@here",
    "<@123456789012345678>",
    "<@!123456789012345678>",
    "<@&223456789012345678>",
    "<#323456789012345678>",
    "</met:423456789012345678>",
    "</sources add:1>",
    "@\u200beveryone",
    "@\u202eenoyreve",
    "＠everyone",
    "<@&1>" * 80,
    # Places that Discord leads to.
    "<id:customize>",
    "<id:browse>",
    "<id:guide>",
    "<id:linked-roles>",
    "<id:home>",
    "https://discord.com/channels/1/2/3",
    "discord.gg/evil",
    # Timestamps and emoji.
    "<t:1700000000>",
    "<t:1700000000:R>",
    "<:wave:523456789012345678>",
    "<a:wave:523456789012345678>",
    ":smile:",
    "🇮🇳" * 60,
    "👩‍👩‍👧‍👦",
    "\U0001f468\u200d\U0001f4bb",
    # Markup.
    "**bold**",
    "*it*",
    "__under__",
    "_it_",
    "~~gone~~",
    "||hidden||",
    "`code`",
    "``co`de``",
    "```py\nblock\n```",
    "# heading",
    "## heading",
    "### heading",
    "-# small",
    "> quote",
    ">>> all of it quoted",
    "- list",
    "* list",
    "+ list",
    "1. one",
    "99) ninety-nine",
    "=====",
    "-----",
    "***",
    "___",
    "\\",
    "\\\\",
    "\\*not\\*",
    "`" * 50,
    "*" * 300,
    "[",
    "]",
    "](",
    "a](https://evil.example)",
    "[a",
    "(b)",
    "|||",
    "||a||b||c||",
    # Links.
    "[click me](https://evil.example)",
    "[click me](<https://evil.example>)",
    "[a]: https://evil.example",
    "[https://bank.example](https://evil.example)",
    "<https://evil.example>",
    "https://evil.example/path",
    "http://[::1]/",
    "https:\\\\evil.example",
    "www.evil.example",
    "mailto:a@evil.example",
    "<tel:+4912345>",
    "<mailto:a@b.example>",
    "steam://run/1",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "data:text/html,x",
    # What cannot be seen or turns the line round.
    "\u202eesrever\u202c",
    "\u200bzero\u200d\ufeff",
    "\u2066isolate\u2069",
    "\u061c\u200e\u200f",
    "\u3164\u115f\u2800",
    "\u00ad\u180e\u2060\u2061",
    "\ue000\uf8ff",
    "\U000e0041\U000e007f",
    "\ufff9anno\ufffatation\ufffb",
    "\x00null\x00",
    "\x1b[31mred\x1b[0m",
    "\x07bell",
    "a\rb",
    "a\nb\n\n\n# c",
    "a\u2028b\u2029c",
    "a\x0bb\x0cc\x85d",
    "\ud800",
    "line\n" * 40,
    # Marks that climb, words without an end, scripts from right to left.
    "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319a\u0324\u031e lgo",
    "a" + "\u0301" * 400,
    "x" * 9000,
    "wordswithoutspaces" * 300,
    "words " * 2000,
    "שלום 2024-07-09 עולם",
    "اجتماع في 9 يوليو",
    "مرحبا (https://evil.example)",
    "漢字" * 400,
    "",
    " ",
    "\t",
    "…",
    "{who}",
    "{0}",
    "%s %(x)s",
    "{",
)

_ESCAPED = re.compile(r"\\.", re.DOTALL)
_LINK = re.compile(r"(?<!\\)\[((?:\\.|[^\[\]\\\n])+)\]\((https?://[^\s()<>\[\]\\|*`\"']+)\)")
_HIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2067\u206a-\u206f"
    "\u2028\u2029\u2800\u3164\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_CLIMBING = re.compile("[\u0300-\u036f]{3}")
_OURS = re.compile(
    r"^(?:#{2,3} |-# |- |> )?"  # how our own lines begin
)


def faults(text: str) -> list[str]:
    """What is wrong with a message's text, beside its own headings, lists, quotes, emphasis and links."""
    found = []
    for line in text.split("\n"):
        linked = _LINK.sub(lambda link: link[1], line)
        bare = _ESCAPED.sub("x", _OURS.sub("", linked, count=1))
        if "](" in bare or "[" in bare or "]" in bare:
            found.append(f"a link: {line[:200]!r}")
        if "<" in bare or re.search("@(everyone|here)", bare) or "@" in bare:
            found.append(f"a mention: {line[:200]!r}")
        if "://" in bare:
            found.append(f"an address: {line[:200]!r}")
        if "||" in bare or "~~" in bare or "```" in bare or "__" in bare:
            found.append(f"markup: {line[:200]!r}")
        if re.match(r"(#{1,3} |-# |>>> |> |[-*+] |\d+[.)] )", bare):
            found.append(f"a line of another kind: {line[:200]!r}")
        if bare.replace("**", "").count("*") % 2 or bare.count("**") % 2 or bare.count("`") % 2:
            found.append(f"emphasis without an end: {line[:200]!r}")
        if _HIDDEN.search(line):
            found.append(f"a hidden sign: {line[:200]!r}")
        if line.count("\u2068") != line.count("\u2069"):
            found.append(f"a turn without an end: {line[:200]!r}")
        if _CLIMBING.search(line):
            found.append(f"climbing marks: {line[:200]!r}")
    return found


def plain_faults(text: str) -> list[str]:
    """What is wrong with a label, an option or an alternative text, which Discord shows without markup."""
    return (
        [f"a hidden sign: {text!r}"] if "\n" in text or _HIDDEN.search(text) or _CLIMBING.search(text) else []
    )
