"""`eval --plan`: how many runs a suite needs, before any is played."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from roomsix.cli import terminal
from roomsix.errors import UsageError

if TYPE_CHECKING:
    from roomsix.evaluation.evaluating import Evaluation
    from roomsix.evaluation.powering import Plan
    from roomsix.evaluation.row import Row


@dataclass(frozen=True)
class Planned:
    """Whether to plan, for what, and what is taken to be so."""

    plan: Annotated[
        bool,
        typer.Option(
            "--plan",
            help="Only tell how many pairs of runs show what difference, by the results there are.",
        ),
    ] = False
    difference: Annotated[
        list[str] | None,
        typer.Option(
            "--difference",
            metavar="[NAME=]D",
            help="With --plan: a difference to plan for, of one score or of all. May be repeated.",
        ),
    ] = None
    sd: Annotated[
        list[str] | None,
        typer.Option(
            "--sd",
            metavar="[NAME=]SD",
            help="With --plan: how much differences of pairs vary, before what results say.",
        ),
    ] = None
    icc: Annotated[
        float | None,
        typer.Option(
            min=0, max=1, help="With --plan: how much of that lies between scenarios, likewise."
        ),
    ] = None
    power: Annotated[
        float,
        typer.Option(min=0.5, max=0.99, help="With --plan: how often it is to be shown."),
    ] = 0.8
    alpha: Annotated[
        float, typer.Option(min=0.001, max=0.4, help="With --plan: of all primaries together.")
    ] = 0.05


def told(ready: "Sequence[Evaluation]", asked: Planned, *, as_json: bool) -> None:
    """Tell of each suite what it takes to show a difference.

    Raises:
        UsageError: An option means nothing.
    """
    from roomsix.report import powering as report

    made = [(each, _plans(each, asked)) for each in ready]
    if as_json:
        terminal.document(
            [
                {"suite": each.suite.id, "plans": [plan.model_dump(mode="json") for plan in plans]}
                for each, plans in made
            ]
        )
        return
    page = terminal.Page()
    for each, plans in made:
        page.show(f"{each.suite.id}: {each.suite.title}", "", *report.powering(plans))


def _plans(evaluation: "Evaluation", asked: Planned) -> "list[Plan]":
    from roomsix.evaluation import powering

    assumed = powering.Assumed(
        differences=_several(asked.difference or [], evaluation),
        sd={name: values[-1] for name, values in _several(asked.sd or [], evaluation).items()},
        icc=asked.icc,
        alpha=asked.alpha,
        power=asked.power,
    )
    return powering.plans(evaluation.suite, evaluation.trials, _rows(evaluation), assumed)


def _rows(evaluation: "Evaluation") -> "tuple[Row, ...]":
    """Return the results there are, if any."""
    from roomsix.evaluation import results

    folder: Path = evaluation.kit.folder
    return results.load(folder).rows if (folder / results.SUITE).exists() else ()


def _several(given: list[str], evaluation: "Evaluation") -> dict[str, tuple[float, ...]]:
    """Return numbers by the metric they are for; for any other under an empty name.

    Raises:
        UsageError: One is no number above nought, or for nothing that the suite tests.
    """
    from roomsix.evaluation import powering

    metrics = {aim.metric for aim in powering.aims(evaluation.suite)}
    found: dict[str, tuple[float, ...]] = {}
    for text in given:
        name, _, number = text.rpartition("=")
        try:
            value = float(number)
        except ValueError:
            value = 0.0
        if not 0 < value < float("inf"):
            raise UsageError(f"{text!r} is no number above 0", hint="such as 0.05 or capture=0.05")
        if name and name not in metrics:
            listed = ", ".join(sorted(metrics)) or "nothing"
            raise UsageError(f"{text!r}: {name!r} is not tested", hint=f"it tests: {listed}")
        found[name] = (*found.get(name, ()), value)
    return found
