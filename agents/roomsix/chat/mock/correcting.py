"""Setting right what somebody has claimed against one's own belief, when one may say so.

The words are a talking point of one's own that says the opposite. By candour they are said at all;
the more assertive say them to the room, the others to their own side, and only of their own side.
"""

from roomsix.chat.mock import claiming, speech
from roomsix.chat.mock.knowledge import Known, Seen
from roomsix.chat.mock.speech import Words
from roomsix.chat.mock.turn import Move, Turn
from roomsix.deal import FactId

CORRECTS = (10, 25, 45, 65, 85)
"""The chance, in per cent, that a claim is ever set right, by band of candour."""

ALOUD = (15, 35, 50, 65, 80)
"""The chance, in per cent, of doing so before everyone, by band of assertiveness."""

UNSURE = (30, 70)
"""Beliefs between these, in per cent, leave a claim uncontradicted."""


def move(turn: Turn) -> Move | None:
    """Return a correction of the latest claim that is held to be wrong; None for none."""
    for event in reversed(turn.past.news):
        known = turn.brief.facts.get(event.fact or "") if event.kind == "claims" else None
        if known is None or event.fact is None or event.seat == turn.me:
            continue
        point = _point(turn, known, event) if _contradicts(known, event) else None
        if point and turn.happens(CORRECTS[turn.band("candour")], "corrects", event.fact):
            return _corrected(turn, event, point)
    return None


def _contradicts(known: Known, claim: Seen) -> bool:
    """Tell whether a claim goes against what this seat believes and may freely say."""
    if known.when or known.to is not None or known.belief is None:
        return False
    least, most = UNSURE
    return known.belief <= least if claim.holds else known.belief >= most


def _point(turn: Turn, known: Known, claim: Seen) -> str | None:
    """Return an unsaid talking point on what the talk is of that says the opposite of a claim."""
    at_hand = [e.issue for e in turn.past.news if e.issue and e.kind in ("ask", "state", "reject")]
    for point in turn.brief.points.get(at_hand[-1], ()) if at_hand else ():
        said = " ".join(point.split())
        if claiming.stance(said, known.text) is (not claim.holds):
            return None if speech.spoken(said, turn.past.mine) else said
    return None


def _corrected(turn: Turn, claim: Seen, point: str) -> Move:
    own = turn.party_of(claim.seat) == turn.brief.party
    fact: FactId = claim.fact or ""
    say = turn.speaker.say(Words(point))
    if own and not turn.happens(ALOUD[turn.band("assertiveness")], "aloud", fact):
        return turn.pass_(
            whisper=say, thinking="That is not what the figures say; she should know."
        )
    return turn.pass_(say, thinking="That is not what the figures say.")
