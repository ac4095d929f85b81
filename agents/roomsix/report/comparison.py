"""The latest papers side by side: where they part, what moved last, and what each is worth."""

from collections.abc import Iterator, Mapping, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from roomsix import acts
from roomsix.deal import Id, Package, SeatId, SessionId
from roomsix.events import Event
from roomsix.report import worth
from roomsix.report.deeds import listed
from roomsix.report.layout import GUTTER, Columns, Paragraph
from roomsix.report.papers import Papers
from roomsix.report.scene import GOOD, QUIET, Scene


class Comparison:
    """Remembers which papers were compared last, so that only what is new is drawn."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._last: dict[SessionId, dict[SeatId, Package]] = {}
        self._fresh: SessionId | None = None

    def add(self, event: Event) -> None:
        """Take in an event; a new paper makes a new comparison worth while."""
        if isinstance(event.what, acts.Propose | acts.Draft):
            self._fresh = event.session

    def table(self, papers: Papers, level: Id) -> Iterator[RenderableType]:
        """Yield the comparison, if there is a new paper since the last one.

        Args:
            papers: Turned to any session; they are turned to the one of the new paper.
            level: The tension now, for what the papers are worth.
        """
        if self._fresh is None:
            return
        papers.turn_to(self._fresh)
        last = self._last.get(self._fresh, {})
        order = [seat for seat in self._scene.scenario.seats if seat in papers.latest]
        packages = {seat: papers.package(papers.latest[seat]) for seat in order}
        yield self._drawn(papers, packages, last, level)
        self._last[self._fresh] = packages
        self._fresh = None

    def _drawn(
        self,
        papers: Papers,
        packages: Mapping[SeatId, Package],
        last: Mapping[SeatId, Package],
        level: Id,
    ) -> RenderableType:
        """Draw what is still open and what has just moved; what all papers share goes below."""
        scene = self._scene
        rows, shared = [self._head(papers, packages)], []
        for issue in scene.scenario.issues:
            options = {seat: package[issue] for seat, package in packages.items()}
            same = len(options) > 1 and len(set(options.values())) == 1
            moved = {s for s, option in options.items() if s in last and last[s][issue] != option}
            if same and last and not moved:
                option = next(iter(options.values()))
                name = Text(f"{scene.issue(issue)}: ", QUIET)
                shared.append(Text.assemble(name, scene.option(issue, option)))
            else:
                row = [Text.assemble((scene.issue(issue), QUIET), (" =" if same else "", GOOD))]
                for seat, option in options.items():
                    bracketed = issue in papers.brackets(papers.latest[seat])
                    words = scene.option(issue, option)
                    words = f"[{words}]" if bracketed else words
                    style = "bold" if seat in moved else QUIET if last else ""
                    row.append(Text(f"» {words}" if seat in moved else words, style=style))
                rows.append(row)
        columns = Columns([*rows, *self._worth(packages, level)], indent=GUTTER, ruled=QUIET)
        if not shared:
            return columns
        lead = Text.assemble(("= ", GOOD), ("the same in all: ", QUIET))
        return Group(columns, Paragraph(listed(shared), indent=GUTTER, lead=lead))

    def _head(self, papers: Papers, packages: Mapping[SeatId, Package]) -> list[Text]:
        head = [Text("on the table", QUIET)]
        for seat in packages:
            number = papers.number(papers.latest[seat])
            head.append(self._scene.seated[seat].mark().append(f" #{number}", style="bold"))
        return head

    def _worth(self, packages: Mapping[SeatId, Package], level: Id) -> Iterator[Sequence[Text]]:
        """Yield what each paper is worth to every side whose points may be known."""
        scene = self._scene
        found = [worth.worth(scene, package, level) for package in packages.values()]
        for party in worth.parties(scene):
            least = found[0][party].least
            whose = scene.sides[party] if scene.seat is None else ("you", "")
            more = "over " if scene.scenario.decision.equality == ">" else ""
            lead = Text.assemble(("worth to ", QUIET), whose, (f" (needs {more}{least})", QUIET))
            yield [lead, *(worth.shown(each[party]) for each in found)]
        leanings = [worth.leaning(scene, package) for package in packages.values()]
        if None not in leanings:
            yield [Text("by your leaning", QUIET), *(Text(str(points)) for points in leanings)]
