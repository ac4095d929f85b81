"""A scripted seat or judge: replies written beforehand, a pure function of the turn's number."""

import json
import re
from collections.abc import Mapping
from typing import Any

from pydantic import JsonValue

from roomsix import canonical
from roomsix.calls import Chat, Outcome, Request
from roomsix.errors import ChatError
from roomsix.replies import complete
from roomsix.script import Script, written_out

OWN_WORDS = ("thinking", "say", "claims", "off_record", "whisper")
"""The fields of a reply that belong to no act."""


class ScriptChat:
    """Gives a script's turns, one a turn; asked again in the same turn, it passes.

    A script over a mock leaves everything it does not give to that mock, what it is asked again
    and assessments included.

    Attributes:
        name: The spec it was made from.
        over: Who answers the rest; None for nobody.
    """

    def __init__(self, script: Script, over: Chat | None = None, *, name: str = "") -> None:
        self.script = script
        self.over = over
        self.name = name or f"script:{script.id}"

    @property
    def sampling(self) -> Mapping[str, JsonValue]:
        """The script itself, so that an edited one is another request, and what it is over."""
        turns: list[JsonValue] = [dict(turn) for turn in self.script.turns]
        told: list[JsonValue] = [turns, self.script.after]
        if self.script.rounds_of:
            told.append(list(self.script.rounds_of))
        digest = canonical.digest(canonical.line(told))
        over = {"over": self.over.name, **self.over.sampling} if self.over is not None else {}
        return {"turns": digest, **over}

    async def answer(self, request: Request) -> Outcome:
        """Return the turn whose number the question names.

        Raises:
            ChatError: The script has run out and is to stop there, or the question names no turn.
        """
        asked = re.findall(r"^(NOW|AGAIN) (\{.*\})$", request.messages[-1]["content"], re.MULTILINE)
        found = next((data for name, data in reversed(asked) if name == "NOW"), None)
        if found is None:
            raise ChatError(
                f"{self.name!r} finds no turn number in what {request.seat!r} was asked"
            )
        moment = json.loads(found)
        if "turn" not in moment:  # asked for an assessment, of which scripts have none
            return await self.over.answer(request) if self.over else Outcome(text="{}")
        again = asked[-1][0] == "AGAIN"
        given = {} if again else self._turn(moment, request.seat)
        turn = {field: written_out(value) for field, value in given.items()}
        if moment.get("question") == "judge":  # a verdict has no more fields than it is given
            return Outcome(text=canonical.line(dict(turn)))
        if self.over is None:
            return Outcome(text=complete(turn))
        own = await self.over.answer(request)
        return Outcome(text=complete(joined(json.loads(own.text), turn))) if turn else own

    def _turn(self, moment: Mapping[str, Any], seat: str) -> Mapping[str, JsonValue]:
        turns, kinds = self.script.turns, self.script.rounds_of
        if kinds and moment.get("kind") not in kinds:
            return {}
        turn: int = moment["round"] if kinds else moment["turn"]
        if turn <= len(turns):
            return turns[turn - 1]
        if self.script.after == "repeat":
            return turns[(turn - 1) % len(turns)]
        if self.script.after == "stop":
            raise ChatError(
                f"script {self.script.id!r} has {len(turns)} turns, and {seat!r} has turn {turn}",
                hint="add turns, or say `after: pass`",
            )
        return {}


def joined(own: Mapping[str, JsonValue], given: Mapping[str, JsonValue]) -> Mapping[str, JsonValue]:
    """Return a reply with the given fields in place of its own.

    With an act that is given nothing of the own act stays, and with words that are given no claim
    that was made in others.
    """
    kept = {name: value for name, value in own.items() if "act" not in given or name in OWN_WORDS}
    if "say" in given or "whisper" in given:
        kept["claims"] = []
    return {**kept, **given}
