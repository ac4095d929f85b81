"""The graph of the talks as text: every step, what it does, and where it leads."""

from collections.abc import Iterable, Mapping

from rich.console import Group, RenderableType
from rich.text import Text

from roomsix.report.scene import QUIET

ENDS = {"__start__": "start", "__end__": "end"}


def wiring(edges: Iterable[tuple[str, str, bool]], about: Mapping[str, str]) -> RenderableType:
    """Return each step in the order it is reached, with its ways on, dotted where there is choice.

    Args:
        edges: From where, to where, and whether that is for the talks to decide.
        about: What a step does, by its name.
    """
    ways: dict[str, list[tuple[str, bool]]] = {}
    for source, target, conditional in edges:
        ways.setdefault(source, []).append((target, conditional))
    order = ["__start__"]
    for name in order:
        order += [way for way, _ in ways.get(name, ()) if way not in order]
    lines: list[RenderableType] = []
    for name in order:
        if name == "__end__":
            continue
        head = Text.assemble((ENDS.get(name, name), "bold"), (f"  {about.get(name, '')}", QUIET))
        lines.append(head)
        targets = ways.get(name, [])
        for at, (way, conditional) in enumerate(targets):
            corner = "└" if at == len(targets) - 1 else "├"
            arrow = "┄▸" if conditional else "─▸"
            back = " ↑" if order.index(way) <= order.index(name) else ""
            lines.append(Text(f"  {corner}{arrow} {ENDS.get(way, way)}{back}"))
    return Group(*lines)
