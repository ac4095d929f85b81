"""How near things are to blows, and what happens meanwhile."""

from roomsix import draws, preferences
from roomsix.deal import Id, SessionId
from roomsix.events import Happened, Record
from roomsix.rules import knowledge
from roomsix.scenario import Averted, Incident, Scenario


def level(scenario: Scenario, record: Record) -> Id:
    """Return the tension now: where the last incident left it, or where it started."""
    for event in reversed(record.of("happened")):
        if isinstance(event.what, Happened):
            return event.what.level
    return preferences.start_level(scenario)


def tension(scenario: Scenario, record: Record) -> int:
    """Return the tension score: the past's, and that of every incident so far."""
    past = sum(event.score for event in scenario.timeline)
    happened = (e.what.incident for e in record.of("happened") if isinstance(e.what, Happened))
    return past + sum(scenario.incidents[name].score for name in happened)


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
        and not (incident.averted and averts(scenario, record, incident.averted))
    )


def averts(scenario: Scenario, record: Record, averted: Averted) -> bool:
    """Tell whether a seat knows enough to keep an incident from happening; exact, in odds."""
    known = knowledge.known_facts(scenario, record, averted.seat)
    if any(fact in known for fact in averted.facts):
        return True
    if averted.odds is None:
        return False
    for_, against = averted.start
    for fact in known:
        for_ *= scenario.facts[fact].odds
    return for_ * averted.odds[1] >= averted.odds[0] * against
