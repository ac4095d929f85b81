"""Mocks whose answers fail: every kind, in every seat, and nothing invented or dropped for it."""

import asyncio
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from roomsix import prompts, running, session
from roomsix.calls import KINDS as OUTCOMES
from roomsix.calls import Outcome, Request, hashed
from roomsix.chat import failing, spec
from roomsix.chat.failing import FaultChat
from roomsix.chat.mishaps import AGAIN, MISHAPS, USED, Mishap
from roomsix.chat.mock import MockChat
from roomsix.deal import SeatId
from roomsix.errors import UsageError
from roomsix.events import Event, Said
from roomsix.journal import Journal
from roomsix.room import REASKS
from roomsix.running.checking import checked
from roomsix.scoring.sweep.breach import breaches
from roomsix.session import Talks
from roomsix.store import Run
from roomsix.store.info import RunInfo
from running_tables import SEED, folder_of, small

PAGE = (Path(__file__).parents[2] / "docs" / "faults.md").read_text(encoding="utf-8")


def chat(kind: str, rate: float, seed: int = SEED) -> FaultChat:
    return failing.make(failing.read(f"fault:{kind},rate={rate}"), seed=seed)


def talks(kind: str, rate: float) -> Talks:
    """Short talks in which the answers of every seat fail."""
    table = small()
    return replace(table, chats=dict.fromkeys(table.scenario.seats, chat(kind, rate)))


def unsound(record: Iterable[Event], journal: Journal, info: RunInfo) -> list[str]:
    """Return in which way answers of a run were invented, dropped or miscounted.

    Every question is counted as it was put, every turn as it is in the record: each call was used
    in its turn or row, is there as a reply that could not be, or was put again in short.
    """
    events = list(record)
    asked: dict[SeatId, dict[str, list[str]]] = {}
    for (seat, _), call in sorted(journal.calls.items()):
        assert call.outcome is not None
        moment = prompts.moment(call.tail)
        about = json.dumps([moment["session"], moment.get("turn")])
        asked.setdefault(seat, {}).setdefault(about, []).append(call.outcome.kind)
    wrong = []
    for seat, questions in asked.items():
        counted = info.by_seat[seat]
        kinds = Counter(kind for put in questions.values() for kind in put)
        came = {kind.replace(" ", "_"): n for kind, n in kinds.items() if kind != "text"}
        told = {kind: counted.get(kind, 0) for kind in came}
        kept = sum(event.seat == seat and event.what.kind == "invalid" for event in events)
        used = kinds.total() - sum(map(_shorter, questions.values())) - kept
        wrong += [f"{seat}: {came} came, {told} are counted"] * (told != came)
        wrong += [f"{seat}: calls"] * (counted["calls"] != kinds.total())
        wrong += [f"{seat}: unusable replies"] * (counted["unusable_replies"] != kept)
        wrong += [f"{seat}: {used} answers used of {len(questions)}"] * (used > len(questions))
        wrong += [f"{seat}: dropped"] * (kept < (len(questions) - used) * (1 + REASKS))
    return wrong + [f"turn {number} is no plain pass" for number in _odd_passes(events)]


def _shorter(put: list[str]) -> int:
    """Return how many of a turn's calls were put again in short: each first of a too long pair."""
    pairs, at = 0, 0
    while at < len(put):
        if put[at] == "too long":
            pairs, at = pairs + 1, at + 1
        at += 1
    return pairs


def _odd_passes(events: Iterable[Event]) -> list[int]:
    """Return the turns that were given up and are anything but a pass that all present see."""
    turns: dict[int, list[Event]] = {}
    for event in events:
        if event.turn is not None and event.seat is not None:
            turns.setdefault(event.turn, []).append(event)
    kinds = {number: [event.what.kind for event in turn] for number, turn in turns.items()}
    return [
        number
        for number, turn in turns.items()
        if kinds[number].count("invalid") == 1 + REASKS
        and (kinds[number][1 + REASKS :] != ["pass"] or len(turn[-1].audience) < 2)
    ]


def _is_third(record: Sequence[Event], at: int) -> bool:
    """Tell whether an event is the last reply for which a turn was given up."""
    last = record[max(0, at - REASKS) : at + 1]
    return len(last) == 1 + REASKS and {each.what.kind for each in last} == {"invalid"}


@cache
def played(kind: str, folder: Path) -> Run:
    return Run(folder_of(running.run(talks(kind, 0.5), folder)))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("runs")


@pytest.mark.parametrize("kind", failing.KINDS)
def test_talks_in_which_every_seat_fails_end_and_account_for_every_answer(
    kind: str, folder: Path
) -> None:
    run = played(kind, folder)
    scenario, record = run.scenario_of(0), run.record()

    assert run.info.status == "finished" and record.of("ended")
    assert unsound(record, Journal(run.lines("calls.jsonl")), run.info) == []
    assert list(breaches(scenario, record)) == []
    assert checked(run)  # replayed from its journal, the record is the same byte for byte
    failed = len(record.of("invalid"))
    if kind in MISHAPS:
        assert {AGAIN: failed > 0, USED: failed == 0}.get(MISHAPS[kind].end, True)


def test_an_answer_that_was_invented_dropped_or_not_counted_would_be_noticed(folder: Path) -> None:
    run = played("refusal", folder)
    record, journal, info = list(run.record()), Journal(run.lines("calls.jsonl")), run.info
    seat, counts = next(iter(info.by_seat.items()))

    def counted(**other: int) -> RunInfo:
        by_seat = {**info.by_seat, seat: {**counts, **other}}
        return info.model_copy(update={"by_seat": by_seat})

    failed = next(at for at, event in enumerate(record) if event.what.kind == "invalid")
    given_up = max(at for at, event in enumerate(record) if _is_third(record, at))
    words = record[given_up].model_copy(update={"what": Said(text="Very well.")})
    planted = [
        (record, counted(refusal=counts["refusal"] - 1)),
        (record, counted(unusable_replies=0)),
        (record, counted(calls=counts["calls"] + 1)),
        (record[:failed] + record[failed + 1 :], info),
        ([*record[: given_up + 1], words, *record[given_up + 1 :]], info),
    ]

    assert unsound(record, journal, info) == []
    for events, told in planted:
        assert unsound(events, journal, told) != []


def test_an_outcome_of_no_known_kind_stops_the_talks(monkeypatch: pytest.MonkeyPatch) -> None:
    new = Mishap("something new", AGAIN, lambda _: Outcome.model_construct(kind="melted", text=""))
    monkeypatch.setattr("roomsix.chat.failing.MISHAPS", {**MISHAPS, "empty": new})

    with pytest.raises(KeyError, match="melted"):
        asyncio.run(session.negotiate(talks("empty", 1)))


def test_every_kind_of_outcome_can_be_had() -> None:
    assert {kind.replace(" ", "-") for kind in OUTCOMES} - {"text"} <= set(MISHAPS)
    assert list(failing.KINDS) == [*MISHAPS, "flaky"]


# ---- how often, and by what ----------------------------------------------------------------


class Kept:
    """Keeps the questions a mock is asked."""

    def __init__(self) -> None:
        self.asked: list[Request] = []
        self.name, self.sampling, self._mock = "kept", dict[str, int](), MockChat(SEED)

    async def answer(self, request: Request) -> Outcome:
        self.asked.append(request)
        return await self._mock.answer(request)


@cache
def questions() -> tuple[Request, ...]:
    table, kept = small(), Kept()
    asyncio.run(session.negotiate(replace(table, chats=dict.fromkeys(table.scenario.seats, kept))))
    return tuple(kept.asked)


def given(chat: FaultChat | MockChat, request: Request) -> Outcome:
    return asyncio.run(chat.answer(request))


@pytest.mark.parametrize("kind", failing.KINDS)
def test_an_answer_is_a_function_of_the_question_alone(kind: str) -> None:
    asked = questions()
    first, second = chat(kind, 0.5), chat(kind, 0.5)

    forwards = [given(first, each) for each in asked]
    backwards = [given(second, each) for each in reversed(asked)]

    assert forwards == backwards[::-1]


def test_the_rate_is_the_share_of_answers_that_fail() -> None:
    request = questions()[0]
    own = given(MockChat(SEED), request)

    def failed(rate: float) -> int:
        tried = (request.model_copy(update={"index": n}) for n in range(300))
        return sum(given(chat("empty", rate), each) != own for each in tried)

    assert failed(0) == 0 and failed(1) == 300
    assert abs(failed(0.3) - 90) < 4 * (300 * 0.3 * 0.7) ** 0.5


def test_seats_fail_apart_and_flaky_ones_in_every_way() -> None:
    request = questions()[0]
    tried = [request.model_copy(update={"index": n}) for n in range(200)]
    others = [each.model_copy(update={"seat": "speaker"}) for each in tried]
    half = chat("empty", 0.5)

    assert [given(half, each).kind for each in tried] != [given(half, each).kind for each in others]
    flaky = chat("flaky", 1)
    assert {given(flaky, each).kind for each in tried} == set(OUTCOMES)


def test_odd_characters_are_odd() -> None:
    request = next(each for each in questions() if '"question"' not in each.prompt.tail)
    tried = [request.model_copy(update={"index": n}) for n in range(20)]
    texts = [given(chat("odd-characters", 1), each).text for each in tried]

    assert any("\ud83e" in text for text in texts) and any("\\ud83e" in text for text in texts)
    assert any("\x1b" in text for text in texts) and any("\\u202e" in text for text in texts)


def test_words_that_claim_an_act_bind_nobody(folder: Path) -> None:
    run = Run(folder_of(running.run(talks("boast", 1), folder)))
    record = run.record()

    said = {event.what.text for event in record.of("said") if isinstance(event.what, Said)}
    assert any("I accept the offer" in text for text in said)
    assert not record.of("accept", "propose") and run.info.ending == ("no deal", "out of rounds")


def test_a_paper_across_ones_own_red_line_cannot_be_accepted() -> None:
    scenario = small().scenario
    crossing = {"pay": "freeze", "sundays": "sixteen", "recordings": "house"}
    offer = json.dumps({"say": "Here.", "act": "propose", "package": crossing})

    class Offering(Kept):
        async def answer(self, request: Request) -> Outcome:
            own = await super().answer(request)
            return Outcome(text=offer) if '"propose"' in request.prompt.tail else own

    chats = {**dict.fromkeys(scenario.seats, chat("red-line", 1)), "manager": Offering()}
    result = asyncio.run(session.negotiate(replace(small(), chats=chats)))  # type: ignore[arg-type]

    tried = [event for event in result.record.of("invalid") if event.seat == "speaker"]
    assert tried and not result.record.of("accept")


# ---- how they are spelt --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        ("fault:refusel", "no fault 'refusel' in 'fault:refusel' (did you mean 'refusal'?)"),
        ("fault:", "there are: refusal, empty"),
        ("fault:xyzzy", "no fault 'xyzzy'"),
        ("fault:empty,rate=2", "a number from 0 to 1: the share of its answers that fail"),
        ("fault:empty,rate=often", "rate in 'fault:empty,rate=often' is 'often'"),
        ("fault:empty,rat=.5", "did you mean 'rate'?"),
        ("fault:empty,rate", "says nothing (fault:empty,KEY=VALUE)"),
        ("fault:empty,rate=.1,rate=.2", "'rate' is given twice"),
    ],
)
def test_a_wrong_spec_is_told_in_one_line(wrong: str, line: str) -> None:
    with pytest.raises(UsageError) as caught:
        spec.check(wrong, seat="manager", role="lead")

    assert line in str(caught.value) and "\n" not in str(caught.value)


def test_what_is_not_told_is_a_third_and_what_is_told_is_part_of_every_request() -> None:
    assert failing.read("fault:empty").rate == 0.3
    request = questions()[0]
    made = [chat("empty", 0.5), chat("empty", 0.25), chat("huge", 0.5), chat("empty", 0.5, seed=9)]

    assert len({hashed(request, each.name, each.sampling) for each in made}) == len(made)
    assert made[0].name == "fault:empty,rate=0.5"
    assert made[0].sampling == {"seed": SEED, "fault": "empty", "rate": 0.5}


def test_every_kind_is_on_the_page() -> None:
    for name, about in failing.KINDS.items():
        ends = MISHAPS[name].end if name in MISHAPS else "either"
        assert f"| `fault:{name}` | {about} | {ends} |" in PAGE
