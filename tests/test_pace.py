"""How fast an endpoint may be asked, by a clock that only the tests turn."""

from hypothesis import given
from hypothesis import strategies as st

from roomsix.pace import MINUTE, Pace, Past

GAPS = st.lists(st.integers(0, 320).map(lambda eighths: eighths / 8), min_size=1, max_size=60)


def sent(pace: Pace, gaps: list[float], tokens: list[int]) -> list[tuple[float, int]]:
    """Send requests as soon as each may be, and return when each was, and what it takes."""
    past, now, found = Past(pace), 0.0, []
    for number, gap in enumerate(gaps):
        now += gap
        size = tokens[number % len(tokens)]
        while wait := past.wait(size, now):
            now += wait
        past.answer(past.send(size, now), None)
        found.append((now, size))
    return found


def in_the_minute_before(found: list[tuple[float, int]], number: int) -> list[int]:
    until = found[number][0]
    return [size for at, size in found[: number + 1] if at > until - MINUTE]


@given(gaps=GAPS, most=st.integers(1, 9))
def test_no_minute_holds_more_requests_than_allowed(gaps: list[float], most: int) -> None:
    found = sent(Pace(requests_per_minute=most), gaps, [1])

    assert all(len(in_the_minute_before(found, number)) <= most for number in range(len(found)))


@given(gaps=GAPS, tokens=st.lists(st.integers(1, 50), min_size=1, max_size=5))
def test_no_minute_holds_more_tokens_than_allowed(gaps: list[float], tokens: list[int]) -> None:
    found = sent(Pace(tokens_per_minute=100), gaps, tokens)

    assert all(sum(in_the_minute_before(found, number)) <= 100 for number in range(len(found)))


@given(gaps=GAPS)
def test_nobody_waits_longer_than_has_to_be(gaps: list[float]) -> None:
    found = sent(Pace(requests_per_minute=3), gaps, [1])

    for number, (at, _) in enumerate(found):
        wanted = (found[number - 1][0] if number else 0) + gaps[number]
        full = found[number - 3][0] + MINUTE if number >= 3 else 0
        assert abs(at - max(wanted, full)) < 1e-6


def test_what_takes_more_than_a_minute_holds_goes_after_an_empty_one() -> None:
    past = Past(Pace(tokens_per_minute=100))
    past.send(10, 5.0)

    assert past.wait(500, 6.0) == 59.0
    assert past.wait(500, 65.0) == 0


def test_what_a_request_took_takes_the_place_of_what_was_thought() -> None:
    past = Past(Pace(tokens_per_minute=100))
    first = past.send(20, 0.0)

    assert past.wait(60, 1.0) == 0
    past.answer(first, 90)
    assert past.wait(60, 1.0) == 59.0
    past.answer(past.send(5, 2.0), None)
    assert past.under_way == 0


def test_who_is_under_way_keeps_others_out_until_answered() -> None:
    past = Past(Pace(at_once=1))
    first = past.send(1, 0.0)

    assert past.wait(1, 1000.0) is None
    past.answer(first, None)
    assert past.wait(1, 1000.0) == 0


def test_a_longer_pause_outweighs_a_shorter_one() -> None:
    past = Past(Pace())
    past.hold(30.0)
    past.hold(10.0)

    assert past.wait(1, 5.0) == 25.0
    assert past.wait(1, 31.0) == 0
