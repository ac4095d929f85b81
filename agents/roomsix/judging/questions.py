"""What a judge is asked by a rubric, and the reading of its answer."""

from functools import cache
from importlib.resources import files

from pydantic import JsonValue, ValidationError

from roomsix import canonical, replies
from roomsix.judging import asking
from roomsix.judging.asking import Question
from roomsix.judging.sight import Shown
from roomsix.replies import Schema, Unusable
from roomsix.rubric import FIELDS, Rubric, Verdict


def question(rubric: Rubric, shown: Shown, number: int) -> Question:
    """Return what is asked of what is shown.

    Args:
        number: Of the question among those on one run by one rubric, from 1; scripts go by it.
    """
    now: dict[str, JsonValue] = {"question": "judge", "turn": number, "about": shown.seat or "all"}
    return Question(
        head=_head(),
        lines=shown.lines,
        tail=_tail(canonical.line(rubric.asked), canonical.line(now)),
        form=_form(rubric),
    )


def read(text: str, rubric: Rubric, shown: Shown) -> Verdict | Unusable:
    """Return the verdict in a reply, or why it is none: nothing of it is guessed or mended."""
    found = asking.whole(text)
    if isinstance(found, Unusable):
        return found
    try:
        verdict = Verdict.model_validate_json(found, strict=True)
    except ValidationError as error:
        return Unusable(reason=replies.reason(error, FIELDS))
    if verdict.verdict not in rubric.scale:
        return Unusable(reason=f"'verdict' must be one of: {', '.join(rubric.scale)}")
    strange = [turn for turn in verdict.turns if turn not in shown.turns]
    if strange:
        return Unusable(reason=f"there is no turn {strange[0]} in what you were shown")
    cited = tuple(sorted(set(verdict.turns)))
    least = min(rubric.least, len(shown.turns))
    if len(cited) < least:
        return Unusable(reason=f"'turns' must name {least} turns at least, not {len(cited)}")
    return verdict.model_copy(update={"turns": cited})


@cache
def prompt() -> str:
    """Return a digest of how any rubric is put to a judge, whatever it says."""
    form = Rubric.model_construct(scale={})
    return canonical.digest("\0".join((_head(), _tail("{}", "{}"), _form(form).digest)))


def _form(rubric: Rubric) -> Schema:
    labels: list[JsonValue] = list(rubric.scale)
    return asking.strict(
        "verdict",
        {
            "reason": {"type": "string"},
            "turns": {"type": "array", "items": {"type": "integer"}},
            "verdict": {"type": "string", "enum": labels},
        },
    )


def _tail(rubric: str, now: str) -> str:
    return (
        f"\n\n# What you judge\n\nRUBRIC {rubric}\nNOW {now}\n\n"
        "Answer with one JSON object and nothing else.\n"
    )


@cache
def _head() -> str:
    return (files("roomsix.judging") / "judge.txt").read_text(encoding="utf-8")
