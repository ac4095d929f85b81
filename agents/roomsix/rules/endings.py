"""How sessions close, principals answer and talks end."""

from roomsix import draws, preferences
from roomsix.deal import Package, PartyId, SessionId
from roomsix.events import Closed, Closing, Ended, Ratified, Record, Why
from roomsix.rules import course, floor, sittings, table
from roomsix.scenario import Scenario


def closing(
    scenario: Scenario, record: Record, session: SessionId, round_: int, *, round_over: bool
) -> Closing | None:
    """Return why a session ends at this point; None when it goes on.

    Asked before every turn and after every round. An agreement ends a session once the rounds
    kept for improving it are spent; without any, at once, or with the round where some parties
    have yet to accept what a quorum agreed on. A walk-out ends it unless the mediator brings the
    side back by the end of the next round.
    """
    sitting = sittings.sitting(scenario, record, session)
    called = {calling.what for calling in sittings.callings(record, session, round_)}
    spent = floor.time_left(scenario, record, session) == 0
    last = round_over and round_ >= sitting.rounds
    if course.rupture(scenario, record):
        return "rupture"
    if sittings.walked_out(record, session) is not None:
        long_ago = sittings.walked_out(record, session, before=round_) is not None
        called_back = sittings.aside(scenario, record, session, round_) is not None
        over = spent or last or "adjourn" in called or (round_over and long_ago and not called_back)
        return "walk-out" if over else None
    if "adjourn" in called:
        return "adjourned"
    if "plenary" in called and session not in scenario.sessions:
        return "called"
    agreed = table.agreed_in_round(scenario, record, session) if sitting.kind == "plenary" else None
    if agreed is not None and round_over and round_ - agreed >= sitting.improve:
        return "agreed"
    if agreed is not None and not round_over and sitting.improve == 0:
        paper = table.agreement(scenario, record)
        if paper is not None and table.is_unanimous(scenario, paper):
            return "agreed"
    if spent:
        return "agreed" if agreed is not None else "time"
    if last:
        return "agreed" if agreed is not None else "rounds"
    return None


def is_held(scenario: Scenario, record: Record, session: SessionId) -> bool:
    """Tell whether a session is still held: not after a walk-out, nor without its matter.

    A ratification is held only when there is an agreement, what leads to one only while there is
    none.
    """
    if sittings.walked_out(record) is not None or course.rupture(scenario, record):
        return False
    agreed = table.agreement(scenario, record) is not None
    kind = scenario.sessions[session].kind
    return kind == "debrief" or agreed == (kind == "ratification")


def ratification(
    scenario: Scenario, record: Record, party: PartyId, package: Package, seed: int
) -> tuple[bool, str]:
    """Return a principal's answer to a package and its reason, fit to be heard by all.

    The principal asks for the reservation at the present level of tension plus its mood, drawn
    once a run. A bonus for all agreeing counts if every lead has accepted.
    """
    side = scenario.parties[party]
    if preferences.breached(side.red_lines, package):
        return False, "it crosses a line that was never open"
    if preferences.breached(side.mandate, package):
        return False, "it goes beyond the mandate"
    mood = draws.below(side.principal.mood + 1, seed, "mood", party)
    worth = preferences.points(scenario, side.card, package)
    if bonus := scenario.decision.bonus.get(party):
        agreed = table.agreement(scenario, record)
        worth += bonus if agreed and table.is_unanimous(scenario, agreed) else 0
    asked = preferences.reservation(scenario, party, course.level(scenario, record)) + mood
    good = preferences.suffices(worth, asked, scenario.decision.equality)
    return (
        (True, "it meets the mandate") if good else (False, "it is worth less than going without")
    )


def ratified(record: Record) -> dict[PartyId, bool]:
    """Return each principal's answer; empty when it never came to that."""
    answers = [e.what for e in record.of("ratified") if isinstance(e.what, Ratified)]
    return {answer.party: answer.ratified for answer in answers}


_without_agreement: dict[str, Why] = {"time": "out of time", "adjourned": "adjourned"}


def ending(scenario: Scenario, record: Record) -> Ended:
    """Return how the talks ended.

    What the leads agreed on is a deal once as many principals have ratified it as the decision
    rule asks for, or at once where the scenario has no ratification.
    """
    agreed = table.agreement(scenario, record)
    needed = any(sitting.kind == "ratification" for sitting in scenario.sessions.values())
    why: Why
    if course.rupture(scenario, record):
        why = "rupture"  # first, as it is in closing a session
    elif sittings.walked_out(record) is not None:
        why = "walk-out"
    elif agreed is None:
        why = _without_agreement.get(_last_closing(scenario, record), "out of rounds")
    elif not needed:
        why = "agreed"
    else:
        answers = ratified(record)
        enough = scenario.carries([party for party, good in answers.items() if good])
        why = "ratified" if enough else "not ratified"
    return Ended(
        outcome="deal" if why in ("agreed", "ratified") else "no deal",
        why=why,
        package=agreed.package if agreed else None,
        level=course.level(scenario, record),
    )


def _last_closing(scenario: Scenario, record: Record) -> Closing:
    """Why the parties last parted; where they never met, why the last session closed."""
    why: Closing = "rounds"
    met = False
    for event in record.of("closed"):
        together = sittings.sitting(scenario, record, event.session).kind == "plenary"
        if isinstance(event.what, Closed) and (together or not met):
            why, met = event.what.why, met or together
    return why
