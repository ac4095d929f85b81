"""Feasibility by drawing: shares with intervals and best values seen, never taken for exact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal

from roomsix import preferences
from roomsix.deal import Frozen, Id, PartyId
from roomsix.outcomes.bargaining import Solutions, solutions
from roomsix.outcomes.drawn import Drawn, drawn
from roomsix.outcomes.enumeration import size
from roomsix.outcomes.frontier import pareto
from roomsix.outcomes.intervals import CONFIDENCE, Share, share
from roomsix.outcomes.sensitivity import in_words
from roomsix.outcomes.zone import EQUALITIES
from roomsix.scenario import Equality, Scenario

if TYPE_CHECKING:
    from roomsix.outcomes.building import Built
    from roomsix.outcomes.enumeration import Mask

DRAWS = 200_000
SEED = 0


class SampledZone(Frozen):
    """What drawing says of one level of tension under one equality rule.

    Attributes:
        acceptable: The share of packages that a party could live with.
        acceptable_to_all: That of the zone of agreement.
        best_joint_gain: None when no package of the zone is known; so too `solutions`.
        solutions: The solution points, `exact` or among the packages drawn. Of those drawn, the
            largest sum, product and smallest gain are at least so large in truth; ideals are at
            least so high, so that shares of them can be too large or too small.
        exact: Whether the frontier was built issue by issue, though counting was too much.
    """

    reservation: Mapping[PartyId, int]
    acceptable: Mapping[PartyId, Share]
    acceptable_to_all: Share
    best_joint_gain: int | None
    solutions: Solutions | None
    exact: bool


class Sample(Frozen):
    """What a scenario's numbers allow, as far as drawing packages tells.

    Attributes:
        drawn: How many packages were drawn, with repetition, each as likely.
        confidence: How often, at least, an interval holds the true share; each by itself.
        kept: The share of packages within a party's own red lines and mandate.
        kept_by_all: That within the lines of as many as a deal takes.
        most: More than this many points no package gives a party; it may be out of reach.
        levels: For every level, calmest first, the zone under each equality rule.
        verdict: What it comes to, in sentences.
    """

    scenario: Id
    method: Literal["drawn"] = "drawn"
    size: int
    drawn: int
    seed: int
    confidence: float
    kept: Mapping[PartyId, Share]
    kept_by_all: Share
    most: Mapping[PartyId, int]
    equality: Equality
    start: Id
    levels: Mapping[Id, Mapping[Equality, SampledZone]]
    verdict: tuple[str, ...]


def sample(
    scenario: Scenario, frame: Built | None = None, *, count: int = DRAWS, seed: int = SEED
) -> Sample:
    """Draw packages and estimate.

    Args:
        frame: The frontier built issue by issue, where it could be; its solution points are exact.
    """
    space = drawn(scenario, count, seed)
    once = space.different()
    frontier = pareto(once.utilities, once.allowed)

    def zone(level: Id, equality: Equality) -> SampledZone:
        suited = space.suited(level, equality)
        found = (
            frame.solutions(level, equality)
            if frame
            else solutions(once, frontier, level, equality)
        )
        return SampledZone(
            reservation=preferences.reservations(scenario, level),
            acceptable=_by_party(space, suited),
            acceptable_to_all=share(int(space.zone(level, equality).sum()), count),
            best_joint_gain=int(found.utilitarian.value) if found else None,
            solutions=found,
            exact=frame is not None,
        )

    draft = Sample(
        scenario=scenario.id,
        size=size(scenario),
        drawn=count,
        seed=seed,
        confidence=CONFIDENCE,
        kept=_by_party(space, space.kept),
        kept_by_all=share(int(space.allowed.sum()), count),
        most={party: _most(scenario, party) for party in scenario.parties},
        equality=scenario.decision.equality,
        start=preferences.start_level(scenario),
        levels={
            level: {rule: zone(level, rule) for rule in EQUALITIES}
            for level in preferences.levels(scenario)
        },
        verdict=(),
    )
    return draft.model_copy(update={"verdict": tuple(_sentences(scenario, draft))})


def _by_party(space: Drawn, marked: Mask) -> dict[PartyId, Share]:
    hits: list[int] = marked.sum(axis=1).tolist()
    return {party: share(n, len(space)) for party, n in zip(space.parties, hits, strict=True)}


def _most(scenario: Scenario, party: PartyId) -> int:
    """Return a bound that lines and bonuses that exclude one another can only lower."""
    card = scenario.parties[party].card
    best = sum(max(points.values()) for points in card.points.values())
    together = sum(bonus.points for bonus in card.bonuses if bonus.points > 0)
    return best + together + scenario.decision.bonus.get(party, 0)


def _sentences(scenario: Scenario, found: Sample) -> Iterator[str]:
    parties = tuple(scenario.parties)
    quorum = scenario.decision.rule == "quorum"
    who = in_words(scenario.decision, parties) if quorum else "everyone"
    yield (
        f"estimated: {found.drawn:,} of {found.size:,} packages were drawn; each interval holds the"
        f" truth at {found.confidence:.0%}"
    )
    for level, by_rule in found.levels.items():
        yield _zone_in_words(by_rule[found.equality], who, level if scenario.tension else "")


def _zone_in_words(zone: SampledZone, who: str, level: Id) -> str:
    where = f" at level {level}" if level else ""
    if zone.best_joint_gain is None and zone.exact:
        return f"no package is acceptable to {who}{where}"
    suits = zone.acceptable_to_all
    part = f"between {suits.low:.4%} and {suits.high:.4%} of all packages"
    if zone.best_joint_gain is None:
        return f"{part} are acceptable to {who}{where}; none of those drawn is"
    about = "" if zone.exact else "at least "
    gain = f"the best joint gain is {about}{zone.best_joint_gain}"
    return f"{part} are acceptable to {who}{where}; {gain}"
