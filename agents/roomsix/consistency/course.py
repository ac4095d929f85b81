"""Problems with the course of the talks: facts, tension, incidents, projections and sessions."""

from itertools import pairwise

from roomsix.consistency import names, references
from roomsix.consistency.doubt import REST, Derived, Found, Path
from roomsix.errors import Problem
from roomsix.scenario import Knowing, Scenario, Session


def facts(scenario: Scenario) -> Found:
    """Check who knows, believes and may be told what."""
    used = [
        fact
        for incident in scenario.incidents.values()
        for knowing in (incident.unless, incident.only_if)
        if knowing
        for fact in knowing.facts
    ]
    unused = names.unmet(scenario.facts, used, scenario.facts)
    for name, fact in scenario.facts.items():
        path = ("facts", name)
        yield from references.hearers(scenario, fact.known_to, (*path, "known_to"))
        for seat in fact.beliefs:
            yield from names.known(
                seat, scenario.seats, "seat", (*path, "beliefs", seat), of_key=True
            )
        if not isinstance(fact.share, str) and fact.share.to is not None:
            yield from references.hearers(scenario, fact.share.to, (*path, "share", "to"))
        if not fact.known_to and not fact.beliefs and name in unused:
            message = f"nobody knows of {name!r} or believes anything about it: it is unused"
            needs = ((*path, "known_to"), (*path, "beliefs"), ("incidents",))
            yield Derived(Problem(path, message, severity="warning"), needs)


def tension(scenario: Scenario) -> Found:
    """Check that levels rise."""
    if scenario.tension is None:
        for name, incident in scenario.incidents.items():
            if incident.score:
                message = "a score without `tension` has no effect"
                found = Problem(("incidents", name, "score"), message, severity="warning")
                yield Derived(found, (("tension",),))
        return
    for (lower, start), (level, end) in pairwise(scenario.tension.levels.items()):
        if end <= start:
            message = f"the level {level!r} begins at {end}, not above {lower!r} at {start}"
            path = ("tension", "levels", level)
            found = Problem(path, message, "list the levels in rising order")
            yield Derived(found, (("tension", "levels", lower),))
    if scenario.tension.rupture is not None:
        levels, defined = scenario.tension.levels, ("tension", "levels")
        yield from names.known(
            scenario.tension.rupture, levels, "level", ("tension", "rupture"), defined=defined
        )


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
            needs = (("sessions", before.session, "rounds"), (*path, "before", "session"))
            yield Derived(Problem((*path, "before", "round"), message), needs)
        for part, knowing in (("unless", incident.unless), ("only_if", incident.only_if)):
            if knowing:
                yield from _knowing(scenario, knowing, (*path, part))


def _knowing(scenario: Scenario, knowing: Knowing, path: Path) -> Found:
    yield from names.all_known(knowing.seats, scenario.seats, "seat", (*path, "seats"))
    yield from names.all_known(knowing.facts, scenario.facts, "fact", (*path, "facts"))
    yield from names.twice(knowing.facts, "fact", (*path, "facts"))
    if not knowing.facts and knowing.odds is None:
        hint = "name `facts`, or the `odds` to act at"
        found = Problem(path, "nothing would be enough", hint)
        yield Derived(found, ((*path, "facts"), (*path, "odds")))
    for part, odds in (("start", knowing.start), ("odds", knowing.odds)):
        if odds is not None and min(odds) < 1:
            found = Problem((*path, part), "both sides of the odds must be at least 1")
            yield Derived(found, ((*path, part),))


def projections(scenario: Scenario) -> Found:
    """Check who holds each, and its figures."""
    for name, projection in scenario.projections.items():
        path = ("projections", name)
        yield from references.hearers(scenario, projection.known_to, (*path, "known_to"))
        if projection.month < projection.week:
            message = f"the month's {projection.month} includes the week's {projection.week}"
            hint = "a month costs no less than its first week"
            yield Derived(Problem((*path, "month"), message, hint), ((*path, "week"),))


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
    said = ((*path, "kind"), (*path, "party"))
    one_side = session.kind in ("preliminary", "caucus", "corridor")
    if not one_side and session.party is not None:
        message = f"a {session.kind} is not held with one party"
        yield Derived(Problem((*path, "party"), message), said)
    if one_side and session.party is None:
        message = f"the {session.kind} {name!r} does not say with which party it is held"
        yield Derived(Problem(path, message), said)
    if session.kind == "proposals" and scenario.verification is None:
        message = "sealed proposals need `verification`: measures and schedules to name"
        yield Derived(Problem((*path, "kind"), message), (("verification",),))
    if session.kind == "ratification":
        return
    turns = (*path, "turns")
    absent = names.unmet(_needed(scenario, session), session.present, scenario.seats)
    if absent:
        message = f"a {session.kind} needs a turn for {', '.join(map(repr, absent))}"
        sides = [("seats", seat, part) for seat in absent for part in ("role", "party")]
        yield Derived(Problem(turns, message), (*said, turns, *sides))
    if one_side:
        yield from _confidence(scenario, session, path)
    for seat in session.present if session.kind == "debrief" else ():
        if seat in scenario.seats and scenario.seats[seat].party is not None:
            message = f"{seat!r} of {scenario.seats[seat].party!r} would hear what is made of it"
            needs = ((*path, "kind"), turns, ("seats", seat, "party"))
            yield Derived(Problem(turns, message, severity="warning"), needs)


def _confidence(scenario: Scenario, session: Session, path: Path) -> Found:
    kind = (*path, "kind")
    if not any(seat.role == "mediator" for seat in scenario.seats.values()):
        message = f"a {session.kind} needs a mediator, and the scenario has none"
        roles = [("seats", seat, "role") for seat in scenario.seats]
        yield Derived(Problem(kind, message), (*roles, ("seats", REST)))
    for seat in session.present if session.party in scenario.parties else ():
        side = scenario.seats[seat].party if seat in scenario.seats else None
        if side in scenario.parties and side != session.party:
            message = f"{seat!r} of {side!r} would hear what {session.party!r} says in confidence"
            needs = (kind, (*path, "party"), (*path, "turns"), ("seats", seat, "party"))
            yield Derived(Problem((*path, "turns"), message, severity="warning"), needs)


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
    kinds = {name: session.kind for name, session in scenario.sessions.items()}
    for name in list(kinds)[:-1]:
        if kinds[name] == "ratification":
            message = f"the ratification {name!r} is not the last session"
            found = Problem(("sessions", name), message, "nothing can be agreed after it")
            yield Derived(found, (("sessions", name, "kind"),))
    needs = [("sessions", name, "kind") for name in kinds]
    if "ratification" in kinds.values() and "plenary" not in kinds.values():
        message = "a ratification without a plenary: there can be nothing to ratify"
        found = Problem(("sessions",), message, "add a plenary before it")
        yield Derived(found, (*needs, ("sessions", REST)))
    elif "plenary" not in kinds.values():
        message = "no plenary: the parties never meet, so there can be no deal"
        found = Problem(("sessions",), message, severity="warning")
        yield Derived(found, (*needs, ("sessions", REST)))
