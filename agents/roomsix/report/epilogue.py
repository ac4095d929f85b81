"""How the talks ended, in Markdown: terms, what they are worth, the board beside the truth."""

from collections.abc import Iterator

from roomsix import events
from roomsix.deal import Package
from roomsix.events import Record
from roomsix.report import board, chapters, outcome, reasons
from roomsix.report.markup import aside, bullets, table, words
from roomsix.report.scene import Scene
from roomsix.scoring import Scores
from roomsix.scoring import board as measured


def epilogue(scene: Scene, record: Record, scores: Scores | None) -> Iterator[str]:
    """Yield how it ended, for all eyes with scores; nothing where it has not, or was not seen."""
    seat = scene.seat
    seen = [e.what for e in record.of("told", "ended") if seat is None or seat in e.audience]
    for what in seen:
        match what:
            case events.Ended(outcome=came, why=why, package=package):
                yield "## How it ended"
                how = chapters.ending(scene.scenario, why)
                yield f"**{'✓ Deal' if came == 'deal' else '✗ No deal'}:** {how}."
                why_not = [words(line.plain) for line in reasons.reasons(scene, record)]
                if why_not:
                    yield bullets(why_not)
                # A seat knows a package from the table, not from the end of the record.
                if package is not None and seat is None:
                    yield _terms(scene, package)
            case _:
                pass
    yield from (aside(what.text) for what in seen if isinstance(what, events.Told))
    if scores is not None:
        yield _sides(scene, scores)
        yield bullets(words(line.plain) for line in outcome.judgement(scene, scores))
    if seat is None:
        yield from _board(scene, record)


def _terms(scene: Scene, package: Package) -> str:
    rows = [[words(scene.issue(i)), f"**{words(scene.option(i, o))}**"] for i, o in package.items()]
    return table(["issue", "what was agreed"], rows)


def _sides(scene: Scene, scores: Scores) -> str:
    names = ("utility", "reservation", "gain")
    rows = [
        [words(scene.side(party).plain)]
        + [str(scores.scores[name].parties.get(party, "—")) for name in names]
        for party in scene.scenario.parties
    ]
    return table(["", "points", "reservation", "gain"], rows)


def _board(scene: Scene, record: Record) -> Iterator[str]:
    found = measured.rows(scene.scenario, record)
    if not found:
        return
    yield "## The board, beside the truth"
    last = measured.last_words(found)
    for party in scene.scenario.parties:
        yield f"### {words(scene.side(party).plain)}"
        needs = scene.scenario.parties[party].needs
        if needs:
            yield f"What it is really after: {aside(needs)}"
        for seat, row in last.items():
            side = row.sides.get(party)
            if side is not None:
                name = words(scene.seated[seat].mark().plain)
                thought = board.lines(scene, side.estimate, side)
                yield f"**{name}** thought in the end:"
                yield bullets(f"{label.strip()}: {words(text.plain)}" for label, text in thought)
    yield "### How well they read them, session by session"
    titles = chapters.titles(scene, record)
    for head, rows in board.scores(scene, titles, found):
        cells = [[words(cell.plain) for cell in row] for row in rows]
        yield table([words(cell.plain) for cell in head], cells)
    yield f"*{words(board.LEGEND)}*"
