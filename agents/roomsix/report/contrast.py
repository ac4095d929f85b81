"""Two samples of runs compared, as `compare` tells it: a page for people, and one in Markdown."""

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from roomsix.evaluation.bounding import Held
from roomsix.evaluation.comparing import FIRST, Comparison
from roomsix.evaluation.contrasting import Line
from roomsix.evaluation.likeness import MOST, listed
from roomsix.report.forest import MARKS, Forest, interval, name, number
from roomsix.report.layout import Columns, Paragraph
from roomsix.report.scene import BAD, GOOD, QUIET
from roomsix.report.text import one_line

RULES = {"primary": "Holm", "explorative": "Benjamini-Hochberg"}

GATES = {True: ("✗", BAD), False: ("✓", GOOD), None: ("?", BAD)}


def contrast(found: Comparison) -> Iterator[RenderableType]:
    """Yield the page, from what was compared to what was to hold."""
    yield Columns([[Text(cell) for cell in row] for row in _sides(found)], right=(2,))
    for text in _said(found):
        yield Paragraph(Text(text))
    for text in found.warnings:
        yield Paragraph(Text(one_line(text), BAD), lead=Text("! ", BAD))
    for title, lines in sections(found):
        yield from ("", Forest(lines, head=title), "")
        yield Columns([[Text(name(line)), Text(_detail(line), QUIET)] for line in lines])
    notes = _notes((*found.lines, *found.parts))
    yield from [""] if notes else []
    for note, metrics in notes.items():
        yield Paragraph(Text(f"{note} ({metrics})", QUIET), lead=Text("· ", QUIET))
    yield from ("", Paragraph(Text(_legend(found), QUIET)))
    if found.bounds:
        yield from ("", Columns([_held(each) for each in found.bounds]))


def sections(found: Comparison) -> Iterator[tuple[str, Sequence[Line]]]:
    """Yield lines that stand together, under what they are."""
    for family, title in (("primary", "declared"), ("explorative", "looked at")):
        if lines := [line for line in found.lines if line.family == family]:
            yield title, lines
    by: dict[tuple[str, str], list[Line]] = {}
    for line in found.parts:
        by.setdefault((line.metric, line.where.partition("=")[0]), []).append(line)
    for (metric, label), lines in by.items():
        yield f"{metric} by {label}", lines


def markdown(found: Comparison) -> str:
    """Return the same as a page of Markdown."""
    rows = [f"| {side} | {_cell(name)} | {runs} |" for side, name, runs in _sides(found)]
    parts = [
        f"# {_cell(found.a.name)} against {_cell(found.b.name)}",
        "\n".join(["| | results | runs |", "|---|---|--:|", *rows]),
        *map(_cell, _said(found)),
        "\n".join(f"- **!** {_cell(text)}" for text in found.warnings),
    ]
    for title, lines in sections(found):
        head = f"| {title} | A | B | A less B | | p | effect | would show | n |"
        table = [head, "|---|--:|--:|---|---|---|---|--:|---|"]
        parts.append("\n".join([*table, *map(_marked, lines)]))
    notes = _notes((*found.lines, *found.parts))
    parts.append("\n".join(f"- {_cell(note)} ({metrics})" for note, metrics in notes.items()))
    parts.append(_legend(found))
    bounds = (f"- `{each.bound}`: **{each.word}**, {each.why}" for each in found.bounds)
    parts.append("\n".join(bounds))
    return "\n\n".join(part for part in parts if part) + "\n"


def _sides(found: Comparison) -> list[list[str]]:
    return [
        [letter, one_line(side.name), _runs(side.finished, side.rows)]
        for letter, side in (("A", found.a), ("B", found.b))
    ]


def _runs(finished: int, rows: int) -> str:
    return f"{rows:,} runs" if finished == rows else f"{finished:,} of {rows:,} runs"


def _said(found: Comparison) -> Iterator[str]:
    """Yield what is compared, how rows were put together, and which were left over."""
    labels = [f"{name} {a or '—'} against {b or '—'}" for name, (a, b) in found.compared.items()]
    # Where sides change places, every seat of every scenario differs, which says nothing more.
    seats = () if "swapped" in found.compared else found.seats
    told = [one_line(each) for each in (*labels, *seats[:MOST])]
    if len(seats) > MOST:
        told.append(f"and {len(seats) - MOST} more seats")
    if told:
        yield f"different: {' · '.join(told)}"
    elif not found.unpaired:
        yield "different: nothing that the results know of"
    scenarios = "1 scenario" if found.scenarios == 1 else f"{found.scenarios} scenarios"
    if found.unpaired:
        yield f"not paired ({found.unpaired}): {scenarios}, runs taken for unrelated"
    else:
        pairs = "1 pair" if found.pairs == 1 else f"{found.pairs:,} pairs"
        yield f"{pairs} in {scenarios}: same scenario, seed and everything else that has a name"
    lost = [f"{each.rows:,} of {each.side}, {one_line(each.why)}" for each in found.alone]
    if lost and not found.unpaired:
        yield f"without a partner: {'; '.join(lost)}"


def _detail(line: Line) -> str:
    """Return what is to be known of a line, in words."""
    found = line.difference
    without = f"{line.without:,} lack it" if line.without else ""
    if found is None:
        return " · ".join(each for each in (line.verdict, without) if each)
    units = "runs" if "welch" in found.method or "chi" in found.method else "pairs"
    told = (
        f"{line.verdict}, p {_p(line)}",
        _effect(line),
        f"would show {_mde(line)}" if found.mde is not None else "",
        f"{found.n:,} {units}",
        without,
        found.method,
    )
    return " · ".join(each for each in told if each not in ("", "—"))


def _marked(line: Line) -> str:
    verdict = f"{MARKS[line.verdict]} {line.verdict}"
    cells = [number(line.a), number(line.b), interval(line), verdict, _p(line)]
    cells = [name(line), *cells, _effect(line), _mde(line), _n(line)]
    return f"| {' | '.join(map(_cell, cells))} |"


def _p(line: Line) -> str:
    if line.p is None:
        return "—"
    return "< 0.001" if line.p < 0.001 else "1" if line.p == 1 else f"{line.p:.3f}"


def _effect(line: Line) -> str:
    """Return how large a difference is by its own kind of measure."""
    found = line.difference
    if found is not None and found.discordant is not None:
        return "{} only A, {} only B".format(*found.discordant)
    if found is None or found.effect is None:
        return "—"
    kind = "d" if found.correlation is None and "welch" in found.method else "dz"
    value, low, high = (
        number(each, signed=True)
        for each in (found.effect.value, found.effect.low, found.effect.high)
    )
    return f"{kind} {value} [{low}, {high}]"


def _mde(line: Line) -> str:
    return number(line.difference.mde) if line.difference else "—"


def _n(line: Line) -> str:
    n = line.difference.n if line.difference else 0
    return f"{n:,}" + (f" ({line.without:,} without)" if line.without else "")


def _notes(lines: Sequence[Line]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for line in lines:
        for note in line.difference.notes if line.difference else ():
            found.setdefault(note, []).append(_full(line))
    every = len({_full(line) for line in lines})
    return {
        note: "all" if len(names) == every else listed(dict.fromkeys(names))
        for note, names in found.items()
    }


def _full(line: Line) -> str:
    return f"{line.metric} in {name(line)}" if line.where else line.metric


def _legend(found: Comparison) -> str:
    families = dict.fromkeys(line.family for line in (*found.lines, *found.parts))
    rules = "; ".join(
        f"{'declared' if each == 'primary' else 'looked at'}: p by {RULES[each]}"
        for each in families
    )
    first = any(line.metric.endswith(FIRST) for line in found.lines)
    going = f" {FIRST.capitalize()}: A is whoever sits on the first side, B on the second." * first
    level = f"{100 * (1 - found.alpha):g} %"
    return (
        f"{rules}. Intervals are of {level}, each by itself. A verdict goes by p."
        " Would show: the least true difference that so many runs would show, 80 times in 100."
        f"{going}"
    )


def _held(each: Held) -> list[Text]:
    mark, style = GATES[each.failed]
    return [Text(mark, style), Text(f"fail if {each.bound}"), Text(f"{each.word}: {each.why}")]


def _cell(text: str) -> str:
    return one_line(text).replace("|", "\\|")
