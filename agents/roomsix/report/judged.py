"""What judges made of talks, under a heading that says whose word it is."""

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from roomsix.judging.verdicts import Judged, Kind
from roomsix.report.layout import Paragraph
from roomsix.report.scene import BAD, QUIET, Scene
from roomsix.report.text import one_line

_BY: dict[Kind, str] = {
    "model": "judged by a model",
    "script": "judged by a script",
    "mock": "drawn by a mock",
}
"""How what a judge says is labelled."""

_WORTH: dict[Kind, str] = {
    "model": "a model's word, no score: docs/judges.md says what it is worth",
    "script": "written beforehand",
    "mock": "by lot: it says nothing about the talks",
}


def judged(scene: Scene, verdicts: Sequence[Judged]) -> Iterator[RenderableType]:
    """Yield every verdict with its grounds, by rubric and judge."""
    groups: dict[tuple[Kind, str, str], list[Judged]] = {}
    for each in verdicts:
        groups.setdefault((each.kind, each.judge, each.title), []).append(each)
    for (kind, judge, title), found in groups.items():
        yield Text.assemble(
            (f"{_BY[kind].capitalize()}", "bold"),
            (f" · {one_line(judge)} · ", QUIET),
            one_line(title),
            (f" ({_WORTH[kind]})", QUIET),
        )
        for each in found:
            yield Paragraph(_verdict(scene, each), indent=2)


def _verdict(scene: Scene, each: Judged) -> Text:
    whose = Text("the talks") if each.seat is None else scene.seated[each.seat].mark()
    if each.verdict is None:
        none = one_line(each.none)
        return Text.assemble(whose, ": ", ("no verdict", BAD), (f" ({none})", QUIET))
    at = each.labels.index(each.verdict) + 1
    cited = ", ".join(map(str, each.turns))
    turns = f"turn{'s' * (len(each.turns) != 1)} {cited}: " if each.turns else ""
    kin = "; of its own family" if each.own_family else ""
    return Text.assemble(
        whose,
        ": ",
        (one_line(each.verdict), "bold"),
        (f" ({at} of {len(each.labels)}{kin})  ", QUIET),
        (f"{turns}{one_line(each.reason)}", QUIET),
    )
