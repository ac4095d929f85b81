"""A mock's verdict by a rubric: drawn by lot from the scale, and saying so."""

import json

from roomsix import canonical, draws, prompts
from roomsix.calls import Request

DRAWN = "a mock: drawn by lot, nothing was read"
"""The reason that a mock gives."""


def drawn(request: Request, seed: int) -> str:
    """Return a verdict that fits its form: a label by lot, and as many turns as it has to cite."""
    rubric = prompts.data(request.prompt.tail, "RUBRIC")
    lines, _ = prompts.apart(request.prompt.user)
    there = dict.fromkeys(fields["turn"] for fields in map(json.loads, lines) if "turn" in fields)
    key = canonical.digest(request.prompt.user)
    label = draws.pick(list(rubric["scale"]), seed, "verdict", key)
    cited = sorted(there)[: rubric["least"]]
    return canonical.line({"reason": DRAWN, "turns": cited, "verdict": label})
