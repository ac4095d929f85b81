"""Every turn of the whole story can be looked at: with claims in it, and in meetings apart."""

from pathlib import Path

import pytest

from roomsix import acts, running, store
from roomsix.cli import main
from roomsix.cli.desk import Desk
from roomsix.cli.live import Live
from roomsix.cli.options import Described
from roomsix.cli.seating import seated
from roomsix.cli.watching import Printed


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a run in which a meeting apart was held and claims were made."""
    root = tmp_path_factory.mktemp("apart")
    for seed in range(1, 30):
        talks = seated(Desk(root), Described("room-six", seed))
        result = running.run(talks, root / "runs")
        if any("plenary-" in e.session for e in result.record) and result.record.of("claimed"):
            return root
    raise AssertionError("no seed held a meeting apart")


def test_every_turn_can_be_shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = store.find(folder / "runs", "@last")
    turns = {event.turn: event for event in run.record() if event.turn is not None}
    looked_at = [n for n, e in turns.items() if "plenary-" in e.session or n % 7 == 0]
    looked_at += [e.turn for e in run.record().of("claimed") if e.turn is not None][:3]
    assert any(isinstance(turns[n].what, acts.AnyAct) for n in looked_at)

    for number in looked_at:
        assert main(["-C", str(folder), "show", "@last", "--turn", str(number)]) == 0

    assert "in the corridor" in capsys.readouterr().out.lower() or any(
        "caucus" in event.session for event in turns.values()
    )


@pytest.mark.parametrize("seat", ["chen", "volkov", "kim", "park", "tanaka", "envoy"])
def test_every_seat_can_look_back(
    folder: Path, seat: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["-C", str(folder), "show", "@last", "--as", seat]) == 0
    assert "(untrue)" not in capsys.readouterr().out


@pytest.mark.parametrize("kind", [Printed, Live])
def test_whoever_looks_on_live_sees_meetings_apart(
    folder: Path, kind: type[Printed] | type[Live], capsys: pytest.CaptureFixture[str]
) -> None:
    kept = store.find(folder / "runs", "@last")
    talks = seated(Desk(folder), Described("room-six", kept.info.seed))

    with kind(talks) as watcher:
        running.run(talks, folder / "more", watcher=watcher)

    assert "Room six" in capsys.readouterr().out
