"""What talks are expected to take, beside what they took."""

from dataclasses import replace
from decimal import Decimal

import pytest

from roomsix import running, store
from roomsix.budget import Limits, Rate
from roomsix.chat import prices
from roomsix.chat.metering import Meter
from roomsix.chat.mock import MockChat
from roomsix.chat.model import ModelChat
from roomsix.running import estimating
from roomsix.running.estimating import Estimate
from roomsix.running.questions import questions
from roomsix.session import Talks
from running_tables import folder_of, small

NAME = "openai:m"
RATES = {NAME: Rate(prompt=Decimal(1), completion=Decimal(4))}
AVERAGE = 3.9
"""Bytes to a token of prompts like these, by o200k_base."""


def seated(meter: Meter) -> Talks:
    """The small talks with a model in every seat."""
    environ = {"OPENAI_BASE_URL": "http://127.0.0.1:1/v1"}
    return replace(
        small(), chats=dict.fromkeys(small().chats, ModelChat("m", environ=environ, meter=meter))
    )


@pytest.fixture(scope="module")
def found() -> Estimate:
    meter = Meter(Limits(rates=RATES))
    return estimating.estimate(seated(meter), meter)


@pytest.mark.parametrize("seed", [2, 5])
def test_what_talks_take_lies_in_the_range_and_the_range_is_no_wider_than_threefold(
    found: Estimate, seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    table = replace(small(), seed=seed, chats=dict.fromkeys(small().chats, MockChat(seed)))
    run = store.Run(folder_of(running.run(table, tmp_path_factory.mktemp("runs"))))
    asked = list(questions(run, run.record()))
    took = sum(len(each["content"].encode()) for one in asked for each in one.messages) / AVERAGE

    total = found.total
    assert total.calls.low <= len(asked) <= total.calls.high
    assert total.prompt.low / 1.5 <= took <= total.prompt.high <= took * 3
    assert total.prompt.low >= took / 3


def test_a_range_is_a_range_and_what_is_repeated_is_part_of_the_prompts(found: Estimate) -> None:
    for share in (*found.seats.values(), found.total):
        for span in (share.calls, share.prompt, share.repeated, share.completion, share.usd):
            assert span is not None and 0 < span.low <= span.high
        assert share.repeated.high <= share.prompt.high
        assert share.repeated.low > share.prompt.low / 2
    assert found.total.calls.low == sum(share.calls.low for share in found.seats.values())


def test_a_limit_on_replies_limits_what_they_are_expected_to_cost(found: Estimate) -> None:
    meter = Meter(Limits(rates=RATES, reply=100))

    short = estimating.estimate(seated(meter), meter)

    assert short.total.completion.high < found.total.completion.high / 5


def test_the_table_knows_models_by_name_and_address_and_has_a_date() -> None:
    known = prices.price("gpt-4o-mini", None)

    assert known is not None
    assert 0 < known(1000, 500, 0) < known(1000, 0, 0) < known(1000, 0, 100)
    assert prices.price("gpt-4o-mini", "http://127.0.0.1:1/v1") is None
    assert prices.price("no-such-model", None) is None
    assert prices.table().startswith("genai-prices ") and "20" in prices.table()
