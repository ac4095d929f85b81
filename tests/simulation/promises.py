"""What must hold after every step of a simulated run, across the processes that it takes."""

import json
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any

from roomsix import acts, canonical, events, prompts, replies, rules, turns
from roomsix.calls import Outcome, Request
from roomsix.deal import SeatId, SessionId
from roomsix.events import Event, Record
from roomsix.scenario import Scenario
from roomsix.session import Unwatched
from simulation.files import Death, Disk
from simulation.wall import Wall

Key = tuple[SeatId, int]

TO_ALL = ("happened", "ratified", "told", "ended")
"""What everyone hears, wherever they are."""


class Broken(AssertionError):
    """A promise that was not kept."""


def require(holds: object, otherwise: str) -> None:
    """Make sure of something.

    Raises:
        Broken: It is not so.
    """
    if not holds:
        raise Broken(otherwise)


class Tail:
    """The whole lines of a file that were written since it was last looked at."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._read = 0

    def new(self) -> list[str]:
        """Return them."""
        with self.file.open("rb") as opened:
            opened.seek(self._read)
            data = opened.read()
        whole = data[: data.rfind(b"\n") + 1]
        self._read += len(whole)
        return whole.decode("utf-8", "surrogatepass").split("\n")[:-1]


class Book:
    """What is known of a run from the outside, whatever processes it took.

    Attributes:
        asked: How often each call was put to a chat.
        answered: How often a chat answered it.
        shown: The lines of all events that were shown to whoever looks on.
        due: The calls that turns which were shown came of.
        finished: The calls whose answers a process that ended left in the journal.
    """

    def __init__(self, scenario: Scenario, given: AbstractSet[Key] = frozenset()) -> None:
        """Open a book.

        Args:
            scenario: Whose rules hold for all that is still to be asked.
            given: The calls whose answers the run begins with.
        """
        self.scenario = scenario
        self.asked: Counter[Key] = Counter()
        self.answered: Counter[Key] = Counter()
        self.shown: list[str] = []
        self.due: set[Key] = set()
        self.finished: set[Key] = set(given)
        self._given = given

    def ended(self, folder: Path | None) -> None:
        """Look at what a process left behind when it ended."""
        lines = whole_lines(folder / "calls.jsonl") if folder is not None else []
        self.finished = answered(lines) | self._given
        lost = sorted(self.due - self.finished)
        require(not lost, f"the answers behind turns that were shown are lost: {lost[:3]}")


class Life(Unwatched):
    """One process that plays the run: looks on, and at every call; the run's `Watcher`.

    Attributes:
        folder: Where the run is kept.
    """

    def __init__(self, book: Book, disk: Disk) -> None:
        self.book = book
        self.wall = Wall(book.scenario)
        self.past = Record()
        self.turns = 0
        self._disk = disk
        self._previous = ""
        self._asked: set[Key] = set()
        self._back: set[Key] = set()
        self._journalled: set[Key] = set()
        self._last: dict[SeatId, Outcome] = {}
        self.folder = Path()
        self._intents: set[Key] = set()

    def began(self, folder: Path) -> None:
        """Open the files that are to be looked at."""
        self.folder = folder
        self._calls = Tail(folder / "calls.jsonl")
        self._record = Tail(folder / "record.jsonl")
        self._lines: list[str] = []

    def asking(self, seat: SeatId, session: SessionId, round_: int) -> None:
        """See that someone is asked who is there."""
        self._alive()
        here = rules.sitting(self.book.scenario, self.past, session).present
        require(seat in here, f"{seat} is asked in {session}, where it has no place")

    def asks(self, request: Request) -> None:
        """See that a question may be asked, and is in the journal."""
        self._alive()
        key = (request.seat, request.index)
        require(key not in self.book.finished, f"a finished call is made again: {key}")
        require(key not in self._asked, f"one process makes a call twice: {key}")
        open_ = {each for each in self._asked - self._back if each[0] == request.seat}
        require(not open_, f"{request.seat} is asked {key} while it is being asked {open_}")
        self._look_at_journal()
        require(key in self._intents, f"a question is asked before it is journalled: {key}")
        self._asked.add(key)
        self.book.asked[key] += 1
        self.wall.sent(request)

    def answers(self, request: Request, outcome: Outcome) -> None:
        """Take note that a chat answers."""
        self._alive()
        self._back.add((request.seat, request.index))
        self.book.answered[request.seat, request.index] += 1

    def is_safe(self, name: str) -> bool:
        """Tell whether a file of the run would outlive a power cut as it is."""
        return self._disk.is_safe(self.folder / name)

    def gone(self, request: Request) -> None:
        """Take note that a chat cannot answer."""
        self._back.add((request.seat, request.index))

    def turned(self, new: Sequence[Event]) -> None:
        """See that what is shown is lawful, on disk, and follows from answers in the journal."""
        self._alive()
        self._look_at_journal()
        late = sorted(self._back - self._journalled)
        require(not late, f"answers are used that are not journalled: {late[:3]}")
        safe = self.is_safe("calls.jsonl")
        require(safe or not self._journalled, "a turn is shown that a power cut would take")
        self._take(new, live=True)
        self.book.due |= self._journalled
        self.turns += 1

    def recalled(self, new: Sequence[Event]) -> None:
        """See that what comes again is what was shown."""
        self._alive()
        self._take(new, live=False)

    def _take(self, new: Sequence[Event], *, live: bool) -> None:
        self._lines += self._record.new()
        for event in new:
            if live:
                self._lawful(event)
            line = events.encode(event, self._previous)
            self._previous = canonical.digest(line)
            at = event.seq
            require(at == len(self.past), f"event {at} is shown as number {len(self.past)}")
            require(at < len(self._lines), f"event {at} is shown and not in the record")
            require(self._lines[at] == line, f"event {at} is not what the record holds")
            if at < len(self.book.shown):
                require(self.book.shown[at] == line, f"event {at} was shown as another")
            else:
                self.book.shown.append(line)
            self.past.append(event)
            self.wall.happened(event)

    def _lawful(self, event: Event) -> None:
        """See that an event is perceived by those who are there, and an act is its seat's own."""
        scenario, kind = self.book.scenario, event.what.kind
        here = set(scenario.seats)
        if kind not in (*TO_ALL, "opened"):
            here = set(rules.sitting(scenario, self.past, event.session).present)
        outside = set(event.audience) - here
        require(not outside, f"{kind} {event.seq} is perceived by {outside}, who are not there")
        if event.seat is None or event.turn is None:
            return
        began = self.past[-1].turn if len(self.past) else None
        if began != event.turn:
            self._before = Record(self.past)
        if kind in acts.ACTS and event.seat in event.audience:
            self._own(event, event.seat, event.what)

    def _own(self, event: Event, seat: SeatId, act: Any) -> None:
        scenario, session = self.book.scenario, event.session
        require(
            seat in rules.present(scenario, self._before, session), f"{seat} acts and is not there"
        )
        vote = any(c.what == "vote" for c in rules.callings(self._before, session, event.round))
        why = rules.refusal(scenario, self._before, session, seat, act)
        require(
            why is None or (vote and act.kind in turns.BALLOT),
            f"{act.kind} of {seat} is recorded and not legal: {why}",
        )
        said = self._last.get(seat)
        if act.kind != "pass":
            text = said.text if said is not None and said.kind == "text" else ""
            meant = json.loads(replies.object_in(text) or "{}").get("act")
            require(meant == act.kind, f"{seat} is recorded with {act.kind}, and answered {meant}")

    def _look_at_journal(self) -> None:
        for line in self._calls.new():
            fields = json.loads(line)
            key = (fields["seat"], fields["index"])
            if fields["call"] == "asked":
                self._intents.add(key)
            else:
                require(key in self._intents, f"{key} is answered without a question")
                require(key not in self._journalled, f"{key} is answered twice")
                self._journalled.add(key)
                kind, text = fields["outcome"]["kind"], fields["outcome"]["text"]
                self._last[fields["seat"]] = Outcome(kind=kind, text=text)

    def _alive(self) -> None:
        if self._disk.dead:
            raise Death


def whole_lines(file: Path) -> list[str]:
    """Return the whole lines of a file; none where there is no file."""
    return Tail(file).new() if file.exists() else []


def answered(lines: Sequence[str]) -> set[Key]:
    """Return the calls that a journal holds answers to."""
    found = (fields for fields in map(json.loads, lines) if fields["call"] == "answered")
    return {(fields["seat"], fields["index"]) for fields in found}


def questions(request: Request) -> str:
    """Return what a request is about, for the trace."""
    moment = prompts.moment(request.prompt.tail)
    return f"{request.seat} {request.index} in {moment.get('session')}"
