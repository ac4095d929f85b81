"""What a run's calls came to, altogether and seat by seat."""

from collections import Counter
from collections.abc import Iterable, Mapping

from roomsix.calls import Outcome
from roomsix.deal import SeatId
from roomsix.journal import Journal
from roomsix.record import Log


def totals(log: Log, journal: Journal) -> dict[str, int]:
    """Return what all calls came to, with turns and events."""
    outcomes = [call.outcome for call in journal.calls.values() if call.outcome is not None]
    return {
        "turns": log.turn,
        "events": len(log.events),
        "calls": len(outcomes),
        "unusable_replies": len(log.events.of("invalid")),
        "prompt_tokens": sum(outcome.usage.prompt for outcome in outcomes),
        "completion_tokens": sum(outcome.usage.completion for outcome in outcomes),
    }


def by_seat(log: Log, journal: Journal) -> Mapping[SeatId, Mapping[str, int]]:
    """Return for every seat that was asked what its calls came to.

    Kinds of outcome that never came are left out; `unusable_replies` counts those of every kind
    that were asked for again, and what could be read but not be used.
    """
    outcomes: dict[SeatId, list[Outcome]] = {}
    for (seat, _), call in journal.calls.items():
        if call.outcome is not None:
            outcomes.setdefault(seat, []).append(call.outcome)
    unusable = Counter(event.seat for event in log.events.of("invalid"))
    return {seat: _seat(came, unusable[seat]) for seat, came in sorted(outcomes.items())}


def _seat(outcomes: Iterable[Outcome], unusable: int) -> dict[str, int]:
    came = list(outcomes)
    kinds = Counter(outcome.kind for outcome in came if outcome.kind != "text")
    return {
        "calls": len(came),
        "attempts": sum(outcome.attempts for outcome in came),
        "prompt_tokens": sum(outcome.usage.prompt for outcome in came),
        "cached_tokens": sum(outcome.usage.cached for outcome in came),
        "completion_tokens": sum(outcome.usage.completion for outcome in came),
        "unusable_replies": unusable,
        **{kind.replace(" ", "_"): count for kind, count in sorted(kinds.items())},
    }
