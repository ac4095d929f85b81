"""What a seat is asked: a head that never changes, the seat's view, and a question at the end."""

import json
import re
from functools import cache
from importlib.resources import files
from string import Template
from typing import Any

from pydantic import JsonValue

from roomsix import canonical, traits, views
from roomsix import digest as digests
from roomsix.deal import Frozen, SeatId
from roomsix.replies import SHOWN
from roomsix.scenario import Digest, Scenario
from roomsix.views import Cast, View

SEEN = "# What you have seen and heard\n\n"
NOTHING_YET = "(nothing yet)"


class Prompt(Frozen):
    """The two messages of one question.

    The user message begins with everything the seat has perceived and only ever grows, so that
    the prompt before, less its closing question, is always the beginning of the next one: until
    a further block of rounds is told in short, where the scenario says so, or it is more than
    whoever answers takes in, and its oldest lines are left out.

    Attributes:
        head: The system message; the same for every question to a seat in a run.
        seen: How many lines of the seat's view there were.
        user: The user message: those lines, then the question.
        tail: The question alone, with which the user message ends.
        left_out: How many of the oldest lines one line stands for that says so.
        digested: How many of the oldest lines are told in short, as far as they are not left out.
        shortened: Whether this very question was too long before lines were left out.
    """

    head: str
    seen: int
    user: str
    tail: str
    left_out: int = 0
    digested: int = 0
    shortened: bool = False


class Now(Frozen):
    """The moment at which a seat is asked.

    Attributes:
        turn: The seat's own turns so far, this one included.
        minutes_left: Whole minutes of floor time left; None without a clock.
        last: Whether this is the last round.
        acts: What the seat can do now.
        papers: The offers and texts on the table, by the seat's own numbers.
    """

    session: str
    kind: str
    round: int
    rounds: int
    turn: int
    minutes_left: int | None
    tension: str
    acts: tuple[str, ...]
    papers: tuple[int, ...]


def head(scenario: Scenario, cast: Cast, seat: SeatId) -> str:
    """Return a seat's system message: the rules, the scenario, who it is, what it alone knows."""
    place = scenario.seats[seat]
    persona = cast[place.persona]
    party = scenario.parties[place.party].name if place.party else ""
    manner = [*traits.voice_sentences(persona.voice), *traits.sentences(persona.traits)]
    parts = [
        _text("rules"),
        _quorum(scenario),
        f"# The situation: {scenario.title}\n\n{_prose(scenario.situation)}",
        _data("SCENARIO", views.public(scenario, cast)),
        f"# Who you are\n\nYou are {persona.name}. {persona.summary}",
        _prose(persona.body),
        "\n".join(manner),
        f"Only you know this of yourself: {_prose(persona.private)}"
        if persona.private.strip()
        else "",
        "Ways you have of putting things (in braces: what changes with the occasion):",
        _data("LINES", {occasion: list(lines) for occasion, lines in persona.lines.items()}),
        f"# Your brief\n\n{Template(_text(place.role)).substitute(party=party)}",
        _prose(place.brief),
        _data("BRIEF", views.brief(scenario, seat)),
        _text("answer"),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _quorum(scenario: Scenario) -> str:
    """Return who has to agree where not everyone has to; empty where everyone does."""
    rule = scenario.decision
    if rule.rule == "unanimity":
        return ""
    among = f", with {' and '.join(rule.vetoes)} among them" if rule.vetoes else ""
    count = f"{rule.needed(scenario.parties)} of the {len(scenario.parties)} parties"
    return (
        f"Here not every side has to agree: what the leads of {count} accept{among}, goes to the"
        " principals, and it is a deal if as many of these ratify it by the same rule. Until the"
        " session ends, the other leads can still accept it too."
    )


def question(
    head_: str, view: View, now: Now, *, name: str, digest: Digest | None = None
) -> Prompt:
    """Return the prompt for a turn.

    Args:
        digest: How old rounds are told in short; None for all of them in full.
    """
    tail = (
        "\n\n# Your turn\n\n"
        + _data("NOW", now.model_dump(mode="json"))
        + f"\n\nYou are {name}; speak only for yourself. Answer with one JSON object.\n"
    )
    return build(head_, view.lines, tail, digested=digests.cut(view, digest))


def assessment(
    head_: str, view: View, *, session: str, name: str, digest: Digest | None = None
) -> Prompt:
    """Return the prompt for a row of the board, after a session; `digest` as for a turn."""
    asked: dict[str, JsonValue] = {"session": session, "question": "assess"}
    tail = (
        f"\n\n# What you make of it\n\n{_text('assess')}\n\n"
        + _data("NOW", asked)
        + f"\n\nYou are {name}. Answer with one JSON object.\n"
    )
    return build(head_, view.lines, tail, digested=digests.cut(view, digest))


def again(asked: Prompt, lines: list[str], *, reply: str, reason: str) -> Prompt:
    """Return the same question with the seat's own unusable reply and what was wrong with it."""
    failed: dict[str, JsonValue] = {"your_reply": reply[:SHOWN], "problem": reason}
    tail = f"{asked.tail}\n{_data('AGAIN', failed)}\n\nAnswer again, with one JSON object.\n"
    return build(
        asked.head,
        lines[: asked.seen],
        tail,
        left_out=asked.left_out,
        digested=asked.digested,
    )


def build(
    head_: str, lines: list[str], tail: str, *, left_out: int = 0, digested: int = 0
) -> Prompt:
    """Return the prompt made of a head, lines of a view and a closing question.

    Args:
        left_out: How many lines are left out from the beginning.
        digested: How many lines from the beginning are told in short, one line behind them saying
            so.
    """
    shown = [lines[at] for at in _shown(lines[:digested], left_out)]
    if digested > left_out:
        shown.append(canonical.line({"digest_of": digested, "why": IN_SHORT}))
    shown += lines[max(left_out, digested) :]
    if left_out:
        shown = [canonical.line({"left_out": left_out, "why": LEFT_OUT}), *shown]
    seen = "\n".join(shown) if shown else NOTHING_YET
    return Prompt(
        head=head_,
        seen=len(lines),
        user=f"{SEEN}{seen}{tail}",
        tail=tail,
        left_out=left_out,
        digested=digested,
    )


LEFT_OUT = "what you perceived first is too much to be told again; the lines that follow are newer"

IN_SHORT = (
    "above are older rounds in short: acts, claims and beliefs that still stand, no words;"
    " the lines that follow are all there was since"
)


def shorter(asked: Prompt, lines: list[str]) -> Prompt:
    """Return a question that was too long, without the older half of what it holds of the view.

    At least one line less is left, and at most half of the characters.
    """
    newer = range(max(asked.left_out, asked.digested), asked.seen)
    held = [*_shown(lines[: asked.digested], asked.left_out), *newer]
    room, left_out = sum(len(lines[at]) for at in held) // 2, asked.seen
    for at in reversed(held[1:]):
        room -= len(lines[at])
        if room < 0:
            break
        left_out = at
    made = build(
        asked.head, lines[: asked.seen], asked.tail, left_out=left_out, digested=asked.digested
    )
    return made.model_copy(update={"shortened": True})


def _shown(old: list[str], left_out: int) -> list[int]:
    """The places of the older lines that are told."""
    return [at for at in digests.standing(old) if at >= left_out]


def apart(user: str) -> tuple[list[str], str]:
    """Return the lines of a view that a user message holds, and its closing question."""
    seen, _, rest = user.removeprefix(SEEN).partition("\n\n")
    lines = [] if seen == NOTHING_YET else seen.split("\n")
    return lines, f"\n\n{rest}"


def moment(text: str) -> dict[str, Any]:
    """Return the moment that the last question in a text names; empty when it names none."""
    return data(text, "NOW")


def data(text: str, name: str) -> dict[str, Any]:
    """Return the data on the last line of a name in a text; empty when there is none to read."""
    named = re.findall(rf"^{name} (\{{.*\}})$", text, re.MULTILINE)
    try:
        found = json.loads(named[-1]) if named else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _prose(text: str) -> str:
    """Return prose in which no line can be taken for one of the prompt's own lines of data."""
    return re.sub(r"(?m)^(?=(?:SCENARIO|LINES|BRIEF|NOW|AGAIN) )", " ", text.strip())


def _data(name: str, value: JsonValue) -> str:
    return f"{name} {canonical.line(value)}"


@cache
def _text(name: str) -> str:
    return (files(__name__) / f"{name}.txt").read_text(encoding="utf-8").strip()
