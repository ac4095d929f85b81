"""Looking on as plain text: a long wait does not go by in silence."""

import asyncio

import pytest

from roomsix.cli.watching import Printed
from roomsix.deal import SeatId
from roomsix.session import Talks
from tables import talks_of
from wall.guards import built_in


async def asked(talks: Talks, seat: SeatId, *, wait: float) -> None:
    """Let a seat have the floor for a while."""
    printed = Printed(talks, patience=0.1)
    printed.asking(seat, next(iter(talks.scenario.sessions)), 1)
    await asyncio.sleep(wait)
    printed.shown(())


@pytest.mark.parametrize(("wait", "lines"), [(0.0, 0), (0.2, 1)])
def test_whoever_is_waited_for_is_named_after_a_while(
    wait: float, lines: int, capsys: pytest.CaptureFixture[str]
) -> None:
    talks = talks_of(built_in())
    seat = next(iter(talks.scenario.seats))

    asyncio.run(asked(talks, seat, wait=wait))

    err = capsys.readouterr().err
    assert err.count("\n") == err.count(f"{seat} has the floor, for 0 s now") == lines
