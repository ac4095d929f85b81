"""An observer's turns: asks how a thing is known, otherwise watches. Never for a side."""

from collections.abc import Sequence

from roomsix.chat.mock import shock, sources
from roomsix.chat.mock.speech import Line, Point
from roomsix.chat.mock.turn import Move, Turn
from roomsix.deal import IssueId, SeatId

CLAIMS = ("said", "state", "present", "disclose")
"""What a speaker may be asked about."""

MOST = {"preliminary": 4}
"""The most questions in a session, by its kind."""

FEW = 2
"""The most questions in any other."""

ASKS = (40, 55, 70, 80, 90)
"""The chance, in per cent, of asking when there is something to ask about, by band of curiosity."""


def move(turn: Turn) -> Move:
    """Return an observer's move: first a word on what has happened, if anything has."""
    said = shock.remark(turn)
    if not said:
        return _watching(turn)
    question = None if turn.ending else sources.asked(turn)
    if question is not None:
        return shock.before(turn, said, question)
    return turn.pass_(said, thinking="Who knew beforehand?")


def _watching(turn: Turn) -> Move:
    if len(turn.present()) == 2:
        return turn.pass_(turn.speaker.say(Line(("remark",), turn.slots())))
    if turn.past.meeting.matter is not None:
        return turn.pass_(thinking="They are talking about me.")
    if turn.past.questions(turn.me):
        return turn.pass_(turn.speaker.say(Line(("answer", "remark"), turn.slots())))
    if turn.ending:
        return turn.pass_(_parting(turn))
    asked = turn.past.did(turn.me, "ask")
    about = sources.asked(turn)
    if about is not None:
        return about
    to = _speaker(turn, [question.to for question in asked])
    ready = turn.speaker.happens(ASKS[turn.band("curiosity")], "asks")
    if to is None or not ready or len(asked) >= MOST.get(turn.now.kind, FEW):
        return turn.pass_()
    issue = _issue(turn, to)
    if issue is None and turn.now.kind == "plenary":
        return turn.pass_()
    slots = turn.slots(issue=issue, to=to)
    line = Line(("ask",), slots, must=frozenset({"issue"} if issue else {"to"}))
    cues = (Point(issue), line) if issue else (line,)
    say = turn.speaker.say(*cues, whole=False)
    if not say:
        return turn.pass_()
    arguments = {"to": to, "issue": issue}
    return Move("ask", say, thinking="How would they know?", arguments=arguments)


def _speaker(turn: Turn, asked: Sequence[SeatId | None]) -> SeatId | None:
    """Return a delegate heard since the last turn: the one asked least, advisers first."""
    spoken = [
        event.seat
        for event in reversed(turn.past.news)
        if event.kind in CLAIMS and event.seat and turn.party_of(event.seat) is not None
    ]

    def rank(seat: SeatId) -> tuple[int, bool]:
        return asked.count(seat), turn.table.seats[seat].role == "lead"

    return min(dict.fromkeys(spoken), key=rank, default=None)


def _issue(turn: Turn, seat: SeatId) -> IssueId | None:
    """Return what a seat spoke about last: what it stated, or what had come up when it spoke."""
    at_hand: IssueId | None = None
    spoken: IssueId | None = None
    for event in turn.past.news:
        if event.issue and event.kind in ("ask", "state"):
            at_hand = event.issue
        if event.seat == seat and event.kind in CLAIMS:
            spoken = at_hand
    return spoken


def _parting(turn: Turn) -> str:
    """Return a last word, now and then: nobody would have the time to answer a question.

    Only in the last round is it a farewell; where the clock alone is short, others may go on.
    """
    if not turn.speaker.happens(50, "parting"):
        return ""
    occasions = ("close", "remark") if turn.last_round else ("remark",)
    return turn.speaker.say(Line(occasions, turn.slots()))
