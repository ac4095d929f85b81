"""The wall: what one seat can know. Every prompt is built from this and from nothing else."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import JsonValue

from roomsix import acts, canonical, events
from roomsix.deal import FactId, PersonaId, SeatId, SessionId
from roomsix.events import Event, Record
from roomsix.persona import Persona
from roomsix.rules import Mind
from roomsix.scenario import Scenario, Seat, Session

Cast = Mapping[PersonaId, Persona]
"""The personas of a run, resolved, by id."""

_SHOWN_BY_FACT = acts.Disclose | acts.Inform | acts.Present


class Papers:
    """Offers and texts, numbered as whoever perceived them counts them.

    Attributes:
        papers: The `seq` of each offer or text perceived, in order: number 1 is the first.
    """

    def __init__(self) -> None:
        self.papers: list[int] = []

    def paper(self, number: int) -> int | None:
        """Return the `seq` of an offer or text by this count; None without one."""
        return self.papers[number - 1] if 0 < number <= len(self.papers) else None

    def number(self, seq: int) -> int | None:
        """Return the number of an offer or text by this count; None if it was never perceived."""
        return self.papers.index(seq) + 1 if seq in self.papers else None

    def note(self, event: Event) -> None:
        """Count what an event puts on the table, if it does."""
        if isinstance(event.what, acts.Propose | acts.Draft):
            self.papers.append(event.seq)


class View(Papers):
    """What one seat has perceived so far: a line for each event whose audience it is in.

    A delegate's has a further line wherever an event moved what it believes. Events, offers and
    texts are numbered as this seat counts them, so that no number tells of what it did not
    perceive. Lines are only ever added.

    Attributes:
        lines: Canonical JSON, in order.
        seqs: The `seq` of the event that each line tells of, or follows from.
        claims: The `seq` of each claim perceived, by the number of its line.
        rounds: For each round of which it perceived a turn, how many lines there were before it.
        spoke: How many lines there were before its own last turn; 0 before the first.
    """

    def __init__(self, scenario: Scenario, seat: SeatId) -> None:
        super().__init__()
        self.seat = seat
        self.lines: list[str] = []
        self.seqs: list[int] = []
        self.claims: dict[int, int] = {}
        self.rounds: list[int] = []
        self.spoke = 0
        self._round: tuple[SessionId, int] | None = None
        self._turn: int | None = None
        self._mind = Mind(scenario, seat)
        self._tells_belief = scenario.seats[seat].party is not None
        self._scenario = scenario

    def enter(self, scenario: Scenario, past: Iterable[Event]) -> None:
        """Go on under another scenario; no line changes, but what has passed is thought anew.

        Args:
            past: All that has happened, perceived or not.
        """
        if scenario is self._scenario:
            return
        self._scenario = scenario
        self._mind = Mind(scenario, self.seat)
        for event in past:
            self._mind.take(event)

    @property
    def facts(self) -> frozenset[FactId]:
        """What the seat knows of, from the start or by now."""
        return frozenset(self._mind.knows)

    def add(self, event: Event, shown: str | None = None) -> None:
        """Take in an event; those this seat does not perceive leave no trace.

        Args:
            shown: What `alike` returned for the event, to spare making it again; None to make it.
        """
        if self.seat not in event.audience:
            return
        self._time(event)
        self.note(event)
        if isinstance(event.what, events.Claimed):
            self.claims[len(self.lines) + 1] = event.seq
        self._append(shown or _line(self._scenario, event, self), event.seq)
        moved = self._mind.take(event)
        if isinstance(event.what, events.Fed) and event.what.fact in moved:
            del moved[event.what.fact]  # its own line has said so
        if self._tells_belief and moved:
            held: dict[str, JsonValue] = {f: f"{after} %" for f, (_, after) in moved.items()}
            self._append(canonical.line({"you_now_hold_true": held}), event.seq)

    def _time(self, event: Event) -> None:
        """Note where rounds begin, and the seat's own turn.

        Only by turns: incidents reach those who are elsewhere, whose rounds they are not.
        """
        if event.turn is None:
            return
        if (event.session, event.round) != self._round:
            self._round = (event.session, event.round)
            self.rounds.append(len(self.lines))
        if event.seat == self.seat and event.turn != self._turn:
            self._turn, self.spoke = event.turn, len(self.lines)

    def _append(self, line: str, seq: int) -> None:
        self.seqs.append(seq)
        self.lines.append(f'{{"n":{len(self.lines) + 1},{line[1:]}')

    def in_order(self, package: Mapping[str, str]) -> dict[str, str]:
        """Return a package in the scenario's order of issues, whatever else it names last."""
        issues = self._scenario.issues
        return {issue: package[issue] for issue in issues if issue in package} | dict(package)


def alike(scenario: Scenario, event: Event) -> str | None:
    """Return an event's line, less its number, where it is the same for all who perceive it.

    None where it names an offer or a text, which each seat numbers for itself.
    """
    names_paper = isinstance(event.what, acts.Propose | acts.Draft) or hasattr(event.what, "paper")
    return None if names_paper else _line(scenario, event, None)


def common(
    scenario: Scenario, record: Record, *, later: Iterable[tuple[int, Scenario]] = ()
) -> Iterator[tuple[int, str]]:
    """Yield the public record: a line for each event that every side perceived, with its `seq`.

    A side perceives what its lead does. Turns and meetings off the record are left out whole, and
    offers and texts are counted among what is public alone.

    Args:
        later: As for `seen`.
    """
    papers, coming = Papers(), list(later)
    leads = {scenario.lead_of(party) for party in scenario.parties}
    apart = {name for name, sitting in scenario.sessions.items() if sitting.off_record}
    unquotable = {e.turn for e in record if isinstance(e.what, events.Said) and e.what.off_record}
    for event in record:
        while coming and event.turn is not None and event.turn >= coming[0][0]:
            scenario = coming.pop(0)[1]
        if isinstance(event.what, events.Opened) and event.what.aside is not None:
            apart |= {event.session} if event.what.aside.off_record else set()
        in_confidence = event.session in apart or (event.turn or 0) in unquotable
        if leads.issubset(event.audience) and not in_confidence:
            papers.note(event)
            yield event.seq, _line(scenario, event, papers)


def _line(scenario: Scenario, event: Event, view: Papers | None) -> str:
    shown: dict[str, JsonValue] = {} if event.seat is None else {"seat": event.seat}
    shown.update(_shown(scenario, event, view))
    return canonical.line(shown)


def _shown(
    scenario: Scenario, event: Event, view: Papers | None
) -> Iterator[tuple[str, JsonValue]]:
    match event.what:
        case events.Opened(present=present, aside=aside):
            yield "opened", event.session
            yield "present", list(present)
            if aside is not None:
                yield "kind", aside.kind
                yield "minutes", aside.minutes
                yield "off_record", aside.off_record
        case events.Fed(text=text, fact=fact, holds=holds):
            yield "you_read", text
            if holds is not None:
                yield "you_hold_it_true", f"{holds} %"
            if fact is not None:
                yield "about", fact
                yield from _rated(scenario, fact)
        case events.Showed(of=of, sign=sign):
            yield "seen_of", of
            yield "sign", sign
        case events.Claimed(fact=fact, holds=holds):
            yield "claims", fact
            yield "holds", holds
        case events.Unsealed(party=party, allow=allow, need=need):
            yield "proposal_of", party
            yield "allow", [term.model_dump() for term in allow]
            yield "need", [term.model_dump() for term in need]
        case events.Assessed():
            yield "assessed", event.what.model_dump(mode="json", exclude={"kind", "doubts"})
        case events.Told(text=text):
            yield "afterwards", text
        case events.Happened(what=what, level=level):
            yield "happened", what
            yield "tension", level
        case events.Said(text=text, off_record=off_record):
            yield "said", text
            if off_record:
                yield "off_record", True
        case events.Whispered(text=text):
            yield "whispered", text
        case events.Conferred():
            yield "confers", True
        case events.Ratified(party=party, ratified=ratified, because=because):
            yield "principal_of", party
            yield "ratified", ratified
            yield "because", because
        case events.Closed(why=why):
            yield "closed", event.session
            yield "why", why
        case events.Ended(outcome=outcome, why=why):
            yield "ended", outcome
            yield "why", why
        case events.Thought() | events.Invalid():
            raise AssertionError("nobody perceives a thought or a failed reply")
        case act:
            yield from _shown_act(scenario, act, view)


def _shown_act(
    scenario: Scenario, act: acts.AnyAct, view: Papers | None
) -> Iterator[tuple[str, JsonValue]]:
    yield "act", act.kind
    arguments: dict[str, Any] = act.model_dump(mode="json", exclude={"kind"})
    if view is not None and isinstance(act, acts.Propose | acts.Draft):
        yield "number", len(view.papers)
    if "paper" in arguments:
        seq = arguments.pop("paper")
        yield "number", None if seq is None or view is None else view.number(seq)
    if "seat" in arguments:
        yield "whom", arguments.pop("seat")  # `seat` says whose act it is
    yield from ((key, value) for key, value in arguments.items() if value not in (None, [], ()))
    if isinstance(act, _SHOWN_BY_FACT):
        name = act.exhibit if isinstance(act, acts.Present) else act.fact
        fact = scenario.facts.get(name)
        if fact is not None:
            yield "tells", fact.text
            yield from _rated(scenario, name)
        elif name in scenario.projections:
            yield "tells", _projection(scenario, name)


def _rated(scenario: Scenario, fact: FactId) -> Iterator[tuple[str, JsonValue]]:
    if rating := scenario.facts[fact].rating:
        yield "rated", rating


def seen(
    scenario: Scenario,
    record: Record,
    seat: SeatId,
    *,
    later: Iterable[tuple[int, Scenario]] = (),
) -> View:
    """Return everything a seat has perceived in a record.

    Args:
        later: The scenarios that took the place of the first, each with its first turn.
    """
    view = View(scenario, seat)
    coming = list(later)
    for event in record:
        while coming and event.turn is not None and event.turn >= coming[0][0]:
            view.enter(coming.pop(0)[1], record[: event.seq])
        view.add(event)
    return view


def public(scenario: Scenario, cast: Cast) -> dict[str, JsonValue]:
    """Return what everyone at the table knows of the scenario before the first word."""
    shown: dict[str, JsonValue] = {
        "issues": {
            name: {"name": issue.name, "about": issue.about, "options": dict(issue.options)}
            for name, issue in scenario.issues.items()
        },
        "parties": {
            name: {"name": party.name, "principal": party.principal.name}
            for name, party in scenario.parties.items()
        },
        "seats": {seat: _seated(place, cast) for seat, place in scenario.seats.items()},
        "sessions": {name: _sitting(sitting) for name, sitting in scenario.sessions.items()},
        # What all agreeing is worth to a party is a matter of points, so its lead alone is told.
        "decision": scenario.decision.model_dump(mode="json", exclude={"bonus"}),
    }
    if scenario.verification:
        told = {"measures", "schedules"}
        shown["verification"] = scenario.verification.model_dump(mode="json", include=told)
    if scenario.timeline:
        shown["timeline"] = [{"when": e.when, "what": e.what} for e in scenario.timeline]
    if scenario.tension:
        shown["tension"] = list(scenario.tension.levels)
    if scenario.obligations:
        shown["obligations"] = {
            name: obligation.model_dump(mode="json")
            for name, obligation in scenario.obligations.items()
        }
    shown["projections"] = {
        name: _projection(scenario, name)
        for name, projection in scenario.projections.items()
        if projection.known_to == "everyone"
    }
    return shown


def _seated(place: Seat, cast: Cast) -> dict[str, JsonValue]:
    persona = cast[place.persona]
    return {
        "name": persona.name,
        "role": place.role,
        **({"party": place.party} if place.party else {}),
        "known_as": persona.summary,
    }


def _sitting(sitting: Session) -> dict[str, JsonValue]:
    return {
        "kind": sitting.kind,
        "title": sitting.title,
        "rounds": sitting.rounds,
        "minutes": sitting.minutes,
        "present": list(sitting.present),
        "agenda": list(sitting.agenda),
    }


def brief(scenario: Scenario, seat: SeatId) -> dict[str, JsonValue]:
    """Return what a seat alone has been told: its limits, its card, what it knows and how surely.

    A lead holds its party's card; an adviser its own leaning; mediator and observer hold neither.
    """
    place = scenario.seats[seat]
    told: dict[str, JsonValue] = {"seat": seat, "role": place.role}
    if place.party is not None:
        side = scenario.parties[place.party]
        told |= {
            "party": place.party,
            "needs": side.needs,
            "never": [limit.model_dump(mode="json") for limit in (*side.red_lines, *side.mandate)],
            "position": side.position.model_dump(mode="json"),
        }
        if place.role == "lead":
            told["card"] = side.card.model_dump(mode="json")
            told["stakes"] = {
                level: {"no_deal": stakes.no_deal, "least": stakes.reservation}
                for level, stakes in side.stakes.items()
            }
            told["ratification_may_ask_for_up_to"] = side.principal.mood
            if bonus := scenario.decision.bonus.get(place.party):
                told["points_on_top_if_every_party_agrees"] = bonus
    if place.leaning is not None:
        told["leaning"] = place.leaning.model_dump(mode="json")
    told["facts"] = {
        name: {
            "text": fact.text,
            "spoken_of_as": fact.about,
            **({"rating": fact.rating} if fact.rating else {}),
            **({"you_hold_it_true": f"{fact.beliefs[seat]} %"} if seat in fact.beliefs else {}),
            "you_may_tell": _policy(
                fact.share if isinstance(fact.share, str) else fact.share.model_dump()
            ),
        }
        for name, fact in scenario.facts.items()
        if fact.known_by(seat)
    }
    told["projections"] = {
        name: _projection(scenario, name)
        for name, projection in scenario.projections.items()
        if projection.known_to != "everyone" and projection.known_by(seat)
    }
    told["talking_points"] = {issue: list(said) for issue, said in place.talking_points.items()}
    return told


def _projection(scenario: Scenario, name: str) -> dict[str, JsonValue]:
    projection = scenario.projections[name]
    return {
        "source": projection.source,
        "lives_lost_in_a_week": projection.week,
        "lives_lost_in_a_month": projection.month,
        "note": projection.note,
    }


def _policy(share: str | Mapping[str, Any]) -> JsonValue:
    if isinstance(share, str):
        return {"free": "anyone", "never": "nobody"}[share]
    to = share["to"]
    return {"only_when": list(share["when"]), "to": "anyone" if to is None else list(to)}
