"""Trials shared out among actors of a Ray cluster; one more of them keeps purse and pace."""

import asyncio
import os
import signal
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from roomsix.budget import Amount
from roomsix.chat.turnstile import Admission, Asking
from roomsix.errors import RoomsixError, UsageError
from roomsix.evaluation import playing
from roomsix.evaluation.engines import worker
from roomsix.evaluation.engines.crew import Crew, Hand, Lost
from roomsix.evaluation.engines.worker import Outfit
from roomsix.evaluation.playing import Kit
from roomsix.evaluation.row import Row
from roomsix.evaluation.trial import Trial

PROBE = ".seen-{}"
"""A file by which an actor finds out whether it sees the folder that the runs are kept in."""

MANY = 10_000
"""More than an actor is ever asked at once."""


class Actors(Crew):
    """Plays trials in actors of Ray, each an event loop with many runs, wherever Ray puts them.

    The runs' folder has to be one that every machine sees: a journal is what a run is gone on
    with, and one that lay on a machine that is gone would be gone as well.
    """

    def __init__(self, jobs: int, size: int) -> None:
        """Make ready.

        Raises:
            UsageError: Ray is not installed.
        """
        super().__init__(jobs, size)
        # Ray reports on its use unless it is told not to, before it is imported.
        os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
        try:
            import ray
        except ImportError:
            raise UsageError(
                "--engine ray needs Ray, which is not installed",
                hint="pip install 'roomsix[ray]'; --engine process needs nothing",
            ) from None
        self._ray: Any = ray
        self._ours = False
        self._keeper: Any = None
        self._probe: Any = None

    async def close(self) -> None:
        """Let go of the actors, and of Ray where it was started here."""
        await super().close()
        if self._keeper is not None:
            self._ray.kill(self._keeper)
            self._keeper = None
        if self._probe is not None:
            self._probe.unlink(missing_ok=True)
            self._probe = None
        if self._ours:
            self._ray.shutdown()
            self._ours = False

    async def hire(self, kit: Kit) -> Hand:
        """Return a new actor.

        Raises:
            UsageError: It does not see the folder in which the runs are kept.
        """
        if self._keeper is None:
            self._begin(kit)
        player = self._ray.remote(Player).options(num_cpus=0, max_concurrency=MANY, **_alive())
        name = uuid.uuid4().hex
        actor = player.remote(name, worker.outfit(kit), self._keeper)
        hand = _Actor(self._ray, actor, self._keeper, kit)
        await hand.sees(self._probe.name)
        return hand

    def _begin(self, kit: Kit) -> None:
        if not self._ray.is_initialized():
            self._ours = True
            with _signals_kept():
                self._ray.init(
                    address=os.environ.get("RAY_ADDRESS"),
                    include_dashboard=False,
                    log_to_driver=False,
                    logging_level="error",
                )
        folder = kit.folder.absolute()
        self._probe = folder / PROBE.format(uuid.uuid4().hex)
        self._probe.touch()
        keeper = self._ray.remote(Keeper).options(num_cpus=0, max_concurrency=MANY)
        self._keeper = keeper.remote(kit.turnstile)


@contextmanager
def _signals_kept() -> Iterator[None]:
    """Have SIGTERM mean afterwards what it meant before; Ray would end the process by it."""
    before = signal.getsignal(signal.SIGTERM)
    yield
    with suppress(ValueError):  # handlers can be set by the main thread alone
        signal.signal(signal.SIGTERM, before)


def _alive() -> dict[str, int]:
    """Return that an actor that dies is not started again behind our back."""
    return {"max_restarts": 0, "max_task_retries": 0}


class Keeper:
    """Keeps purse and pace for every actor."""

    def __init__(self, turnstile: Admission) -> None:
        self._turnstile = turnstile
        self._held: dict[str, set[int]] = {}

    async def admit(self, whose: str, asking: Asking) -> int | RoomsixError:
        """Wait until a request may be sent; return its number, or why it may not be."""
        try:
            number = await self._turnstile.admit(asking)
        except RoomsixError as error:
            return error
        self._held.setdefault(whose, set()).add(number)
        return number

    async def settle(self, whose: str, number: int, cost: Amount | None) -> None:
        """Take down what a request cost."""
        self._held[whose].discard(number)
        self._turnstile.settle(number, cost)

    async def hold(self, endpoint: str, seconds: float) -> None:
        """Have nobody ask an endpoint for so long."""
        self._turnstile.hold(endpoint, seconds)

    async def lose(self, whose: str) -> None:
        """Take down that an actor is gone: what its requests cost, nobody knows."""
        for number in self._held.pop(whose, set()):
            self._turnstile.settle(number, None)


class _Kept:
    """The turnstile as an actor has it."""

    def __init__(self, whose: str, keeper: Any, *, capped: bool) -> None:
        self.capped = capped
        self._whose = whose
        self._keeper = keeper
        self._closed: asyncio.Future[RoomsixError] | None = None

    async def admit(self, asking: Asking) -> int:
        if self._closed is None:
            self._closed = asyncio.get_running_loop().create_future()
        found = asyncio.ensure_future(_awaited(self._keeper.admit.remote(self._whose, asking)))
        await asyncio.wait({found, self._closed}, return_when=asyncio.FIRST_COMPLETED)
        if not found.done():
            found.add_done_callback(self._unwanted)
            raise self._closed.result()
        number: int | RoomsixError = found.result()
        if isinstance(number, RoomsixError):
            raise number
        return number

    def settle(self, number: int, cost: Amount | None) -> None:
        self._keeper.settle.remote(self._whose, number, cost)

    def hold(self, endpoint: str, seconds: float) -> None:
        self._keeper.hold.remote(endpoint, seconds)

    def close(self, why: Callable[[], RoomsixError]) -> None:
        if self._closed is None:
            self._closed = asyncio.get_running_loop().create_future()
        if not self._closed.done():
            self._closed.set_result(why())

    def _unwanted(self, found: "asyncio.Future[int | RoomsixError]") -> None:
        if not found.cancelled() and isinstance(number := found.result(), int):
            self.settle(number, Amount())


async def _awaited(reference: Any) -> Any:
    return await reference


class Player:
    """Plays many trials at once, in the event loop that Ray gives an actor."""

    def __init__(self, name: str, given: Outfit, keeper: Any) -> None:
        self._turnstile = _Kept(name, keeper, capped=given.capped)
        self._name = name
        self._kit = given.kit(self._turnstile, lambda _: None)

    async def sees(self, name: str) -> tuple[str, str, bool]:
        """Return its name, its machine's, and whether it sees a file in the folder of the runs."""
        there = (self._kit.folder / name).exists()
        return self._name, os.uname().nodename, there

    async def play(self, trial: Trial) -> Row | RoomsixError:
        """Play a trial; return what came of it, or what stopped it."""
        try:
            return await playing.play(trial, self._kit)
        except RoomsixError as error:
            return error

    async def halt(self) -> None:
        """Have every run stop after its turn."""
        self._kit.halt.ask()
        self._turnstile.close(playing.halted)


class _Actor:
    def __init__(self, ray: Any, actor: Any, keeper: Any, kit: Kit) -> None:
        self._ray = ray
        self._actor = actor
        self._keeper = keeper
        self._kit = kit
        self._name = ""

    async def sees(self, name: str) -> None:
        """Make sure that it sees the folder of the runs."""
        self._name, machine, there = await self._actor.sees.remote(name)
        if not there:
            raise UsageError(
                f"{machine} does not see {self._kit.folder.absolute()}",
                hint="--into a folder that every machine of the cluster has",
            )

    async def play(self, trial: Trial) -> Row:
        """Play a trial there."""
        try:
            with self._kit.halt.heard(lambda: self._actor.halt.remote()):
                found: Row | RoomsixError = await self._actor.play.remote(trial)
        except self._ray.exceptions.RayActorError:
            self._keeper.lose.remote(self._name)
            raise Lost from None
        if isinstance(found, RoomsixError):
            raise found
        return found

    async def close(self) -> None:
        """Let go of it; runs it was playing are stopped where they are."""
        self._ray.kill(self._actor)
