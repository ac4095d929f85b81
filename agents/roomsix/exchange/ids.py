"""Ids and names made of whatever others call their things."""

import re
import unicodedata
from collections.abc import Iterable

from roomsix.deal import LONGEST_ID

LONGEST_NAME = 120


def slug(name: str, prefix: str, longest: int = LONGEST_ID) -> str:
    """Return an id that resembles a name.

    Args:
        prefix: What it begins with where the name has no letter to begin with.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if not words or not words[0].isalpha():
        words = f"{prefix}-{words}".strip("-")
    return words[:longest].strip("-")


def unique(
    names: Iterable[str],
    prefix: str,
    taken: Iterable[str] = (),
    *,
    longest: int = LONGEST_ID,
    ending: str = "",
) -> list[str]:
    """Return an id for each name, none of them twice and none of those taken.

    Args:
        ending: What is put behind each for another id, which is to be none of the others either.
    """
    used = set(taken)
    found: list[str] = []
    for number, name in enumerate(names, start=1):
        wanted = slug(name, f"{prefix}-{number}" if not name.strip() else prefix, longest)
        made, again = wanted, 2
        while made in used or made + ending in used:
            tail = f"-{again}"
            made, again = wanted[: longest - len(tail)].rstrip("-") + tail, again + 1
        used |= {made, made + ending}
        found.append(made)
    return found


def prose(text: str) -> str:
    """Return a text of many lines without tabs, trailing spaces and what cannot be shown."""
    plain = unicodedata.normalize("NFC", text.replace("\t", "    "))
    shown = "".join(c if c == "\n" or c.isprintable() else " " for c in plain)
    return "\n".join(each.rstrip() for each in shown.split("\n")).strip()


def line(name: str, otherwise: str) -> str:
    """Return a name on one line, without what a terminal would act on, and not endless."""
    shown = "".join(c if c.isprintable() else " " for c in unicodedata.normalize("NFC", name))
    plain = " ".join(shown.split())
    return plain[:LONGEST_NAME].strip() or otherwise
