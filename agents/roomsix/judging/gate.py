"""Whether a judged score may gate a suite: only where the judge was held against people."""

from collections.abc import Sequence

from roomsix.judging import questions
from roomsix.judging.agreements import Agreements
from roomsix.rubric import Rubric

FEWEST = 100
"""With fewer labels than these nothing is said for a judge."""


def may_gate(rubric: Rubric, judge: str, known: Agreements, *, model: str = "") -> str | None:
    """Return why a score by a rubric may not gate a suite; None where it may.

    Args:
        judge: Who judges, as the spec of a chat: `Judged.judge`.
        known: What was measured by this rubric: `noting.agreements(root, rubric.id)`.
        model: The name that the endpoint gave for what answered, to be held against those that
            were measured; empty where it gave none.
    """
    found = known.of(judge)
    again = f"`roomsix judge --rubric {rubric.id}`, then `roomsix agree --rubric {rubric.id}`"
    if judge.partition(":")[0] == "mock":
        return f"{judge} draws its verdicts, so what they say of the talks is nothing"
    if found is None:
        return f"no agreement of {judge} with labels by {rubric.id!r} was measured ({again})"
    if found.digest != rubric.digest:
        return f"the agreement of {judge} was measured with another text of {rubric.id!r} ({again})"
    if found.prompt != questions.prompt():
        return f"the agreement of {judge} was measured with another prompt ({again})"
    if strange := another(judge, found.models, model):
        return f"{strange} ({again})"
    figure = found.agrees
    if figure.n < FEWEST:
        return f"the agreement of {judge} rests on {figure.n} labels, and takes {FEWEST}"
    if figure.kappa is None or figure.low is None:
        return f"the agreement of {judge} cannot be told from these labels: they are all the same"
    if figure.low < rubric.kappa:
        return (
            f"the agreement of {judge} with people may be as low as {figure.low:.2f}"
            f" (kappa {figure.kappa:.2f}), and {rubric.id!r} takes {rubric.kappa:g}"
        )
    return None


def another(judge: str, measured: Sequence[str], model: str) -> str:
    """Return that what answers is not what was measured; empty where it is, or where nobody says.

    Args:
        measured: The names that the endpoint gave for it then.
        model: The name that it gives now; empty for none.
    """
    if not model or not measured or model in measured:
        return ""
    return f"the agreement of {judge} was measured of {', '.join(measured)}, and this is {model}"
