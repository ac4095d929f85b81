"""Every score of one ending, a line each."""

from collections.abc import Collection, Mapping

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from roomsix.report.scene import QUIET
from roomsix.report.text import one_line
from roomsix.scoring import Score, Scores
from roomsix.scoring.table import GROUPS
from roomsix.scoring.values import Value


def scorecard(run: str, scores: Scores, changes: Collection[str]) -> RenderableType:
    """Return the scores of a run, those marked that are not as they were stored."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style=QUIET)
    for head in ("score", "value", "by party or seat"):
        table.add_column(head, no_wrap=head == "score")
    for group, metrics in GROUPS.items():
        found = [scores.scores[each.name] for each in metrics if each.name in scores.scores]
        if found:
            table.add_row(Text(group, QUIET))
        for score in found:
            table.add_row(
                Text(score.name, "bold") + Text(" *" if score.name in changes else "", "bold"),
                _value(score),
                Text(_each({**score.parties, **score.seats})),
            )
    summary = f"* {len(changes)} not as stored" if changes else "all as stored"
    return Group(Text.assemble((one_line(run), "bold"), (f": {summary}", QUIET)), table, "")


def _value(score: Score) -> Text:
    if score.value is None and score.span is not None:
        return Text("{} to {}".format(*score.span))
    if score.value is None:
        return Text("—", QUIET)
    return Text(_shown(score.value))


def _shown(value: Value) -> str:
    if value is None:
        return "—"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.3f}"
    return one_line(str(value))


def _each(found: Mapping[str, Value]) -> str:
    return ", ".join(f"{one_line(name)} {_shown(value)}" for name, value in found.items())
