"""Forks in a simulated world: another way from a turn on, killed and gone on with like any run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from roomsix import draws, running, store
from roomsix.chat.metering import Meter
from roomsix.deal import SeatId
from roomsix.errors import UsageError
from roomsix.running import Cut
from roomsix.scenario import Scenario
from roomsix.session import Epoch, Talks
from roomsix.views import Cast
from simulation import courses
from simulation.courses import Chats, Course, Plan
from simulation.promises import Life, answered, require
from simulation.purses import Purse
from simulation.scenes import Scene
from simulation.setting import World

CHANGES = ("words", "no deal", "brief", "rounds", "persona", "chat")
"""What a fork may change; each is drawn by itself."""


@dataclass(frozen=True)
class Change:
    """What a fork decides otherwise.

    Attributes:
        said: Words for the seat whose turn it is; None to ask it.
        another: The seats that another chat answers for.
    """

    scenario: Scenario
    cast: Cast
    said: str | None
    another: frozenset[SeatId]


def play(world: World, scene: Scene, source: store.Run, name: str) -> store.Run | None:
    """Fork a run at some turn and play the fork to its end; None where there is no such turn."""
    turns = max((event.turn or 0 for event in source.record()), default=0)
    at = 1 + draws.below(turns + 1 + turns // 20, world.seed, name, "at")
    world.told.trace.append(f"{name} at {at}")
    try:
        cut = running.cut(source, at)
    except UsageError:
        require(at > turns, f"no fork at turn {at}, and there are {turns}")
        return None
    change = _change(source, scene, world.seed, name)
    world.told.met[name] += 1
    before = source.lines("record.jsonl")[: len(cut.record)]
    forking = Forking(world, scene, source, cut, change, before)
    forking.check_cut(at)
    try:
        fork = forking.course(name).play()
    except Unlike as refused:
        world.told.trace.append(f"no {name}: {refused}")
        return None
    forking.check(fork)
    return fork


class Unlike(Exception):
    """What was done before the cut could not have been done under the change."""


@dataclass(frozen=True)
class Forking:
    """One fork of a run.

    Attributes:
        before: The lines that lead up to the cut, which a power cut may take from what is forked.
    """

    world: World
    scene: Scene
    source: store.Run
    cut: Cut
    change: Change
    before: Sequence[str]

    def course(self, name: str) -> Course:
        """Return the fork as a run that is to be played."""
        world, change, lines = self.world, self.change, self.cut.calls
        # What is asked from now on is asked by these rules, and answered as in the first run.
        scene = replace(self.scene, scenario=change.scenario, cast=change.cast)
        other = replace(scene, seed=scene.seed + 1, remote=False, chat="another")
        whole = courses.undisturbed(self._epochs, scene, other, journalled=lines)
        capped = draws.happens(20, world.seed, name, "money")
        purse = Purse(world.seed, name, whole.costs, capped=capped)
        given = frozenset(answered(lines))
        plan = Plan(name, scene, self._begin, courses.endpoints(scene, other), given)
        return Course(world, plan, whole, purse)

    def check_cut(self, at: int) -> None:
        """See that the cut is where it was asked for, and holds what led there."""
        cut, record = self.cut, self.source.record()
        require(cut.turn <= at, f"cut at turn {cut.turn}, asked for {at}")
        # A run that was stopped may have answers to a turn that it has not recorded.
        both = zip(record, cut.record, strict=False)
        require(all(one == other for one, other in both), "another beginning was cut")
        late = [event.turn for event in cut.record if event.turn and event.turn >= cut.turn]
        require(not late, f"the cut at turn {cut.turn} holds turns {late}")
        left = next((e.turn for e in record[len(cut.record) :] if e.turn), cut.turn)
        require(left >= cut.turn, f"the cut at turn {cut.turn} lacks turn {left}")

    def check(self, fork: store.Run) -> None:
        """See that a fork tells where it comes from, and begins as that does."""
        lineage = store.Lineage(run=self.source.info.id, turn=self.cut.turn)
        require(fork.info.lineage == lineage, f"it comes from {fork.info.lineage}")
        turns = [info.turn for info in fork.info.epochs]
        before = [info for info in self.source.info.in_epochs if info.turn < self.cut.turn]
        kept = [info.turn for info in before]
        require(turns == [*kept, self.cut.turn], f"epochs at turns {turns}, for {kept}")
        require(list(fork.info.epochs[:-1]) == before, "what decided its beginning was changed")
        require(fork.info.epochs[-1].said == self.change.said, "other words are noted")
        begins = fork.lines("record.jsonl")[: len(self.before)]
        require(begins == self.before, "a fork does not begin as what it was forked from")

    def _begin(self, chats: Chats, looks_on: Life, meter: Meter) -> None:
        try:
            running.fork(
                self.source,
                self.cut,
                self._talks(chats),
                self.world.runs,
                said=self.change.said,
                watcher=looks_on,
                meter=meter,
            )
        except UsageError as error:
            changed = self.change.scenario != self.source.scenario
            require(changed, f"a fork is refused, and nothing is changed: {error}")
            raise Unlike(str(error)) from None

    def _epochs(self, chats: Chats) -> list[Epoch]:
        before = running.epochs(self.source, lambda _, specs: _seated(specs, chats))
        earlier = [epoch for epoch in before if epoch.turn < self.cut.turn]
        return [*earlier, Epoch(self.cut.turn, self._talks(chats), self.change.said)]

    def _talks(self, chats: Chats) -> Talks:
        change = self.change
        sat = {
            seat: chats["another" if seat in change.another else self.scene.chat]
            for seat in change.scenario.seats
        }
        return Talks(change.scenario, change.cast, self.scene.seed, sat)


def _seated(specs: Mapping[SeatId, str], chats: Chats) -> Chats:
    return {seat: chats[spec] for seat, spec in specs.items()}


def _change(source: store.Run, scene: Scene, seed: int, name: str) -> Change:
    drawn = {each for each in CHANGES if draws.happens(30, seed, name, each)}
    data: dict[str, Any] = source.scenario.model_dump(mode="json", by_alias=True)
    cast = dict(source.cast)
    seats = list(data["seats"])
    seat = draws.pick(seats, seed, name, "seat")
    if "no deal" in drawn:
        for party in data["parties"].values():
            for stakes in party["stakes"].values():
                stakes["no_deal"] = max(0, stakes["no_deal"] - draws.below(3, seed, name, "less"))
    if "brief" in drawn:
        data["seats"][seat]["brief"] += " Mind your words."
    if "rounds" in drawn:
        for sitting in data["sessions"].values():
            if sitting["kind"] != "ratification":
                sitting["rounds"] = 1 + draws.below(4, seed, name, "rounds")
    if "persona" in drawn:
        one = data["seats"][seat]["persona"]
        cast[one] = cast[one].model_copy(update={"name": f"{cast[one].name} the Second"})
    return Change(
        scenario=Scenario.model_validate(data),
        cast=cast,
        said="Let us begin again." if "words" in drawn else None,
        another=frozenset([seat] if "chat" in drawn else ()),
    )
