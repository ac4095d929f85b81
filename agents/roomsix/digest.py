"""Old rounds told in short: of what a seat perceived, the lines that still stand.

It is made by code from the seat's own lines and from nothing else. No line is changed: words go,
and of acts those that later ones of the same kind took the place of. So it grows with what there is
to negotiate, not with how long it is talked about.
"""

import json
from collections.abc import Hashable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from roomsix.scenario import Digest
from roomsix.views import View

PAPERS = 12
"""How many of a seat's offers or texts are told: the first, and the newest of those that differ."""

Line = dict[str, Any]

_ALL = ("opened", "closed", "you_read", "proposal_of", "happened", "principal_of", "afterwards")
"""Lines that are kept whatever follows; there are only so many of each in a scenario."""

_BY: dict[str, tuple[str, ...]] = {
    "ask": ("session", "seat", "issue", "fact"),
    "state": ("session", "seat", "issue"),
    "amend": ("session", "seat", "issue"),
    "present": ("seat", "exhibit"),
    "disclose": ("seat", "fact"),
    "inform": ("seat", "fact"),
    "submit": ("seat",),
    "call": ("session", "what"),
    "walk-out": ("seat",),
}
"""By what an act takes the place of an earlier one of its kind; `session` is the one it is in."""


_SAYS = ("package", "brackets")


def cut(view: View, digest: Digest | None) -> int:
    """Return how many of a view's oldest lines are told in short now.

    It moves on by whole blocks of rounds, so that prompts keep their beginning in between, and
    never past the seat's own turn before this one.
    """
    if digest is None:
        return 0
    blocks = max(0, len(view.rounds) - digest.keep) // digest.every
    for begins in (view.rounds[block * digest.every] for block in range(blocks, 0, -1)):
        if begins <= view.spoke:
            return begins
    return 0


def standing(lines: Sequence[str]) -> tuple[int, ...]:
    """Return the places of the lines that still stand when all of these have been perceived."""
    return _standing(tuple(lines))


@lru_cache(maxsize=64)
def _standing(lines: tuple[str, ...]) -> tuple[int, ...]:
    told = list(_placed(json.loads(line) for line in lines))
    kept = {*_matters(told), *_latest(told), *_papers(told), *_beliefs(told)}
    kept |= {at for at, line in enumerate(told) if any(key in line for key in _ALL)}
    return tuple(sorted({*kept, *_signs(told, kept)}))


def _placed(told: Iterable[Line]) -> Iterator[Line]:
    """The lines, each with the session it falls in; after a meeting apart, the one before it."""
    under_way: list[str] = []
    for line in told:
        if "opened" in line:
            under_way.append(line["opened"])
        yield {**line, "session": under_way[-1] if under_way else ""}
        if "closed" in line and under_way:
            under_way.pop()


def _latest(told: Sequence[Line]) -> Iterable[int]:
    """The newest of every act that takes the place of earlier ones, of claims and of own rows."""
    found: dict[Hashable, int] = {}
    for at, line in enumerate(told):
        if "claims" in line:
            found["claims", line["seat"], line["claims"], line["holds"]] = at
        elif "assessed" in line:
            found["assessed"] = at
        elif line.get("act") in _BY:
            act = line["act"]
            found[(act, *(line.get(key) for key in _BY[act]))] = at
    return found.values()


def _matters(told: Sequence[Line]) -> Iterator[int]:
    """Requests and objections that nobody has ruled on, and what sent somebody out."""
    waiting: dict[str, list[int]] = {}
    for at, line in enumerate(told):
        here = waiting.setdefault(line["session"], [])
        if line.get("act") in ("request", "object"):
            here.append(at)
        elif line.get("act") == "rule" and here:
            matter = here.pop()
            if told[matter]["act"] == "object" and line.get("granted"):
                yield from (matter, at)
    yield from (at for left in waiting.values() for at in left)


def _papers(told: Sequence[Line]) -> Iterator[int]:
    """Offers and texts that count, the newest answer of every seat to each, and advice on it."""
    made: dict[tuple[str, str], dict[int, int]] = {}
    answers: dict[int, dict[Hashable, int]] = {}
    for at, line in enumerate(told):
        number: int = line.get("number") or 0  # advice may be about no paper
        match line.get("act"):
            case "propose" | "draft" as act:
                made.setdefault((act, line["seat"]), {})[number] = at
            case "accept" | "reject":
                answers.setdefault(number, {})["answer", line["seat"]] = at
            case "advise":
                answers.setdefault(number, {})["advise", line["seat"]] = at
            case _:
                pass

    def support(number: int) -> tuple[int, int]:
        given = answers.get(number, {}).values()
        return sum(told[at]["act"] == "accept" for at in given), number

    kept: set[int] = {0}
    for each in made.values():
        says = {
            json.dumps([told[at][k] for k in _SAYS if k in told[at]]): n for n, at in each.items()
        }
        kept |= {min(each), *sorted(says.values())[1 - PAPERS :]}
        kept.add(max(each, key=support))  # what everyone accepted last is among these
    for each in made.values():
        yield from (at for number, at in each.items() if number in kept)
    for number in kept:
        yield from answers.get(number, {}).values()


def _beliefs(told: Sequence[Line]) -> Iterable[int]:
    """The lines that say last what the seat believes of each fact."""
    return {
        fact: at for at, line in enumerate(told) for fact in line.get("you_now_hold_true", ())
    }.values()


def _signs(told: Sequence[Line], kept: set[int]) -> Iterator[int]:
    """How speakers bore themselves in the turns in which they made a claim that is kept."""
    claimed = ""
    for at, line in enumerate(told):
        if line.get("seen_of") == claimed:
            yield at
        elif "claims" in line and at in kept:
            claimed = line["seat"]
        elif line.get("seat", claimed) != claimed:
            claimed = ""
