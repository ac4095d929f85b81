"""Deals as LLM-Deliberation's sessions state them: between `<DEAL>` and `</DEAL>`, or not."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_uppercase

_TAGGED = re.compile(r"<DEAL>(.*?)</DEAL>", re.DOTALL | re.IGNORECASE)
_SHORT = re.compile(r"(?<![A-Za-z0-9])([A-Z])(\d{1,2})(?![A-Za-z0-9])")
_BETWEEN = re.compile(r"(\s|[,;&.]|\band\b)*")

LONGEST = 200_000
"""The most characters of one answer that are looked through."""


@dataclass(frozen=True)
class Stated:
    """What one answer states.

    Attributes:
        package: For every issue an option's number, from 0; None where no deal can be read.
        why: Why none can; empty where one can, or where none was stated.
    """

    package: tuple[int, ...] | None
    why: str = ""


def stated(answer: str, shape: Sequence[int]) -> Stated:
    """Return the deal that an answer states, just as it stands.

    An answer without a tag states none, but where it names an option of every issue in its words
    it may have meant one, and that is said. Two tags state one deal only if they say the same.

    Args:
        shape: How many options each issue has.
    """
    text = answer[:LONGEST]
    inner = _TAGGED.findall(text)
    if not inner:
        if "<DEAL" in text.upper():
            return Stated(None, "a <DEAL> that is not closed")
        letters = {letter for letter, _ in _SHORT.findall(text)}
        if letters >= set(ascii_uppercase[: len(shape)]):
            return Stated(None, "options for every issue, and no <DEAL> around them")
        return Stated(None)
    found = [package(one, shape) for one in inner]
    for one in found:
        if isinstance(one, str):
            return Stated(None, one)
    packages = list(dict.fromkeys(one for one in found if not isinstance(one, str)))
    if len(packages) > 1:
        return Stated(None, f"{len(packages)} different deals in one answer")
    return Stated(packages[0])


def package(text: str, shape: Sequence[int]) -> tuple[int, ...] | str:
    """Return the options that a list such as `A1, B2` names, from 0; or why it is no deal."""
    if not _BETWEEN.fullmatch(_SHORT.sub("", text)):
        return f"{' '.join(text.split())[:60]!r} is more than a list of options"
    chosen: dict[str, int] = {}
    for letter, digits in _SHORT.findall(text):
        place = ascii_uppercase.index(letter)
        if place >= len(shape):
            return f"there is no issue {letter}"
        if not 1 <= int(digits) <= shape[place]:
            return f"issue {letter} has no option {int(digits)}"
        if chosen.setdefault(letter, int(digits) - 1) != int(digits) - 1:
            return f"issue {letter} has two options"
    wanted = ascii_uppercase[: len(shape)]
    missing = [letter for letter in wanted if letter not in chosen]
    if missing:
        return f"nothing is said of issue {', '.join(missing)}"
    return tuple(chosen[letter] for letter in wanted)
