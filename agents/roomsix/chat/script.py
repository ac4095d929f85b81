"""A scripted seat: its replies written beforehand, a pure function of its own turn number."""

import json
import re
from collections.abc import Mapping

from pydantic import JsonValue

from roomsix import canonical
from roomsix.calls import Outcome, Request
from roomsix.errors import ChatError
from roomsix.replies import complete
from roomsix.script import Script


class ScriptChat:
    """Gives a script's turns, one a turn; asked again in the same turn, it passes."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.name = f"script:{script.id}"

    @property
    def sampling(self) -> Mapping[str, JsonValue]:
        """The script itself, so that an edited one is another request."""
        turns: list[JsonValue] = [dict(turn) for turn in self.script.turns]
        return {"turns": canonical.digest(canonical.line([turns, self.script.after]))}

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
        if "turn" not in moment:
            return Outcome(text="{}")  # asked for an assessment, of which scripts have none
        turn: int = moment["turn"]
        again = bool(asked) and asked[-1][0] == "AGAIN"
        return Outcome(text=complete({} if again else self._turn(turn, request.seat)))

    def _turn(self, turn: int, seat: str) -> Mapping[str, JsonValue]:
        turns = self.script.turns
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
