"""What is said first when something has happened outside: nobody goes on as if it had not."""

from dataclasses import replace

from roomsix.chat.mock.speech import Line
from roomsix.chat.mock.turn import Move, Turn

NEWS = "the news"
"""What an incident is called when it is spoken of; what it was, everybody has heard."""


def shaken(turn: Turn) -> bool:
    """Tell whether something has happened since this seat last had the floor."""
    return any(event.kind == "happened" for event in turn.past.news)


def remark(turn: Turn) -> str:
    """Return words on what has happened: a remark that has a place for the `topic`."""
    if not shaken(turn):
        return ""
    slots = turn.slots(topic=NEWS)
    return turn.speaker.say(Line(("remark",), slots, must=frozenset({"topic"}), strict=True))


def reading(turn: Turn) -> str:
    """Return words on what has just come in for this seat alone: that it has, not what it says."""
    if not any(event.kind == "you_read" for event in turn.past.news):
        return ""
    return turn.speaker.say(Line(("reading",), turn.slots()))


def before(turn: Turn, said: str, move: Move) -> Move:
    """Return a move with some words before its own, as far as the turn is long enough for both."""
    both = f"{said} {move.say}".strip()
    fits = len(both.split()) <= turn.reading.head.most_words
    return replace(move, say=both if fits else said)
