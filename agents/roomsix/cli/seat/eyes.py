"""Looking on from a seat: only what it perceives is shown until the talks are over."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from roomsix import rules
from roomsix.cli.seat.person import Person
from roomsix.cli.watching import PATIENCE, Printed, Watcher
from roomsix.deal import SeatId, SessionId
from roomsix.errors import UsageError
from roomsix.events import Event, Record
from roomsix.report import heading
from roomsix.report.scene import QUIET, scene
from roomsix.report.transcript import Transcript

if TYPE_CHECKING:
    from roomsix.session import Talks


def seated(
    talks: "Talks", persons: Sequence[SeatId], *, plain: bool, pace: float, again: bool
) -> "Eyes":
    """Return the eyes of the one person at the table.

    Args:
        plain: The talks are shown as they go, not told as data or in silence.

    Raises:
        UsageError: There are several, or more would be shown than the seat perceives.
    """
    if len(persons) > 1:
        raise UsageError(
            f"one terminal is for one person, and {', '.join(persons)} are given one each"
        )
    if not plain:
        raise UsageError(
            f"a person sits in {persons[0]!r}, so what the seat sees is printed as it goes",
            hint="leave out --quiet, --json and --jsonl",
        )
    (seat,) = persons
    person = talks.chats[seat]
    assert isinstance(person, Person)
    return Eyes(talks, seat, person, pace=pace, again=again)


class Eyes(Printed):
    """Prints what one seat perceives, as it comes, and is the table its person sits at."""

    veiled = True

    def __init__(
        self,
        talks: "Talks",
        seat: SeatId,
        person: Person,
        *,
        pace: float = 0,
        again: bool = False,
        patience: float = PATIENCE,
    ) -> None:
        super().__init__(talks, pace=pace, again=again, patience=patience)
        self.seat = seat
        self._seen = scene(talks.scenario, talks.cast, seat=seat)
        self._transcript = Transcript(self._seen)
        self._recent: list[RenderableType] = []
        self._record = Record()
        self._caught_up = not again
        person.sit(self)

    def began(self, folder: Path) -> None:
        Watcher.began(self, folder)
        self.page.show(heading.heading(self._seen, seed=self.talks.seed, chats={}))
        self.greet(folder.name)

    def asking(self, seat: SeatId, session: SessionId, round_: int) -> None:
        self.stop.check()
        if not self._caught_up:
            self._caught_up = True
            self.recap()
        self._answered()
        if seat != self.seat:
            # Who has the floor where this seat is not, and in which session, is not for it to know.
            who = f"{self._seen.seated[seat].name} has the floor"
            self._wait(who if self._is_in(session) else "others have the floor", self._patience)

    def arriving(self, seat: SeatId, characters: int) -> None:
        pass  # how much another seat has to think through is not for this one to know

    def shown(self, new: Sequence[Event]) -> None:
        self._answered()
        self._caught_up = True
        self.page.show(*self._perceived(new))

    def recalled(self, new: Sequence[Event]) -> None:
        Watcher.recalled(self, new)
        self._perceived(new)

    def perceived(self, new: Sequence[Event]) -> Sequence[Event]:
        return [event for event in new if self.seat in event.audience]

    def show(self, *what: RenderableType) -> None:
        self.page.show(*what)

    def recap(self) -> None:
        if self._recent:
            self.page.show(Text("since your last turn:", QUIET), *self._recent)
        else:
            self.page.show(Text("  nothing has happened before your eyes yet", QUIET))

    def listen(self) -> None:
        self.stop.check()
        self._answered()

    def _perceived(self, new: Sequence[Event]) -> list[RenderableType]:
        """Return what new events look like from the seat, and keep it for a recap."""
        drawn = list(self._transcript.draw(new))
        if any(event.seat == self.seat for event in self.perceived(new)):
            self._recent = []
        self._recent += drawn
        for event in self.perceived(new):
            self._record.append(event)
        return drawn

    def _is_in(self, session: SessionId) -> bool:
        """Whether the seat is in the room of a session, as far as it has perceived."""
        opened = any(event.session == session for event in self._record.of("opened"))
        return opened and self.seat in rules.present(self._seen.scenario, self._record, session)
