"""A lead's turns: positions one by one when heard alone, offers and answers at the joint table."""

from pydantic import JsonValue

from roomsix.chat.mock import bettering, stating
from roomsix.chat.mock.history import Paper
from roomsix.chat.mock.speech import Cue, Line, Point
from roomsix.chat.mock.stand import Stand, swings
from roomsix.chat.mock.turn import Move, Turn
from roomsix.deal import IssueId, OptionId, Package

SHORT = 5
"""The most rounds of a session that is too short for a refusal without an offer.

In longer ones a side says no to one text; afterwards it answers with what it would take instead,
which says more.
"""

CLOSE = 4
"""By how many points a text may fall short for one change to be asked for rather than a refusal."""


def move(turn: Turn) -> Move:
    """Return a lead's move."""
    return stating.move(turn) if turn.now.kind != "plenary" else _plenary(turn)


def _plenary(turn: Turn) -> Move:
    bargain = turn.tactic.bargain(turn)
    party = turn.brief.party
    others = [paper for paper in turn.papers() if paper.party != party]
    good = [paper for paper in others if bargain.accepts(paper)]
    if good and "accept" in turn.now.acts:
        return _accept(turn, bargain, max(good, key=lambda paper: _merit(turn, bargain, paper)))
    # After an agreement a better paper says more than a refusal, and may be taken.
    if bettering.due(turn) and bargain.better is not None and "propose" in turn.now.acts:
        return bettering.move(turn, bargain, bargain.better)
    text = next((paper for paper in reversed(others) if paper.party is None), None)
    if text is not None and not _answered(turn, text):
        return _refuse(turn, bargain, text)
    if turn.past.agreed is not None or "propose" not in turn.now.acts:
        return turn.pass_(_aside(turn), thinking="What is agreed stands.")
    return _propose(turn, bargain)


def _merit(turn: Turn, bargain: Stand, paper: Paper) -> tuple[bool, int, int]:
    """Rank papers to accept: by points, but one that makes an agreement first when time is short.

    It can still be bettered then; a text that the others have yet to take can be lost.
    """
    makes = turn.table.carries({*paper.accepted, turn.brief.party})
    return makes and bargain.progress >= 1, bargain.worth(paper.package), paper.number


def _answered(turn: Turn, text: Paper) -> bool:
    party = turn.brief.party
    amended = any(by == party for by, _, _ in text.amended)
    return amended or party in text.accepted or party in text.refused


def _can_be_answered(turn: Turn) -> bool:
    """Tell whether an offer is of use: nothing is agreed, and another lead has yet to speak."""
    if turn.past.agreed is not None:
        return False
    others = set(turn.seated("lead")) - {turn.me}
    return not turn.last_round or not any(event.seat in others for event in turn.past.round())


def _accept(turn: Turn, bargain: Stand, paper: Paper) -> Move:
    issue = _tipped(turn, bargain, paper)
    other = _sore(bargain, paper.package)
    slots = turn.slots(
        issue=issue,
        option=paper.package[issue],
        other_issue=other,
        other_option=paper.package[other] if other else None,
    )
    must = frozenset({"other_issue"} if other and turn.speaker.happens(60, "sore") else {"option"})
    say = turn.speaker.say(Line(("accept",), slots, must=must))
    worth, needed = bargain.worth(paper.package), bargain.needed(paper)
    thinking = f"Worth {worth} to us; {needed:.0f} is enough now."
    return Move("accept", say, thinking=thinking, arguments={"number": paper.number})


def _refuse(turn: Turn, bargain: Stand, text: Paper) -> Move:
    """Reject a text, naming the clause that costs most; ask for one change when that would do."""
    changes = bargain.changes(text.package)
    worth, needed = bargain.worth(text.package), bargain.needed(text)
    thinking = f"Worth {worth} to us; we hold out for {needed:.0f}."
    if not bargain.keeps(text.package):
        thinking = "It crosses a line we may not cross."
    if not changes:
        return _reject(turn, text, _crossed(turn, text.package), thinking)
    short = needed - worth
    enough = [change for change in changes if change[0] >= short]
    refused = any(turn.brief.party in each.refused for each in turn.past.texts())
    hurried = (
        turn.now.rounds <= SHORT or turn.last_round or (refused and bargain.keeps(text.package))
    )
    if hurried and _can_be_answered(turn) and "propose" in turn.now.acts:
        return _propose(turn, bargain, instead=text)
    near = bargain.keeps(text.package) and short <= CLOSE and not turn.last_round
    if near and enough and "amend" in turn.now.acts and turn.past.agreed is None:
        _, issue, option = enough[-1]
        slots = turn.slots(
            issue=issue, option=option, other_issue=issue, other_option=text.package[issue]
        )
        say = turn.speaker.say(Line(("amend",), slots, must=frozenset({"issue", "option"})))
        return Move("amend", say, thinking=thinking, arguments={"issue": issue, "option": option})
    return _reject(turn, text, _trouble(bargain, text.package, changes), thinking)


def _reject(turn: Turn, text: Paper, issue: IssueId, thinking: str) -> Move:
    """Say no to a text for what it says on one issue."""
    slots = turn.slots(issue=issue, option=text.package[issue])
    asked = next((q.issue for q in turn.past.questions(turn.me) if q.issue), None)
    cues: list[Cue] = [Point(asked)] if asked not in (None, issue) else []
    cues += [Line(("reject",), slots, must=frozenset({"issue"}))]
    if turn.speaker.happens(45, "why"):
        cues.append(Point(issue))
    say = turn.speaker.say(*cues) or turn.speaker.say(Point(issue))
    arguments: dict[str, JsonValue] = {"number": text.number, "issue": issue}
    return Move("reject", say, whisper=_confer(turn, issue), thinking=thinking, arguments=arguments)


def _propose(turn: Turn, bargain: Stand, *, instead: Paper | None = None) -> Move:
    """Make the next offer, in place of a text that is not good enough if there is one."""
    offer = bargain.offer
    if not bargain.fair(offer):
        return turn.pass_(_aside(turn), thinking="There is nothing we could offer and live with.")
    before = bargain.own[-1] if bargain.own else None
    wanted = _wanted(turn, bargain, offer)
    given = _given(bargain, before, offer, wanted) if before else None
    changed = [i for i, option in offer.items() if before and before.get(i) != option]
    if given is None and changed and wanted not in changed:
        wanted = changed[0]
    slots = turn.slots(
        issue=wanted,
        option=offer[wanted],
        other_issue=given,
        other_option=offer[given] if given else None,
    )
    cues: list[Cue] = []
    asked = next((q.issue for q in turn.past.questions(turn.me) if q.issue), None)
    if instead is not None:
        trouble = _trouble(bargain, instead.package, bargain.changes(instead.package))
        there = turn.slots(issue=trouble, option=instead.package[trouble])
        cues.append(Line(("reject",), there, must=frozenset({"issue"})))
    elif asked is not None:
        there = turn.slots(issue=asked, option=offer[asked])
        answer = Line(("answer",), there, must=frozenset({"issue"}))
        # An answer says that nothing has changed, which must be so.
        stays = before is not None and before.get(asked) == offer[asked]
        cues.append(answer if stays and turn.speaker.happens(50, "answer") else Point(asked))
    elif before is None:
        cues.append(Line(("open",), turn.slots()))
    # Where something has been given up, the words name it; a line without it gives up nothing.
    ways = ("trade", "propose") if turn.speaker.happens(60, "trade") else ("propose", "trade")
    cues.append(
        Line(ways, slots, must=frozenset({"other_option"}))
        if given
        else Line(("propose",), slots, must=frozenset({"option"}))
    )
    say = turn.speaker.say(*cues)
    worth = bargain.worth(offer)
    thinking = f"Worth {worth} to us; we aim at {bargain.aspiration:.0f} and need {bargain.least}."
    whisper = _confer(turn, given or wanted)
    return Move("propose", say, whisper, thinking, arguments={"package": dict(offer)})


def _crossed(turn: Turn, package: Package) -> IssueId:
    """Return the first issue of the first limit that a package crosses, else the first of all."""
    crossed = (
        next(iter(limit.never))
        for limit in turn.brief.limits
        if all(package.get(issue) in options for issue, options in limit.never.items())
    )
    return next(crossed, next(iter(package)))


def _sore(bargain: Stand, package: Package) -> IssueId | None:
    """Return where a package falls furthest short of this side's own last offer, if at all."""
    before = bargain.own[-1] if bargain.own else {}
    here = bargain.worth(package)
    losses = {
        issue: bargain.worth({**package, issue: option}) - here
        for issue, option in before.items()
        if package[issue] != option
    }
    worst = max(losses, key=lambda issue: losses[issue], default=None)
    return worst if worst is not None and losses[worst] > 0 else None


def _tipped(turn: Turn, bargain: Stand, paper: Paper) -> IssueId:
    """Return the issue that made a paper good enough: what it gives more of than the one before.

    What this side itself had asked to see changed comes first.
    """
    text = next((t for t in reversed(turn.past.texts()) if t.number < paper.number), None)
    for party, issue, option in text.amended if text else ():
        if party == turn.brief.party and paper.package[issue] == option:
            return issue
    before = [p for n, p in turn.past.papers.items() if n < paper.number and p.party == paper.party]
    gains: dict[IssueId, int] = {}
    if before:
        old = before[-1].package
        here = bargain.worth(paper.package)
        gains = {
            issue: here - bargain.worth({**paper.package, issue: old[issue]})
            for issue in bargain.space.issues
            if old.get(issue) != paper.package[issue]
        }
    if gains and max(gains.values()) > 0:
        return max(gains, key=lambda issue: gains[issue])
    values = swings(bargain.space, bargain.card)
    last = bargain.own[-1] if bargain.own else paper.package
    kept = [i for i in bargain.space.issues if values[i][paper.package[i]] >= values[i][last[i]]]
    return max(
        kept or bargain.space.issues,
        key=lambda i: values[i][paper.package[i]] - sum(values[i].values()) / len(values[i]),
    )


def _trouble(
    bargain: Stand, package: Package, changes: list[tuple[int, IssueId, OptionId]]
) -> IssueId:
    """Return the issue that costs most against this side's own last offer, or that crosses a limit.

    Before the first offer, and where nothing is worse, against its own best.
    """
    if not bargain.keeps(package):
        return changes[0][1]
    sore = _sore(bargain, package)
    if sore is not None:
        return sore
    return max(changes, key=lambda change: change[0])[1]


def _wanted(turn: Turn, bargain: Stand, offer: Package) -> IssueId:
    """Return what an offer asks for most: dear to this side, and not yet offered by the other."""
    theirs = turn.past.offers(bargain.rival)[-1:] if bargain.rival else []
    values = swings(bargain.space, bargain.card)
    open_ = [i for i in bargain.space.issues if not theirs or theirs[0].get(i) != offer[i]]
    if not bargain.own and turn.brief.order and turn.brief.order[0] in open_:
        return turn.brief.order[0]
    among = open_ or bargain.space.issues
    swing = {i: values[i][offer[i]] - min(values[i].values()) for i in among}
    ranked = sorted(swing, key=lambda issue: -swing[issue])[:3]
    return ranked[turn.now.turn % len(ranked)]


def _given(bargain: Stand, before: Package, offer: Package, wanted: IssueId) -> IssueId | None:
    """Return where an offer gives most ground against the one before; None for nowhere."""
    here = bargain.worth(offer)
    costs = {
        issue: bargain.worth({**offer, issue: before[issue]}) - here
        for issue in bargain.space.issues
        if issue != wanted and before.get(issue) != offer[issue] and issue in before
    }
    best = max(costs, key=lambda issue: costs[issue], default=None)
    return best if best is not None and costs[best] > 0 else None


def _confer(turn: Turn, issue: IssueId) -> str:
    """Return a word to the own delegation, now and then."""
    own = [s for s in turn.present() if s != turn.me and turn.party_of(s) == turn.brief.party]
    if not own or not turn.speaker.happens(20, "confer"):
        return ""
    return turn.speaker.say(Line(("confer",), turn.slots(issue=issue)))


def _aside(turn: Turn) -> str:
    """Return a last word when the talks are about to end, else now and then a remark."""
    if turn.last_round:
        return turn.speaker.say(Line(("close",), turn.slots()))
    if not turn.speaker.happens(25, "aside"):
        return ""
    return turn.speaker.say(Line(("remark",), turn.slots()))
