"""An adviser's turns: counsel on a new paper by its own leaning, else a word on its field."""

from roomsix.chat.mock import packages, phrases, shock
from roomsix.chat.mock.confiding import confidence
from roomsix.chat.mock.history import Paper
from roomsix.chat.mock.speech import Line, Point
from roomsix.chat.mock.turn import Move, Turn
from roomsix.deal import IssueId, SeatId
from roomsix.scenario import Card

SPEAKS = (35, 45, 55, 65, 75)
"""The chance, in per cent, of speaking aloud when there is something to add, by assertiveness."""

PLAINLY = 50
"""The chance, in per cent, that a counsel is a plain yes or no rather than advice on an issue."""

MUSES = 30
"""The chance, in per cent, that what is added is a remark of one's own and not on the matter."""


def move(turn: Turn) -> Move:
    """Return an adviser's move."""
    watchers = set(turn.seated("observer"))
    asked = next((q for q in turn.past.questions(turn.me) if q.seat in watchers), None)
    if asked is not None or turn.last_round or turn.speaker.happens(50, "confides"):
        told = confidence(turn, asked)
        if told is not None:
            return told
    question = next(iter(turn.past.questions(turn.me)), None)
    if question is not None:
        return _answer(turn, question.issue)
    paper = _unadvised(turn)
    if paper is not None:
        return _advise(turn, paper)
    shown = _figures(turn)
    if shown is not None:
        return shown
    return _aloud(turn)


def _advise(turn: Turn, paper: Paper) -> Move:
    head = turn.reading.head
    card = head.brief.card or Card(points={})
    valued = packages.valued(head)
    worth = packages.points(valued.space, card, paper.package)
    kept = packages.keeps(valued.space, paper.package, head.brief.limits)
    against = worth < turn.brief.against_below or not kept
    near = not against or worth + 6 >= turn.brief.against_below
    advice = ("trade" if near and kept and paper.party else "reject") if against else "accept"
    issue = _dearest(turn, paper)
    return Move(
        "advise",
        say=_beside(turn),
        whisper=_counsel(turn, paper, advice, issue),
        thinking=f"Worth {worth} by my own lights; I speak against anything under "
        f"{turn.brief.against_below}.",
        arguments={"advice": advice, "number": paper.number, "issue": issue},
    )


def _answer(turn: Turn, issue: IssueId | None) -> Move:
    slots = turn.slots(issue=issue)
    if issue is None:
        return turn.pass_(turn.speaker.say(Line(("answer", "remark"), slots)))
    say = turn.speaker.say(Point(issue)) or turn.speaker.say(Line(("answer",), slots))
    return turn.pass_(say, thinking="That much I can say.")


def _figures(turn: Turn) -> Move | None:
    """Set one's own projection beside one that was just shown."""
    held = [n for n in turn.brief.projections if n not in turn.past.shown()]
    new = [e for e in turn.past.news if e.kind == "present" and e.exhibit in turn.table.projections]
    candid = turn.speaker.happens((10, 25, 40, 60, 80)[turn.band("candour")], "figures")
    if not (held and new and candid and "present" in turn.now.acts):
        return None
    name = max(held, key=lambda n: turn.brief.projections[n].month)
    shown = _called(turn, turn.brief.projections[name].source)
    say = turn.speaker.say(Line(("present",), turn.slots(topic=shown)))
    return Move("present", say, thinking="They should see mine.", arguments={"exhibit": name})


def _called(turn: Turn, source: str) -> str:
    """Return what a projection is called by whoever holds it: one's own model, or our figures."""
    mine = next((n for n in turn.table.seats[turn.me].name.split() if f"{n}'s " in source), None)
    return source.replace(f"{mine}'s ", "my ") if mine else "our figures"


def _aloud(turn: Turn) -> Move:
    """Say something on the issue at hand, or nothing."""
    said = shock.remark(turn)
    if said:
        return turn.pass_(said, thinking="That could have been one of ours.")
    read = "" if turn.past.meeting.matter is not None else shock.reading(turn)
    if read:
        return turn.pass_(read, thinking="It has come, and not as I hoped.")
    say = _word(turn, SPEAKS[turn.band("assertiveness")])
    return turn.pass_(say, thinking="Somebody should say it." if say else "")


def _beside(turn: Turn) -> str:
    """Return what the whole room hears while the own side is advised: half as often as else."""
    said = shock.remark(turn)
    return said or _word(turn, SPEAKS[turn.band("assertiveness")] // 2)


def _word(turn: Turn, chance: int) -> str:
    """Return a talking point on the issue at hand, or a remark to whoever spoke last."""
    # Nobody makes conversation while the room waits for a ruling.
    if turn.past.meeting.matter is not None or not turn.speaker.happens(chance, "aloud"):
        return ""
    issue = _at_hand(turn)
    remark = Line(("remark",), turn.slots(to=_last_heard(turn)))
    if issue is None or turn.speaker.happens(MUSES, "muses"):
        return turn.speaker.say(remark)
    return turn.speaker.say(Point(issue), remark, whole=False)


def _last_heard(turn: Turn) -> SeatId | None:
    """Return who spoke last of those who are not of one's own side."""
    heard = (e.seat for e in reversed(turn.past.here) if e.kind == "said" and e.seat != turn.me)
    return next((seat for seat in heard if turn.party_of(seat) != turn.brief.party), None)


def _at_hand(turn: Turn) -> IssueId | None:
    """Return the issue spoken of last, if it is in one's own field; None for none."""
    spoken = [e.issue for e in turn.past.news if e.issue and e.kind in ("ask", "state", "reject")]
    return spoken[-1] if spoken and spoken[-1] in turn.brief.points else None


def _unadvised(turn: Turn) -> Paper | None:
    """Return the newest paper of another author that this seat has not advised on."""
    if "advise" not in turn.now.acts or turn.past.agreed is not None:
        return None
    done = {event.number for event in turn.past.did(turn.me, "advise")}
    papers = [p for p in turn.papers() if p.party != turn.brief.party and p.number not in done]
    texts = [paper for paper in papers if paper.party is None]
    if texts:
        return texts[-1]
    return papers[-1] if papers and turn.speaker.happens(60, "advise") else None


def _counsel(turn: Turn, paper: Paper, advice: str, issue: IssueId) -> str:
    """Return words that go with an advice; what is asked for is one's own wish, not the paper's."""
    card = turn.brief.card or Card(points={})
    space = packages.valued(turn.reading.head).space
    options = turn.table.options[issue]
    best = max(options, key=lambda o: packages.points(space, card, {**paper.package, issue: o}))
    other = next((i for i in turn.brief.points if i != issue), None)
    cues = [
        Line(
            ("advise",),
            turn.slots(
                issue=issue,
                option=best if tone == "ask" else paper.package[issue],
                other_issue=other,
            ),
            tone=tone,
        )
        for tone in phrases.FITTING[advice]
    ]
    return turn.speaker.say(*_verdict(turn, paper, advice, issue, cues), whole=False)


def _verdict(turn: Turn, paper: Paper, advice: str, issue: IssueId, cues: list[Line]) -> list[Line]:
    """Return the cues with the persona's own yes or no put first or last, if it has any.

    A no is about what costs most; a yes is about the whole paper.
    """
    if advice not in ("accept", "reject") or not turn.reading.head.lines.get(advice):
        return cues
    slots = turn.slots(issue=issue, option=paper.package[issue])
    own = Line((advice,), turn.slots() if advice == "accept" else slots)
    return [own, *cues] if turn.speaker.happens(PLAINLY, "plainly") else [*cues, own]


def _dearest(turn: Turn, paper: Paper) -> IssueId:
    """Return the issue on which a paper falls furthest short of one's own card.

    That is what costs most, whether it is to be borne or to be fought over.
    """
    card = turn.brief.card or Card(points={})
    space = packages.valued(turn.reading.head).space
    here = packages.points(space, card, paper.package)
    room = {
        issue: max(
            packages.points(space, card, {**paper.package, issue: option}) - here
            for option in options
        )
        for issue, options in turn.table.options.items()
    }
    return max(room, key=lambda issue: room[issue])
