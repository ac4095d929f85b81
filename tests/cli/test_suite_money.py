"""One purse for a whole suite, whoever plays it: nothing passes it, and a fuller one goes on."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from cli.shell import Command
from evaluation import paid
from evaluation.paid import Server

PRICE = ("--price", "openai:m=1/4")
RUN = ("eval", "paid", "--quiet", "-j", "4")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with paid.serving() as running:
        for name, value in paid.environment(running).items():
            monkeypatch.setenv(name, value)
        monkeypatch.delenv("ROOMSIX_CONFIRM_USD", raising=False)
        yield running


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return paid.workspace(tmp_path)


def bill(server: Server) -> Decimal:
    """What the server would be paid, by its own account."""
    return (Decimal(server.prompt) + 4 * Decimal(server.completion)) / 1_000_000


@pytest.mark.parametrize("engine", ["asyncio", "process"])
def test_runs_side_by_side_never_pass_a_cap_on_requests_and_a_higher_one_goes_on(
    server: Server, roomsix: Command, root: Path, engine: str
) -> None:
    under = ("--engine", engine, "--workers", "2")
    said = roomsix(*RUN, *under, "--max-calls", "7")

    assert said.code == 4
    assert "--max-calls 7 would be passed" in said.err
    assert "a higher --max-calls lets it go on" in said.err
    assert server.received == 7

    assert roomsix(*RUN, "--max-calls", "7").code == 4
    assert server.received == 7, "what was spent before counts"

    assert roomsix(*RUN, "--max-calls", "1000").code == 0
    assert server.received == paid.answers(root).total()


def test_runs_side_by_side_never_pass_a_cap_on_money(
    server: Server, roomsix: Command, root: Path
) -> None:
    assert roomsix(*RUN, *PRICE, "--max-usd", "0.2").code == 4
    assert 0 < bill(server) <= Decimal("0.2")

    assert roomsix(*RUN, *PRICE, "--max-usd", "9").code == 0
    assert server.received == paid.answers(root).total()


def test_a_suite_has_limits_of_its_own_and_what_is_given_goes_before_them(
    server: Server, roomsix: Command, root: Path
) -> None:
    with (root / "evals/paid.yaml").open("a") as file:
        file.write("limits: {calls: 6}\n")

    assert roomsix(*RUN).code == 4
    assert server.received == 6
    assert roomsix(*RUN, "--max-calls", "9").code == 4
    assert server.received == 9


def test_a_part_of_a_suite_has_its_part_of_the_limits(
    server: Server, roomsix: Command, root: Path
) -> None:
    with (root / "evals/paid.yaml").open("a") as file:
        file.write("limits: {calls: 10}\n")

    assert roomsix(*RUN, "--shard", "1/2").code == 4
    assert server.received == 5
    assert roomsix(*RUN, "--shard", "2/2").code == 4
    assert server.received == 10


def test_several_suites_share_what_is_given(server: Server, roomsix: Command, root: Path) -> None:
    text = (root / "evals/paid.yaml").read_text()
    (root / "evals/more.yaml").write_text(text.replace("id: paid", "id: more"))
    said = roomsix("eval", "paid", "--quiet", "--max-calls", "1000")
    once = server.received
    assert said.code == 0

    assert roomsix("eval", "paid", "more", "--quiet", "--max-calls", str(once + 3)).code == 4
    assert server.received == once + 3


def test_the_time_is_a_limit_too(server: Server, roomsix: Command, root: Path) -> None:
    server.keep_back(after=2)
    said = roomsix(*RUN, "--max-minutes", "0.01")
    server.keep_back(None)

    assert said.code == 4 and "the time is over" in said.err
    states = [json.loads(file.read_text())["status"] for file in root.rglob("run.json")]
    assert states and set(states) == {"paused"}
    assert roomsix(*RUN).code == 0


def test_a_dear_suite_is_not_begun_without_leave(
    server: Server, roomsix: Command, root: Path
) -> None:
    dear = ("--price", "openai:m=1000/4000")
    said = roomsix(*RUN, *dear)

    assert said.code == 2
    assert "this may cost $" in said.err and "--max-usd" in said.err
    assert server.received == 0 and not (root / "runs").exists()
    assert roomsix(*RUN, *dear, "--max-calls", "0", "--yes").code == 4


def test_a_model_without_a_price_is_refused_under_a_cap_on_money(
    server: Server, roomsix: Command, root: Path
) -> None:
    said = roomsix(*RUN, "--max-usd", "1")

    assert said.code == 2 and "--allow-unpriced" in said.err
    assert server.received == 0 and not (root / "runs").exists()


def test_a_dry_run_tells_runs_requests_and_money_and_asks_nobody(
    server: Server, roomsix: Command, root: Path
) -> None:
    said = roomsix("eval", "paid", "--dry-run", *PRICE)

    assert said.code == 0
    assert "4 runs; scenarios: 1, seeds: 4" in said.out
    assert "estimate: 4 runs with models left, " in said.out and " requests, $0." in said.out
    assert server.received == 0 and not (root / "runs").exists()
    (document,) = json.loads(roomsix("eval", "paid", "--dry-run", "--json", *PRICE).out)
    assert document["estimate"]["runs"] == 4 and document["estimate"]["requests"][0] > 0
    smoke = roomsix("eval", "smoke", "--dry-run").out
    assert "no seat is a model's: the talks cost nothing" in smoke


def test_the_pace_of_an_endpoint_is_a_setting(
    server: Server, roomsix: Command, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = root / "settings.toml"
    settings.write_text("[endpoints.default]\nat_once = 1\nrequests_per_minute = 100000\n")
    monkeypatch.setenv("ROOMSIX_SETTINGS", str(settings))

    shown = roomsix("config", "show").out
    assert "endpoints.default.at_once" in shown and "100000" in shown
    assert roomsix(*RUN).code == 0
    assert server.most_at_once == 1

    settings.write_text("[endpoints.default]\nat_once = 0\n")
    assert "at_once" in roomsix(*RUN).err
