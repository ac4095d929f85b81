"""What a lead says when it is heard alone: the professed headline first, then some of the truth.

The order of its statements drifts from the professed order towards the true one, and each option
from the opening towards what it really wants, by its band of candour.
"""

from pydantic import JsonValue

from roomsix import draws
from roomsix.chat.mock import packages
from roomsix.chat.mock.confiding import confidence
from roomsix.chat.mock.speech import Cue, Line, Point
from roomsix.chat.mock.stand import swings
from roomsix.chat.mock.turn import Move, Turn
from roomsix.deal import IssueId, OptionId
from roomsix.scenario import Card

DRIFT = (10, 25, 45, 65, 85)
"""The chance, in per cent, that the next issue named follows the true order, by band of candour."""

SHARE = (0, 20, 40, 60, 85)
"""How far, in per cent, a stated option lies from opening to best, by band of candour."""

FIRM = 3
"""How many issues at the head of the professed order are stated firmly."""


def move(turn: Turn) -> Move:
    """Return a lead's move in a preliminary."""
    questions = turn.past.questions(turn.me)
    chair = next((q for q in reversed(questions) if _role(turn, q.seat) == "mediator"), None)
    watcher = next((q for q in reversed(questions) if _role(turn, q.seat) == "observer"), None)
    if watcher is not None and chair is None:
        told = confidence(turn, watcher)
        if told is not None:
            return told
    shown = _answering_figures(turn)
    if shown is not None and chair is None:
        return shown
    stated = {position.issue for position in turn.past.positions(turn.me)}
    question = chair or watcher
    asked = question.issue if question else None
    if asked is not None and asked in stated:
        return _again(turn, asked)
    left = [issue for issue in order(turn) if issue not in stated]
    issue = asked or next(iter(left), None)
    if issue is None or "state" not in turn.now.acts:
        return _nothing_new(turn)
    return _state(turn, issue, asked=asked is not None or chair is not None)


def order(turn: Turn) -> list[IssueId]:
    """Return the issues in the order in which they are named: professed, drifting to true."""
    issues = tuple(turn.table.names)
    professed = [*(i for i in turn.brief.order if i in issues)]
    professed += [issue for issue in issues if issue not in professed]
    values = _values(turn)
    swing = {issue: max(values[issue].values()) - min(values[issue].values()) for issue in issues}
    true = sorted(professed, key=lambda issue: -swing[issue])
    named = professed[:1]
    while len(named) < len(issues):
        honest = draws.happens(DRIFT[turn.band("candour")], turn.seed, "order", turn.me, len(named))
        named.append(next(issue for issue in (true if honest else professed) if issue not in named))
    return named


def position(turn: Turn, issue: IssueId, *, steps: int = 0) -> tuple[OptionId, bool]:
    """Return the option stated on an issue, and whether it is called firm.

    Args:
        steps: How far beyond that towards the own best, in options: what a second question brings.
    """
    options = tuple(turn.table.options[issue])
    opening = turn.brief.opening.get(issue, options[0])
    start = options.index(opening) if opening in options else 0
    firm = issue in turn.brief.order[:FIRM] and steps == 0
    if firm and issue == turn.brief.order[0]:
        return options[start], True
    values = _values(turn)[issue]
    allowed = [o for o in options if not _forbidden(turn, issue, o)] or list(options)
    best = options.index(max(allowed, key=lambda option: values[option]))
    share = SHARE[turn.band("candour")] * abs(best - start)
    moved = share // 100 + draws.happens(share % 100, turn.seed, "option", turn.me, issue)
    moved = min(abs(best - start), moved + steps)
    return options[start + (moved if best >= start else -moved)], firm


def _state(turn: Turn, issue: IssueId, *, asked: bool) -> Move:
    option, firm = position(turn, issue)
    slots = turn.slots(issue=issue, option=option)
    line = Line(("state",), slots, must=frozenset({"option"}))
    cues: list[Cue] = []
    if not turn.past.did(turn.me, "state") and not turn.past.did(turn.me, "said"):
        cues = [Line(("open",), turn.slots()), line]
    else:
        point = _point(turn, issue, option)
        ways: list[list[Cue]] = [[line, point], [line, point], [line]]
        # A talking point may lean on the question; where nobody asked, the position comes first.
        if asked:
            ways += [[point, line], [point, line]]
        cues = draws.pick(ways, turn.seed, "way", turn.me, turn.now.turn)
    say = turn.speaker.say(*cues)
    thinking = "We hold to this." if firm else "There is room here, and I need not say how much."
    arguments: dict[str, JsonValue] = {"issue": issue, "option": option, "firm": firm}
    return Move("state", say, _aside(turn, issue), thinking, arguments)


def _again(turn: Turn, issue: IssueId) -> Move:
    """Answer a second question on an issue: a softer position, or only words."""
    last = next(p for p in reversed(turn.past.positions(turn.me)) if p.issue == issue)
    option, _ = position(turn, issue, steps=1)
    yields = turn.happens(SHARE[turn.band("candour")], "yield", issue)
    slots = turn.slots(issue=issue, option=option)
    if option == last.option or not yields or "state" not in turn.now.acts:
        say = turn.speaker.say(Line(("answer",), slots), _point(turn, issue, last.option))
        return turn.pass_(say, thinking="I have said what I have to say on this.")
    # Answers say that nothing has changed; here something has.
    line = Line(("state",), slots, must=frozenset({"option"}))
    say = turn.speaker.say(_point(turn, issue, option), line)
    arguments: dict[str, JsonValue] = {"issue": issue, "option": option, "firm": False}
    return Move("state", say, thinking="A little further, then.", arguments=arguments)


def _point(turn: Turn, issue: IssueId, option: OptionId) -> Point:
    """Return a cue for a talking point that does not argue against what is being asked for."""
    conceded = turn.brief.opening.get(issue) != option
    return Point(issue, turn.table.options[issue][option] if conceded else "")


def _answering_figures(turn: Turn) -> Move | None:
    """Answer somebody else's projection with one's own: the mildest there is, unless candid."""
    held = {n: p for n, p in turn.brief.projections.items() if n not in turn.past.shown()}
    new = [e for e in turn.past.news if e.kind == "present" and e.seat != turn.me]
    if not held or not any(e.exhibit in turn.table.projections for e in new):
        return None
    if "present" not in turn.now.acts or not turn.speaker.happens(60, "figures"):
        return None
    candid = turn.band("candour") > 2
    name = (max if candid else min)(held, key=lambda n: held[n].month)
    say = turn.speaker.say(Line(("present",), turn.slots(topic="our own figures")))
    return Move("present", say, thinking="Let them see ours.", arguments={"exhibit": name})


def _nothing_new(turn: Turn) -> Move:
    closing = turn.ending and turn.speaker.happens(70, "close")
    say = turn.speaker.say(Line(("close", "remark") if closing else ("remark",), turn.slots()))
    return turn.pass_(say, thinking="That is all they will have from me today.")


def _aside(turn: Turn, issue: IssueId) -> str:
    own = [s for s in turn.present() if s != turn.me and turn.party_of(s) == turn.brief.party]
    if not own or not turn.speaker.happens(12, "confer"):
        return ""
    return turn.speaker.say(Line(("confer",), turn.slots(issue=issue)))


def _values(turn: Turn) -> dict[IssueId, dict[OptionId, int]]:
    space = packages.valued(turn.reading.head).space
    return swings(space, turn.brief.card or Card(points={}))


def _forbidden(turn: Turn, issue: IssueId, option: OptionId) -> bool:
    limits = turn.brief.limits
    return any(set(limit.never) == {issue} and option in limit.never[issue] for limit in limits)


def _role(turn: Turn, seat: str | None) -> str:
    return turn.table.seats[seat].role if seat is not None else ""
