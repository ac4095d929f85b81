"""Judges as options name them, and what asking them may cost."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from roomsix.cli import limiting, taping, terminal
from roomsix.errors import BudgetSpent, UsageError

if TYPE_CHECKING:
    from roomsix.chat.metering import Meter
    from roomsix.cli.desk import Desk
    from roomsix.judging.asking import Question
    from roomsix.judging.deciding import Judge
    from roomsix.rubric import Rubric
    from roomsix.tape import Tape


def judge(desk: "Desk", named: str, meter: "Meter", *, runs: Path | None = None) -> "Judge":
    """Return a judge by its spec; of a cassette, the chat that was recorded is the judge.

    Raises:
        UsageError: It cannot judge, or there is none such.
        DefinitionError: A script is wrong.
        RecordError: A cassette is damaged.
    """
    from roomsix.judging import making

    return making.judge(
        named,
        script=desk.workspace().script,
        tape=taping.tapes(desk, runs),
        meter=meter,
        notify=terminal.say,
    )


@contextmanager
def recording(desk: "Desk", judge: "Judge", name: str | None) -> "Iterator[Judge]":
    """Keep what a judge answers meanwhile in a cassette, whatever stops it; None for not.

    Raises:
        UsageError: It cannot have that name, or holds the answers of somebody else.
        RecordError: The cassette is damaged, or cannot be written.
    """
    if name is None:
        yield judge
        return
    from dataclasses import replace

    from roomsix import settings
    from roomsix.chat.tape import TapeChat
    from roomsix.judging.asking import SEAT
    from roomsix.store import cassette

    if judge.recorded or "/" in name or name.startswith("."):
        raise UsageError(f"nothing can be recorded as {name!r}", hint="--record NAME, of a model")
    file = desk.root / cassette.FOLDER / f"{name.removesuffix('.jsonl')}.jsonl"
    tape = _tape(file, judge.name)
    chat = TapeChat(tape, asking="all", chats={SEAT: judge.chat})
    try:
        yield replace(judge, chat=chat, sampling=judge.chat.sampling)
    finally:
        if tape.calls:
            cassette.save(file, tape, secrets=settings.load().secrets())
            terminal.say(f"recorded in {file}")


def _tape(file: Path, who: str) -> "Tape":
    from roomsix.judging.asking import SEAT
    from roomsix.store import cassette
    from roomsix.tape import Tape

    if not file.exists():
        return Tape(f"cassette:{file.stem}", {SEAT: who})
    found = cassette.load(file)
    if dict(found.chats) != {SEAT: who}:
        raise UsageError(f"{file} holds the answers of somebody else than {who}")
    return found


def rubrics(desk: "Desk", names: list[str]) -> "list[Rubric]":
    """Return rubrics by their names, each once.

    Raises:
        UsageError: None is named, or one leads nowhere.
        DefinitionError: One is wrong.
    """
    workspace = desk.workspace()
    if not names:
        there = ", ".join(file.name for file in workspace.files("rubric"))
        raise UsageError("by which rubric?", hint=f"--rubric NAME; there are: {there}")
    return [workspace.rubric(name) for name in dict.fromkeys(names)]


def leave(questions: "Iterable[Question]", meter: "Meter", *, yes: bool) -> None:
    """Say what questions to a judge can cost, what was spent before counted in, and get leave.

    Raises:
        UsageError: It was not given, or nobody is there to give it.
    """
    asked = list(questions)
    price = next((model.price for model in meter.models.values() if model.price), None)
    if price is None or not asked:
        return
    from roomsix.budget import REPLY
    from roomsix.calls import Request
    from roomsix.chat import metering, prices
    from roomsix.judging.asking import SEAT

    longest = meter.limits.most or REPLY
    sizes = (
        metering.size(Request(seat=SEAT, index=0, prompt=each.prompt, form=each.form))
        for each in asked
    )
    most = sum((price(size, 0, longest) for size in sizes), meter.spent.usd)
    told = f"{len(asked)} questions to a judge, at most ${most:.2f} where none is put again"
    terminal.say(f"{told} ({prices.table()})")
    limiting.leave(most, meter, yes=yes)


class Deadline:
    """The end of the time that one command may take with judges, from now on."""

    def __init__(self, minutes: float | None) -> None:
        self._minutes = minutes
        self._ends = None if minutes is None else time.monotonic() + minutes * 60

    @asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """Give up what is still under way when the time is over.

        Raises:
            BudgetSpent: It is.
        """
        left = None if self._ends is None else max(0.0, self._ends - time.monotonic())
        timer = asyncio.timeout(left)
        try:
            async with timer:
                yield
        except TimeoutError:
            if not timer.expired():
                raise  # somebody else's
            raise BudgetSpent(
                f"the time is over: --max-minutes {self._minutes:g}",
                hint="the same command goes on",
            ) from None
