"""Bettering what is agreed: an offer that costs its side nothing and may please the others more.

The post-settlement settlement of Raiffa (1985): what is agreed stands until all prefer another.
"""

from roomsix.chat.mock.knowledge import Seen
from roomsix.chat.mock.speech import Line
from roomsix.chat.mock.stand import Stand
from roomsix.chat.mock.turn import Move, Turn
from roomsix.deal import Package


def due(turn: Turn) -> bool:
    """Tell whether it is time to say what one would rather have than what is agreed.

    No side begins with that among themselves, lest it seem to go back on its word; where a mediator
    drafts, what is agreed is safe with her (Raiffa 1985). A new offer takes the place of the last,
    so the others have the floor in between.
    """
    if turn.past.agreed is None or not turn.past.texts():
        return False
    others = set(turn.seated("lead")) - {turn.me}
    acts = (e for e in reversed(turn.past.here) if e.seat in others or _own_offer(turn, e))
    return not _own_offer(turn, next(acts, None))


def move(turn: Turn, bargain: Stand, offer: Package) -> Move:
    """Offer something in place of what is agreed: what it brings, and what is given for it."""
    assert turn.past.agreed is not None
    before = turn.past.agreed.package
    here = bargain.worth(before)
    gains = {
        issue: bargain.worth({**before, issue: option}) - here
        for issue, option in offer.items()
        if before[issue] != option
    }
    wanted = max(gains, key=lambda issue: gains[issue])
    given = min(gains, key=lambda issue: gains[issue])
    traded = given != wanted
    slots = turn.slots(
        issue=wanted,
        option=offer[wanted],
        other_issue=given if traded else None,
        other_option=offer[given] if traded else None,
    )
    ways = ("trade", "propose") if traded else ("propose",)
    must = frozenset({"other_option"} if traded else {"option"})
    say = turn.speaker.say(Line(ways, slots, must=must))
    thinking = f"Worth {bargain.worth(offer)} to us instead of {here}; they should not mind."
    return Move("propose", say, thinking=thinking, arguments={"package": dict(offer)})


def _own_offer(turn: Turn, event: Seen | None) -> bool:
    return event is not None and event.kind == "propose" and event.seat == turn.me
