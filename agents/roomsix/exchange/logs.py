"""LLM-Deliberation's sessions: `history….json`, read as a record that can be shown and scored.

Nobody accepts anything there: p1 makes the last proposal, and a test vote is counted by points. So
the record holds what was said, each deal as it was stated, and a vote that follows from the score
sheets by `>=`; by the other reading `score` counts it again. What cannot be read is no deal.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from roomsix import acts, events, preferences
from roomsix.deal import Package, SeatId
from roomsix.errors import UsageError
from roomsix.exchange import deals, deliberation, gathering, plain, source
from roomsix.exchange.account import Account
from roomsix.exchange.deliberation import Deliberation
from roomsix.exchange.gathering import LEAD, PLENARY, VOTE
from roomsix.exchange.source import wrong
from roomsix.record import Log, Sink
from roomsix.scenario import Scenario

MAX_TURNS = 2_000
VOTING = "final voting session"
"""What p1 is told when it is asked for its last word."""

LONGEST = 20_000
"""The most characters of words, and of thoughts, that are kept of one turn."""


@dataclass(frozen=True)
class Turn:
    """One answer of a session.

    Attributes:
        voting: Whether it was asked for the official last word.
    """

    agent: str
    words: str
    thoughts: str
    voting: bool = False


@dataclass(frozen=True)
class Session:
    """A session as its file states it.

    Attributes:
        slots: Whose turns were planned after p1's first word; not all of them need have come.
    """

    file: Path
    turns: tuple[Turn, ...]
    slots: tuple[str, ...]

    def is_whole(self, first: str) -> bool:
        """Tell whether it came to the last word of p1, who is called this.

        It did where p1 was asked for it, or spoke when it was another's turn, or nobody's.
        """
        if len(self.turns) < 2 or self.turns[-1].agent != first:
            return False
        planned = self.slots[len(self.turns) - 2 : len(self.turns) - 1]
        return self.turns[-1].voting or planned != (first,)


@dataclass(frozen=True)
class Counts:
    """What came of a session's answers: how many stated a deal, could not be read, stated none."""

    read: int
    unread: int
    none: int


def recognised(path: Path) -> bool:
    """Tell whether a path is a session, or a folder of them."""
    return bool(found(path))


def found(path: Path) -> list[Path]:
    """Return the sessions that a path holds, by name; empty for none."""
    if path.is_dir():
        return [file for file in source.files(path, ".json") if file.name.startswith("history")]
    if path.suffix.lower() != ".json":
        return []
    head = source.data(path)
    return [path] if b'"slot_assignment"' in head and b'"public_answer"' in head else []


def game_folder(path: Path) -> Path:
    """Return the nearest folder above a session that holds its game.

    Raises:
        UsageError: There is none.
    """
    start = path if path.is_dir() else path.parent
    for folder in (start, *start.resolve().parents[:3]):
        if deliberation.recognised(folder):
            return folder
    raise UsageError(
        f"no game's folder at {start} or above it, so nobody's points are known",
        hint="--game FOLDER, with config.txt and scores_files",
    )


def read(file: Path, game: Deliberation) -> Session:
    """Return a session.

    Raises:
        DefinitionError: It is no session, or someone speaks who is not in the game.
    """
    data = plain.read(file)
    rounds = data.get("rounds") if isinstance(data, Mapping) else None
    slots = data.get("slot_assignment") if isinstance(data, Mapping) else None
    if not isinstance(rounds, list) or not isinstance(slots, list):
        raise wrong(file, 1, "no session: it needs `rounds` and `slot_assignment`")
    if len(rounds) > MAX_TURNS:
        raise wrong(file, 1, f"{len(rounds):,} turns; at most {MAX_TURNS:,} are read")
    known = {agent.name for agent in game.agents}
    turns = tuple(_turn(file, number, one, known) for number, one in enumerate(rounds, start=1))
    return Session(file, turns, tuple(map(str, slots)))


def _turn(file: Path, number: int, one: Any, known: set[str]) -> Turn:
    if not isinstance(one, Mapping):
        raise wrong(file, 1, f"turn {number} is no map of keys")
    agent, public = one.get("agent"), one.get("public_answer")
    if agent not in known:
        raise wrong(file, 1, f"turn {number} is of {str(agent)[:60]!r}, who is not in the game")
    full = one.get("full_answer")
    if not isinstance(public, str):
        raise wrong(file, 1, f"turn {number} has no `public_answer`")
    assert isinstance(agent, str)
    asked = str(one.get("prompt", ""))
    thoughts = _thoughts(full if isinstance(full, str) else "", public)
    return Turn(agent, public, thoughts, VOTING in asked)


def _thoughts(full: str, public: str) -> str:
    """Return what was written and not said: scratchpad and plan, without their tags."""
    rest = full.replace(public, "", 1) if public else full
    for tag in ("SCRATCHPAD", "ANSWER", "PLAN"):
        rest = rest.replace(f"<{tag}>", "").replace(f"</{tag}>", "")
    return rest.strip()


def tell(account: Account) -> None:
    """Tell how a record differs from the session it was made of."""
    account.dropped("prompts, and lists of plans: plans stand among the thoughts of their turns")
    account.changed(
        "the test vote, which nobody cast: it is counted from the score sheets, a deal worth just"
        " the threshold being good enough; `score` counts by both readings"
    )


def rounds(session: Session, game: Deliberation) -> int:
    """Return how many rounds a session has: everyone's turns, then p1's last word."""
    return max(_round(number, session, game) for number in range(max(len(session.turns), 1)))


def record(
    session: Session,
    game: Deliberation,
    scenario: Scenario,
    account: Account,
    sink: Sink | None = None,
) -> tuple[Log, Counts]:
    """Return a session as a record, to its end."""
    log = Log(scenario, sink)
    everyone = tuple(scenario.seats)
    log.add(events.Opened(present=everyone), session=PLENARY, round_=0, audience=everyone)
    seats = dict(zip((a.name for a in game.agents), _seats(game), strict=True))
    said: list[deals.Stated] = []
    shape = [len(topic.options) for topic in game.topics]
    for number, turn in enumerate(session.turns):
        stated = deals.stated(turn.words, shape)
        said.append(stated)
        round_ = _round(number, session, game)
        _taken(log, seats[turn.agent], round_, everyone, turn, stated)
        if max(len(turn.words), len(turn.thoughts)) > LONGEST:
            where = session.file.name
            account.dropped(f"all beyond {LONGEST:,} characters of turn {number + 1}", where)
        if stated.why:
            account.dropped(
                f"the deal of turn {number + 1}, by {turn.agent!r}: {stated.why}", session.file.name
            )
    _ended(log, session, game, scenario, said, everyone, account)
    unread = sum(bool(one.why) for one in said)
    read = sum(one.package is not None for one in said)
    return log, Counts(read, unread, len(said) - read - unread)


def _seats(game: Deliberation) -> list[SeatId]:
    return [f"{party}{LEAD}" for party in gathering.parties(game)]


def _round(number: int, session: Session, game: Deliberation) -> int:
    """Return the round of a turn: p1's first word belongs to the first, its last is one alone."""
    agents = len(game.agents)
    last = number == len(session.turns) - 1 and session.is_whole(_first(game))
    return 1 + max(number - 1, 0) // agents if not last else 1 + -(-(number - 1) // agents)


def _first(game: Deliberation) -> str:
    first = game.of_role("p1")
    assert first is not None  # no game is read without one
    return first.name


def _taken(
    log: Log,
    seat: SeatId,
    round_: int,
    everyone: Sequence[SeatId],
    turn: Turn,
    stated: deals.Stated,
) -> None:
    """Add a turn's events."""
    number = log.begin_turn(seat)
    add = partial(log.add, session=PLENARY, round_=round_, seat=seat, turn=number)
    words = turn.words.strip()[:LONGEST]
    if stated.why:
        add(events.Invalid(reason=stated.why, reply=words[:500]), audience=())
    if turn.thoughts:
        add(events.Thought(text=turn.thoughts[:LONGEST]), audience=())
    if words:
        add(events.Said(text=words), audience=everyone)
    if stated.package is not None:
        add(acts.Propose(package=gathering.package(stated.package)), audience=everyone)
    elif not words:
        add(acts.Pass(), audience=everyone)


def _ended(
    log: Log,
    session: Session,
    game: Deliberation,
    scenario: Scenario,
    said: Sequence[deals.Stated],
    everyone: Sequence[SeatId],
    account: Account,
) -> None:
    """Put p1's last proposal to the vote, if there is one that can be read."""
    last = _last(session, game, said, account)
    close = partial(log.add, session=PLENARY, round_=log.events[-1].round, audience=everyone)
    close(events.Closed(why="rounds"))
    level = preferences.ALWAYS
    if last is None:
        close(events.Ended(outcome="no deal", why="out of rounds", package=None, level=level))
        return
    log.add(events.Opened(present=tuple(everyone)), session=VOTE, round_=0, audience=everyone)
    add = partial(log.add, session=VOTE, round_=1, audience=everyone)
    suited = preferences.suited(scenario, last, level=level, equality=">=")
    for party in scenario.parties:
        add(
            events.Ratified(
                party=party, ratified=party in suited, because=_why(scenario, party, last)
            )
        )
    add(events.Closed(why="agreed"))
    good = scenario.carries(suited)
    add(
        events.Ended(
            outcome="deal" if good else "no deal",
            why="ratified" if good else "not ratified",
            package=last,
            level=level,
        )
    )


def _why(scenario: Scenario, party: str, package: Package) -> str:
    worth = preferences.points(scenario, scenario.parties[party].card, package)
    least = preferences.reservation(scenario, party, preferences.ALWAYS)
    bonus = scenario.decision.bonus.get(party)
    more = f", {bonus} more if all agree" if bonus else ""
    return f"worth {worth}{more}, where {least} is the least"


def _last(
    session: Session, game: Deliberation, said: Sequence[deals.Stated], account: Account
) -> Package | None:
    """Return p1's last proposal; None where the session broke off or it cannot be read."""
    name = session.file.name
    if not session.is_whole(_first(game)):
        account.dropped(
            f"an ending: the session breaks off after {len(session.turns)} turns, before p1's last"
            " word",
            name,
        )
        return None
    if said[-1].package is None:
        why = said[-1].why or "it states none"
        account.dropped(f"an ending: p1's last word holds no deal that can be read: {why}", name)
        return None
    return gathering.package(said[-1].package)
