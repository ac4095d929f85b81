"""The end of a first meeting: the mediator adjourns it and says what everyone is to prepare."""

from roomsix.chat.mock.speech import Line, spoken
from roomsix.chat.mock.turn import Move, Turn

ADJOURNS = 80
"""The chance, in per cent, that a first meeting is adjourned rather than run to its last minute."""


def move(turn: Turn) -> Move | None:
    """Return a mediator's call to adjourn; None to go on."""
    leads = turn.seated("lead")
    if turn.brief.role != "mediator" or turn.now.kind != "preliminary" or not leads:
        return None
    homework = task(turn)
    if not homework or not turn.ending or turn.past.meeting.matter is not None or _closed(turn):
        return None
    if not turn.happens(ADJOURNS, "adjourns", turn.now.session):
        return None
    say = turn.speaker.say(Line(("adjourn",), turn.slots(to=leads[0])))
    arguments = {"call": "adjourn", "homework": homework}
    return Move("call", say, thinking="Let them write before they argue.", arguments=arguments)


def task(turn: Turn) -> str:
    """Return what is to be prepared; empty unless sealed proposals are still to come."""
    kinds = [sitting.kind for sitting in turn.table.sessions.values()]
    names = [promise.name for promise in turn.table.obligations.values()]
    if "proposals" not in kinds or not names:
        return ""
    return (
        f"A proposal for checking {' and '.join(names)}: what you let others see, what you need to "
        "see, by which measure and how often."
    )


def _closed(turn: Turn) -> bool:
    """Tell whether this session's last words have been said already."""
    said = [event.text for event in turn.past.did(turn.me, "said")]
    return any(spoken(line, said) for line in turn.reading.head.lines.get("close", ()))
