"""Runs that live in a world where everything fails: the same promises after every step."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from roomsix import running, session, store
from roomsix.errors import ChatError
from roomsix.events import Event
from running_tables import broken_after, small
from simulation import planted, scenes, world
from simulation.files import Death, Disk, Fault, replaced

ROOT = Path(__file__).parents[1]

PARTS = 10
PER_PART = 9
"""As many seeds as half a minute of a quiet core allows; `benchmarks.simulate` runs any number."""

FEW = 16

WITHIN = 15
"""How many seeds it may take to find a bug that was planted."""


@pytest.mark.parametrize("part", range(PARTS))
def test_every_promise_holds_after_every_step(part: int) -> None:
    for seed in range(part * PER_PART, (part + 1) * PER_PART):
        world.simulate(seed)


def test_few_seeds_meet_every_fault() -> None:
    met: Counter[str] = Counter()
    for seed in range(PARTS * PER_PART, PARTS * PER_PART + FEW):
        met += world.simulate(seed).met

    assert met.keys() >= {*world.ILLS, "drawn"}


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
                parts = running.epochs(found[0], lambda _, seats, t=talks: t.chats)  # type: ignore[misc]
                running.resume(found[0], parts, watcher=watcher)
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
