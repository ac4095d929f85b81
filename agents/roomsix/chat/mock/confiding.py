"""Telling the observer alone what may be told, when somebody candid enough is asked."""

from roomsix.chat.mock.knowledge import Seen
from roomsix.chat.mock.speech import Line
from roomsix.chat.mock.turn import Move, Turn

TELLS = (30, 45, 60, 75, 90)
"""The chance, in per cent, that a fact is ever told, by band of candour; drawn once a run."""

SURE = 75
"""How likely a seat must hold a fact, in per cent, to be the one who tells it.

A delegation's seats do not hear one another inform; whoever knows best leaves the others no need.
"""


def confidence(turn: Turn, question: Seen | None = None) -> Move | None:
    """Return a fact told in confidence to the observer; None when there is none to tell now."""
    observers = turn.seated("observer")
    if not observers or "inform" not in turn.now.acts:
        return None
    to = observers[0]
    # What must be asked for comes first: nobody may ask again.
    held = sorted(turn.facts.items(), key=lambda item: "asked" not in item[1].when)
    for name, known in held:
        meant = known.to is not None and to in known.to
        if not meant or (turn.me, name) in turn.past.told:
            continue
        if known.belief is not None and known.belief < SURE:
            continue
        if not turn.may_tell(name, known, to):
            continue
        if not turn.happens(TELLS[turn.band("candour")], "tells", name):
            continue
        issue = question.issue if question else None
        slots = turn.slots(issue=issue, to=to, topic=known.topic)
        # The room hears what is said aloud, so one who is not in charge says nothing.
        lead = turn.brief.role != "adviser"
        say = turn.speaker.say(Line(("inform",), slots)) if lead else ""
        holds = known.belief is None or known.belief >= 50
        return Move(
            "inform",
            say,
            thinking="She should have this, and nobody else.",
            arguments={"fact": name},
            claims=((name, holds),),
        )
    return None
