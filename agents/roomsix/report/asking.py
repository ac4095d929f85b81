"""What came of asking each seat, where not every answer was one."""

from collections.abc import Iterator, Mapping

from rich.console import RenderableType
from rich.text import Text

from roomsix.deal import SeatId
from roomsix.report.layout import BLANK, Columns
from roomsix.report.scene import QUIET, Scene

KINDS = {
    "refusal": "refused",
    "empty": "empty",
    "truncated": "cut off",
    "timed_out": "not in time",
    "repeated": "the words before again",
    "wrong_language": "in another language",
    "huge": "far too long",
    "too_long": "asked again with less of the past",
}
"""What is said of each kind of answer that is none."""


def unusable(scene: Scene, by_seat: Mapping[SeatId, Mapping[str, int]]) -> Iterator[RenderableType]:
    """Yield a line for each seat some of whose replies could not be used; nothing without any.

    Args:
        by_seat: What a run's account says of each seat.
    """
    rows = []
    for seat, counts in by_seat.items():
        told = {about: counts[kind] for kind, about in KINDS.items() if counts.get(kind)}
        refused = counts.get("unusable_replies", 0)
        read = refused - sum(counts.get(kind, 0) for kind in KINDS if kind != "too_long")
        if read > 0:
            told["not to be read, or not possible then"] = read
        if told and seat in scene.seated:
            what = " · ".join(f"{count} {about}" for about, count in told.items())
            rows.append([scene.seated[seat].mark(), Text(what)])
    if rows:
        yield from (BLANK, Text("replies that could not be used", QUIET), Columns(rows))
