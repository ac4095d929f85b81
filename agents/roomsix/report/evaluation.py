"""What came of a suite: its gates one by one, then its treatments side by side."""

from collections.abc import Iterable, Sequence
from itertools import product

from rich.console import Group, RenderableType
from rich.text import Text

from roomsix.evaluation import clustering, gating
from roomsix.evaluation.gating import Figure, Verdict
from roomsix.evaluation.row import Row
from roomsix.evaluation.standing import Standing
from roomsix.report.layout import Columns, Paragraph
from roomsix.report.scene import BAD, GOOD, QUIET
from roomsix.report.text import one_line
from roomsix.suite import Suite
from roomsix.suite.gate import Term, Value

FEW = 5
"""The most scenarios that are shown one by one: so few say little of any other."""

MOST = 40
"""The most lines of those who are tried in seats."""

MARKS = {True: ("✓", GOOD), False: ("✗", BAD), None: ("?", BAD)}

USUAL = (Term("rate", "agreement"), Term("mean", "capture"), Term("count", "breaches"))
"""The figures by which treatments are shown beside each other, whatever the gates are."""


def evaluation(
    suite: Suite,
    rows: Sequence[Row],
    verdicts: Sequence[Verdict],
    judges: Sequence[Standing] = (),
) -> RenderableType:
    """Return what came of a suite.

    Args:
        verdicts: Of its gates; none where only a part of it was played.
        judges: Who judged the runs; what they said is kept apart from the scores.
    """
    parts: list[RenderableType] = []
    failed = [row for row in rows if row.state == "failed"]
    if verdicts:
        parts.append(Columns([_gate(verdict) for verdict in verdicts]))
        said = [note for each in verdicts for note in (each.refused, each.figure.note) if note]
        notes = dict.fromkeys(said)
        parts += [Paragraph(Text(f"   {note}", QUIET)) for note in notes]
    parts += [_failed(failed)] if failed else []
    for table in (treatments(suite, rows), occupants(suite, rows), players(suite, rows)):
        if lines := list(table):
            parts += [Text(), Columns(lines, right=(1,))]
    for judge in judges:
        if lines := list(judged(suite, judge, rows)):
            label = Text.assemble((judge.column, "bold"), f": {one_line(judge.label(rows))}")
            parts += [Text(), Paragraph(label), Columns(lines, right=(1,))]
    return Group(*parts)


def told(figure: Figure) -> str:
    """Return a figure in words."""
    if figure.value is None:
        return figure.note
    between = "" if figure.low is None else f" [{_number(figure.low)}, {_number(figure.high)}]"
    return f"{_number(figure.value)}{between}"


def _gate(verdict: Verdict) -> list[Text]:
    mark, style = MARKS[verdict.passed]
    figure = verdict.figure
    rest = [
        f"n = {figure.n}" if figure.n else "",
        "" if verdict.passed is True else verdict.word,
    ]
    said = told(figure) if figure.value is not None else ""
    return [
        Text(mark, style),
        Text(verdict.gate),
        Text(said),
        Text(" · ".join(filter(None, rest)), QUIET),
    ]


def _failed(rows: Sequence[Row]) -> RenderableType:
    """Return the runs that could not be played, each kind of reason once."""
    reasons: dict[str, list[Row]] = {}
    for row in rows:
        reasons.setdefault(row.error, []).append(row)
    lines = [
        Paragraph(Text(f"could not be played: {len(same)}, such as {same[0].run}: {reason}", BAD))
        for reason, same in reasons.items()
    ]
    return Group(Text(), *lines)


def treatments(suite: Suite, rows: Sequence[Row]) -> Iterable[list[Text]]:
    """Yield a head and then a line for every treatment, and scenario where they are few."""
    if not any(row.state == "finished" for row in rows):
        return
    yield [Text(each, QUIET) for each in ("", "runs", "agreement", "capture", "breaches")]
    scenarios = list(dict.fromkeys(row.scenario for row in rows))
    apart = [None] if len(scenarios) == 1 or len(scenarios) > FEW else scenarios
    for name, scenario in product(suite.compared, apart):
        same = [row for row in rows if row.treatment == name and scenario in (None, row.scenario)]
        if not same:
            continue
        figures = [gating.figure(Value(term), same) for term in USUAL]
        finished = sum(row.state == "finished" for row in same)
        title = Text.assemble(name, (f" · {scenario}" if scenario else "", QUIET))
        yield [title, Text(str(finished)), *(Text(told(figure)) for figure in figures)]


def judged(suite: Suite, judge: Standing, rows: Sequence[Row]) -> Iterable[list[Text]]:
    """Yield a head and then, for every treatment, what a judge made of its runs."""
    judged = [row for row in rows if row.state == "finished" and judge.rubric in row.judged]
    if not judged:
        return
    yield [Text(each, QUIET) for each in ("", "runs", "mean, 0 to 1", "no verdict")]
    for name in suite.compared:
        same = [row for row in judged if row.treatment == name]
        found = gating.figure(Value(Term("mean", judge.column)), same)
        none = sum(row.judged[judge.rubric].none for row in same)
        if same:
            yield [Text(name), Text(str(found.n)), Text(told(found)), Text(str(none))]


def occupants(suite: Suite, rows: Sequence[Row]) -> Iterable[list[Text]]:
    """Yield a head and then a line for everyone who is tried in seats, by the key of `seats`.

    Nothing where nobody is tried in another's place, or more than a page holds.
    """
    finished = [row for row in rows if row.state == "finished"]
    tried = {
        key: list(dict.fromkeys(row.labels[key] for row in finished if key in row.labels))
        for key in suite.seats
    }
    lines = [(key, who) for key, several in tried.items() if len(several) > 1 for who in several]
    if not 0 < len(lines) <= MOST:
        return
    yield [
        Text(each, QUIET) for each in ("who is tried", "runs", "agreement", "capture", "breaches")
    ]
    for key, who in lines:
        same = [row for row in finished if row.labels.get(key) == who]
        figures = [gating.figure(Value(term), same) for term in USUAL]
        title = Text.assemble((f"{key} ", QUIET), who)
        yield [title, Text(str(len(same))), *(Text(told(figure)) for figure in figures)]


def players(suite: Suite, rows: Sequence[Row]) -> Iterable[list[Text]]:
    """Yield a row of cells for each of those who lead, whichever side they led for; the head first.

    Nothing where no two meet.
    """
    sides = [f"side-{number}" for number in range(1, len(suite.sides) + 1)]
    met = [row for row in rows if row.state == "finished"]
    players = dict.fromkeys(row.labels[side] for side in sides for row in met)
    if len(players) < 2:
        return
    yield [Text(each, QUIET) for each in ("who leads", "runs", "agreement", "own gain")]
    for player in players:
        led = [(row, side) for side in sides for row in met if row.labels[side] == player]
        gains = [(row, gating.as_number(row.figure("gain", side)) or 0.0) for row, side in led]
        deals = [(row, float(row.figure("agreement") is True)) for row, _ in led]
        # Who sat on both sides of a run is counted once in it, by the mean of both.
        found = (clustering.estimated(deals, rate=True), clustering.estimated(gains))
        yield [
            Text(player),
            Text(str(len({row.key for row, _ in led}))),
            *(Text(told(gating.figured(each))) for each in found),
        ]


def _number(value: float | None) -> str:
    if value is None:
        return "—"
    return f"{value:.0f}" if value == int(value) and abs(value) >= 10 else f"{value:.3g}"
