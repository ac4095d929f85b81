"""Results as Markdown, for a comment or the summary of a job: gates, treatments, worst runs."""

from collections.abc import Iterable, Iterator, Sequence

from roomsix.evaluation.again import again
from roomsix.evaluation.gating import Verdict
from roomsix.evaluation.offending import Offender, offenders
from roomsix.evaluation.results import Results
from roomsix.outputs.junit import PART
from roomsix.report.evaluation import judged, occupants, players, told, treatments
from roomsix.suite import gate
from roomsix.suite.gate import Gate

MARKS = {True: "✅", False: "❌", None: "❔"}

LEAST = gate.gate("min(capture) >= 1")
"""What runs are looked at by where every gate holds: how much of what could be had was left."""


def as_markdown(played: Sequence[Results]) -> str:
    """Return the results, a section for each suite."""
    return "\n".join(line for results in played for line in _section(results)) + "\n"


def _section(results: Results) -> Iterator[str]:
    mark = MARKS[results.passed if results.judged else None]
    yield f"## {mark} {results.suite.id}: {_plain(results.suite.title)}"
    yield ""
    failed = f", {len(results.failed)} could not be played" if results.failed else ""
    yield f"{len(results.rows):,} of {results.planned:,} runs{failed}."
    if results.stopped:
        yield f"Stopped early: {_plain(results.stopped)}."
    if results.suite.gates and not results.judged:
        yield f"No gate is judged here: {PART}."
    yield ""
    yield from _gates(results)
    yield from _failed(results)
    yield from _compared(results)
    yield from _judged(results)
    yield from _worst(results)


def _gates(results: Results) -> Iterator[str]:
    if results.verdicts:
        yield from _table(
            ["", "gate", "figure", "n", ""],
            (
                [
                    MARKS[each.passed],
                    _code(each.gate),
                    _plain(told(each.figure)),
                    str(each.figure.n),
                    _plain("" if each.passed else _word(each)),
                ]
                for each in results.verdicts
            ),
        )


def _word(verdict: Verdict) -> str:
    return f"{verdict.word}: {verdict.refused}" if verdict.refused else verdict.word


def _failed(results: Results) -> Iterator[str]:
    reasons: dict[str, list[str]] = {}
    for row in results.failed:
        reasons.setdefault(row.error, []).append(row.run)
    if reasons:
        rows = ([str(len(runs)), _code(why), _code(runs[0])] for why, runs in reasons.items())
        yield from _table(["failed", "why", "such as"], rows)


def _compared(results: Results) -> Iterator[str]:
    tables = {"treatment": treatments, "who is tried": occupants, "who leads": players}
    for title, table in tables.items():
        found = table(results.suite, results.rows)
        head, *lines = [[cell.plain for cell in line] for line in found] or [[]]
        if lines:
            rows = ([_code(line[0]), *map(_plain, line[1:])] for line in lines)
            yield from _table([title, *head[1:]], rows)


def _judged(results: Results) -> Iterator[str]:
    for judge in results.judges:
        told = judged(results.suite, judge, results.rows)
        head, *lines = [[cell.plain for cell in line] for line in told] or [[]]
        if lines:
            yield f"{_code(judge.column)}: {_plain(judge.label(results.rows))}"
            yield ""
            rows = ([_code(line[0]), *map(_plain, line[1:])] for line in lines)
            yield from _table(["treatment", *head[1:]], rows)


def _worst(results: Results) -> Iterator[str]:
    """Yield the lines that play the worst runs again: failed ones, then those against a gate."""
    lines = [again(results, row) for row in results.failed[:1]]
    broken = [gate.gate(each.gate) for each in results.verdicts if each.passed is not True]
    for asked in broken or [LEAST]:
        for each in offenders(asked, results.rows):
            lines.append(f"{again(results, each.row)}  # {_why(asked, each)}")
    if lines:
        yield "The worst runs, each to be played again by itself:"
        yield ""
        yield "```sh"
        yield from (line.replace("```", "'''") for line in lines)
        yield "```"
        yield ""


def _why(asked: Gate, offender: Offender) -> str:
    second = asked.value.second
    between = f" - {second.column}" if second is not None else ""
    return f"{asked.value.first.column}{between}: {offender.value:.3g}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)
    yield ""


def _code(text: str) -> str:
    """Return a text as it stands: nobody is mentioned by it, and nothing in it is a tag."""
    return f"`{' '.join(text.split()).replace('`', chr(39)).replace('|', chr(92) + '|')}`"


def _plain(text: str) -> str:
    for sign in "\\`*_<>[]|#@":
        text = text.replace(sign, f"\\{sign}" if sign != "@" else "@\N{WORD JOINER}")
    return " ".join(text.split())
