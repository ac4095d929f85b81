"""Runs that live in a world where everything fails: the same promises after every step."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import pytest

from roomsix import running, session, store
from roomsix.errors import ChatError
from roomsix.events import Event
from roomsix.session import Epoch
from running_tables import broken_after, small
from simulation import planted, planted_apart, scenes, world
from simulation.files import Death, Disk, Fault, replaced

ROOT = Path(__file__).parents[1]

PARTS = 10
PER_PART = 5
"""As many seeds as half a minute of a quiet core allows; `benchmarks.simulate` runs any number."""

FEW = range(70, 86)
"""Other seeds, which between them meet with everything."""

WITHIN = 15
WITHIN_OF_PART = 4
"""How many seeds it may take to find a planted bug; of those that play the part it is in."""


@pytest.mark.parametrize("part", range(PARTS))
def test_every_promise_holds_after_every_step(part: int) -> None:
    for seed in range(part * PER_PART, (part + 1) * PER_PART):
        world.simulate(seed)


def test_few_seeds_meet_every_fault() -> None:
    met: Counter[str] = Counter()
    for seed in FEW:
        met += world.simulate(seed).met

    assert met.keys() >= {*world.ILLS, "drawn", "money", "a limit", "fork", "cassette"}


@pytest.mark.parametrize("part", range(4))
def test_what_a_process_shows_is_safe_wherever_the_one_before_it_was_killed(
    tmp_path: Path, part: int
) -> None:
    for at in range(part, 72, 4):
        runs = tmp_path / str(at)
        runs.mkdir()
        disk = Disk(runs)
        disk.begin(Fault("kill", at))
        with replaced(disk), pytest.raises(Death):
            running.run(small(), runs)
        disk.end()
        disk.begin(None)
        watcher = Distrustful(disk)
        talks = broken_after(small(), 2)
        with replaced(disk), pytest.raises(ChatError):
            if found := store.runs(runs):
                running.resume(found[0], [Epoch(1, talks)], watcher=watcher)
            else:
                running.run(talks, runs, watcher=watcher)
        assert watcher.unsafe == [], f"after a kill at effect {at}"


class Distrustful(session.Unwatched):
    """Looks at what a power cut would take whenever something is shown."""

    def __init__(self, disk: Disk) -> None:
        self.disk = disk
        self.unsafe: list[Path] = []
        self.folder = Path()

    def began(self, folder: Path) -> None:
        self.folder = folder

    def turned(self, new: Sequence[Event]) -> None:
        files = [file for file in self.folder.rglob("*") if file.is_file()]
        kept = [f for f in files if f.name != "record.jsonl" and not f.name.startswith(".")]
        self.unsafe += [file for file in kept if not self.disk.is_safe(file)]


@pytest.mark.parametrize("name", planted.BUGS)
def test_a_planted_bug_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    planted.BUGS[name](monkeypatch)

    with pytest.raises(world.Failed):
        for seed in range(WITHIN):
            world.simulate(seed)


@pytest.mark.parametrize("name", planted_apart.BUGS)
def test_a_bug_in_money_forks_or_cassettes_is_found(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    part, first, plant = planted_apart.BUGS[name]
    seeds = (seed for seed in range(first, first + 500) if world.draws_part(seed, part))
    plant(monkeypatch)

    with pytest.raises(world.Failed):
        for seed in islice(seeds, WITHIN_OF_PART):
            world.simulate(seed)


def test_a_failure_names_its_seed_and_how_to_see_it_again(monkeypatch: pytest.MonkeyPatch) -> None:
    planted.BUGS["turns_are_shown_before_they_are_synced"](monkeypatch)

    with pytest.raises(world.Failed) as failed:
        world.simulate(5)

    told = str(failed.value)
    assert told.startswith("seed 5: a turn is shown that a power cut would take\n")
    assert "python -m benchmarks.simulate --first 5 --seeds 1\n" in told
    assert "\n  answers " in told


def test_a_seed_is_the_same_world_in_any_process() -> None:
    first = next(seed for seed in range(200) if scenes.scene(seed).remote)
    here = [step for seed in (first, first + 1) for step in world.simulate(seed).trace]

    given = [sys.executable, "-m", "benchmarks.simulate", "--first", str(first), "--seeds", "2"]
    there = subprocess.run(
        [*given, "--trace"],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "77"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()

    assert there[: len(here)] == here
    assert there[len(here)] == f"seeds {first} to {first + 1}: 2 kept every promise, 0 did not"
