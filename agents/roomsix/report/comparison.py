"""The latest papers side by side: what each says on every issue, and what moved since last time."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from roomsix import acts
from roomsix.deal import Package, SeatId
from roomsix.events import Event
from roomsix.report.layout import GUTTER, Columns
from roomsix.report.papers import Papers
from roomsix.report.scene import GOOD, QUIET, Scene


class Comparison:
    """Remembers which papers were compared last, so that only what is new is drawn."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._shown: dict[SeatId, Package] = {}
        self._fresh = False

    def add(self, event: Event) -> None:
        """Take in an event; a new paper makes a new comparison worth while."""
        if isinstance(event.what, acts.Propose | acts.Draft):
            self._fresh = True

    def clear(self) -> None:
        """Forget what was compared: another session begins."""
        self._shown = {}
        self._fresh = False

    def table(self, papers: Papers) -> Iterator[RenderableType]:
        """Yield the comparison, if there is a new paper since the last one."""
        if not self._fresh:
            return
        self._fresh = False
        yield self._columns(papers)
        self._shown = {seat: papers.package(seq) for seat, seq in papers.latest.items()}

    def _columns(self, papers: Papers) -> Columns:
        scene = self._scene
        order = [seat for seat in scene.scenario.seats if seat in papers.latest]
        head = [Text("on the table", QUIET)]
        for seat in order:
            number = papers.number(papers.latest[seat])
            head.append(scene.seated[seat].mark().append(f" #{number}", style="bold"))
        packages = {seat: papers.package(papers.latest[seat]) for seat in order}
        brackets = {seat: papers.brackets(papers.latest[seat]) for seat in order}
        quiet = bool(self._shown)
        rows = [head]
        for issue in scene.scenario.issues:
            options = {seat: packages[seat][issue] for seat in order}
            same = len(order) > 1 and len(set(options.values())) == 1
            row = [Text.assemble((scene.issue(issue), QUIET), (" =" if same else "", GOOD))]
            for seat, option in options.items():
                moved = seat in self._shown and self._shown[seat][issue] != option
                words = scene.option(issue, option)
                if issue in brackets[seat]:
                    words = f"[{words}]"
                style = "bold" if moved else QUIET if quiet else ""
                row.append(Text(f"» {words}" if moved else words, style=style))
            rows.append(row)
        return Columns(rows, indent=GUTTER, ruled=QUIET)
