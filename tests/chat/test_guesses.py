"""What is guessed of a side: a posterior that follows its offers, answers and agreements."""

import numpy as np
import pytest

from roomsix.chat.mock.guesses import Deed, Guesses, weighed

EVEN = (1 / 3, 1 / 3, 1 / 3)
PEAKS = ({0: 9.0, 1: 1.0, 2: 1.0},) * 3
"""Three issues of three options, the first of which is probably liked best."""

ALL = (1.0, 1.0, 1.0)


def deed(kind: str, *places: int, late: float = 1.0, agreed: tuple[int, ...] | None = None) -> Deed:
    against = (agreed, ALL) if agreed else None
    return Deed(kind, late, places, ALL, against)


def weights(found: Guesses) -> list[float]:
    return [max(scores) for scores in found.mean()]


def worth(found: Guesses, *places: int) -> float:
    return float(found.chances @ found.worth(places, ALL))


def test_chances_add_up_to_one_and_scores_run_from_0_to_1() -> None:
    found = weighed(EVEN, PEAKS, [deed("offer", 0, 1, 2, late=0.5)])

    assert found.chances.sum() == pytest.approx(1)
    assert all(scores.min() >= 0 and scores.max() <= 1 for scores in found.scores)
    assert np.allclose(sum(scores.max(axis=1) for scores in found.scores), 1)


def test_an_issue_held_on_to_to_the_end_weighs_most() -> None:
    deeds = [deed("offer", 0, 1, 1, late=0.5), deed("offer", 0, 2, 2)]

    held, second, third = weights(weighed(EVEN, PEAKS, deeds))

    assert held > 1.2 * max(second, third)


def test_what_is_refused_late_is_thought_to_be_worth_less() -> None:
    before = weighed(EVEN, PEAKS, [])
    after = weighed(EVEN, PEAKS, [deed("refuse", 2, 0, 0)])

    assert worth(after, 2, 0, 0) < worth(before, 2, 0, 0)


def test_an_early_refusal_says_less_than_a_late_one() -> None:
    early = weighed(EVEN, PEAKS, [deed("refuse", 2, 0, 0, late=0.1)])
    late = weighed(EVEN, PEAKS, [deed("refuse", 2, 0, 0)])

    assert worth(late, 2, 0, 0) < worth(early, 2, 0, 0)


def test_once_something_is_agreed_answers_compare_with_it() -> None:
    taken = weighed(EVEN, PEAKS, [deed("accept", 2, 0, 0, agreed=(0, 2, 0))])
    refused = weighed(EVEN, PEAKS, [deed("refuse", 2, 0, 0, agreed=(0, 2, 0))])

    assert weights(taken)[1] > weights(taken)[0]
    assert weights(refused)[0] > weights(refused)[1]


def test_the_same_deeds_always_give_the_same_guesses() -> None:
    deeds = [deed("offer", 0, 1, 0, late=0.4)]

    assert weighed(EVEN, PEAKS, deeds).mean() == weighed(EVEN, PEAKS, deeds).mean()
