"""Where a person types, when it is not a terminal."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from roomsix.cli.seat.completing import Suggestion
from roomsix.cli.seat.console import Plain, Suggest, interruptible


def nothing(_: str) -> list[Suggestion]:
    return []


SUGGEST: Suggest = nothing


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[bytes], int]]:
    """Types on the other end of standard input."""
    reading, writing = os.pipe()
    with os.fdopen(reading) as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        yield lambda data: os.write(writing, data)
    os.close(writing)


def beside(line: Awaitable[str], other: Callable[[], object]) -> str:
    """What is typed while something else goes on."""

    async def later() -> None:
        await asyncio.sleep(0.01)
        other()

    async def both() -> str:
        found, _ = await asyncio.gather(line, later())
        return found

    return asyncio.run(both())


def test_others_go_on_while_somebody_types(typing: Callable[[bytes], int]) -> None:
    plain = Plain()

    typed = beside(plain.line(SUGGEST), lambda: typing("Grüß Gott\r\nand more\nhal".encode()))

    assert typed == "Grüß Gott"
    assert asyncio.run(plain.line(SUGGEST)) == "and more"
    assert beside(plain.line(SUGGEST), lambda: typing(b"f\n")) == "half"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_gets_a_person_away_from_an_unfinished_line(
    typing: Callable[[bytes], int], number: int
) -> None:
    before = signal.getsignal(number)
    away: list[str] = []

    async def left() -> str:
        try:
            with interruptible():
                return await Plain().line(SUGGEST)
        except KeyboardInterrupt:
            away.append("left")
            return ""

    beside(left(), lambda: os.kill(os.getpid(), number))

    assert away == ["left"]
    assert signal.getsignal(number) is before


def test_what_is_typed_after_a_wait_was_given_up_is_not_lost(
    typing: Callable[[bytes], int],
) -> None:
    async def given_up() -> str:
        plain = Plain()
        waiting = asyncio.create_task(plain.line(SUGGEST))
        await asyncio.sleep(0.01)
        waiting.cancel()
        await asyncio.wait([waiting])
        typing(b"later\n")
        return await plain.line(SUGGEST)

    assert asyncio.run(given_up()) == "later"


def test_a_file_is_read_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "typed").write_text("one\n\nlast")

    async def all_of_it() -> list[str]:
        plain, lines = Plain(), list[str]()
        with pytest.raises(EOFError):
            while True:
                lines.append(await plain.line(SUGGEST))
        return lines

    with (tmp_path / "typed").open() as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        assert asyncio.run(all_of_it()) == ["one", "", "last"]
