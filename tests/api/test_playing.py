"""`roomsix.negotiate`: talks played from a program or a notebook."""

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import roomsix
from roomsix import outcome, store
from roomsix.cli import main
from roomsix.errors import BudgetSpent, RoomsixError, UsageError
from roomsix.session import Unwatched
from roomsix.workspace import Workspace

NONE: dict[str, Any] = {"scores": ()}


def played(*wanted: Any, **named: Any) -> roomsix.session.Result:
    return asyncio.run(roomsix.negotiate(*wanted, **NONE | named))


def test_talks_are_played_in_memory(tmp_path: Path) -> None:
    result = played("theatre", root=tmp_path)

    assert (result.ended.outcome, result.folder) == ("deal", None)
    assert list(tmp_path.iterdir()) == []


def test_the_same_seed_gives_the_record_that_the_command_line_keeps(tmp_path: Path) -> None:
    result = played("theatre", seed=7, root=tmp_path, chats={"lead": "mock:boulware"})

    main(
        ["-C", str(tmp_path), "run", "theatre", "--seed=7", "--chat=lead=mock:boulware", "--quiet"]
    )

    (kept,) = store.runs(tmp_path / "runs")
    assert list(result.record) == list(kept.record())


def test_people_and_chats_sit_where_they_are_put(tmp_path: Path) -> None:
    seats = {"manager": "kim@mock:boulware", "conciliator": "@mock:passive"}

    result = played("theatre", root=tmp_path, seats=seats, chats="mock:conceder")

    assert (
        result.seats
        == {
            "manager": "kim@mock:boulware",
            "speaker": "orchestra-speaker@mock:conceder",
            "conciliator": "conciliator@mock:passive",
        }
        or "conciliator" in result.seats
    )


def test_changes_are_those_of_set(tmp_path: Path) -> None:
    whole, short = (
        played("theatre", root=tmp_path, changes=changes)
        for changes in ((), ("sessions.plenary.rounds=1",))
    )

    assert len(short.record) < len(whole.record)


def test_a_scenario_need_not_come_from_a_file(tmp_path: Path) -> None:
    scenario = Workspace(tmp_path).scenario("theatre").model_copy(update={"id": "mine"})

    assert played(scenario, root=tmp_path).scores.scenario == "mine"


def test_a_run_that_is_kept_has_the_scores_that_were_wanted(tmp_path: Path) -> None:
    result = played("theatre", root=tmp_path, runs="kept", scores=["capture"])

    assert result.folder is not None
    assert result.folder.parent == tmp_path / "kept"
    stored = outcome.stored(store.Run(result.folder))
    assert stored is not None
    assert list(stored.scores) == ["capture"]


def test_talks_are_played_inside_a_loop_that_runs_already(tmp_path: Path) -> None:
    async def cell() -> list[str]:
        both = (roomsix.negotiate("theatre", seed=n, root=tmp_path, scores=()) for n in (1, 2))
        return [result.ended.outcome for result in await asyncio.gather(*both)]

    assert asyncio.run(cell()) == ["deal", "deal"]


def test_a_result_shows_itself_in_a_few_lines(tmp_path: Path) -> None:
    shown = repr(played("theatre", root=tmp_path, runs="runs", scores=["capture", "agreement"]))

    first, package, scores, kept = shown.splitlines()
    assert first.startswith("<theatre, seed 1: deal (ratified) after ")
    assert "sundays: " in package
    assert scores.strip().startswith("agreement True · capture 0.")
    assert kept.strip().startswith("kept in ")


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        ({"scenario": "theatr"}, "did you mean 'theatre'"),
        ({"seats": {"boss": "kim"}}, "no seat 'boss'"),
        ({"seats": {"manager": "nobody-at-all"}}, "no persona called"),
        ({"chats": "mock:nonsense"}, "nonsense"),
        ({"chats": {"boss": "mock"}}, "no role 'boss'"),
        ({"changes": ["nothing.at=1"]}, "nothing"),
        ({"scores": ["captures"]}, "did you mean 'capture'"),
        ({"limits": {"dollars": 1}}, "no limit is called 'dollars'"),
        ({"limits": {"usd": "much"}}, "limits: usd"),
        ({"root": "nowhere"}, "no folder 'nowhere'"),
        ({"chats": "openai:gpt", "models": False}, "none may be asked here"),
    ],
)
def test_what_cannot_be_is_one_clear_error(wanted: dict[str, Any], why: str) -> None:
    wanted = {"scenario": "theatre"} | wanted

    with pytest.raises(RoomsixError) as raised:
        played(**wanted)

    assert why in str(raised.value)
    assert isinstance(raised.value, UsageError) or "changes" in wanted


def test_time_is_limited_in_memory_too(tmp_path: Path) -> None:
    class Slow(Unwatched):
        def asking(self, seat: str, session: str, round_: int) -> None:
            asyncio.get_running_loop().call_soon(lambda: None)
            raise TimeoutError

    with pytest.raises(TimeoutError):  # somebody else's stays what it is
        played("theatre", root=tmp_path, watcher=Slow(), limits={"minutes": 5})
    with pytest.raises(BudgetSpent, match="--max-minutes"):
        played("theatre", root=tmp_path, limits={"minutes": 0.000001})


def test_a_users_own_default_is_not_asked_where_no_model_may_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROOMSIX_CHAT", "openai:never")

    assert played("theatre", root=tmp_path, models=False).ended.outcome == "deal"


def test_importing_the_package_loads_nothing_of_it() -> None:
    probe = (
        "import sys, roomsix; assert 'negotiate' in dir(roomsix);"
        " print([name for name in sys.modules if name.startswith('roomsix.')])"
    )
    ran = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == "[]"


def test_there_is_nothing_else_of_that_name() -> None:
    with pytest.raises(AttributeError, match="no attribute 'negotiatte'"):
        roomsix.negotiatte  # type: ignore[attr-defined]  # noqa: B018
