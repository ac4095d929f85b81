"""What the story turns on happens in played talks: sources, corrections, homework, walk-outs.

Everything that takes several runs is read off the same few of the built-in talks.
"""

import asyncio
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from roomsix import acts, session
from roomsix.calls import Outcome, Request
from roomsix.chat.mock import MockChat, beliefs, figures, leaving, reading, speech
from roomsix.chat.mock.tactic import Tactic
from roomsix.chat.mock.turn import Turn
from roomsix.deal import SeatId
from roomsix.events import Claimed, Event, Opened, Said, Showed, Whispered
from tables import now, talks_of
from tactical import built_in

pytestmark = pytest.mark.xdist_group("mock-elements")

ROOT = Path(__file__).parents[2]
SEEDS = (*range(6), 11)
"""In the last of them a figure is let slip before everyone, which takes a question or a refusal;
leads answer texts by offers more often, so that it comes about in one run of ten."""
SIDES = {"eyes-at-yard": "coalition", "eyes-at-council": "mars"}
"""Whose source each fact speaks of."""

Record = tuple[Event, ...]


class Keeping(MockChat):
    """Keeps what it was asked."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.asked: list[Request] = []

    async def answer(self, request: Request) -> Outcome:
        self.asked.append(request)
        return await super().answer(request)


class Wishes(MockChat):
    """Asks for a word off the record in the third round of a plenary."""

    async def answer(self, request: Request) -> Outcome:
        moment = now(request)
        if (moment.get("kind"), moment.get("round")) == ("plenary", 3):
            return Outcome(text='{"act": "request", "request": "off-record", "say": "A word?"}')
        return await super().answer(request)


@cache
def played(seed: int) -> tuple[Record, Keeping]:
    chat = Keeping(seed)
    return play(seed, chat), chat


def play(seed: int, chat: MockChat, chats: Mapping[SeatId, MockChat] | None = None) -> Record:
    scenario, cast = built_in("room-six")
    talks = talks_of(scenario, chat, seed=seed, cast=cast, chats=chats)
    return tuple(asyncio.run(session.negotiate(talks)).record)


def records() -> Iterator[Record]:
    return (played(seed)[0] for seed in SEEDS)


def happening(kind: str) -> Iterator[tuple[Record, Event]]:
    for record in records():
        yield from ((record, event) for event in record if event.what.kind == kind)


def runs_with(kind: str, **fields: object) -> int:
    """In how many runs an act or event of a kind has these fields."""
    return sum(
        any(
            e.what.kind == kind
            and all(getattr(e.what, name, None) == value for name, value in fields.items())
            for e in record
        )
        for record in records()
    )


def party(seat: SeatId | None) -> str | None:
    return built_in("room-six")[0].seats[seat].party if seat else None


def words(record: Record, event: Event) -> str:
    same = (e for e in record if e.turn == event.turn and e.seat == event.seat)
    return " ".join(e.what.text for e in same if isinstance(e.what, Said | Whispered))


def has_line(seat: SeatId, occasion: str, text: str) -> bool:
    """Whether a text holds one of a persona's lines for an occasion, whatever is in its slots."""
    scenario, cast = built_in("room-six")
    found = cast[scenario.seats[seat].persona].lines
    return any(
        speech.spoken(line, [text]) for name in found if name == occasion for line in found[name]
    )


def about_sources() -> Iterator[tuple[Record, Event]]:
    """The observer's questions to delegates about facts that are never to be told."""
    for record, event in happening("ask"):
        if isinstance(event.what, acts.Ask) and event.what.fact in SIDES and party(event.what.to):
            yield record, event


def turn(seat: SeatId, at: int = -1, lines: tuple[str, ...] = ()) -> Turn:
    """A turn that a seat was asked for, with further lines perceived before it."""
    requests = [r for r in played(0)[1].asked if r.seat == seat and r.form.name != "assessment"]
    request = requests[at]
    mark = "\n\n# Your turn"
    user = request.prompt.user.replace(mark, "\n".join(["", *lines]) + mark)
    prompt = request.prompt.model_copy(update={"user": user})
    return Turn(reading.read(request.model_copy(update={"prompt": prompt})), 0, Tactic())


def said_before(record: Record, event: Event, seat: SeatId) -> list[str]:
    return [e.what.text for e in record[: event.seq] if e.seat == seat and isinstance(e.what, Said)]


def test_the_observer_asks_how_a_figure_is_known_that_was_let_slip() -> None:
    asked = list(about_sources())
    view = turn("volkov")

    assert len(asked) > len(SEEDS) / 2
    for record, event in asked:
        assert isinstance(event.what, acts.Ask) and event.seat == "volkov"
        to = event.what.to
        assert SIDES[event.what.fact or ""] == party(to)
        before = said_before(record, event, to)
        assert any(figures.betrayed(view, party(to), text) for text in before)


def test_whoever_is_asked_declines_or_denies_and_the_source_is_never_named() -> None:
    ways = set()
    for record, event in about_sources():
        assert isinstance(event.what, acts.Ask)
        to = event.what.to
        later = (e for e in record[event.seq :] if e.session == event.session and e.seat == to)
        answer = next((e for e in later if isinstance(e.what, Said)), None)
        if answer is None:
            continue  # nobody had the time
        said = words(record, answer)
        denied = [e.what for e in record if e.turn == answer.turn and isinstance(e.what, Claimed)]
        if has_line(to, "deny", said):
            ways.add("deny")
            assert Claimed(fact=event.what.fact or "", holds=False) in denied
        elif has_line(to, "decline", said):
            ways.add("decline")
            assert not [claim for claim in denied if claim.fact in SIDES]

    assert ways == {"deny", "decline"}
    for record in records():
        told = {getattr(e.what, "fact", None) for e in record if e.what.kind != "ask"}
        assert not told & {"bookkeeper", "clerk"}
        spoken = " ".join(e.what.text for e in record if isinstance(e.what, Said))
        assert "bookkeeper" not in spoken and "clerk" not in spoken


def test_somebody_says_aloud_that_the_other_side_knows_too_much() -> None:
    told = {
        seat
        for record, event in happening("said")
        for seat in ("chen", "kim", "envoy")
        if event.seat == seat and has_line(seat, "suspect", words(record, event))
    }

    assert "chen" in told and told & {"kim", "envoy"}


def test_a_side_that_was_counted_claims_that_there_is_a_source() -> None:
    claimed = [
        (event.seat, event.what.fact)
        for _, event in happening("claimed")
        if isinstance(event.what, Claimed) and event.what.fact in SIDES and event.what.holds
    ]

    assert claimed
    assert all(party(seat) not in (None, SIDES[fact]) for seat, fact in claimed)


ASKED = '{"n":9001,"seat":"volkov","act":"ask","to":"kim","issue":"plat","fact":"eyes-at-yard"}'
EVADED = '{"n":9002,"seat":"kim","said":"We have sources."}'
DENIED = '{"n":9003,"seat":"kim","claims":"eyes-at-yard","holds":false}'


def test_a_question_about_a_source_and_an_evasion_both_raise_what_is_believed_of_it() -> None:
    told = [
        beliefs.facts(turn("volkov", 0, lines))["eyes-at-yard"]
        for lines in ((), (ASKED,), (ASKED, EVADED, DENIED), (ASKED, EVADED))
    ]

    prior, pressed, denied, evaded = told
    assert prior < denied < pressed < evaded


def test_a_denial_under_question_is_doubted_more_than_one_that_nobody_asked_for() -> None:
    asked = beliefs.doubts(turn("volkov", 0, (ASKED, EVADED, DENIED)))
    unasked = beliefs.doubts(turn("volkov", 0, (EVADED, DENIED)))

    assert asked[9003] > unasked[9003]


@pytest.mark.parametrize(
    ("side", "said", "about"),
    [
        ("coalition", "The yard paid for nine circuits for its platforms.", ("plat", "mars")),
        ("mars", "Nine platforms went up.", None),  # its own
        ("mars", "The ships cost you eleven million a week.", ("fleet", "coalition")),
        ("coalition", "Platforms throw iron at transports.", None),  # nothing counted
        ("mars", "For ships near Mars, full withdrawal, bolted at four corners.", None),
        ("mars", "Mars wants one vote in three.", None),  # an offer
        (None, "Nine platforms, and forty ships.", None),  # no side
    ],
)
def test_a_figure_counts_what_another_side_keeps(
    side: str | None, said: str, about: tuple[str, str] | None
) -> None:
    assert figures.betrayed(turn("volkov"), side, said) == about


def test_kim_lays_all_seventeen_losses_on_raiders_and_tanaka_sets_it_right() -> None:
    claimed = runs_with("claimed", fact="seventeen-vessels", holds=True)
    whispers = [
        record
        for record, event in happening("whispered")
        if event.seat == "tanaka" and "raiders account for eleven" in words(record, event)
    ]
    aloud = runs_with("claimed", fact="seventeen-vessels", holds=False)

    assert claimed > len(SEEDS) / 3
    assert 0 < len(whispers) + aloud <= len(SEEDS)
    assert all(
        event.what.holds is (event.seat != "tanaka")
        for _, event in happening("claimed")
        if isinstance(event.what, Claimed) and event.what.fact == "seventeen-vessels"
    )


def test_a_correction_in_a_whisper_is_not_declared_to_the_room() -> None:
    for record, event in happening("whispered"):
        if event.seat == "tanaka" and "raiders account for eleven" in words(record, event):
            same = [e for e in record if e.turn == event.turn]
            assert not [e for e in same if isinstance(e.what, Claimed)]


def test_a_first_meeting_is_adjourned_with_homework_and_the_proposals_follow_it() -> None:
    scenario, _ = built_in("room-six")
    adjourned = [
        (record, event)
        for record, event in happening("call")
        if isinstance(event.what, acts.Call) and event.what.what == "adjourn"
    ]
    allowed: dict[bool, set[int]] = {True: set(), False: set()}
    for record in records():
        for event in record:
            if isinstance(event.what, acts.Submit):
                given = any(
                    isinstance(e.what, acts.Call) and e.what.homework and event.seat in e.audience
                    for e in record
                )
                allowed[given].add(len(event.what.allow))

    assert len(adjourned) > len(SEEDS) / 2
    for record, event in adjourned:
        assert isinstance(event.what, acts.Call)
        assert all(promise.name in event.what.homework for promise in scenario.obligations.values())
        closed = next(e for e in record if e.seq > event.seq and e.what.kind == "closed")
        assert (closed.session, closed.what.kind) == (event.session, "closed")
        assert event.session.startswith("prelim")
    assert allowed[True] and min(allowed[True]) > max(allowed[False], default=0)


def test_a_lead_walks_out_over_a_paper_that_crosses_a_line_and_is_fetched_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(leaving, "LEAVES", (100,) * 5)
    monkeypatch.setattr(leaving, "TENSE", 0)
    record = play(1, MockChat(1))

    left = [e for e in record if e.what.kind == "walk-out"]
    assert len(left) == 1
    opened = next(
        e for e in record if e.seq > left[0].seq and isinstance(e.what, Opened) and e.what.aside
    )
    assert left[0].seat in opened.audience and opened.round <= left[0].round + 1
    assert any(
        e.seat == left[0].seat and e.session == "plenary" and e.seq > opened.seq for e in record
    )
    assert not [e for e in record if e.what.kind == "invalid"]


def test_hardly_anybody_walks_out() -> None:
    assert 0 < max(leaving.LEAVES) <= 8
    assert runs_with("walk-out") <= len(SEEDS) / 4


def test_park_shows_something_right_after_the_observer_has_asked() -> None:
    scenario, _ = built_in("room-six")
    tells = scenario.seats["park"].tells
    seen = 0
    for record in records():
        for event in record:
            if not isinstance(event.what, Showed) or event.what.sign not in tells:
                continue
            turns = [e for e in record[: event.seq] if e.turn and e.session == event.session]
            before = [e for e in turns if e.seat != "park"]
            last = before[-1].turn if before else None
            asked = [e for e in before if e.turn == last and e.what.kind == "ask"]
            seen += any(e.seat == "volkov" for e in asked)

    assert seen > len(SEEDS) / 3


def test_tanaka_speaks_of_her_tablet_only_when_something_has_come() -> None:
    spoke = 0
    for record, event in happening("said"):
        if event.seat == "tanaka" and has_line("tanaka", "reading", words(record, event)):
            spoke += 1
            mine = [
                e.seq for e in record[: event.seq] if e.seat == "tanaka" and e.turn != event.turn
            ]
            fed = [e for e in record[max(mine, default=0) : event.seq] if e.what.kind == "fed"]
            assert fed

    assert spoke > len(SEEDS) / 2


def test_kim_opens_a_corridor_in_a_good_part_of_the_runs() -> None:
    asked = {id(record) for record, e in happening("request") if e.seat == "kim"}

    assert 0 < len(asked) <= len(SEEDS) * 0.75


def test_the_mediator_answers_every_open_matter_the_newest_first() -> None:
    wishing = {"park": Wishes(2), "kim": Wishes(2)}
    record = play(2, MockChat(2), wishing)

    asked = [e for e in record if e.what.kind == "request" and e.round == 3]
    ruled = [e for e in record if e.what.kind == "rule" and e.seq > asked[-1].seq]
    assert len(asked) == 2
    assert [e.what for e in ruled[:2]] == [acts.Rule(granted=True)] * 2
    assert ruled[0].turn != ruled[1].turn
    assert not [e for e in record if e.what.kind == "invalid"]
