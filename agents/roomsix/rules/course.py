"""How near things are to blows, and what happens meanwhile."""

from collections.abc import Mapping

from roomsix import draws, preferences
from roomsix.deal import FactId, Id, PartyId, SeatId, SessionId
from roomsix.events import Event, Fed, Happened, Record
from roomsix.rules import floor, knowledge, sittings
from roomsix.rules.beliefs import Mind
from roomsix.scenario import Feed, Incident, Knowing, PastEvent, Scenario

WALK_OUT = 12
"""What a walk-out adds to the tension: a non-violent escalation (Rivera et al. 2024)."""


def level(scenario: Scenario, record: Record) -> Id:
    """Return the level of tension now."""
    return preferences.level(scenario, tension(scenario, record))


def tension(scenario: Scenario, record: Record) -> int:
    """Return the tension score: the past's, that of every incident so far, and of walk-outs.

    What leads blame one another for counts by what they believed when a session last opened or
    closed, or an incident happened: what is heard in a room is felt outside it once it is over.
    """
    happened = (e.what.incident for e in record.of("happened") if isinstance(e.what, Happened))
    so_far: list[PastEvent | Incident] = [
        *scenario.timeline,
        *(scenario.incidents[name] for name in happened),
    ]
    score = len(record.of("walk-out")) * WALK_OUT
    for each in so_far:
        if each.blames is None:
            score += each.score
        else:
            nerves = record.followed(("nerves", id(scenario)), lambda: _Nerves(scenario))
            score += preferences.attributed(each.score, nerves.blame(each.blames))
    return score


class _Nerves:
    """What the leads believe, as it was felt outside the room last."""

    def __init__(self, scenario: Scenario) -> None:
        self._leads = {party: scenario.lead_of(party) for party in scenario.parties}
        self._minds = {lead: Mind(scenario, lead) for lead in self._leads.values()}
        self._felt = self._now()

    def take(self, event: Event) -> None:
        for mind in self._minds.values():
            mind.take(event)
        if event.what.kind in ("opened", "closed", "happened"):
            self._felt = self._now()

    def blame(self, blames: Mapping[PartyId, FactId]) -> list[int]:
        """Return how likely each lead holds the fact that lays something at another's door."""
        return [self._felt[self._leads[party], fact] for party, fact in blames.items()]

    def _now(self) -> dict[tuple[SeatId, FactId], int]:
        return {
            (seat, f): held for seat, mind in self._minds.items() for f, held in mind.held_all()
        }


def level_after(scenario: Scenario, record: Record, name: Id) -> Id:
    """Return the tension that an incident leaves, by what it lets everyone see as well."""
    incident = scenario.incidents[name]
    what = Happened(incident=name, what=incident.what, level=level(scenario, record))
    happened = Event(
        seq=len(record),
        session=incident.before.session,
        round=0,
        turn=None,
        seat=None,
        audience=tuple(scenario.seats),
        what=what,
    )
    return level(scenario, Record([*record, happened]))


def rupture(scenario: Scenario, record: Record) -> bool:
    """Tell whether tension has reached the level at which the talks end."""
    end = scenario.tension.rupture if scenario.tension else None
    return end is not None and level(scenario, record) == end


def incidents_due(
    scenario: Scenario, record: Record, session: SessionId, round_: int, seed: int
) -> tuple[Id, ...]:
    """Return the incidents that come about just before a round, in the scenario's order."""
    return tuple(
        name
        for name, incident in scenario.incidents.items()
        if (incident.before.session, incident.before.round) == (session, round_)
        and draws.happens(incident.chance, seed, "incident", name)
        and not (incident.unless and knows_enough(scenario, record, incident.unless))
        and (incident.only_if is None or knows_enough(scenario, record, incident.only_if))
    )


def knows_enough(scenario: Scenario, record: Record, knowing: Knowing) -> bool:
    """Tell whether one of the seats named knows enough; exact, in whole odds."""
    return any(_knows(scenario, record, seat, knowing) for seat in knowing.seats)


def _knows(scenario: Scenario, record: Record, seat: SeatId, knowing: Knowing) -> bool:
    known = knowledge.known_facts(scenario, record, seat)
    if any(fact in known for fact in knowing.facts):
        return True
    if knowing.odds is None:
        return False
    for_, against = knowing.start
    for fact in known:
        for_ *= scenario.facts[fact].odds
    return for_ * knowing.odds[1] >= knowing.odds[0] * against


def feeds_due(
    scenario: Scenario, record: Record, session: SessionId
) -> tuple[tuple[SeatId, Feed], ...]:
    """Return what reaches seats privately before the next turn, by the session's clock."""
    if session not in scenario.sessions:
        return ()
    spent = floor.clock(scenario, record, session)
    had = {
        (seat, event.what.text)
        for event in record.of("fed")
        if event.session == session and isinstance(event.what, Fed)
        for seat in event.audience
    }
    present = sittings.present(scenario, record, session)
    return tuple(
        (seat, feed)
        for seat in present
        for feed in scenario.seats[seat].feed
        if feed.session == session
        and feed.minute * 60_000 <= spent
        and (seat, feed.text) not in had
    )
