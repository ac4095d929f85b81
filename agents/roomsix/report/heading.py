"""What stands above and below a transcript: which talks, who sits where, who answers for them."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.text import Text

from roomsix.deal import SeatId
from roomsix.events import Record
from roomsix.report import chapters
from roomsix.report.layout import BLANK, Columns
from roomsix.report.scene import QUIET, Scene
from roomsix.report.text import one_line, visible


def heading(
    scene: Scene, *, seed: int, chats: Mapping[SeatId, str], origin: str = ""
) -> RenderableType:
    """Return the title, the seed and the seats.

    Args:
        origin: The file it was imported from, which is told in place of the seed; empty for none.
        chats: Who answers for each seat, as a chat's spec.
    """
    how = f"imported from {one_line(origin)}" if origin else f"seed {seed}"
    title = Text.assemble((one_line(scene.scenario.title), "bold"), (f" · {how}", QUIET))
    seats = []
    # What is behind the seats is for those who see everything.
    for seat, seated in scene.seated.items():
        row = [
            seated.mark(bold=True),
            Text(seat, QUIET),
            Text(seated.role),
            Text(seated.side or "no side"),
        ]
        if scene.seat is None:
            row.append(Text(one_line(chats.get(seat, "")), QUIET))
        seats.append(row)
    parts: list[RenderableType] = [Rule(title, align="left", style=QUIET, characters="━")]
    if scene.scenario.summary:
        parts.append(Text(visible(scene.scenario.summary.strip()), style="italic"))
    if scene.seat is not None:
        parts.append(
            Text.assemble("as ", scene.seated[scene.seat].mark(), " perceived it, and nothing else")
        )
    return Group(*parts, BLANK, Columns(seats))


def contents(scene: Scene, record: Record) -> Iterator[RenderableType]:
    """Yield the chapters with their turns, how many rounds they took and why they ended.

    Nothing where there is but one.
    """
    found = chapters.contents(scene, record)
    if len(found) < 2:
        return
    rows = [[Text(head, QUIET) for head in ("chapter", "turns", "rounds", "ended")]]
    for extent in found:
        chapter = extent.chapter
        more = ", ".join(filter(None, (extent.ended, chapter.clock(scene, record))))
        row = (chapter.title, extent.span, str(extent.rounds or "—"))
        rows.append([*map(Text, row), Text(more, QUIET)])
    yield Group(BLANK, Columns(rows))


def kept(scene: Scene, folder: Path, *, name: str | None = None) -> RenderableType:
    """Return where a run is kept and, given a name it may be called by, what could be done next."""
    run = Text.assemble(("run ", QUIET), (folder.name, "bold"), (f" in {folder.parent}/", QUIET))
    if name is None:
        return run
    lead = next(seat for seat, place in scene.seated.items() if place.role == "lead")
    commands = (
        (f"show {name} --as {lead}", f"only what {scene.seated[lead].name} perceived"),
        (f"show {name} --offers", "every paper, and what it was worth"),
        (f"show {name} --board", "what was made of each side, beside the truth"),
        (f"show {name} --turn 2", "a turn: prompt, thought, words, act"),
        (f"check {name}", "replay it from its journal"),
    )
    rows = [(Text(f"  roomsix {command}"), Text(about, QUIET)) for command, about in commands]
    return Group(run, BLANK, Columns(rows))


def unfinished(status: str, note: str) -> RenderableType:
    """Return that a run has not come to its end, and why."""
    return Text.assemble((f"… {status}", "bold"), one_line(note))
