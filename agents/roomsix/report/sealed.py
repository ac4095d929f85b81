"""Sealed proposals, opened: what a side will allow and what it needs to see, topic by topic."""

from collections.abc import Iterator, Sequence

from roomsix import acts, events
from roomsix.report.scene import Scene
from roomsix.report.text import one_line


def terms(scene: Scene, what: events.Unsealed) -> Iterator[tuple[str, list[str]]]:
    """Yield `will allow` and `needs to see`, each with a phrase for every topic and schedule."""
    for label, each in (("will allow", what.allow), ("needs to see", what.need)):
        yield label, list(_phrases(scene, each)) or ["nothing"]


def _phrases(scene: Scene, several: Sequence[acts.Term]) -> Iterator[str]:
    scenario = scene.scenario
    known = scenario.verification
    if known is None:
        return
    together: dict[tuple[str, str], list[str]] = {}
    for term in several:
        measures = together.setdefault((term.obligation, term.schedule), [])
        measures.append(one_line(known.measures[term.measure].name))
    for (obligation, schedule), measures in together.items():
        each = "each " if len(measures) > 1 else ""
        about = one_line(scenario.obligations[obligation].name)
        yield f"{about}: {', '.join(measures)}, {each}{one_line(known.schedules[schedule])}"
