"""Problems with the sides of a scenario: ids, obligations, parties and the seats at the table."""

from collections.abc import Collection, Iterator

from roomsix.consistency import names, references
from roomsix.consistency.doubt import REST, Derived, Found, Path
from roomsix.deal import inside
from roomsix.errors import Problem
from roomsix.preferences import ALWAYS
from roomsix.scenario import Party, Scenario, Seat


def shared_ids(scenario: Scenario) -> Found:
    """Check that no id stands for two different things."""
    kinds: tuple[tuple[str, str, Collection[str]], ...] = (
        ("parties", "party", scenario.parties),
        ("seats", "seat", scenario.seats),
        ("issues", "issue", scenario.issues),
        ("facts", "fact", scenario.facts),
        ("sessions", "session", scenario.sessions),
    )
    first: dict[str, str] = {}
    for section, what, ids in kinds:
        for name in ids:
            if first.setdefault(name, what) != what:
                article = "an" if first[name] == "issue" else "a"
                message = f"{name!r} is already the id of {article} {first[name]}"
                yield Problem((section, name), message, "rename one of them", of_key=True)


def obligations(scenario: Scenario) -> Found:
    """Check who promises, what about, and the chances."""
    for name, promise in scenario.obligations.items():
        path = ("obligations", name)
        yield from names.known(promise.debtor, scenario.parties, "party", (*path, "debtor"))
        yield from references.box(scenario, promise.restrains, (*path, "restrains"))
        yield from references.dial(scenario, promise.detection, (*path, "detection"))
        yield from references.dial(scenario, promise.loss, (*path, "loss"))
        for option, chance in promise.detection.by.items():
            if chance > 100:
                message = f"a chance of {chance} per cent is more than certain"
                yield Problem((*path, "detection", "by", option), message)


def verification(scenario: Scenario) -> Found:
    """Check what says how much measures and schedules are worth."""
    known = scenario.verification
    if known is None:
        return
    path = ("verification", "looks")
    for schedule in known.looks:
        yield from names.known(
            schedule,
            known.schedules,
            "schedule",
            (*path, schedule),
            of_key=True,
            defined=("verification", "schedules"),
        )
    if known.looks or known.checks:
        yield from names.missing(
            known.looks, known.schedules, "schedule", path, defined=("verification", "schedules")
        )
    for obligation, checks in known.checks.items():
        under = ("verification", "checks", obligation)
        yield from names.known(obligation, scenario.obligations, "obligation", under, of_key=True)
        for measure in checks:
            yield from names.known(
                measure,
                known.measures,
                "measure",
                (*under, measure),
                of_key=True,
                defined=("verification", "measures"),
            )


def parties(scenario: Scenario) -> Found:
    """Check score cards, limits, professed positions, stakes and who leads."""
    for name, party in scenario.parties.items():
        path = ("parties", name)
        yield from references.card(scenario, party.card, (*path, "card"))
        for part, limits in (("red_lines", party.red_lines), ("mandate", party.mandate)):
            for index, limit in enumerate(limits):
                yield from references.box(scenario, limit.never, (*path, part, index, "never"))
        yield from _position(scenario, party, (*path, "position"))
        yield from _stakes(scenario, party, (*path, "stakes"))
        yield from _leads(scenario, name)


def _leads(scenario: Scenario, name: str) -> Found:
    leading = {seat_id: seat for seat_id, seat in scenario.seats.items() if seat.role == "lead"}
    leads = [seat_id for seat_id, seat in leading.items() if seat.party == name]
    sides = [seat.party for seat in leading.values()]
    misspelt = [side for side in sides if side is not None]
    astray = None in sides or not names.unmet((name,), misspelt, scenario.parties)
    if len(leads) == 1 or (not leads and astray):
        return
    found = f"has {len(leads)} leads ({', '.join(leads)})" if leads else "has no lead"
    message = f"the party {name!r} {found}; it needs exactly one seat that leads"
    doubtful = leads or [
        seat_id
        for seat_id, seat in scenario.seats.items()
        if seat.party == name or (seat.role == "lead" and seat.party is None)
    ]
    needs = [("seats", seat_id, part) for seat_id in doubtful for part in ("role", "party")]
    yield Derived(Problem(("parties", name), message), (*needs, ("seats", REST)))


def _position(scenario: Scenario, party: Party, path: Path) -> Found:
    opening = party.position.opening
    unsound = tuple(references.package(scenario, opening, (*path, "opening")))
    yield from unsound
    for index, limit in enumerate(party.red_lines):
        judged = not unsound and set(limit.never) <= set(opening)
        if judged and inside(opening, limit.never):
            because = f": {limit.because}" if limit.because else ""
            message = f"the opening crosses the party's own red line{because}"
            needs = ((*path, "opening"), (*path[:-1], "red_lines", index))
            yield Derived(Problem((*path, "opening"), message), needs)
    yield from names.all_known(party.position.order, scenario.issues, "issue", (*path, "order"))
    yield from names.twice(party.position.order, "issue", (*path, "order"))


def _stakes(scenario: Scenario, party: Party, path: Path) -> Found:
    levels = scenario.tension.levels if scenario.tension else (ALWAYS,)
    what = "level of tension" if scenario.tension else "level without `tension`"
    defined = ("tension", "levels")
    for level in party.stakes:
        under = (*path, level)
        yield from names.known(level, levels, what, under, of_key=True, defined=defined)
    yield from names.missing(party.stakes, levels, "level", path, defined=defined)


def seats(scenario: Scenario) -> Found:
    """Check each seat's role, side and own preferences."""
    for name, seat in scenario.seats.items():
        path = ("seats", name)
        if seat.party is not None:
            yield from names.known(seat.party, scenario.parties, "party", (*path, "party"))
        needs = ((*path, "role"), (*path, "party"), (*path, "leaning"))
        yield from (Derived(found, needs) for found in _role(name, seat, path))
        if seat.leaning is not None:
            yield from references.card(scenario, seat.leaning.card, (*path, "leaning", "card"))
        for issue in seat.talking_points:
            under = (*path, "talking_points", issue)
            yield from names.known(issue, scenario.issues, "issue", under, of_key=True)


def _role(name: str, seat: Seat, path: Path) -> Iterator[Problem]:
    of_a_side = seat.role in ("lead", "adviser")
    if of_a_side and seat.party is None:
        yield Problem(path, f"{name!r} has the role of {seat.role} and no party")
    if not of_a_side and seat.party is not None:
        yield Problem((*path, "party"), f"the {seat.role} {name!r} cannot belong to a party")
    if seat.role == "adviser" and seat.leaning is None:
        yield Problem(
            path, f"the adviser {name!r} has no leaning", "add `leaning` with its own card"
        )
    if seat.role != "adviser" and seat.leaning is not None:
        yield Problem((*path, "leaning"), f"only advisers have a leaning; {name!r} is {seat.role}")


def places(scenario: Scenario) -> Found:
    """Check who sits where over the whole scenario."""
    mediators = [name for name, seat in scenario.seats.items() if seat.role == "mediator"]
    for name in mediators[1:]:
        message = f"a second mediator, {name!r}; {mediators[0]!r} is one already"
        yield Problem(("seats", name, "role"), message, "a scenario has one mediator or none")
    present = [seat for session in scenario.sessions.values() for seat in session.present]
    turns = [("sessions", session, "turns") for session in scenario.sessions]
    for name in names.unmet(scenario.seats, present, scenario.seats):
        message = f"{name!r} has a turn in no session"
        found = Problem(("seats", name), message, severity="warning")
        yield Derived(found, (*turns, ("sessions", REST)))
