"""The test of the tests: barrier bugs planted one by one, each of which some guard must catch."""

import pytest

from wall import guards, planted


def test_there_are_at_least_twenty_planted_bugs() -> None:
    assert len(planted.BUGS) >= 20


@pytest.mark.parametrize("name", planted.BUGS)
def test_a_planted_bug_is_caught(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    planted.BUGS[name](monkeypatch)

    short = name in planted.SHORT
    caught_by = []
    for guard in guards.OF_OLD_ROUNDS if short else guards.GUARDS:
        try:
            guard(guards.in_short() if short else guards.built_in())
        except AssertionError:
            caught_by.append(guard.__name__)
            break

    assert caught_by, f"no guard noticed that {name.replace('_', ' ')}"
