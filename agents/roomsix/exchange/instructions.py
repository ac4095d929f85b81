"""What LLM-Deliberation's instructions say of issues and options, read from running text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from roomsix.exchange import ids
from roomsix.exchange.account import Account

_ISSUE = re.compile(r"^\s*Issue\s+([A-Z])\b\s*[:.]?\s*(.*)$")
_OPTION = re.compile(r"^\s*([A-Z])(\d{1,2})\b\s*([:.)]?.*)$")
_QUOTED = re.compile(r'^["“](.+?)["”]')

LONGEST = 70
"""The most characters of a description that are taken for an option's name."""


@dataclass(frozen=True)
class Topic:
    """An issue, with a name for each option, and what is said of them."""

    name: str
    options: tuple[str, ...]
    about: str = ""


def topics(text: str, shape: Sequence[int], account: Account) -> tuple[Topic, ...]:
    """Return the issues as the text names them, or by their letters where it does not.

    Args:
        shape: How many options each issue has, as the score sheets have them.
    """
    named, options = _found(text)
    made = []
    for letter, count in zip(ascii_uppercase, shape, strict=False):
        issue, said = f"issue {letter}", options.get(letter, {})
        if letter in named:
            issue = ids.line(_name(named[letter]), issue)
        else:
            account.assumed(f"{issue!r} for a name: the instructions name no Issue {letter}")
        names = []
        for number in range(1, count + 1):
            short = f"{letter}{number}"
            if number not in said:
                account.assumed(f"{short!r} for a name: the instructions describe no {short}")
            names.append(ids.line(_name(said.get(number, "")), short))
        for number in said:
            if not 1 <= number <= count:
                account.dropped(f"option {letter}{number}: the score sheets do not have it")
        about = " ".join(
            f"{letter}{n}: {' '.join(said[n].lstrip(':. )').split())}"
            for n in sorted(said)
            if 1 <= n <= count
        )
        made.append(Topic(issue, tuple(_apart(names, letter)), about))
    for letter in sorted(named.keys() - set(ascii_uppercase[: len(shape)])):
        account.dropped(f"issue {letter}: the score sheets do not have it")
    return tuple(made)


def filled(text: str, sheet: Sequence[Sequence[int]]) -> str:
    """Return private instructions with the points in the places kept for them."""
    for letter, points in zip(ascii_uppercase, sheet, strict=False):
        text = text.replace(f"#{letter}_MAX_NUM", str(max(points)))
        for number, worth in enumerate(points, start=1):
            text = text.replace(f"#{letter}{number}_NUM", str(worth))
    return text


def _found(text: str) -> tuple[dict[str, str], dict[str, dict[int, str]]]:
    named: dict[str, str] = {}
    options: dict[str, dict[int, str]] = {}
    for line in text.split("\n"):
        if issue := _ISSUE.match(line):
            named.setdefault(issue[1], issue[2].strip())
        elif option := _OPTION.match(line):
            options.setdefault(option[1], {}).setdefault(int(option[2]), option[3].strip())
    return named, options


def _name(said: str) -> str:
    """Return what is in quotes, or the beginning, up to a full stop.

    After a colon quotes are a name only where another colon follows, as in `E1: "Split": half`;
    else they are part of a sentence, as in `E1: "The city" pays`.
    """
    colon, text = said.startswith(":"), said.lstrip(":. )").strip()
    quoted = _QUOTED.match(text)
    if quoted and (not colon or text[quoted.end() :].strip()[:1] in ("", ":", ".")):
        return quoted[1]
    plain = re.split(r"[.;:](?:\s|$)", re.sub(r'["“”]', "", text))[0]
    return plain if len(plain) <= LONGEST else plain[:LONGEST].rsplit(" ", 1)[0] + " …"


def _apart(names: Sequence[str], letter: str) -> list[str]:
    """Return names no two of which are the same."""
    return [
        name if list(names).count(name) == 1 else f"{name} ({letter}{number})"
        for number, name in enumerate(names, start=1)
    ]
