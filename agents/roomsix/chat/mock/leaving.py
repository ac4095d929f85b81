"""Walking out: an assertive lead, tension, and a paper that crosses a line, in a few runs."""

from roomsix.chat.mock import packages
from roomsix.chat.mock.speech import Line
from roomsix.chat.mock.turn import Move, Turn

LEAVES = (0, 0, 0, 4, 8)
"""The chance, in per cent, that a lead ever walks out, by band of assertiveness."""

TENSE = 2
"""How many levels of tension there are, at least, below the one at which somebody walks out."""

LEFT = 2
"""How many rounds must be left: time enough to be brought back."""


def move(turn: Turn) -> Move | None:
    """Return a walk-out; None to stay."""
    if "walk-out" not in turn.now.acts or turn.past.agreed is not None:
        return None
    if turn.now.rounds - turn.now.round < LEFT or turn.past.outer is not None:
        return None
    if any(event.kind == "walk-out" for event in turn.reading.events) or not _tense(turn):
        return None
    if not _insulted(turn) or not turn.happens(LEAVES[turn.band("assertiveness")], "leaves"):
        return None
    say = turn.speaker.say(Line(("walk-out",), turn.slots()))
    return Move("walk-out", say, thinking="If I stay I have listened to that. I shall be fetched.")


def _tense(turn: Turn) -> bool:
    levels = list(turn.brief.least)
    return turn.now.tension in levels and levels.index(turn.now.tension) >= TENSE


def _insulted(turn: Turn) -> bool:
    """Tell whether a paper that crosses a limit has been put down since this seat last spoke."""
    space = packages.valued(turn.reading.head).space
    return any(
        event.kind in ("propose", "draft")
        and turn.party_of(event.seat) != turn.brief.party
        and not packages.keeps(space, event.package, turn.brief.limits)
        for event in turn.past.news
    )
