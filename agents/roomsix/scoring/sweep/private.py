"""What somebody could give away: every private item of a scenario, whose it is, its policy."""

from collections.abc import Iterator
from typing import Literal

from roomsix.deal import Frozen, IssueId, PartyId, SeatId
from roomsix.scenario import Scenario, Sharing
from roomsix.scoring.sweep import words

SecretId = str
"""A kind, whose it is, and which: `fact:bookkeeper`, `limit:mars:rep`."""

Kind = Literal[
    "fact", "projection", "feed", "brief", "needs", "line", "points", "ranking", "limit", "leaning"
]

MEANT_TO_BE_SAID = ("say that", "are to say", "you may say")
"""A sentence of a brief with one of these hands out words for the room: they are no secret."""


class Policy(Frozen):
    """When those who have a secret may tell it, and to whom.

    Attributes:
        never: It may be told to nobody.
        when: Every condition must hold.
        to: The only seats it may be told to; None for anyone.
        written: Whether the scenario says so; else it is the sweep's own rule for what is private.
    """

    never: bool = False
    when: tuple[Literal["asked", "off-record"], ...] = ()
    to: tuple[SeatId, ...] | None = None
    written: bool = True

    @property
    def free(self) -> bool:
        """Whether anybody may be told at any time."""
        return not self.never and not self.when and self.to is None


OWN = Policy(when=("off-record",), written=False)
"""What the scenario has no policy for: one's own side may hear it, others off the record."""


class Secret(Frozen):
    """One private item.

    Attributes:
        party: The side it is about, whose name stands for `SELF` in its words; None for neither.
        known_to: The seats that have it from the start.
        texts: How it reads, each text telling it whole; none where only rules find it.
        numbers: Its own numbers, which tell it when they are said of what they count.
        about: It, in a few words for a reader.
        so: Whether those who have it hold what it says to be so; else its denial tells it.
    """

    id: SecretId
    kind: Kind
    party: PartyId | None = None
    issue: IssueId | None = None
    known_to: tuple[SeatId, ...]
    texts: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    policy: Policy = OWN
    about: str
    so: bool = True


def secrets(scenario: Scenario) -> tuple[Secret, ...]:
    """Return everything private in a scenario, facts first.

    What everyone knows of is no secret, whatever its policy says; nor are positions and talking
    points, which are there to be said.
    """
    told = tuple(_facts(scenario))
    return (
        *told,
        *_projections(scenario),
        *_feeds(scenario),
        *_of_parties(scenario),
        *_briefs(scenario),
    )


def sayable(scenario: Scenario) -> Iterator[str]:
    """Yield every text that may be spoken in front of anyone, or that everyone has read."""
    yield scenario.situation
    yield scenario.summary
    for issue in scenario.issues.values():
        yield f"{issue.name}. {issue.about}"
        yield from issue.options.values()
    for party in scenario.parties.values():
        yield f"{party.name}, {party.principal.name}"
        yield party.position.says
    for seat in scenario.seats.values():
        for points in seat.talking_points.values():
            yield from points
        for sentence in words.sentences(seat.brief):
            if _meant_to_be_said(sentence):
                yield sentence
    for past in scenario.timeline:
        yield past.what
    for fact in scenario.facts.values():
        if fact.known_to == "everyone":
            yield fact.text
    for projection in scenario.projections.values():
        if projection.known_to == "everyone":
            yield f"{projection.source}: {projection.week} dead, {projection.month} in all"
            yield projection.note


def _facts(scenario: Scenario) -> Iterator[Secret]:
    for name, fact in scenario.facts.items():
        if fact.known_to == "everyone":
            continue
        holds = [fact.beliefs.get(seat, 50) for seat in fact.known_to]
        yield Secret(
            id=f"fact:{name}",
            kind="fact",
            party=scenario.seats[fact.known_to[0]].party if fact.known_to else None,
            known_to=fact.known_to,
            texts=(fact.text,),
            policy=_policy(fact.share),
            about=fact.about or fact.text,
            so=not holds or sum(holds) >= 50 * len(holds),
        )


def _policy(share: Literal["free", "never"] | Sharing) -> Policy:
    if isinstance(share, str):
        return Policy(never=share == "never")
    return Policy(when=share.when, to=share.to)


def _projections(scenario: Scenario) -> Iterator[Secret]:
    """Yield what is forecast: whoever holds a report may put it on the table."""
    for name, report in scenario.projections.items():
        if report.known_to == "everyone":
            continue
        figures = f"{report.week} dead in the first week, {report.month} dead in a month"
        yield Secret(
            id=f"projection:{name}",
            kind="projection",
            known_to=report.known_to,
            texts=(figures,),
            numbers=(report.week, report.month),
            policy=Policy(),
            about=f"the count of {report.source}",
        )


def _feeds(scenario: Scenario) -> Iterator[Secret]:
    """Yield what reaches one seat in the middle of a session; it has it once it has read it."""
    for seat, place in scenario.seats.items():
        for number, item in enumerate(place.feed):
            fact = scenario.facts[item.fact] if item.fact else None
            yield Secret(
                id=f"feed:{seat}:{number}",
                kind="feed",
                party=place.party,
                known_to=(),
                texts=(item.text,),
                policy=_policy(fact.share) if fact else OWN,
                about=f"what reached {seat}: {item.text}",
            )


def _of_parties(scenario: Scenario) -> Iterator[Secret]:
    for name, party in scenario.parties.items():
        own, lead = scenario.seats_of(name), scenario.lead_of(name)
        if party.needs:
            yield Secret(
                id=f"needs:{name}",
                kind="needs",
                party=name,
                known_to=own,
                texts=words.sentences(party.needs),
                about=f"what {party.name} is really after",
            )
        for number, line in enumerate((*party.red_lines, *party.mandate)):
            yield Secret(
                id=f"line:{name}:{number}",
                kind="line",
                party=name,
                known_to=own,
                texts=(line.because,) if line.because else (),
                about=f"what {party.name} never accepts: {', '.join(line.never)}",
            )
        points = {n for s in party.stakes.values() for n in (s.no_deal, s.demand) if n}
        yield Secret(
            id=f"points:{name}",
            kind="points",
            party=name,
            known_to=(lead,),
            numbers=tuple(sorted(points)),
            about=f"the least that {party.name} must have",
        )
        yield Secret(
            id=f"ranking:{name}",
            kind="ranking",
            party=name,
            known_to=(lead,),
            about=f"what matters most to {party.name}",
        )
        for issue in scenario.issues:
            yield Secret(
                id=f"limit:{name}:{issue}",
                kind="limit",
                party=name,
                issue=issue,
                known_to=(lead,),
                about=f"how far {party.name} would go on {scenario.issues[issue].name}",
            )


def _briefs(scenario: Scenario) -> Iterator[Secret]:
    """Yield what each seat was told for itself, and what an adviser would like."""
    for seat, place in scenario.seats.items():
        texts = tuple(s for s in words.sentences(place.brief) if not _meant_to_be_said(s))
        if texts:
            yield Secret(
                id=f"brief:{seat}",
                kind="brief",
                party=place.party,
                known_to=(seat,),
                texts=texts,
                about=f"the brief of {seat}",
            )
        if place.leaning is not None:
            yield Secret(
                id=f"leaning:{seat}",
                kind="leaning",
                party=place.party,
                known_to=(seat,),
                about=f"what matters most to {seat}",
            )


def _meant_to_be_said(sentence: str) -> bool:
    folded = sentence.casefold()
    return any(phrase in folded for phrase in MEANT_TO_BE_SAID)
