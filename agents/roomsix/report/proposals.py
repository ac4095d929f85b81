"""What was put on the table in a session, a line each, with the verdict by both equality rules."""

from collections.abc import Iterable, Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from roomsix.report.scene import BAD, GOOD, QUIET, Scene
from roomsix.report.text import one_line
from roomsix.scenario import Equality, Scenario
from roomsix.scoring import Scores
from roomsix.scoring.process.proposals import Proposal


def proposals(scene: Scene, found: Iterable[Proposal]) -> RenderableType:
    """Return a table: whose it was, what, who could have lived with it, and whether that is a deal.

    What could not be read stands in its place, with the reason.
    """
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style=QUIET)
    table.add_column("turn", justify="right")
    for head in ("round", "by", "deal", "if >= will do", "if > is needed"):
        table.add_column(head)
    for one in found:
        name = scene.seated[one.seat].mark()
        turn, round_ = Text(str(one.turn or "—")), Text(str(one.round))
        if one.package is None:
            table.add_row(turn, round_, name, Text(f"not read: {one_line(one.why)}", BAD))
            continue
        terms = Text(", ".join(one.package.values()))
        readings = [_reading(scene, one, rule) for rule in (">=", ">")]
        table.add_row(turn, round_, name, terms, *readings)
    return table


def verdicts(scenario: Scenario, found: Sequence[Proposal], scores: Scores) -> Iterator[Text]:
    """Yield the verdict on the ending by either rule, and the turns that would have passed."""
    readings: tuple[tuple[Equality, str], ...] = (
        (">=", "agreement-at-least"),
        (">", "agreement-above"),
    )
    for rule, name in readings:
        good = scores.scores[name].value is True
        passing = [str(one.turn) for one in found if one.passes(scenario, rule)]
        turns = f"turns {', '.join(passing)}" if passing else "no turn"
        yield Text.assemble(
            f"if points must be {rule} the threshold: ",
            ("✓ a deal", GOOD) if good else ("✗ no deal", BAD),
            f"; {turns} would have passed",
        )


def _reading(scene: Scene, one: Proposal, equality: Equality) -> Text:
    parties = len(scene.scenario.parties)
    suited = one.at_least if equality == ">=" else one.above
    good = one.passes(scene.scenario, equality)
    return Text(f"{'✓' if good else '✗'} {len(suited)} of {parties}", GOOD if good else BAD)
