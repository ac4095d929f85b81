"""Old rounds told in short: what is kept of them, when, and what it saves."""

import asyncio
import itertools
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pydantic import JsonValue

from roomsix import acts, digest, events, prompts, running, session, store, views
from roomsix.calls import Outcome, Request
from roomsix.chat.mock import MockChat
from roomsix.deal import SeatId
from roomsix.errors import ChatError
from roomsix.running import checking, questions
from roomsix.scenario import Digest, Scenario
from roomsix.session import Talks
from roomsix.workspace import Workspace
from running_tables import SEED, broken_after, folder_of, small
from strategies import checked, scenarios
from tables import Answer, Answering, cast_of, improvise, talks_of
from wall.guards import built_in, in_short

ROOT = Path(__file__).parents[1]
PACKAGE: dict[str, JsonValue] = {"pay": "two", "sundays": "eight", "recordings": "half"}


def perceived(*told: dict[str, JsonValue]) -> list[str]:
    return [json.dumps({"n": n, **line}) for n, line in enumerate(told, start=1)]


def standing(*told: dict[str, JsonValue]) -> list[int]:
    """The numbers of the lines that still stand."""
    return [at + 1 for at in digest.standing(perceived(*told))]


def said(seat: SeatId) -> dict[str, JsonValue]:
    return {"seat": seat, "said": "There are several ways to see this, and we have seen them all."}


def act(seat: SeatId, name: str, **arguments: JsonValue) -> dict[str, JsonValue]:
    return {"seat": seat, "act": name, **arguments}


def test_words_go_and_the_newest_position_on_each_issue_stays() -> None:
    assert standing(
        {"opened": "plenary", "present": ["manager", "speaker"]},
        said("manager"),
        act("manager", "state", issue="pay", option="freeze"),
        act("speaker", "state", issue="pay", option="six"),
        act("manager", "pass"),
        {"seat": "speaker", "whispered": "Now?"},
        {"seat": "speaker", "confers": True},
        act("manager", "state", issue="pay", option="two"),
        act("manager", "state", issue="sundays", option="most"),
    ) == [1, 4, 8, 9]


def test_a_position_taken_apart_stands_beside_the_one_taken_before_all() -> None:
    stated = act("speaker", "state", issue="pay", option="two")
    assert standing(
        {"opened": "plenary", "present": []},
        {**stated, "option": "four"},
        {"opened": "plenary-corridor-1", "present": [], "kind": "corridor"},
        stated,
        {"closed": "plenary-corridor-1", "why": "rounds"},
        {**stated, "option": "six"},
    ) == [1, 3, 4, 5, 6]


def test_of_many_offers_the_first_the_newest_and_the_agreed_one_stay_with_their_answers() -> None:
    packages: list[dict[str, JsonValue]] = [{**PACKAGE, "pay": f"{n} %"} for n in range(1, 41)]
    lines = [act("manager", "propose", number=n, package=p) for n, p in enumerate(packages, 1)]
    agreed = act("speaker", "accept", number=9)
    lines[9:9] = [agreed, act("speaker", "reject", number=3, issue="pay")]
    lines += [act("speaker", "reject", number=40)]

    kept = [json.loads(perceived(*lines)[at]) for at in digest.standing(perceived(*lines))]

    offers = [line["number"] for line in kept if line["act"] == "propose"]
    assert offers == [1, 9, *range(41 - digest.PAPERS + 1, 41)]
    answers = [(line["act"], line["number"]) for line in kept if line["act"] != "propose"]
    assert answers == [("accept", 9), ("reject", 40)]


def test_an_offer_made_again_and_again_is_told_as_the_first_and_the_newest() -> None:
    again = [act("manager", "propose", number=n, package=PACKAGE) for n in (1, 2, 3)]
    other = act("manager", "propose", number=4, package={**PACKAGE, "pay": "four"})
    assert standing(*again, other) == [1, 3, 4]


def test_an_acceptance_taken_back_no_longer_stands() -> None:
    assert standing(
        act("manager", "propose", number=1, package=PACKAGE),
        act("speaker", "accept", number=1),
        act("speaker", "reject", number=1, issue="pay"),
    ) == [1, 3]


def test_advice_stays_on_papers_that_are_told_and_the_newest_on_none() -> None:
    assert standing(
        act("aide", "advise", advice="hold", number=None),
        act("manager", "propose", number=1, package=PACKAGE),
        act("aide", "advise", advice="accept", number=1),
        act("aide", "advise", advice="trade", number=None),
    ) == [2, 3, 4]


def test_a_wish_stands_until_it_is_ruled_on_and_who_was_sent_out_stays_out() -> None:
    assert standing(
        act("manager", "object", whom="watch"),
        act("chair", "rule", granted=True),
        act("manager", "request", what="caucus"),
        act("chair", "rule", granted=False),
        act("speaker", "request", what="off-record"),
    ) == [1, 2, 5]


def test_claims_stay_with_how_their_speaker_looked() -> None:
    assert standing(
        {"seat": "manager", "claims": "leak", "holds": True},
        {"seen_of": "manager", "sign": "looks away"},
        {"seat": "manager", "claims": "leak", "holds": False},
        said("manager"),
        {"seen_of": "manager", "sign": "coughs"},
        said("speaker"),
        {"seen_of": "manager", "sign": "smiles"},
        {"seat": "manager", "claims": "leak", "holds": True},
    ) == [3, 5, 8]


def test_what_was_told_and_what_is_believed_of_it_stay() -> None:
    assert standing(
        act("manager", "disclose", fact="leak", tells="The roof leaks."),
        {"you_now_hold_true": {"leak": "60 %", "flood": "10 %"}},
        {"you_now_hold_true": {"leak": "70 %"}},
        {"you_read": "The roof has gone.", "about": "leak"},
        {"happened": "It rains.", "tension": "wet"},
        {"you_now_hold_true": {"leak": "90 %"}},
    ) == [1, 2, 4, 5, 6]


def test_of_every_kind_of_line_it_is_settled_what_becomes_of_it() -> None:
    """A new act or event has to be thought of here."""
    by_kind = {"propose", "draft", "accept", "reject", "advise", "request", "object", "rule"}
    dropped = {"pass"}
    assert {*digest._BY, *by_kind, *dropped} == {*acts.ACTS}

    kept = {"opened", "fed", "unsealed", "happened", "told", "ratified", "closed"}
    newest = {"claimed", "assessed", "showed"}
    words = {"said", "whispered", "conferred"}
    unseen, last = {"thought", "invalid"}, {"ended"}
    kinds = set(events.Event.model_json_schema()["properties"]["what"]["discriminator"]["mapping"])
    assert kinds - {*acts.ACTS} == kept | newest | words | unseen | last


def lengthened(rounds: int, how: Digest | None) -> Scenario:
    """The theatre, with nothing but a plenary of so many rounds of three turns."""
    theatre = Workspace(ROOT).scenario("theatre")
    plenary = theatre.sessions["plenary"].model_copy(update={"rounds": rounds, "minutes": None})
    return theatre.model_copy(update={"sessions": {"plenary": plenary}, "digest": how})


WORDS = (
    "There are several ways to see this, and in these talks we have seen every one of them. " * 4
)


LEGAL = ("pass", "ask", "state", "propose", "draft")


def talkative(request: Request) -> dict[str, JsonValue]:
    """Much is said and proposed, nothing is agreed, and nobody has to be asked again."""
    return {**improvise(request, shun=tuple({*acts.ACTS} - {*LEGAL})), "say": WORDS}


def asked(scenario: Scenario, answer: Answer = talkative) -> list[Request]:
    chat = Answering(answer)
    asyncio.run(session.negotiate(talks_of(scenario, chat)))
    return chat.asked


def sent(rounds: int, how: Digest | None) -> tuple[int, int]:
    """How many characters all the questions of such talks have, and the longest of them."""
    every = asked(lengthened(rounds, how))
    assert len(every) == 3 * rounds
    return sum(len(r.prompt.user) for r in every), max(len(r.prompt.user) for r in every)


def test_prompts_grow_with_the_square_of_the_turns_and_with_the_turns_where_told_in_short() -> None:
    rounds = (17, 34, 68, 100)  # 51, 102, 204 and 300 turns
    whole, longer = zip(*(sent(each, None) for each in rounds), strict=True)
    short, longest = zip(*(sent(each, Digest()) for each in rounds), strict=True)

    def further(total: Sequence[int]) -> list[float]:
        """What a round more takes, on average, from each of these lengths to the next."""
        steps = itertools.pairwise(zip(rounds, total, strict=True))
        return [(more - less) / (late - early) for (early, less), (late, more) in steps]

    assert whole[1] > 3.9 * whole[0] and whole[2] > 3.9 * whole[1]
    assert further(whole)[2] > 1.6 * further(whole)[1] and longer[3] > 2.8 * longer[1]
    assert further(short)[2] < 1.1 * further(short)[1] and longest[3] < 1.25 * longest[1]
    assert short[3] < whole[3] / 4


def test_four_fifths_of_what_a_seat_is_sent_was_sent_before_all_the_same() -> None:
    scenario = lengthened(34, Digest())
    every = asked(scenario)

    kept = sent = 0
    for seat in scenario.seats:
        texts = ["".join(m["content"] for m in r.messages) for r in every if r.seat == seat]
        for before, after in itertools.pairwise(texts):
            pairs = zip(before, after, strict=False)
            kept += next((at for at, (a, b) in enumerate(pairs) if a != b), len(before))
            sent += len(after)
    assert kept / sent >= 0.8


def test_between_two_blocks_a_prompt_begins_with_the_one_before() -> None:
    every = asked(lengthened(30, Digest(keep=3, every=4)))

    for seat in ("manager", "speaker", "conciliator"):
        own = [r.prompt for r in every if r.seat == seat]
        moved = 0
        for before, after in itertools.pairwise(own):
            assert before.digested <= after.digested
            if before.digested == after.digested and before.seen:
                assert after.user.startswith(before.user.removesuffix(before.tail))
            moved += before.digested != after.digested
        assert moved == (30 - 3) // 4


def test_a_seat_is_told_in_full_what_came_since_its_own_turn_before() -> None:
    """Even where it has the floor in every third round only, and one round is to be kept."""
    scenario = lengthened(12, Digest(keep=1, every=1))
    leads = [("manager", "speaker")] * 2
    turns = (("conciliator", *leads[0]), *leads)
    plenary = scenario.sessions["plenary"].model_copy(update={"turns": turns})
    every = asked(scenario.model_copy(update={"sessions": {"plenary": plenary}}))

    short = [r.prompt for r in every if r.seat == "conciliator" and r.prompt.digested]
    assert short
    for prompt in short:
        _, _, since = prompt.user.partition('"digest_of"')
        assert since.count(f'"said":"{WORDS.strip()}"') >= 7


def test_what_a_seat_can_answer_is_told() -> None:
    for request in asked(lengthened(40, Digest(keep=1, every=1))):
        lines = [json.loads(x) for x in request.prompt.user.splitlines() if x.startswith('{"n":')]
        told = {line.get("number") for line in lines if line.get("act") in ("propose", "draft")}
        assert told >= set(prompts.moment(request.prompt.tail)["papers"])


@settings(checked, max_examples=15, phases=(Phase.generate,))
@given(scenarios(), st.integers(1, 3), st.integers(1, 3))
def test_a_seat_is_told_lines_of_its_own_view_and_each_once(
    scenario: Scenario, keep: int, every: int
) -> None:
    shortened = scenario.model_copy(update={"digest": Digest(keep=keep, every=every)})
    chat = Answering(improvise)
    result = asyncio.run(session.negotiate(talks_of(shortened, chat)))

    own = {seat: views.seen(scenario, result.record, seat).lines for seat in scenario.seats}
    for request in chat.asked:
        told = [x for x in request.prompt.user.splitlines() if x.startswith('{"n":')]
        places = [own[request.seat].index(line) for line in told]
        assert places == sorted(set(places))
        newest = range(request.prompt.digested, request.prompt.seen)
        assert places[len(places) - len(newest) :] == list(newest)


def test_without_the_option_prompts_are_what_they_were() -> None:
    scenario = lengthened(20, None)
    assert all(request.prompt.digested == 0 for request in asked(scenario))


def test_talks_go_the_same_way_where_answers_do_not_depend_on_what_was_said_long_ago() -> None:
    """What is told in short decides nothing but prompts."""
    results = [
        asyncio.run(session.negotiate(talks_of(scenario, Answering(improvise))))
        for scenario in (built_in(), in_short())
    ]
    assert list(results[0].record) == list(results[1].record)


def test_a_prompt_too_long_in_short_is_shortened_until_nothing_is_left() -> None:
    request = next(r for r in reversed(asked(lengthened(20, Digest()))) if r.prompt.digested)
    view = [x for x in request.prompt.user.splitlines() if x.startswith('{"n":')]
    prompt, left = prompts.build("head", view, "\n\nWhat now?\n", digested=len(view) // 2), [0]
    while left[-1] < len(view):
        prompt = prompts.shorter(prompt, view)
        left.append(prompt.left_out)

    assert left == sorted(set(left)) and len(left) < 12
    assert prompt.user.count("left_out") == 1 and "digest_of" not in prompt.user


def with_digest(talks: Talks) -> Talks:
    scenario = talks.scenario.model_copy(update={"digest": Digest(keep=1, every=1)})
    return replace(talks, scenario=scenario)


def in_full(runs: Iterable[questions.Question]) -> list[str]:
    return ["".join(m["content"] for m in q.messages) for q in runs]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> store.Run:
    runs = tmp_path_factory.mktemp("runs")
    return store.Run(folder_of(running.run(with_digest(small()), runs)))


def test_a_run_told_in_short_is_replayed_and_its_prompts_put_together_again(
    kept: store.Run,
) -> None:
    checking.checked(kept)
    every = list(questions.questions(kept, kept.record()))

    assert all(question.sound for question in every)
    assert any('"digest_of"' in text for text in in_full(every))


@pytest.mark.parametrize("calls", [7, 9, 11, 13])
def test_a_run_told_in_short_goes_on_to_the_same_record(
    kept: store.Run, tmp_path: Path, calls: int
) -> None:
    with pytest.raises(ChatError):
        running.run(broken_after(with_digest(small()), calls), tmp_path)
    (folder,) = tmp_path.iterdir()
    stopped = store.Run(folder)
    parts = running.epochs(stopped, lambda _, seats: dict.fromkeys(seats, MockChat(SEED)))
    running.resume(stopped, parts)

    assert store.Run(folder).lines("record.jsonl") == kept.lines("record.jsonl")


def test_a_fork_may_begin_to_tell_in_short_and_cease_to(kept: store.Run, tmp_path: Path) -> None:
    whole = store.Run(folder_of(running.run(small(), tmp_path / "whole")))
    for run, talks, told in ((whole, with_digest(small()), True), (kept, small(), False)):
        result = running.fork(run, running.cut(run, 9), talks, tmp_path / "forks")
        fork = store.Run(folder_of(result))

        checking.checked(fork)
        every = list(questions.questions(fork, fork.record()))
        assert all(question.sound for question in every)
        late = in_full(q for q in every if q.turn and q.turn >= 9 and q.seat == "conciliator")
        assert late and all(('"digest_of"' in text) == told for text in late)


def test_a_board_can_doubt_the_claims_that_are_told_in_short() -> None:
    doubted: list[int] = []

    def answer(request: Request) -> dict[str, JsonValue] | Outcome:
        lines = [json.loads(x) for x in request.prompt.user.splitlines() if x.startswith('{"n":')]
        if '"question":"assess"' in request.prompt.tail:
            old = [x["n"] for x in lines if "claims" in x and x["n"] <= request.prompt.digested]
            doubted.extend(old)
            doubts: list[JsonValue] = [{"n": n, "false_percent": 70} for n in old]
            board: dict[str, JsonValue] = {"parties": [], "doubts": doubts}
            return Outcome(text=json.dumps(board))
        public = [f for f, fact in scenario.facts.items() if fact.known_to == "everyone"]
        claims: list[JsonValue] = [{"fact": public[0], "holds": True}]
        return {"say": "So it is.", "act": "pass", "claims": claims}

    scenario = in_short()
    chat = Answering(answer, assesses=True)
    talks = talks_of(scenario, chat, cast=cast_of(scenario))
    result = asyncio.run(session.negotiate(talks))

    assert doubted
    assert not [e for e in result.record.of("invalid") if e.turn is None]
