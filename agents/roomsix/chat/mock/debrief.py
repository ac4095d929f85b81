"""Behind a side's back: the observer says what it doubts and why, the mediator what it makes of it.

What the observer asks about is what its colleague's next row of the board takes up: a claim asked
about is doubted more, an issue asked about weighs more.
"""

from roomsix.chat.mock import beliefs, board
from roomsix.chat.mock.speech import Line
from roomsix.chat.mock.turn import Move, Turn
from roomsix.deal import FactId, PartyId

DOUBTED = 55
"""How likely false a claim must be, in per cent, to be brought up."""


def move(turn: Turn) -> Move:
    """Return a move in a debrief."""
    if turn.brief.role == "observer":
        return _doubt(turn)
    if turn.brief.role == "mediator":
        return _weigh(turn)
    return turn.pass_(turn.speaker.say(Line(("remark",), turn.slots())))


def _doubt(turn: Turn) -> Move:
    """Bring up a claim that may be false, then a bearing, then an issue that was passed over."""
    to = next((seat for seat in turn.seated("mediator") if seat != turn.me), None)
    party = _last(turn)
    asked = {event.fact for event in turn.reading.events if event.seat == turn.me}
    fact = next((f for f in _doubted(turn, party) if f not in asked), None)
    if fact is not None and to is not None:
        slots = turn.slots(topic=beliefs.topic(turn, fact))
        say = turn.speaker.say(Line(("debrief", "ask"), slots, must=frozenset({"topic"})))
        return Move("ask", say, thinking="Says who?", arguments={"to": to, "fact": fact})
    shown = beliefs.signs(turn)
    shaken = [seat for seat in shown if party is not None and turn.party_of(seat) == party]
    if shaken and not turn.past.did(turn.me, "said"):
        slots = turn.slots(to=max(shaken, key=lambda seat: shown[seat]))
        say = turn.speaker.say(Line(("debrief", "remark"), slots, must=frozenset({"to"})))
        return turn.pass_(say, thinking="A lie and a fear look alike from here.")
    issue = board.unsaid(turn, party) if party is not None else None
    if issue is not None and to is not None:
        slots = turn.slots(issue=issue)
        say = turn.speaker.say(Line(("debrief", "ask"), slots, must=frozenset({"issue"})))
        if say:
            arguments = {"to": to, "issue": issue}
            return Move("ask", say, thinking="They hurried past that.", arguments=arguments)
    return turn.pass_(turn.speaker.say(Line(("debrief", "remark"), turn.slots())))


def _weigh(turn: Turn) -> Move:
    """Answer the observer's point, else name what was passed over."""
    question = next(reversed(turn.past.questions(turn.me)), None)
    party = _last(turn)
    issue = question.issue if question else None
    fact = question.fact if question else None
    if issue is None and fact is None and party is not None:
        issue = board.unsaid(turn, party)
    slots = turn.slots(issue=issue, topic=beliefs.topic(turn, fact) if fact else None)
    must = frozenset({"topic"} if fact else {"issue"} if issue else ())
    say = turn.speaker.say(Line(("debrief", "remark"), slots, must=must))
    return turn.pass_(say, thinking="Tactical or existential: that is the question.")


def _doubted(turn: Turn, party: PartyId | None) -> list[FactId]:
    """Return the facts about which a side's claims are most in doubt, the worst first."""
    doubts = beliefs.doubts(turn)
    claims = [c for c in beliefs.heard(turn) if turn.party_of(c.seat) == party]
    doubtful = [c for c in claims if doubts[c.n] >= DOUBTED and beliefs.topic(turn, c.fact)]
    ranked = sorted(doubtful, key=lambda claim: -doubts[claim.n])
    return list(dict.fromkeys(claim.fact for claim in ranked))


def _last(turn: Turn) -> PartyId | None:
    """Return the side that was heard last."""
    seats = (event.seat for event in reversed(turn.reading.events))
    return next((party for seat in seats if (party := turn.party_of(seat))), None)
