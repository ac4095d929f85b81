"""A run that is over, judged as its suite asks: what was answered before is not asked again."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

from roomsix import calls, store
from roomsix.chat.metering import Meter
from roomsix.deal import PartyId
from roomsix.evaluation.row import Judgement
from roomsix.evaluation.standing import Appointed
from roomsix.judging import deciding, keeping, making
from roomsix.judging.deciding import Case, Judge
from roomsix.judging.making import Recalling
from roomsix.judging.verdicts import Judged
from roomsix.scenario import Scenario
from roomsix.store import disk

if TYPE_CHECKING:
    from roomsix.evaluation.playing import Kit

SPENDING = "judged-spending.jsonl"
"""What a suite's judges may cost and did cost, beside what the run itself did."""


def ready(kit: "Kit", meter: Meter | None = None) -> None:
    """Make every judge once, so that one that cannot be had is told of before a run is played.

    Args:
        meter: What is to meet them, without their keys; None to make sure of those too.

    Raises:
        UsageError: A key is missing, or a price that a limit needs.
    """
    for each in kit.judges:
        _made(each, kit, meter or kit.meter(), keyless=meter is not None)


def begun(folder: Path) -> bool:
    """Tell whether anything was asked about the run in a folder, or could have been."""
    return any((folder / name).exists() for name in (keeping.NAME, SPENDING))


def waits(run: store.Run, kit: "Kit") -> bool:
    """Tell whether something is still to be asked of a run that is over.

    Raises:
        RecordError: Its files are damaged.
    """
    return any(case.known is None for each in kit.judges for case in cases(run, each, kit))


async def judge(run: store.Run, kit: "Kit") -> dict[str, Judgement]:
    """Return what the judges say of a run that is over, by rubric; ask what they were not yet.

    Raises:
        ChatError: A judge cannot be reached or cannot go on; what it said before is kept.
        BudgetSpent: The next request could pass a limit.
        Halted: The suite was asked to stop.
        RecordError: The run's files are damaged, or somebody else is judging it.
    """
    found = {}
    for each in kit.judges:
        asked = cases(run, each, kit)
        said = {case.key: case.known for case in asked if case.known is not None}
        left = [(at, case) for at, case in enumerate(asked) if case.known is None]
        if left:
            said |= await _asked(run, each, left, kit)
        found[each.rubric.id] = judgement(each, [said[case.key] for case in asked], run.scenario)
    return found


def judgement(by: Appointed, said: Sequence[Judged], scenario: Scenario) -> Judgement:
    """Return what one judge's verdicts on a run come to, each label being its place on the scale.

    A party's figure is the mean of its seats', the run's that of all; what has no verdict is left
    out of either.
    """
    seats = {each.seat: each.value for each in said if each.seat is not None}
    by_party: dict[PartyId, list[float | None]] = {}
    for seat, value in seats.items():
        party = scenario.seats[seat].party
        if party is not None:
            by_party.setdefault(party, []).append(value)
    return Judgement(
        judge=by.standing.judge,
        kind=by.standing.kind,
        models=tuple(sorted({each.model for each in said if each.model})),
        value=_mean([each.value for each in said]),
        parties={party: _mean(values) for party, values in by_party.items()},
        seats=seats,
        asked=len(said),
        none=sum(each.verdict is None for each in said),
        own_family=any(each.own_family for each in said),
        usd=float(sum(Decimal(each.usd or 0) for each in said)),
    )


def _mean(values: Sequence[float | None]) -> float | None:
    there = [value for value in values if value is not None]
    return fmean(there) if there else None


def cases(run: store.Run, each: Appointed, kit: "Kit") -> list[Case]:
    """Return what a judge is to be asked of a run that is over, and what it was asked before.

    Raises:
        RecordError: The run's files are damaged.
    """
    return deciding.cases(run, [each.rubric], _made(each, kit, Meter(), keyless=True))


def _made(each: Appointed, kit: "Kit", meter: Meter, *, keyless: bool = False) -> Judge:
    made = making.judge(
        each.spec,
        script=kit.workspace.script,
        tape=kit.tapes,
        meter=meter,
        notify=kit.notify,
        keyless=keyless,
    )
    # Runs come to their ends in any order, and the recording had one of its own.
    return replace(made, chat=Recalling(kit.tapes(each.spec))) if made.recorded else made


async def _asked(
    run: store.Run, each: Appointed, left: Sequence[tuple[int, Case]], kit: "Kit"
) -> Mapping[str, Judged]:
    meter = kit.meter()
    found: dict[str, Judged] = {}

    def spent() -> Decimal | None:
        priced = any(model.price for model in meter.models.values())
        return meter.spent.usd if priced else None

    def told(judged: Judged) -> None:
        found[judged.key] = judged
        kit.halt.check()

    judge = _made(each, kit, meter)
    try:
        with _taken_down(run, meter):
            await deciding.decide(run, left, judge, spent=spent, tell=told)
    finally:
        await calls.close([judge.chat])
    return found


@contextmanager
def _taken_down(run: store.Run, meter: Meter) -> Iterator[None]:
    """Have what is spent meanwhile be on disk before it is spent, after what was before."""
    file, opened = run.folder / SPENDING, list[int]()

    def sink(line: str) -> None:
        with disk.told(run.folder):
            if not opened:
                opened.append(disk.to_append(file))
                disk.sync_folder(run.folder)  # without its name the content would be lost
            disk.append(opened[0], line.encode("utf-8") + b"\n")
            disk.sync(opened[0])

    with disk.told(run.folder):
        if file.exists():
            disk.cut_torn(file)
    meter.open(run.lines(SPENDING), sink)
    try:
        yield
    finally:
        for descriptor in opened:
            os.close(descriptor)
