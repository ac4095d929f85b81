"""Problems with the course of the talks: facts, tension, incidents, projections and sessions."""

from itertools import pairwise

from roomsix.consistency import names, references
from roomsix.consistency.names import Found, Path
from roomsix.errors import Problem
from roomsix.scenario import Knowing, Scenario, Session


def facts(scenario: Scenario) -> Found:
    """Check who knows, believes and may be told what."""
    used = {
        fact
        for incident in scenario.incidents.values()
        for knowing in (incident.unless, incident.only_if)
        if knowing
        for fact in knowing.facts
    }
    for name, fact in scenario.facts.items():
        path = ("facts", name)
        yield from references.hearers(scenario, fact.known_to, (*path, "known_to"))
        for seat in fact.beliefs:
            yield from names.known(
                seat, scenario.seats, "seat", (*path, "beliefs", seat), of_key=True
            )
        if not isinstance(fact.share, str) and fact.share.to is not None:
            yield from references.hearers(scenario, fact.share.to, (*path, "share", "to"))
        if not fact.known_to and not fact.beliefs and name not in used:
            message = f"nobody knows of {name!r} or believes anything about it: it is unused"
            yield Problem(path, message, severity="warning")


def tension(scenario: Scenario) -> Found:
    """Check that levels rise."""
    if scenario.tension is None:
        for name, incident in scenario.incidents.items():
            if incident.score:
                path = ("incidents", name, "score")
                yield Problem(path, "a score without `tension` has no effect", severity="warning")
        return
    for (lower, start), (level, end) in pairwise(scenario.tension.levels.items()):
        if end <= start:
            message = f"the level {level!r} begins at {end}, not above {lower!r} at {start}"
            yield Problem(("tension", "levels", level), message, "list the levels in rising order")
    if scenario.tension.rupture is not None:
        levels = scenario.tension.levels
        yield from names.known(scenario.tension.rupture, levels, "level", ("tension", "rupture"))


def incidents(scenario: Scenario) -> Found:
    """Check when incidents happen and what averts them."""
    for name, incident in scenario.incidents.items():
        path = ("incidents", name)
        before = incident.before
        yield from names.known(
            before.session, scenario.sessions, "session", (*path, "before", "session")
        )
        session = scenario.sessions.get(before.session)
        if session and before.round > session.rounds:
            message = f"{before.session!r} ends with round {session.rounds}"
            yield Problem((*path, "before", "round"), message)
        for part, knowing in (("unless", incident.unless), ("only_if", incident.only_if)):
            if knowing:
                yield from _knowing(scenario, knowing, (*path, part))


def _knowing(scenario: Scenario, knowing: Knowing, path: Path) -> Found:
    yield from names.all_known(knowing.seats, scenario.seats, "seat", (*path, "seats"))
    yield from names.all_known(knowing.facts, scenario.facts, "fact", (*path, "facts"))
    yield from names.twice(knowing.facts, "fact", (*path, "facts"))
    if not knowing.facts and knowing.odds is None:
        yield Problem(path, "nothing would be enough", "name `facts`, or the `odds` to act at")
    for part, odds in (("start", knowing.start), ("odds", knowing.odds)):
        if odds is not None and min(odds) < 1:
            yield Problem((*path, part), "both sides of the odds must be at least 1")


def projections(scenario: Scenario) -> Found:
    """Check who holds each, and its figures."""
    for name, projection in scenario.projections.items():
        path = ("projections", name)
        yield from references.hearers(scenario, projection.known_to, (*path, "known_to"))
        if projection.month < projection.week:
            message = f"the month's {projection.month} includes the week's {projection.week}"
            yield Problem((*path, "month"), message, "a month costs no less than its first week")


def sessions(scenario: Scenario) -> Found:
    """Check who is there and what it is about."""
    for name, session in scenario.sessions.items():
        path = ("sessions", name)
        for index, order in enumerate(session.turns):
            yield from names.all_known(order, scenario.seats, "seat", (*path, "turns", index))
        yield from names.all_known(session.agenda, scenario.issues, "issue", (*path, "agenda"))
        yield from names.twice(session.agenda, "issue", (*path, "agenda"))
        if session.party is not None:
            yield from names.known(session.party, scenario.parties, "party", (*path, "party"))
        yield from _attendance(scenario, name, session, path)


def _attendance(scenario: Scenario, name: str, session: Session, path: Path) -> Found:
    one_side = session.kind in ("preliminary", "caucus", "corridor")
    if not one_side and session.party is not None:
        message = f"a {session.kind} is not held with one party"
        yield Problem((*path, "party"), message)
    if one_side and session.party is None:
        yield Problem(path, f"the {session.kind} {name!r} does not say with which party it is held")
    if session.kind == "proposals" and scenario.verification is None:
        message = "sealed proposals need `verification`: measures and schedules to name"
        yield Problem((*path, "kind"), message)
    if session.kind == "ratification":
        return
    absent = [seat for seat in _needed(scenario, session) if seat not in session.present]
    if absent:
        message = f"a {session.kind} needs a turn for {', '.join(map(repr, absent))}"
        yield Problem((*path, "turns"), message)
    mediated = any(seat.role == "mediator" for seat in scenario.seats.values())
    if one_side and not mediated:
        message = f"a {session.kind} needs a mediator, and the scenario has none"
        yield Problem((*path, "kind"), message)
    for seat in session.present:
        side = scenario.seats[seat].party if seat in scenario.seats else None
        if one_side and side not in (None, session.party):
            message = f"{seat!r} of {side!r} would hear what {session.party!r} says in confidence"
            yield Problem((*path, "turns"), message, severity="warning")
        if session.kind == "debrief" and side is not None:
            message = f"{seat!r} of {side!r} would hear what is made of it"
            yield Problem((*path, "turns"), message, severity="warning")


def _needed(scenario: Scenario, session: Session) -> list[str]:
    """Return the leads and the mediator without whom a session is pointless."""
    leads = [name for name, seat in scenario.seats.items() if seat.role == "lead"]
    mediators = [name for name, seat in scenario.seats.items() if seat.role == "mediator"]
    match session.kind:
        case "debrief":
            return mediators
        case "proposals":
            return leads
        case "plenary":
            return [*mediators, *leads]
        case _:
            return [*mediators, *(s for s in leads if scenario.seats[s].party == session.party)]


def private(scenario: Scenario) -> Found:
    """Check what reaches and frightens seats."""
    for name, seat in scenario.seats.items():
        path = ("seats", name)
        yield from names.all_known(seat.fears, scenario.facts, "fact", (*path, "fears"))
        for index, feed in enumerate(seat.feed):
            at = (*path, "feed", index)
            yield from names.known(feed.session, scenario.sessions, "session", (*at, "session"))
            session = scenario.sessions.get(feed.session)
            if session and name not in session.present:
                yield Problem((*at, "session"), f"{name!r} has no turn in {feed.session!r}")
            if session and session.minutes is not None and feed.minute >= session.minutes:
                message = f"{feed.session!r} is over after {session.minutes} minutes"
                yield Problem((*at, "minute"), message)
            if feed.fact is not None:
                yield from names.known(feed.fact, scenario.facts, "fact", (*at, "fact"))
            if feed.holds is not None and feed.fact is None:
                message = "a belief about what? name the `fact`"
                yield Problem((*at, "holds"), message)
    levels = scenario.tension.levels if scenario.tension else ("always",)
    for level in scenario.aftermath:
        yield from names.known(level, levels, "level", ("aftermath", level), of_key=True)


def order(scenario: Scenario) -> Found:
    """Check which kinds of session come when."""
    kinds = [session.kind for session in scenario.sessions.values()]
    for name, session in list(scenario.sessions.items())[:-1]:
        if session.kind == "ratification":
            message = f"the ratification {name!r} is not the last session"
            yield Problem(("sessions", name), message, "nothing can be agreed after it")
    if "ratification" in kinds and "plenary" not in kinds:
        message = "a ratification without a plenary: there can be nothing to ratify"
        yield Problem(("sessions",), message, "add a plenary before it")
    elif "plenary" not in kinds:
        message = "no plenary: the parties never meet, so there can be no deal"
        yield Problem(("sessions",), message, severity="warning")
