"""The wall's guards: each plays talks and raises AssertionError when something crossed."""

import asyncio
import json
import re
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path as File
from typing import Any

import yaml
from pydantic import JsonValue

from roomsix import draws, prompts, rules, session, views
from roomsix.calls import Request
from roomsix.events import Record
from roomsix.persona import Persona
from roomsix.scenario import Demeanour, Digest, Scenario
from roomsix.views import Cast
from tables import Answering, cast_of, improvise, now, talks_of
from wall import labels

ROOT = File(__file__).parents[2]
SILENT = ("disclose", "inform", "present", "accept", "ask", "submit")
"""Acts that carry private things out, or whose legality depends on them."""

Prompts = dict[str, list[str]]


@cache
def built_in() -> Scenario:
    """The built-in scenario, with fewer rounds."""
    text = (ROOT / "scenarios" / "room-six.yaml").read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    for sitting in data["sessions"].values():
        sitting["rounds"] = min(2, sitting.get("rounds", 1))
        sitting["minutes"] = sitting.get("minutes") and 300
    for incident in data["incidents"].values():
        incident["before"]["round"] = min(2, incident["before"].get("round", 1))
    return Scenario.model_validate_json(json.dumps(data), strict=True)


@cache
def in_short() -> Scenario:
    """The same, with all but the newest round told in short."""
    return built_in().model_copy(update={"digest": Digest(keep=1, every=1)})


def heard(
    scenario: Scenario,
    cast: Cast | None = None,
    answer: Callable[[Request], Any] | None = None,
) -> tuple[Prompts, Record]:
    """Play talks and return everything each seat was sent, and the record."""
    chat = Answering(answer or partial(improvise, shun=SILENT))
    result = asyncio.run(session.negotiate(talks_of(scenario, chat, cast=cast)))
    sent: Prompts = {seat: [] for seat in scenario.seats}
    for request in chat.asked:
        sent[request.seat].append("\n".join(m["content"] for m in request.messages))
    return sent, result.record


Caged = dict[str, tuple[labels.Path, frozenset[str]]]
"""What every canary stands for, and the seats that may see it."""


def with_canaries(scenario: Scenario) -> tuple[Scenario, dict[str, Persona], Caged]:
    """Make every private word and number unmistakable, of the scenario and of the people."""
    caged: Caged = {}

    def cage(path: labels.Path, value: Any) -> Any:
        allowed = labels.label(scenario, path)
        if allowed is None or path[0] in ("tension", "incidents", "timeline"):
            return value
        if labels.is_words(path) and isinstance(value, str) and value:
            token = f"canary{len(caged):04d}bird"
        elif labels.is_points(path, value) and path[-1] not in ("no_deal", "demand"):
            token = str(500 + len(caged)) if len(caged) < 500 else str(500 - len(caged))
        else:
            return value
        caged[token] = (path, allowed)
        return int(token) if isinstance(value, int) else token

    marked = labels.rewritten(scenario, cage)
    people: dict[str, Persona] = dict(cast_of(scenario))
    for name in people:
        sitting = frozenset(s for s, place in scenario.seats.items() if place.persona == name)
        marks = {part: f"canary-{part}-{name}-bird" for part in ("body", "private", "line")}
        for token in marks.values():
            caged[token] = (("persona", name), sitting)
        people[name] = people[name].model_copy(
            update={
                "body": marks["body"],
                "private": marks["private"],
                "lines": {"remark": (marks["line"],)},
            }
        )
    return marked, people, caged


def no_canary_leaves_its_cage(scenario: Scenario) -> None:
    """Every private word and number, made unmistakable, reaches those it is for alone."""
    marked, people, caged = with_canaries(scenario)

    sent, _ = heard(marked, people)

    tokens = {seat: set(re.findall(r"-?\w+(?:-\w+)*", "\n".join(p))) for seat, p in sent.items()}
    for token, (path, allowed) in caged.items():
        for seat, seen in tokens.items():
            if not sent[seat]:
                continue  # the talks ended before this seat was asked anything
            if seat in allowed and "feed" in path:
                continue  # it comes by the clock, which may not get so far
            if seat in allowed:
                assert token in seen, f"{seat} was never told {path}"
            else:
                assert token not in seen, f"{seat} was told {path}"


def secrets_change_nothing_for_others(scenario: Scenario) -> None:
    """With other secrets behind the wall, every outsider is sent the same bytes throughout."""
    before, _ = heard(scenario)
    groups = [frozenset({seat}) for seat in scenario.seats]
    for outsiders in groups:
        after, _ = heard(labels.with_other_secrets(scenario, outsiders))
        for seat in outsiders:
            assert before[seat] == after[seat], f"{seat} can tell other people's secrets apart"


def manners_change_nothing_for_others(scenario: Scenario) -> None:
    """What a seat thinks, whispers, advises and fumbles does not show in others' prompts."""
    before, _ = heard(scenario, answer=_private_ways(None))
    for seat, place in scenario.seats.items():
        after, record = heard(scenario, answer=_private_ways(seat))
        assert any(e.what.kind == "invalid" and e.seat == seat for e in record)
        own = {s for s in scenario.seats if place.party and scenario.seats[s].party == place.party}
        watching = {s for s, each in scenario.seats.items() if each.role == "observer"}
        for other in set(scenario.seats) - own - watching - {seat}:
            assert before[other] == after[other], f"{other} can tell what {seat} does in private"


def _private_ways(subject: str | None) -> Callable[[Request], Any]:
    def answer(request: Request) -> Mapping[str, JsonValue] | str:
        reply = improvise(request, shun=SILENT)
        if request.seat != subject:
            return {**reply, "whisper": "Between us."}
        if "AGAIN " not in request.prompt.tail and now(request)["turn"] % 2:
            return "I would rather not say, and here is a canaryfumble."
        return {
            **reply,
            "thinking": "A long thought about many things. " * 9,
            "whisper": "Between us, and at much greater length than usual: hold on.",
            **({"advice": "hold"} if reply["act"] == "advise" else {}),
            **_instead_of_passing(request, reply),
        }

    return answer


def _instead_of_passing(
    request: Request, reply: Mapping[str, JsonValue]
) -> Mapping[str, JsonValue]:
    """What only the own side, or the observer, is to notice, where the seat would have passed."""
    if reply["act"] != "pass" or reply["say"]:
        return {}
    if "advise" in now(request)["acts"]:
        return {"act": "advise", "advice": "trade"}
    brief = next(x for x in request.prompt.head.splitlines() if x.startswith("BRIEF "))
    facts = list(json.loads(brief[6:])["facts"])
    if "inform" in now(request)["acts"] and facts:
        return {"act": "inform", "fact": facts[0]}
    return {}


def thoughts_stay_at_home(scenario: Scenario) -> None:
    """A seat's thoughts enter nobody's prompts, its failed replies only its own re-asks."""

    def answer(request: Request) -> Mapping[str, JsonValue] | str:
        if "AGAIN " not in request.prompt.tail:
            return f"canaryfumble{request.seat}"
        reply = improvise(request, shun=SILENT)
        return {**reply, "thinking": f"canarythought{request.seat}"}

    sent, record = heard(scenario, answer=answer)
    assert any(e.what.kind == "thought" for e in record)
    for seat, every in sent.items():
        for prompt in every:
            strangers = set(re.findall(r"canaryfumble(\w+)", prompt)) - {seat}
            assert not strangers, f"{seat} was shown the failed reply of {strangers}"
            thinkers = set(re.findall(r"canarythought(\w+)", prompt)) - {seat}
            assert not thinkers, f"{seat} was shown a thought of {thinkers}"
            view = prompt.split("# Your turn")[0]
            assert "canarythought" not in view, f"{seat} was shown a thought"


def whispers_stay_in_the_delegation(scenario: Scenario) -> None:
    """Whispers and advice are heard by the own side, a word to the observer by those two."""
    facts = {
        seat: next(
            (
                f
                for f, fact in scenario.facts.items()
                if seat in fact.known_to and "never" not in fact.share
            ),
            None,
        )
        for seat in scenario.seats
    }

    def answer(request: Request) -> Mapping[str, JsonValue]:
        moment = now(request)
        reply: dict[str, JsonValue] = {"whisper": f"canarywhisper{request.seat}", "act": "pass"}
        if "inform" in moment["acts"] and facts[request.seat] and moment["turn"] == 2:
            return {**reply, "act": "inform", "fact": facts[request.seat]}
        if "advise" in moment["acts"]:
            return {**reply, "act": "advise", "advice": "hold"}
        return reply

    sent, record = heard(scenario, answer=answer)
    told = {
        (event.seat, event.what.fact)
        for event in record.of("inform")
        if event.what.kind == "inform"
    }
    assert told and any(e.what.kind == "advise" for e in record)
    party = {seat: place.party for seat, place in scenario.seats.items()}
    for seat, every in sent.items():
        text = "\n".join(every)
        for other in re.findall(r"canarywhisper(\w+)", text):
            assert party[other] == party[seat], f"{seat} heard {other} whisper"
        for line in re.findall(r'\{"n":.*"advise".*\}', text):
            assert party[json.loads(line)["seat"]] == party[seat], (
                f"{seat} heard another side's advice"
            )
        for teller, fact in told:
            known = scenario.facts[fact].known_to
            if known != "everyone" and seat not in known and seat != teller:
                watches = scenario.seats[seat].role == "observer"
                assert (scenario.facts[fact].text in text) == watches, f"{seat} and {fact}"


def absent_seats_hear_nothing(scenario: Scenario) -> None:
    """Who is not in a session learns nothing of what is said and done there."""

    def answer(request: Request) -> Mapping[str, JsonValue]:
        return {"say": f"canaryword{now(request)['session'].replace('-', '')}", "act": "pass"}

    sent, _ = heard(scenario, answer=answer)
    for seat, every in sent.items():
        for name, sitting in scenario.sessions.items():
            if seat not in sitting.present:
                word = f"canaryword{name.replace('-', '')}"
                assert word not in "\n".join(every), f"{seat} heard what was said in {name}"


def numbers_count_only_what_is_seen(scenario: Scenario) -> None:
    """Events, offers, texts and turns are numbered from one without a gap in every prompt.

    Where old rounds are told in short, with gaps, but by the same numbers.
    """

    def answer(request: Request) -> Mapping[str, JsonValue]:
        return improvise(request, shun=("disclose", "inform", "present"))

    chat = Answering(answer)
    asyncio.run(session.negotiate(talks_of(scenario, chat)))
    for request in chat.asked:
        lines = [json.loads(x) for x in request.prompt.user.splitlines() if x.startswith('{"n":')]
        papers = [line["number"] for line in lines if line.get("act") in ("propose", "draft")]
        for numbers, last in (([x["n"] for x in lines], request.prompt.seen), (papers, None)):
            wanted = sorted(set(numbers)) if request.prompt.digested else range(1, len(numbers) + 1)
            assert numbers == list(wanted)
            assert last is None or numbers[-1:] in ([], [last])
        own = [r for r in chat.asked if r.seat == request.seat and r.index <= request.index]
        if "turn" in now(request):
            turns = [r for r in own if "AGAIN " not in r.prompt.tail and "turn" in now(r)]
            assert now(request)["turn"] == len(turns)


def prompts_come_from_views_alone(scenario: Scenario) -> None:
    """Every user message is the seat's view of the record at that point, then its own question."""
    chat = Answering(partial(improvise, shun=("accept",)))
    result = asyncio.run(session.negotiate(talks_of(scenario, chat)))
    whole = {s: views.seen(scenario, result.record, s) for s in scenario.seats}
    short = [request for request in chat.asked if request.prompt.digested]
    assert bool(short) == bool(scenario.digest)
    for request in chat.asked:
        asked, view = request.prompt, whole[request.seat]
        assert not asked.digested or asked.digested in view.rounds, "cut by another's rounds"
        lines = view.lines[: asked.seen]
        built = prompts.build(asked.head, lines, asked.tail, digested=asked.digested)
        own = {*lines, *(x for x in asked.user.splitlines() if not x.startswith('{"n":'))}
        assert own.issuperset(asked.user.splitlines()), f"{request.seat} was told what it was not"
        assert built.user == request.prompt.user, f"{request.seat} was sent more than its view"
        head = prompts.head(scenario, cast_of(scenario), request.seat)
        assert request.prompt.head == head, f"{request.seat} was sent another head"
        assert f'"seat":"{request.seat}"' in request.prompt.head


MUTE = Demeanour(calm=20, stirred=20)
"""A bearing that tells nothing."""


def without_blame(scenario: Scenario) -> Scenario:
    """The scenario with a tension that does not go by what leads believe of one another."""
    incidents = {
        n: each.model_copy(update={"blames": None}) for n, each in scenario.incidents.items()
    }
    timeline = tuple(each.model_copy(update={"blames": None}) for each in scenario.timeline)
    return scenario.model_copy(update={"timeline": timeline, "incidents": incidents})


def beliefs_move_by_what_is_perceived_alone(scenario: Scenario) -> None:
    """With other secrets behind the wall, the same claims leave every outsider the same beliefs.

    Signs say nothing here: whether somebody speaks against belief shows, as it is meant to.
    """
    scenario = without_blame(scenario).model_copy(update={"demeanour": MUTE})
    common = [name for name, fact in scenario.facts.items() if fact.known_to == "everyone"]

    def answer(request: Request) -> Mapping[str, JsonValue]:
        moment = now(request)
        key = (request.seat, moment["session"], moment["turn"])
        claims: list[JsonValue] = [
            {"fact": fact, "holds": draws.happens(50, 1, "holds", fact, *key)}
            for fact in common
            if draws.happens(40, 1, "claims", fact, *key)
        ]
        off = draws.happens(30, 1, "off the record", *key)
        reply = improvise(request, shun=SILENT)
        return {**reply, "say": "So it is.", "claims": claims, "off_record": off}

    before, _ = heard(scenario, answer=answer)
    told = {seat: every for seat, every in before.items() if '"you_now_hold' in "\n".join(every)}
    assert set(told) == {seat for seat, place in scenario.seats.items() if place.party}
    for seat in scenario.seats:
        after, _ = heard(labels.with_other_secrets(scenario, frozenset({seat})), answer=answer)
        assert before[seat] == after[seat], f"{seat}'s beliefs tell of other people's secrets"


def told_beliefs_are_what_the_seat_s_own_events_make_of_them(scenario: Scenario) -> None:
    """What a delegate is told it believes follows from its own start and what it perceived."""
    own = {
        seat: [f for f, fact in scenario.facts.items() if seat in fact.known_to]
        for seat in scenario.seats
    }

    def answer(request: Request) -> Mapping[str, JsonValue]:
        moment, seat = now(request), request.seat
        claims: list[JsonValue] = [{"fact": each, "holds": True} for each in own[seat]]
        act = "inform" if moment["turn"] < 4 else "disclose"  # to one first, to all later
        if not own[seat] or moment["turn"] % 2 or act not in moment["acts"]:
            return {"say": "Well.", "thinking": "Hm.", "act": "pass", "claims": claims}
        return {"say": "", "act": act, "fact": own[seat][0], "claims": claims}

    sent, record = heard(scenario, answer=answer)
    moved = 0
    for seat, place in scenario.seats.items():
        perceived = [event for event in record if seat in event.audience]
        expected: dict[int, dict[str, str]] = {}
        for move in rules.moves(scenario, perceived, seat) if place.party else ():
            what = record[move.seq].what
            if getattr(what, "fact", None) != move.fact or what.kind != "fed":
                expected.setdefault(move.seq, {})[move.fact] = f"{move.after} %"
        lines = sent[seat][-1].splitlines() if sent[seat] else []
        told = [json.loads(x)["you_now_hold_true"] for x in lines if '"you_now_hold_true":{' in x]
        held = list(expected.values())
        held = held[: len(told)] if scenario.digest is None else [x for x in held if x in told]
        assert told == held, f"{seat} believes by another's ears"
        moved += len(told)
    assert moved, "nobody's belief ever moved"


GUARDS: tuple[Callable[[Scenario], None], ...] = (
    no_canary_leaves_its_cage,
    thoughts_stay_at_home,
    whispers_stay_in_the_delegation,
    absent_seats_hear_nothing,
    numbers_count_only_what_is_seen,
    prompts_come_from_views_alone,
    told_beliefs_are_what_the_seat_s_own_events_make_of_them,
    manners_change_nothing_for_others,
    secrets_change_nothing_for_others,
    beliefs_move_by_what_is_perceived_alone,
)
"""All of them, those that play the talks once for every seat last."""

OF_OLD_ROUNDS: tuple[Callable[[Scenario], None], ...] = (
    no_canary_leaves_its_cage,
    numbers_count_only_what_is_seen,
    prompts_come_from_views_alone,
    told_beliefs_are_what_the_seat_s_own_events_make_of_them,
    manners_change_nothing_for_others,
    secrets_change_nothing_for_others,
)
"""Those by which the wall is tried where old rounds are told in short."""
