"""How near things are to blows, and what happens meanwhile."""

from roomsix import draws, preferences
from roomsix.deal import Id, SeatId, SessionId
from roomsix.events import Fed, Happened, Record
from roomsix.rules import floor, knowledge, sittings
from roomsix.scenario import Feed, Incident, Knowing, Scenario

WALK_OUT = 12
"""What a walk-out adds to the tension: a non-violent escalation (Rivera et al. 2024)."""


def level(scenario: Scenario, record: Record) -> Id:
    """Return the level of tension now."""
    return preferences.level(scenario, tension(scenario, record))


def tension(scenario: Scenario, record: Record) -> int:
    """Return the tension score: the past's, and that of every incident so far."""
    past = sum(event.score for event in scenario.timeline)
    happened = (e.what.incident for e in record.of("happened") if isinstance(e.what, Happened))
    walked_out = len(record.of("walk-out")) * WALK_OUT
    return past + walked_out + sum(scenario.incidents[name].score for name in happened)


def level_after(scenario: Scenario, record: Record, incident: Incident) -> Id:
    """Return the tension that an incident leaves."""
    return preferences.level(scenario, tension(scenario, record) + incident.score)


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
