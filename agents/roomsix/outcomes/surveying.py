"""Feasibility of a scenario of any size: counted, built issue by issue, or drawn and estimated."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod

from roomsix import preferences
from roomsix.deal import Id, PartyId
from roomsix.outcomes import counting
from roomsix.outcomes.bargaining import distance
from roomsix.outcomes.building import Built, built
from roomsix.outcomes.enumeration import MOST, middle, size
from roomsix.outcomes.sampling import Sample, sample
from roomsix.outcomes.sensitivity import Passing, Ruling, in_words, rivals
from roomsix.outcomes.verdict import sentences
from roomsix.outcomes.zone import EQUALITIES, Feasibility, Middle, Zone, feasibility
from roomsix.scenario import Decision, Equality, Scenario


def survey(scenario: Scenario) -> Feasibility | Sample:
    """Work out what a scenario allows: exactly where that can be done, else by drawing packages."""
    if size(scenario) <= MOST:
        return feasibility(scenario)
    frame = built(scenario)
    found = exactly(frame) if frame else None
    return sample(scenario, frame) if found is None else found


class _TooMuch(Exception):
    """Packages are too many and too different to be counted."""


def exactly(frame: Built) -> Feasibility | None:
    """Return the feasibility of a built frontier; None where counting is too much."""
    scenario = frame.scenario
    start = preferences.start_level(scenario)
    try:
        draft = Feasibility(
            scenario=scenario.id,
            method="issue by issue",
            size=size(scenario),
            kept={
                party: prod(int(part.kept[row].sum()) for part in frame.parts)
                for row, party in enumerate(frame.parties)
            },
            kept_by_all=prod(int(part.allowed.sum()) for part in frame.parts),
            pareto=sum(frame.front.values()),
            pareto_points=len(frame.front),
            opposition=(
                distance(frame.tops(), frame.front, frame.spans()) if frame.front else None
            ),
            equality=scenario.decision.equality,
            start=start,
            levels={
                level: {rule: _zone(frame, level, rule) for rule in EQUALITIES}
                for level in preferences.levels(scenario)
            },
            rational=frame.solutions(start, over="rational"),
            within_lines=frame.solutions(start, over="lines"),
            rulings=_rulings(frame, start),
            verdict=(),
        )
    except _TooMuch:
        return None
    return draft.model_copy(update={"verdict": tuple(sentences(scenario, draft))})


def _count(
    frame: Built,
    level: Id,
    equality: Equality,
    decision: Decision | None = None,
    *,
    halfway: bool = False,
) -> int:
    least = frame.least(level, equality)
    asked = counting.question(decision or frame.scenario.decision, frame.parties, least)
    return _known(frame, asked, halfway=halfway)


def _by_party(
    frame: Built, level: Id, equality: Equality, *, halfway: bool = False
) -> dict[PartyId, int]:
    least = frame.least(level, equality)
    return {
        party: _known(frame, counting.Question([row], [least[row]], 1), halfway=halfway)
        for row, party in enumerate(frame.parties)
    }


def _known(frame: Built, asked: counting.Question, *, halfway: bool) -> int:
    among = [part.box(middle(part.scenario)) for part in frame.parts] if halfway else None
    found = frame.count(asked, among)
    if found is None:
        raise _TooMuch
    return found


def _zone(frame: Built, level: Id, equality: Equality) -> Zone:
    zone = _count(frame, level, equality)
    best = frame.among(level, equality)
    found = frame.solutions(level, equality)
    least = preferences.reservations(frame.scenario, level)
    return Zone(
        reservation=least,
        acceptable=_by_party(frame, level, equality),
        acceptable_to_all=zone,
        share=zone / size(frame.scenario),
        pareto=sum(best.values()),
        best_joint_gain=int(found.utilitarian.value) if found else None,
        solutions=found,
        middle=_middle(frame, level, equality, least),
    )


def _middle(frame: Built, level: Id, equality: Equality, least: Mapping[PartyId, int]) -> Middle:
    joint = [part.utilities[:, part.box(middle(part.scenario))].sum(axis=0) for part in frame.parts]
    demanded = sum(least.values())
    return Middle(
        packages=prod(map(len, joint)),
        acceptable=_by_party(frame, level, equality, halfway=True),
        acceptable_to_all=_count(frame, level, equality, halfway=True),
        best_joint_gain=sum(int(each.max()) for each in joint) - demanded,
        mean_joint_gain=sum(int(each.sum()) / len(each) for each in joint) - demanded,
    )


def _rulings(frame: Built, level: Id) -> tuple[Ruling, ...]:
    own = frame.scenario.decision
    sides = frame.scenario.parties.values()
    free = not any(side.red_lines + side.mandate for side in sides)
    demanded = sum(preferences.reservations(frame.scenario, level).values())

    def passing(rule: Decision, equality: Equality) -> Passing:
        count = _count(frame, level, equality, rule)
        # Another rule may let through what crosses a line, which this frontier knows nothing of.
        told = free or rule.rule == own.rule
        sums = [sum(vector) for vector in frame.among(level, equality, rule)] if told else []
        return Passing(
            packages=count,
            share=count / size(frame.scenario),
            best_joint_gain=max(sums) - demanded if sums else None,
        )

    return tuple(
        Ruling(
            rule=in_words(rule, frame.parties),
            own=in_words(rule, frame.parties) == in_words(own, frame.parties),
            by={equality: passing(rule, equality) for equality in EQUALITIES},
        )
        for rule in rivals(own, frame.parties)
    )
