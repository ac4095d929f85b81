"""Offers and texts as they pile up, by the numbers they are known under."""

from roomsix import acts
from roomsix.deal import IssueId, Package, SeatId, SessionId
from roomsix.events import Event


class Papers:
    """The offers and texts of the events taken in so far.

    Their numbers are those of whoever perceived just these events.

    Attributes:
        latest: Each author's last paper in the session under way, by its event's `seq`.
        matter: What the mediator was last asked to rule on; None before anything was.
    """

    def __init__(self) -> None:
        self.latest: dict[SeatId, int] = {}
        self.matter: Event | None = None
        self._tables: dict[SessionId, dict[SeatId, int]] = {}
        self._packages: dict[int, Package] = {}
        self._brackets: dict[int, tuple[IssueId, ...]] = {}

    def add(self, event: Event) -> None:
        """Take in an event."""
        self.turn_to(event.session)
        if event.seat is None:
            return
        match event.what:
            case acts.Propose(package=package):
                self._put(event, event.seat, package, ())
            case acts.Draft(package=package, brackets=brackets):
                self._put(event, event.seat, package, brackets)
            case acts.Request() | acts.Object():
                self.matter = event
            case _:
                pass

    def turn_to(self, session: SessionId) -> None:
        """Look at what lies on the table in a session.

        One that a meeting apart interrupted goes on from where it was.
        """
        self.latest = self._tables.setdefault(session, {})

    def _put(
        self, event: Event, seat: SeatId, package: Package, brackets: tuple[IssueId, ...]
    ) -> None:
        self._packages[event.seq] = package
        self._brackets[event.seq] = brackets
        self.latest[seat] = event.seq

    def __len__(self) -> int:
        return len(self._packages)

    def number(self, seq: int | None) -> int | None:
        """Return the number of the paper that an event put on the table; None if unknown."""
        known = tuple(self._packages)
        return known.index(seq) + 1 if seq in known else None

    def package(self, seq: int) -> Package:
        """Return what a paper says."""
        return self._packages[seq]

    def brackets(self, seq: int) -> tuple[IssueId, ...]:
        """Return the issues a paper leaves open."""
        return self._brackets[seq]


def changed(old: Package, new: Package) -> tuple[IssueId, ...]:
    """Return the issues on which two packages differ, in the order of the new one."""
    return tuple(issue for issue, option in new.items() if old.get(issue) != option)
