"""What stands before a story in Markdown: which talks, who sits where, and the chapters."""

from collections.abc import Iterator

from roomsix.events import Record
from roomsix.report import chapters
from roomsix.report.markup import aside, bullets, quoted, table, words
from roomsix.report.scene import Scene


def preface(scene: Scene, record: Record, seed: int | None) -> Iterator[str]:
    """Yield the title, who sits where, what it is about, and the chapters.

    Args:
        seed: None for talks that hung on none, since they were played elsewhere.
    """
    scenario = scene.scenario
    yield f"# {words(scenario.title)}"
    yield aside(scenario.summary)
    if scene.seat is not None:
        yield f"As **{words(scene.seated[scene.seat].mark().plain)}** perceived it, nothing else."
    yield bullets(
        f"**{words(seated.mark().plain)}**, {seated.role}"
        + (f" for {words(seated.side)}" if seated.side else "")
        for seated in scene.seated.values()
    )
    if scenario.situation:
        yield quoted(aside(scenario.situation))
    yield "*Played elsewhere, and imported.*" if seed is None else f"*Seed {seed}.*"
    yield from _contents(scene, record)


def _contents(scene: Scene, record: Record) -> Iterator[str]:
    """Yield the chapters with their turns, why they ended and after how long."""
    found = chapters.contents(scene, record)
    if len(found) < 2:
        return
    rows = [
        [
            f"{extent.chapter.number}. {words(extent.chapter.sitting.title)}",
            extent.span,
            str(extent.rounds or "—"),
            extent.ended,
            extent.chapter.clock(scene, record),
        ]
        for extent in found
    ]
    yield table(["chapter", "turns", "rounds", "ended", "time"], rows)
