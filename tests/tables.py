"""People to seat at a table, and chats that answer for them, for tests."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import JsonValue

from roomsix import draws
from roomsix.calls import Chat, Outcome, Request
from roomsix.deal import SeatId
from roomsix.persona import Persona
from roomsix.scenario import Scenario
from roomsix.session import Talks
from roomsix.views import Cast


def cast_of(scenario: Scenario, **changes: Any) -> Cast:
    """A plain persona for every persona the scenario's seats name; `changes` go to all of them."""
    names = {place.persona for place in scenario.seats.values()}
    return {
        name: Persona.model_validate(
            {
                "persona": 1,
                "id": name,
                "name": name.title(),
                "summary": f"{name.title()}, who is here.",
                **changes,
            }
        )
        for name in sorted(names)
    }


def now(request: Request) -> dict[str, Any]:
    """The last NOW line of a request: the moment the seat is asked about."""
    lines = request.messages[-1]["content"].splitlines()
    found: dict[str, Any] = json.loads(
        next(line for line in reversed(lines) if line.startswith("NOW "))[4:]
    )
    return found


def scenario_of(request: Request) -> dict[str, Any]:
    """The SCENARIO line of a request: what everyone knows."""
    lines = request.messages[0]["content"].splitlines()
    found: dict[str, Any] = json.loads(next(x for x in lines if x.startswith("SCENARIO "))[9:])
    return found


Answer = Callable[[Request], Mapping[str, JsonValue] | str | Outcome]


class Answering:
    """A chat made of a function from a request to a reply's fields, a text or an outcome.

    Asked for an assessment it has none to give, unless the function is said to assess.

    Attributes:
        asked: Every request, in order.
    """

    def __init__(
        self,
        answer: Answer,
        name: str = "answering",
        *,
        assesses: bool = False,
    ) -> None:
        self._answer = answer
        self._name = name
        self._assesses = assesses
        self.asked: list[Request] = []

    @property
    def name(self) -> str:
        return self._name

    @property
    def sampling(self) -> Mapping[str, JsonValue]:
        return {}

    async def answer(self, request: Request) -> Outcome:
        self.asked.append(request)
        if '"question":"assess"' in request.prompt.tail and not self._assesses:
            return Outcome(text='{"parties": []}')
        answer = self._answer(request)
        if isinstance(answer, Outcome):
            return answer
        return Outcome(text=answer if isinstance(answer, str) else json.dumps(answer))


def improvise(
    request: Request, *, seed: int = 1, shun: tuple[str, ...] = ()
) -> dict[str, JsonValue]:
    """Do something at random that looks possible, blind to everything private.

    The choice depends on the public scenario, the seat and the moment, and on nothing else.
    """
    moment, table = now(request), scenario_of(request)
    key = (request.seat, moment["session"], moment["round"], moment["turn"])

    def pick(what: str, items: Any) -> Any:
        return draws.pick(list(items), seed, what, *key)

    act = pick("act", [name for name in moment["acts"] if name not in shun])
    issue = pick("issue", table["issues"])
    here = table["sessions"].get(moment["session"], {}).get("present", list(table["seats"]))
    present = [seat for seat in here if seat != request.seat]
    package = {name: pick(name, each["options"]) for name, each in table["issues"].items()}
    words: dict[str, JsonValue] = {
        "thinking": "",
        "say": pick("say", ["", "We have come to talk.", "That is one way to see it."]),
        "whisper": pick("whisper", [None, None, "Between us."]),
    }
    needs: dict[str, dict[str, JsonValue]] = {
        "ask": {"to": pick("to", present) if present else None, "issue": issue},
        "state": {"issue": issue, "option": package[issue]},
        "propose": {"package": package},
        "draft": {"package": package},
        "amend": {"issue": issue, "option": package[issue]},
        "present": {"exhibit": "timeline"},
        "accept": {"number": (moment["papers"] or [1])[-1]},
        "reject": {"number": (moment["papers"] or [1])[-1], "issue": issue},
        "advise": {"advice": pick("advice", ["accept", "reject", "trade", "hold"])},
        "request": {"request": pick("wish", ["caucus", "corridor", "off-record"])},
        "rule": {"granted": pick("ruling", [True, False])},
        "object": {"seat": pick("whom", table["seats"])},
        "call": {
            "call": pick("call", ["caucus", "corridor", "plenary", "vote"]),
            "to": pick("apart", [s for s, each in table["seats"].items() if "party" in each]),
        },
    }
    return {**words, "act": act, **needs.get(act, {})}


def talks_of(
    scenario: Scenario,
    chat: Chat | None = None,
    *,
    seed: int = 1,
    cast: Cast | None = None,
    chats: Mapping[SeatId, Chat] | None = None,
) -> Talks:
    """Talks in which one chat, or improvisation, answers for every seat not given its own."""
    rest = chat or Answering(lambda request: improvise(request, seed=seed))
    return Talks(
        scenario=scenario,
        cast=cast or cast_of(scenario),
        seed=seed,
        chats={seat: (chats or {}).get(seat, rest) for seat in scenario.seats},
    )
