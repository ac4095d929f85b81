"""Draws are functions of seed and purpose, the same in every process."""

import subprocess
import sys

from roomsix import draws


def test_a_draw_depends_on_every_part_of_its_key() -> None:
    drawn = [
        draws.bits(1, "mood", "north", 0),
        draws.bits(2, "mood", "north", 0),
        draws.bits(1, "mode", "north", 0),
        draws.bits(1, "mood", "south", 0),
        draws.bits(1, "mood", "north", 1),
        draws.bits(1, "moodnorth", "", 0),
    ]

    assert len(set(drawn)) == len(drawn)


def test_a_draw_is_even_enough() -> None:
    counts = [0] * 6
    for seed in range(6000):
        counts[draws.below(6, seed, "die")] += 1

    assert all(900 < count < 1100 for count in counts)


def test_chances_of_none_and_of_all_are_kept_exactly() -> None:
    assert not any(draws.happens(0, seed, "never") for seed in range(500))
    assert all(draws.happens(100, seed, "always") for seed in range(500))


def test_a_draw_is_the_same_in_another_process() -> None:
    code = "from roomsix import draws; print(draws.bits(7, 'offer', 'kim', 3))"
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    }

    assert said == {f"{draws.bits(7, 'offer', 'kim', 3)}\n"}
