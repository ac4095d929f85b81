"""Estimates, leave to spend, and limits, as commands."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cli.shell import Command, the_run
from hostile import Server, serving

CHEAP = ("--price", "openai:m=1/4")
DEAR = ("--price", "openai:m=1000/4000")
MODEL = ("--seat", "manager=@openai:m")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server on this machine that the environment names."""
    with serving("honest") as running:
        monkeypatch.setenv("OPENAI_BASE_URL", running.url)
        monkeypatch.setenv("OPENAI_API_KEY", "k")
        monkeypatch.delenv("ROOMSIX_CONFIRM_USD", raising=False)
        yield running


def told(root: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((the_run(root) / "run.json").read_text())
    return found


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a key nor a server."""
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)


def test_a_limit_pauses_with_a_status_of_its_own_and_a_higher_one_goes_on(
    server: Server, roomsix: Command, tmp_path: Path
) -> None:
    first = roomsix("run", "theatre", "--quiet", *MODEL, *CHEAP, "--max-usd", "0.08")

    assert first.code == 4
    assert "--max-usd 0.08 would be passed" in first.err
    assert "(a higher --max-usd lets it go on)" in first.err
    assert "to go on: roomsix resume" in first.err
    assert told(tmp_path)["status"] == "paused"
    sent = server.received

    assert roomsix("resume", "--quiet").code == 4
    assert server.received == sent, "the limit is still the one it was begun with"

    assert roomsix("resume", "--quiet", "--max-usd", "5").code == 0
    assert told(tmp_path)["status"] == "finished"
    assert told(tmp_path)["limits"]["usd"] == "5"


def test_with_json_a_limit_is_an_object(server: Server, roomsix: Command) -> None:
    said = roomsix("run", "theatre", "--json", *MODEL, "--max-calls", "2")

    assert said.code == 4
    assert json.loads(said.out)["error"]["kind"] == "BudgetSpent"


def test_what_each_seat_took_is_shown_and_listed(server: Server, roomsix: Command) -> None:
    assert roomsix("run", "theatre", "--quiet", *MODEL, *CHEAP, "--max-usd", "5").code == 0

    shown = roomsix("show").out
    row = next(line for line in shown.splitlines() if line.startswith("manager ") and "$" in line)

    assert "unusable" in shown and "prompt tokens" in shown
    seat = json.loads(roomsix("show", "--json").out)["run"]["by_seat"]["manager"]
    spent = json.loads(roomsix("show", "--json").out)["run"]["usd"]
    assert f"{seat['prompt_tokens']:,}" in row and f"{seat['completion_tokens']:,}" in row
    usd = (seat["prompt_tokens"] + 4 * seat["completion_tokens"]) / 1_000_000
    assert float(spent["manager"]) == pytest.approx(usd)
    assert "spent" in roomsix("list").out
    assert f"${usd:.2f}" in roomsix("list").out or f"${usd:.4f}" in roomsix("list").out


def test_a_run_that_cost_nothing_says_nothing_of_money(roomsix: Command, played: Path) -> None:
    assert "prompt tokens" not in roomsix("show", root=played).out
    assert "spent" not in roomsix("list", root=played).out.splitlines()[0]


def test_a_model_without_a_price_is_refused_under_a_cap_on_money(
    server: Server, roomsix: Command, tmp_path: Path
) -> None:
    said = roomsix("run", "theatre", *MODEL, "--max-usd", "1")

    assert said.code == 2
    assert "--allow-unpriced" in said.err and "--price openai:m=" in said.err
    assert not (tmp_path / "runs").exists() and server.received == 0

    allowed = ("--max-usd", "1", "--allow-unpriced", "--quiet", "--max-calls", "2")
    assert roomsix("run", "theatre", *MODEL, *allowed).code == 4
    assert server.received == 2


def test_what_may_be_dear_is_not_begun_without_leave_where_nobody_can_be_asked(
    server: Server, roomsix: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = roomsix("run", "theatre", *MODEL, *DEAR)

    assert said.code == 2
    assert "this may cost $" in said.err and "--yes" in said.err and "--max-usd" in said.err
    assert server.received == 0 and not (tmp_path / "runs").exists()

    none = ("run", "theatre", "--quiet", *MODEL, *DEAR, "--max-calls", "0")
    assert roomsix(*none).code == 2
    assert roomsix(*none, "--max-usd", "1").code == 4
    assert roomsix(*none, "--yes").code == 4
    monkeypatch.setenv("ROOMSIX_CONFIRM_USD", "never")
    assert roomsix(*none).code == 4
    monkeypatch.setenv("ROOMSIX_CONFIRM_USD", "lots")
    assert "'lots' is no amount" in roomsix("run", "theatre", *MODEL, *DEAR).err


def test_on_a_terminal_it_is_asked(
    server: Server, roomsix: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    import typer

    answers = [False, True]
    for stream in (sys.stdin, sys.stderr):
        monkeypatch.setattr(stream, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(typer, "confirm", lambda *_, **__: answers.pop(0))

    assert "not begun" in roomsix("run", "theatre", "--quiet", *MODEL, *DEAR).err
    assert not (tmp_path / "runs").exists()
    assert roomsix("run", "theatre", "--quiet", *MODEL, *DEAR, "--max-calls", "0").code == 4
    assert not answers


def test_what_is_cheap_begins_with_a_line_on_what_it_will_cost(
    server: Server, roomsix: Command
) -> None:
    said = roomsix("run", "theatre", *MODEL, *CHEAP)

    assert said.code == 0
    assert "roomsix: estimate: " in said.err and "requests to models, $" in said.err


def test_a_dry_run_tells_the_same_as_an_estimate_and_asks_nobody(
    server: Server, roomsix: Command, tmp_path: Path
) -> None:
    estimate = roomsix("estimate", "theatre", *MODEL, *CHEAP, "--json")
    dry = roomsix("run", "theatre", *MODEL, *CHEAP, "--json", "--dry-run")

    assert estimate.code == dry.code == 0
    assert estimate.out == dry.out
    assert server.received == 0 and not (tmp_path / "runs").exists()
    found = json.loads(dry.out)
    assert list(found["seats"]) == ["manager"]
    assert found["total"]["usd"] == found["seats"]["manager"]["usd"]


def test_an_estimate_needs_no_key_and_names_the_table_and_its_date(
    away: None, roomsix: Command
) -> None:
    said = roomsix("estimate", "theatre", "--chat", "openai:gpt-4o-mini")

    assert said.code == 0
    assert "genai-prices" in said.out and "checked up to 20" in said.out
    assert "$" in said.out and "all " in said.out
    named = roomsix("estimate", "theatre", "--chat", "openai:no-such-model")
    assert "no price is known for openai:no-such-model" in " ".join(named.out.split())
    assert "costs nothing" in roomsix("estimate", "theatre").out


def test_a_fork_to_mocks_needs_neither_the_key_nor_the_price_of_a_former_model(
    server: Server, roomsix: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert roomsix("run", "theatre", "--quiet", *MODEL, "--max-calls", "90").code == 0
    sent = server.received
    monkeypatch.delenv("OPENAI_API_KEY")
    monkeypatch.delenv("OPENAI_BASE_URL")
    mocks = ("--seat", "manager=@mock", "--quiet")

    forked = roomsix("fork", "@last", "--at", "5", *mocks, "--max-usd", "1")

    assert (forked.code, server.received) == (0, sent), forked.err
    assert told(tmp_path)["seats"]["manager"] == "mock"
    assert [part["seats"]["manager"] for part in told(tmp_path)["epochs"]] == ["openai:m", "mock"]
    assert roomsix("check").code == 0
    assert roomsix("fork", "@last", "--at", "9", "--quiet").code == 0, "epochs before epochs"


def test_a_price_for_nobody_is_refused_with_the_nearest_name(
    server: Server, roomsix: Command, tmp_path: Path
) -> None:
    wrong = ("--price", "openai:n=1/4")

    for verb in (("run", "theatre", *MODEL), ("estimate", "theatre", *MODEL)):
        said = roomsix(*verb, *wrong)
        assert said.code == 2
        assert "--price openai:n=…: no model here has that name" in said.err
        assert "did you mean 'openai:m'?" in said.err
    mocked = roomsix("run", "theatre", "--price", "mock=1/4")
    assert mocked.code == 2 and "models here: none" in mocked.err
    assert not (tmp_path / "runs").exists() and server.received == 0


def test_lines_on_money_that_are_gone_are_found_out_and_nothing_more_is_spent(
    server: Server, roomsix: Command, tmp_path: Path
) -> None:
    assert roomsix("run", "theatre", "--quiet", *MODEL, *CHEAP, "--max-calls", "3").code == 4
    file = the_run(tmp_path) / "spending.jsonl"
    lines = file.read_text().splitlines(keepends=True)
    ok = roomsix("check")
    assert ok.code == 0 and "ok  spending: $" in ok.out and "3 requests" in ok.out
    sent = server.received

    for damage in ("".join(lines[:-2]), None, "".join([*lines[:2], "{}\n", *lines[3:]])):
        file.unlink() if damage is None else file.write_text(damage)
        checked = roomsix("check")
        resumed = roomsix("resume", "--quiet", "--max-calls", "9")

        assert (checked.code, resumed.code) == (3, 3), damage
        assert "spending.jsonl" in checked.err and "spending.jsonl" in resumed.err
        assert server.received == sent


def test_going_on_as_a_new_run_asks_for_leave_like_a_fork(
    server: Server, roomsix: Command, tmp_path: Path
) -> None:
    assert roomsix("run", "theatre", "-q", "-y", *MODEL, *DEAR, "--max-calls", "2").code == 4
    there = len(list((tmp_path / "runs").iterdir()))

    refused = roomsix("resume", "--as-fork", "--quiet")
    begun = roomsix("resume", "--as-fork", "--quiet", "--yes")

    assert refused.code == 2 and "this may cost $" in refused.err
    assert begun.code == 4, "two requests of its own"
    assert len(list((tmp_path / "runs").iterdir())) == there + 1


def test_what_a_person_takes_is_estimated_like_what_a_mock_takes(
    server: Server, roomsix: Command
) -> None:
    seats = ("--seat", "speaker=@person", *MODEL)

    told = roomsix("estimate", "theatre", *seats, "--json")

    assert told.code == 0, told.err
    assert list(json.loads(told.out)["seats"]) == ["manager"]
    assert json.loads(roomsix("run", "theatre", *seats, "--dry-run", "--json").out) == json.loads(
        told.out
    )
