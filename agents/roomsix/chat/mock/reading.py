"""What a mock reads: the messages of a request, turned into values. It knows nothing else."""

import json
import re
from functools import lru_cache
from typing import Any

from pydantic import JsonValue

from roomsix import prompts, traits
from roomsix.calls import Request
from roomsix.chat.mock.knowledge import (
    Brief,
    Figures,
    Head,
    Known,
    Moment,
    Place,
    Reading,
    Seen,
    Sitting,
    Table,
)
from roomsix.deal import FactId, Id, SeatId
from roomsix.errors import ChatError
from roomsix.persona import Voice
from roomsix.scenario import Card, Decision, Limit, Obligation

_QUESTION = re.compile(r"\n\n# (?:Your turn|What you make of it)\n\n")
_NOBODY = "nobody"
_KINDS = (
    "act",
    "said",
    "whispered",
    "confers",
    "claims",
    "seen_of",
    "you_read",
    "you_now_hold_true",
    "opened",
    "proposal_of",
    "assessed",
    "happened",
    "ratified",
    "closed",
    "afterwards",
)
"""The keys by which lines are told apart, the first that is there; none for the end."""


def read(request: Request) -> Reading:
    """Return what the messages of a request say.

    Raises:
        ChatError: They are not of the form this mock can read.
    """
    system, user = (message["content"] for message in request.messages)
    try:
        seen, tail = _QUESTION.split(user, maxsplit=1)
        lines = seen.removeprefix(prompts.SEEN).split("\n")
        events = tuple(_event(line) for line in lines if line.startswith('{"n":'))
        again = any(line.startswith("AGAIN ") for line in tail.split("\n"))
        head = _head(system)
        return Reading(head=head, events=events, now=_moment(tail, head.table), again=again)
    except (KeyError, ValueError, TypeError) as error:
        raise ChatError(f"the mock cannot read what {request.seat!r} was asked: {error}") from None


@lru_cache(maxsize=512)
def _head(system: str) -> Head:
    table = _table(_data(system, "SCENARIO"))
    return Head(
        table=table,
        brief=_brief(_data(system, "BRIEF")),
        lines={name: tuple(said) for name, said in _data(system, "LINES").items()},
        bands={trait: band for trait, band in traits.read(system).items()},
        most_words=(traits.read_voice(system) or Voice()).max_words,
    )


@lru_cache(maxsize=50_000)
def _event(line: str) -> Seen:
    told: dict[str, Any] = json.loads(line)
    text = told.get("said", told.get("whispered", ""))
    kind = next((name for name in _KINDS if name in told), "ended")
    return Seen(
        n=told["n"],
        seat=told.get("seat"),
        whom=told.get("whom"),
        kind=told["act"] if kind == "act" else kind,
        text=text,
        to=told.get("to"),
        issue=told.get("issue"),
        option=told.get("option"),
        firm=bool(told.get("firm")),
        number=told.get("number"),
        package=told.get("package", {}),
        brackets=tuple(told.get("brackets", ())),
        fact=told.get("fact", told.get("claims")),
        exhibit=told.get("exhibit"),
        advice=told.get("advice"),
        session=told.get("opened", told.get("closed")),
        tells=isinstance(told.get("tells"), str),
        what=told.get("what"),
        holds=bool(told.get("holds")),
        of=told.get("seen_of"),
        granted=bool(told.get("granted")),
        present=tuple(told.get("present", ())),
        aside=told.get("kind"),
        level=told.get("tension"),
        held=_held(told),
        homework=told.get("homework", ""),
    )


def _held(told: dict[str, Any]) -> dict[FactId, int]:
    """Return what a line says the seat believes by now, in per cent."""
    said: dict[FactId, str] = told.get("you_now_hold_true", {})
    if "you_hold_it_true" in told and "about" in told:
        said = {told["about"]: told["you_hold_it_true"]}
    return {fact: _per_cent(words) for fact, words in said.items()}


def _per_cent(words: str) -> int:
    return int(words.removesuffix(" %"))


def _moment(tail: str, table: Table) -> Moment:
    now = _data(tail, "NOW")
    if now.get("question") == "assess":
        joint = (each.rounds for each in table.sessions.values() if each.kind == "plenary")
        rounds = max(joint, default=1)
        return Moment(
            now["session"], "assess", rounds, rounds, 0, None, "", frozenset(), (), "assess"
        )
    return Moment(
        session=now["session"],
        kind=now["kind"],
        round=now["round"],
        rounds=now["rounds"],
        turn=now["turn"],
        minutes_left=now["minutes_left"],
        tension=now["tension"],
        acts=frozenset(now["acts"]),
        papers=tuple(now["papers"]),
    )


def _table(public: dict[str, Any]) -> Table:
    return Table(
        names={issue: what["name"] for issue, what in public["issues"].items()},
        options={issue: dict(what["options"]) for issue, what in public["issues"].items()},
        parties={party: what["name"] for party, what in public["parties"].items()},
        seats={
            seat: Place(what["name"], what["role"], what.get("party"))
            for seat, what in public["seats"].items()
        },
        sessions={
            name: Sitting(
                kind=what["kind"],
                rounds=what["rounds"],
                minutes=what["minutes"],
                present=tuple(what["present"]),
                agenda=tuple(what["agenda"]),
            )
            for name, what in public["sessions"].items()
        },
        obligations={
            name: Obligation.model_validate(what)
            for name, what in public.get("obligations", {}).items()
        },
        projections=_figures(public),
        timeline=bool(public.get("timeline")),
        decision=Decision.model_validate(public["decision"]),
        measures=tuple(public.get("verification", {}).get("measures", ())),
        schedules=tuple(public.get("verification", {}).get("schedules", ())),
    )


def _brief(told: dict[str, Any]) -> Brief:
    position = told.get("position", {})
    leaning = told.get("leaning", {})
    card = told.get("card", leaning.get("card"))
    return Brief(
        seat=told["seat"],
        role=told["role"],
        party=told.get("party"),
        limits=tuple(Limit.model_validate(limit) for limit in told.get("never", ())),
        opening=position.get("opening", {}),
        order=tuple(position.get("order", ())),
        says=position.get("says", ""),
        card=None if card is None else Card.model_validate(card),
        least={level: what["least"] for level, what in told.get("stakes", {}).items()},
        mood=told.get("ratification_may_ask_for_up_to", 0),
        against_below=leaning.get("against_below", 0),
        facts={name: _known(what) for name, what in told.get("facts", {}).items()},
        projections=_figures(told),
        points={issue: tuple(said) for issue, said in told.get("talking_points", {}).items()},
    )


def _known(told: dict[str, Any]) -> Known:
    policy: JsonValue = told["you_may_tell"]
    when: tuple[str, ...] = ()
    to: tuple[SeatId, ...] | None = None
    if isinstance(policy, dict):
        rules: dict[str, Any] = policy
        when = tuple(rules["only_when"])
        to = None if rules["to"] == "anyone" else tuple(rules["to"])
    elif policy == _NOBODY:
        to = ()
    held = told.get("you_hold_it_true")
    belief = None if held is None else _per_cent(held)
    return Known(told["text"], told["spoken_of_as"], belief, frozenset(when), to)


def _figures(told: dict[str, Any]) -> dict[Id, Figures]:
    return {
        name: Figures(what["source"], what["lives_lost_in_a_month"])
        for name, what in told.get("projections", {}).items()
    }


def _data(text: str, name: str) -> dict[str, Any]:
    """Return the JSON object on the last line of this name that holds one."""
    for line in reversed(re.findall(rf"^{name} (\{{.*\}})$", text, re.MULTILINE)):
        try:
            found: dict[str, Any] = json.loads(line)
        except ValueError:
            continue
        return found
    raise ValueError(f"no line {name}")
