"""The wall in a simulated run: marks on what seats think, whisper, fumble and say."""

import re

from roomsix.calls import Request
from roomsix.deal import SeatId, SessionId
from roomsix.events import Event, Opened
from roomsix.scenario import Scenario

_MARK = re.compile(r"canary:(\w+):([\w-]+):([\w-]*):(\w+)")


class Crossed(AssertionError):
    """Something was sent to a seat that it is not to know."""


class Wall:
    """Looks at all that is sent to each seat, once."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._present: dict[SessionId, frozenset[SeatId]] = {}
        self._heads: dict[SeatId, str] = {}
        self._seen: dict[SeatId, str] = {}

    def happened(self, event: Event) -> None:
        """Take note of who is where."""
        if isinstance(event.what, Opened):
            self._present[event.session] = frozenset(event.what.present)

    def sent(self, request: Request) -> None:
        """Look at a request.

        Raises:
            Crossed: It holds what the seat is not to know, or what was sent before was changed.
        """
        seat, prompt = request.seat, request.prompt
        if self._heads.setdefault(seat, prompt.head) != prompt.head:
            raise Crossed(f"the system message of {seat} has changed")
        before = self._seen.get(seat)
        if before is None:
            self._look(seat, prompt.head, of_view=False)
            before = ""
        view = prompt.user.removesuffix(prompt.tail)
        if len(view) == len(prompt.user):
            raise Crossed(f"{seat} is asked something else than its closing question")
        self._look(seat, view[len(before) :] if view.startswith(before) else view, of_view=True)
        self._look(seat, prompt.tail, of_view=False)
        # The last line may be followed by others, or stand for nothing perceived yet.
        self._seen[seat] = view if prompt.seen else ""

    def _look(self, seat: SeatId, text: str, *, of_view: bool) -> None:
        if "canary:" not in text:
            return
        for kind, whose, session, key in _MARK.findall(text):
            if not self._may(seat, kind, whose, session, of_view=of_view):
                raise Crossed(f"{seat} is sent what was {kind} by {whose} ({session} {key})")

    def _may(self, seat: SeatId, kind: str, whose: str, session: str, *, of_view: bool) -> bool:
        seats = self._scenario.seats
        match kind:
            case "persona":
                return seats[seat].persona == whose
            case "needs":
                return seats[seat].party == whose
            case "brief":
                return seat == whose
            case "whispered" if seats[whose].party is not None:
                return seats[seat].party == seats[whose].party
            case "said" if self._scenario.sessions.get(session) is None or (
                self._scenario.sessions[session].kind != "proposals"
            ):
                return seat in self._present.get(session, frozenset()) or seat == whose
            case "said":
                own = seats[whose].party
                return seat == whose or (own is not None and seats[seat].party == own)
            case "whispered":
                return seat == whose
            case _:  # thoughts and fumbled replies, which are only quoted back in a re-ask
                return seat == whose and not of_view
