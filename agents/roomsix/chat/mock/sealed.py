"""Sealed proposals: allow little of one's own to be checked, need much of the other's.

Of the ways of checking, which the scenario lists from the mildest to the most searching, a lead
allows the first few for its own promises and needs the last few for the others', the fewer and the
more the harder it bargains; an opening is set as far out as can be defended (Raiffa 1982, ch. 4).
Where it was told to prepare a proposal, it has thought of one more that it can bear.
"""

from collections.abc import Sequence

from pydantic import JsonValue

from roomsix.chat.mock.speech import Line
from roomsix.chat.mock.turn import Move, Turn
from roomsix.deal import Id

ALLOWED = (60, 50, 40, 30, 20)
"""How much of the list is allowed, in per cent, by band of assertiveness."""

NEEDED = (35, 45, 55, 65, 75)
"""How much of it is needed."""

WHISPERS = (40, 55, 70, 80, 90)
"""The chance, in per cent, that an adviser has a word for its lead, by band of assertiveness."""


def move(turn: Turn) -> Move:
    """Return a move where sides sit apart with their proposals."""
    if turn.brief.role == "adviser":
        return _advise(turn)
    if turn.brief.role != "lead" or "submit" not in turn.now.acts:
        return turn.pass_()
    own = _obligations(turn, own=True)
    others = _obligations(turn, own=False)
    measures, schedules = turn.table.measures, turn.table.schedules
    band = turn.band("assertiveness")
    prepared = any(event.kind == "call" and event.homework for event in turn.reading.events)
    mild = measures[: _share(len(measures), ALLOWED[band]) + prepared]
    searching = measures[-_share(len(measures), NEEDED[band]) :]
    # What is allowed seldom, is needed often.
    allow = _terms(own, mild, schedules[: _share(len(schedules), ALLOWED[band])][-1:])
    need = _terms(others, searching, schedules[-1:])
    issue = _checked(turn)
    say = turn.speaker.say(Line(("submit", "confer"), turn.slots(issue=issue)))
    thinking = "Ask for the lamp, offer the candle."
    if prepared:
        thinking = "As it was asked for: by measure, and how often. Ask for more than is offered."
    return Move("submit", say, thinking=thinking, arguments={"allow": allow, "need": need})


def _advise(turn: Turn) -> Move:
    """Whisper what to insist on: the issue that decides how promises are checked."""
    if not turn.speaker.happens(WHISPERS[turn.band("assertiveness")], "sealed"):
        return turn.pass_()
    whisper = turn.speaker.say(Line(("submit", "confer"), turn.slots(issue=_checked(turn))))
    return turn.pass_(whisper=whisper, thinking="Only we can hear this.")


def _checked(turn: Turn) -> Id | None:
    """Return the issue that decides how likely a breach is to be seen."""
    promises = turn.table.obligations.values()
    return next((promise.detection.issue for promise in promises), None)


def _obligations(turn: Turn, *, own: bool) -> list[Id]:
    promises = turn.table.obligations.items()
    return [name for name, each in promises if (each.debtor == turn.brief.party) == own]


def _share(count: int, percent: int) -> int:
    return max(1, (count * percent + 50) // 100)


def _terms(
    obligations: Sequence[Id], measures: Sequence[Id], schedules: Sequence[Id]
) -> list[JsonValue]:
    return [
        {"obligation": obligation, "measure": measure, "schedule": schedule}
        for obligation in obligations
        for measure in measures
        for schedule in schedules
    ]
