"""Stopping a run: the first signal finishes the turn, the second stops at once; all is kept."""

import json
import os
import signal
import time
from pathlib import Path

import pytest

from cli.shell import Command, playing, the_run
from roomsix.cli.stopping import Interrupted, Stop

ANNOUNCED = "roomsix: finishing the turn; once more to stop now\n"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_told_to_stop_says_so_at_once_and_what_it_kept(
    number: signal.Signals, roomsix: Command, tmp_path: Path
) -> None:
    with playing(tmp_path, "--jsonl", "--pace", "60") as process:
        assert process.stdout is not None
        for _ in range(3):
            process.stdout.readline()
        began = time.monotonic()
        process.send_signal(number)
        out, err = process.communicate(timeout=60)

    run = the_run(tmp_path)
    error = json.loads(out.splitlines()[-1])["error"]
    assert process.returncode == 130
    assert time.monotonic() - began < 30  # the pause was cut short
    assert err == ANNOUNCED
    assert error["kind"] == "Interrupted"
    assert error["notes"] == [f"nothing is lost; to go on: roomsix resume {run}"]
    assert json.loads((run / "run.json").read_text())["status"] == "paused"
    assert roomsix("check", "@last").code == 0


def test_a_second_signal_does_not_wait_for_the_turn(tmp_path: Path) -> None:
    # Nobody listens at this address; the wait between attempts is seconds long.
    environ = {"OPENAI_BASE_URL": "http://127.0.0.1:1/v1", "PATH": os.environ["PATH"]}
    with playing(tmp_path, "--chat", "openai:tiny", environ=environ) as process:
        assert process.stderr is not None
        first = [process.stderr.readline() for _ in range(4)]
        process.send_signal(signal.SIGINT)
        assert process.stderr.readline() == ANNOUNCED
        process.send_signal(signal.SIGINT)
        began = time.monotonic()
        _, err = process.communicate(timeout=60)

    assert "openai:tiny: no connection (connection refused), attempt 2 of 8 in " in first[1]
    assert process.returncode == 130
    assert time.monotonic() - began < 10
    assert "Traceback" not in err and "During task" not in err
    assert json.loads((the_run(tmp_path) / "run.json").read_text())["status"] == "paused"


def test_whoever_ignores_a_signal_goes_on_ignoring_it() -> None:
    before = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        with Stop().listening(lambda: None):
            assert signal.getsignal(signal.SIGTERM) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGTERM, before)


def test_signals_are_given_back_afterwards() -> None:
    before = [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)]
    told: list[str] = []
    stop = Stop()

    with stop.listening(lambda: told.append("stopping")):
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(Interrupted):
            stop.check()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGTERM)

    assert told == ["stopping"]
    assert [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)] == before
