"""One seed, one world: clock, disk, endpoint and scheduling, and the runs that must live in it."""

import tempfile
from pathlib import Path

from roomsix import draws, running, store
from roomsix.chat.metering import Meter
from roomsix.session import Epoch, Talks
from simulation import courses, forks, scenes, tapes
from simulation.courses import ILLS, Chats, Course, Plan
from simulation.files import Death
from simulation.promises import Life, require
from simulation.purses import Purse
from simulation.scenes import Scene
from simulation.setting import Told, World

__all__ = ["ILLS", "PARTS", "Failed", "Told", "draws_part", "simulate"]

FAST = Path("/dev/shm") if Path("/dev/shm").is_dir() else None
"""Where runs are kept: what a power cut would leave is known without a real disk."""

PARTS = {"money": 20, "fork": 10, "early fork": 3, "cassette": 8}
"""What a seed may play beside its run, and how many of a hundred do."""


class Failed(AssertionError):
    """A seed under which a promise was not kept: which, how to see it again, and what happened."""


def draws_part(seed: int, part: str) -> bool:
    """Tell whether a seed plays something beside its run."""
    return draws.happens(PARTS[part], seed, part)


def simulate(seed: int) -> Told:
    """Play what a seed draws, through all that befalls it.

    Raises:
        Failed: A promise was not kept.
    """
    told = Told(seed)
    try:
        with tempfile.TemporaryDirectory(dir=FAST) as folder:
            _play(World(seed, Path(folder) / "runs", told))
    except (Exception, Death) as error:
        steps = "\n  ".join(told.trace[-15:])
        what = str(error) if isinstance(error, AssertionError) else repr(error)
        raise Failed(
            f"seed {seed}: {what}\n"
            f"again: python -m benchmarks.simulate --first {seed} --seeds 1\n"
            f"the last of {len(told.trace)} steps:\n  {steps}"
        ) from error
    return told


def _play(world: World) -> None:
    """Play a run without faults, then with them until it is over, and what else is drawn."""
    seed, told = world.seed, world.told
    scene = scenes.scene(seed)
    told.met[scene.name.split("-")[0]] += 1
    told.met["through the client"] += scene.remote
    told.met["money"] += draws_part(seed, "money")
    course = _course(world, scene)

    def fork(run: store.Run) -> None:
        if draws_part(seed, "early fork"):
            forks.play(world, scene, run, "early fork")

    run = course.play(fork)
    if draws.happens(25, seed, "afterwards"):
        _power_cut(world, course)
    kept = _bytes(run.folder)
    if draws_part(seed, "fork"):
        fork_ = forks.play(world, scene, run, "fork")
        if fork_ is not None and draws.happens(25, seed, "again"):
            forks.play(world, scene, fork_, "fork of a fork")
    if draws_part(seed, "cassette"):
        tapes.play(world, scene, run)
    require(_bytes(run.folder) == kept, "a finished run was changed by what was made of it")


def _course(world: World, scene: Scene) -> Course:
    def talks(chats: Chats) -> Talks:
        sat = dict.fromkeys(scene.scenario.seats, chats[scene.chat])
        return Talks(scene.scenario, scene.cast, scene.seed, sat)

    def begin(chats: Chats, looks_on: Life, meter: Meter) -> None:
        running.run(talks(chats), world.runs, watcher=looks_on, meter=meter)

    whole = courses.undisturbed(lambda chats: [Epoch(1, talks(chats))], scene)
    purse = Purse(world.seed, "", whole.costs, capped=draws_part(world.seed, "money"))
    return Course(world, Plan("", scene, begin, courses.endpoints(scene)), whole, purse)


def _power_cut(world: World, course: Course) -> None:
    """Cut the power when all is over: nothing of the run is lost."""
    assert course.run is not None
    kept = _bytes(course.run.folder)
    world.told.trace.append("power cut afterwards")
    world.disk.end()
    world.disk.power_cut(world.below)
    require(_bytes(course.run.folder) == kept, "a finished run loses something in a power cut")


def _bytes(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and not file.name.startswith(".")
    }
