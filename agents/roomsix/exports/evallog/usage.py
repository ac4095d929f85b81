"""Tokens and money, as Inspect counts them."""

from collections.abc import Iterable, Iterator, Mapping

from inspect_ai.model import ModelUsage

from roomsix.calls import Usage
from roomsix.exports.asked import Asked
from roomsix.running.questions import Question
from roomsix.store import RunInfo


def of(counted: Usage) -> ModelUsage:
    """Return the usage of one call. Inspect keeps what came from a cache apart from the input."""
    return ModelUsage(
        input_tokens=max(0, counted.prompt - counted.cached),
        output_tokens=counted.completion,
        total_tokens=counted.prompt + counted.completion,
        input_tokens_cache_read=counted.cached,
    )


def added(several: Iterable[Mapping[str, ModelUsage]]) -> dict[str, ModelUsage]:
    """Return the sums by name."""
    found: dict[str, ModelUsage] = {}
    for each in several:
        for name, usage in each.items():
            found[name] = found[name] + usage if name in found else usage
    return found


def by_chat(calls: Iterable[Asked]) -> dict[str, ModelUsage]:
    """Return what each chat's calls came to, in tokens."""
    return added({question.chat.name: usage} for question, usage in _answered(calls))


def by_seat(info: RunInfo, calls: Iterable[Asked]) -> dict[str, ModelUsage]:
    """Return what each seat's calls came to, in tokens and, where somebody was paid, dollars."""
    found = added({question.seat: usage} for question, usage in _answered(calls))
    for seat, dollars in info.usd.items():
        if seat in found:
            found[seat] = found[seat].model_copy(update={"total_cost": float(dollars)})
    return found


def _answered(calls: Iterable[Asked]) -> Iterator[tuple[Question, ModelUsage]]:
    for call in calls:
        if call.question.outcome is not None:
            yield call.question, of(call.question.outcome.usage)
