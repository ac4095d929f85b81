"""Runs that are killed with SIGKILL wherever they write, and gone on with."""

from collections.abc import Iterator

import pytest
from benchmarks import kills
from benchmarks.kills import Effects, Endpoint, Uninterrupted

from running_tables import small


@pytest.fixture(scope="module")
def whole() -> Uninterrupted:
    return kills.uninterrupted(small())


@pytest.fixture(scope="module")
def endpoint(whole: Uninterrupted) -> Iterator[Endpoint]:
    started = Endpoint(whole.answers)
    yield started
    started.close()


@pytest.mark.parametrize("part", range(4))
def test_a_run_killed_at_any_change_of_the_disk_goes_on_as_if_nothing_had_happened(
    whole: Uninterrupted, endpoint: Endpoint, part: int
) -> None:
    assert set(whole.effects) >= {"write", "fsync", "replace", "mkdir"}

    for kill in kills.kill_points(whole)[part::4]:
        wrong = kills.survives(whole, endpoint, kill, name=f"{kill.at} {kill.torn}")
        assert not wrong, f"killed at {kill.at} ({kill.seen or whole.effects[kill.at or 0]})"


def test_a_run_killed_again_and_again_goes_on_all_the_same(
    whole: Uninterrupted, endpoint: Endpoint
) -> None:
    every = [Effects(at, torn=at % 2 == 0) for at in (40, 9, 25, 3, 0, 11, 1)]

    assert not kills.survives(whole, endpoint, *every, name="again")


def test_a_call_that_was_answered_is_never_made_again(
    whole: Uninterrupted, endpoint: Endpoint
) -> None:
    middle = len(whole.effects) * 2 // 3

    assert not kills.survives(whole, endpoint, Effects(middle), name="counted")

    counted = endpoint.counted("counted")
    assert set(counted) == set(whole.answers)
    assert sum(counted.values()) <= len(whole.answers) + 1


def test_the_kills_would_be_noticed(
    whole: Uninterrupted, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A journal that is written after the answer is used loses answers, and is found out."""
    from roomsix.store import Writer

    written = Writer.call
    late: list[str] = []

    def buffered(writer: Writer, line: str) -> None:
        late.append(line)
        if len(late) > 4:
            written(writer, late.pop(0))

    monkeypatch.setattr(Writer, "call", buffered)
    found = {
        kills.survives(whole, endpoint, Effects(at), name=f"late {at}") for at in (60, 64, 68, 72)
    }

    assert any(found)
