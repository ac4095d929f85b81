"""Cassettes in a simulated world: made of a run, cut, recorded on, and given again."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from roomsix import draws, running, session, store
from roomsix.calls import Chat, Outcome, Request
from roomsix.chat.metering import Meter
from roomsix.chat.tape import TapeChat
from roomsix.errors import JournalMismatch, RecordError
from roomsix.record import Log
from roomsix.running import taping
from roomsix.session import Talks
from roomsix.store import cassette
from roomsix.tape import Recorded, Tape
from simulation.chats import Endpoint, Process, Seat
from simulation.courses import Chats, Course, Plan, Whole
from simulation.files import Death, Fault, Ill, replaced
from simulation.promises import Key, Life, require
from simulation.purses import Purse
from simulation.scenes import Scene
from simulation.setting import World

ILLS: tuple[Ill, ...] = ("kill", "power cut", "full", "failed sync")
"""What may befall whoever writes a cassette."""

NAME = "cassette:talks"


def play(world: World, scene: Scene, run: store.Run) -> None:
    """Make a cassette of a run, play it, cut it, and record on."""
    world.told.met["cassette"] += 1
    taping_ = Taping(world, scene, run, world.runs / "talks.jsonl", taping.tape(run))
    taping_.keep(taping_.tape, "whole")
    _same(cassette.load(taping_.file), taping_.tape)
    if taping_.tape.calls:  # there are talks that end before anyone is asked
        taping_.changed()
    if draws.happens(30, world.seed, "closed"):
        taping_.course("closed", frozenset()).play()
        return
    lost = taping_.cut()
    taping_.course("missing", lost).play()
    taping_.completed()


class Taping:
    """A cassette and what is done with it.

    Attributes:
        tape: What a run's questions and answers were, which every cassette must agree with.
    """

    def __init__(self, world: World, scene: Scene, run: store.Run, file: Path, tape: Tape) -> None:
        self.file = file
        self.tape = tape
        self._world = world
        self._scene = scene
        self._run = run
        self._record = run.lines("record.jsonl")

    def keep(self, tape: Tape, name: str) -> None:
        """Write a cassette, twice where the first time fails; it is there whole or as before."""
        world, seed = self._world, self._world.seed
        before = self.file.read_bytes() if self.file.exists() else None
        whole = cassette.text(tape).encode()
        ill: Ill = draws.pick(ILLS, seed, "cassette", name)
        faults = [Fault(ill, world.below(4), torn=draws.happens(50, seed, "torn tape", name)), None]
        for fault in faults:
            world.disk.begin(fault)
            with replaced(world.disk), suppress(Death, RecordError):
                cassette.save(self.file, tape)
            safe = world.disk.is_safe(self.file)
            world.disk.end()
            if world.disk.struck and ill == "power cut":
                world.disk.power_cut(world.below)
            there = self.file.read_bytes() if self.file.exists() else None
            require(there in (before, whole), "half a cassette is there")
        require(there == whole and safe, "a cassette that was written is not there")

    def changed(self) -> None:
        """See that an answer is given to the very question it was an answer to."""
        key = draws.pick(sorted(self.tape.calls), self._world.seed, "changed")
        call = self.tape.calls[key]
        other = Tape(NAME, self.tape.chats, {**self.tape.calls, key: _other(call)})
        try:
            self._in_memory(TapeChat(other))
        except JournalMismatch as error:
            told = f"call {key[1]} of {key[0]!r} is not the one recorded"
            require(told in str(error), f"a changed question is told as {error}")
        else:
            require(False, f"an answer is given to another question than it was to: {key}")

    def cut(self) -> frozenset[Key]:
        """Take some calls from the cassette, from one of them on or here and there."""
        seed, keys = self._world.seed, list(self.tape.calls)
        if draws.happens(50, seed, "from"):
            lost = keys[draws.below(len(keys), seed, "cut") :]
        else:
            lost = [key for key in keys if draws.happens(30, seed, "cut", *key)]
        left = {key: call for key, call in self.tape if key not in lost}
        self.keep(Tape(NAME, self.tape.chats, left), "cut")
        return frozenset(lost)

    def course(self, name: str, lost: frozenset[Key]) -> Course:
        """Return a run that answers from the cassette, and has what it lacks recorded."""
        outcome = (self._run.folder / "outcome.json").read_text()
        tapes: list[Tape] = []

        def chats(process: Process) -> Chats:
            tapes[:] = [cassette.load(self.file)]
            if not lost:
                return {NAME: TapeChat(tapes[0])}
            endpoint = Endpoint(self._scene, process)
            seats = dict.fromkeys(tapes[0].chats, endpoint)
            return {NAME: TapeChat(tapes[0], asking="missing", chats=seats)}

        def begin(chats: Chats, looks_on: Life, meter: Meter) -> None:
            running.run(self._talks(chats), self._world.runs, watcher=looks_on, meter=meter)

        def leave() -> None:
            if lost:
                cassette.save(self.file, tapes[0])

        purse = Purse(self._world.seed, name)
        plan = Plan(name, self._scene, begin, chats, leave=leave)
        return Course(self._world, plan, Whole(self._record, outcome, lost), purse)

    def completed(self) -> None:
        """See that what was recorded is right, and that recording once more makes it whole."""
        found = cassette.load(self.file)
        lacks = {key for key in self.tape.calls if key not in found.calls}
        asked: set[Key] = set()

        def told(request: Request, _: Outcome) -> None:
            asked.add((request.seat, request.index))

        chat = Seat(self._scene, told)
        self._in_memory(TapeChat(found, asking="missing", chats=dict.fromkeys(found.chats, chat)))
        require(asked == lacks, f"{asked ^ lacks} were asked or not, though recorded or not")
        self.keep(found, "completed")
        again = cassette.load(self.file)
        _same(again, self.tape)
        self._in_memory(TapeChat(again))

    def _in_memory(self, chat: Chat) -> None:
        lines: list[str] = []
        log = Log(self._scene.scenario, lambda _, line: lines.append(line))
        asyncio.run(session.negotiate(self._talks({NAME: chat}), log=log))
        require(lines == self._record, "a cassette gives another record")

    def _talks(self, chats: Mapping[str, Chat]) -> Talks:
        scene = self._scene
        sat = dict.fromkeys(scene.scenario.seats, chats[NAME])
        return Talks(scene.scenario, scene.cast, scene.seed, sat)


def _other(call: Recorded) -> Recorded:
    return replace(call, user=f"{call.user} And hurry.")


def _same(one: Tape, other: Tape) -> None:
    """See that two tapes give the same answers to the same questions."""
    require(one.calls.keys() == other.calls.keys(), "a cassette holds other calls")
    for key, call in one:
        known = other.calls[key]
        same = (call.head, call.user, call.schema) == (known.head, known.user, known.schema)
        require(same, f"a cassette holds another question for {key}")
        outcomes = [(each.outcome.kind, each.outcome.text) for each in (call, known)]
        require(outcomes[0] == outcomes[1], f"a cassette holds another answer to {key}")
