"""How a thing is known: figures that only a source could have, and what is said about sources.

A delegate whose side has a source lets such a figure slip, in one kind of meeting or another. The
observer asks how it is known; whoever is asked will not say, or says there is nothing behind it,
which is a claim like any other. The side that was counted says aloud that too much is known, and
the mediator that both sides know too much. The source itself is never named.
"""

from dataclasses import replace

from roomsix import draws
from roomsix.chat.mock import figures, speech
from roomsix.chat.mock.figures import Figure
from roomsix.chat.mock.knowledge import Seen
from roomsix.chat.mock.speech import Line, Point
from roomsix.chat.mock.turn import Move, Turn
from roomsix.deal import FactId, IssueId, PartyId

SURE = 70
"""From how likely on, in per cent, a seat knows that its side has a source."""

MEETINGS = ("preliminary", "plenary")
"""The kinds of meeting in which sources are spoken of."""

SLIPS_IN = ("preliminary", "preliminary", "plenary")
"""Where that may happen, each as likely as the next."""

SLIPS = (40, 55, 65, 75, 85)
"""The chance, in per cent, of letting a figure slip in a run, by band of assertiveness."""

DENIES = (75, 60, 45, 25, 10)
"""The chance, in per cent, of denying a source rather than declining to speak of it, by candour."""

SMALL = 3
"""Words of a side's name that are no longer than this do not name it."""

SUSPECTS = 85
"""The chance, in per cent, of saying aloud that somebody knows too much."""


def asked(turn: Turn) -> Move | None:
    """Return the observer's question about a figure that was let slip; None for no figure."""
    figure = figures.heard(turn)
    if figure is None or figure.seat not in turn.present():
        return None
    slots = turn.slots(issue=figure.issue, to=figure.seat)
    say = turn.speaker.say(Point(figure.issue), Line(("ask",), slots), whole=False)
    fact = secret(turn, turn.party_of(figure.seat))
    arguments = {"to": figure.seat, "issue": figure.issue, "fact": fact}
    return Move("ask", say, thinking="Nobody reads that off a hull.", arguments=arguments)


def move(turn: Turn) -> Move | None:
    """Return a delegate's answer to how something is known, when that may not be told."""
    question = _question(turn)
    if question is None or question.fact is None:
        return None
    slots = turn.slots(to=question.seat)
    if turn.speaker.happens(DENIES[turn.band("candour")], "denies"):
        say = turn.speaker.say(Line(("deny",), slots))
        claims = ((question.fact, False),) if say else ()
        return Move(say=say, thinking="Not a word about who counts for us.", claims=claims)
    return turn.pass_(turn.speaker.say(Line(("decline",), slots)), thinking="Let her wonder.")


def added(turn: Turn, move: Move) -> Move:
    """Return a move with what a seat says of sources besides: a figure, or a suspicion."""
    if turn.now.kind not in MEETINGS:
        return move
    return _suspected(turn, move) or _slipped(turn, move) or move


def secret(turn: Turn, party: PartyId | None) -> FactId | None:
    """Return the fact this seat knows of that a party has a source; None for none.

    It is one that nobody may be told, and the party comes before any other in it.
    """
    for name, known in turn.brief.facts.items():
        if known.to == () and party is not None and _first(turn, known.text) == party:
            return name
    return None


def _first(turn: Turn, text: str) -> PartyId | None:
    """Return the side that a text names first."""
    words = figures.plain(text)
    called = {
        word: party
        for party, name in turn.table.parties.items()
        for word in figures.plain(name)
        if len(word) > SMALL
    }
    return next((called[word] for word in words if word in called), None)


def _question(turn: Turn) -> Seen | None:
    """Return the observer's question about what this seat may tell nobody."""
    watchers = turn.seated("observer")
    for question in reversed(turn.past.questions(turn.me)):
        known = turn.brief.facts.get(question.fact or "")
        if question.seat in watchers and known is not None and known.to == ():
            sure = known.belief is not None and known.belief >= SURE
            return question if sure else None
    return None


def _slipped(turn: Turn, move: Move) -> Move | None:
    """Return the move with a figure on the issue at hand, where its side has a source for it."""
    fact = secret(turn, turn.brief.party)
    if fact is None or (turn.brief.facts[fact].belief or 0) < SURE:
        return None
    if (
        move.act not in ("pass", "state", "reject", "propose")
        or turn.past.meeting.matter is not None
    ):
        return None
    if not turn.happens(SLIPS[turn.band("assertiveness")], "slips"):
        return None
    if draws.pick(SLIPS_IN, turn.seed, "slips in", turn.me) != turn.now.kind:
        return None
    issue = _at_hand(turn, move)
    for point in turn.brief.points.get(issue or "", ()):
        said = " ".join(point.split())
        if figures.betrayed(turn, turn.brief.party, said) and _fits(turn, move, said):
            return replace(move, say=f"{move.say} {said}".strip())
    return None


def _fits(turn: Turn, move: Move, said: str) -> bool:
    """Tell whether words are new, short enough to be added, and not against what is asked for."""
    issue, option = (str(move.arguments.get(name) or "") for name in ("issue", "option"))
    named = turn.table.options[issue][option] if issue and option else ""
    if speech.spoken(said, [*turn.past.mine, move.say]) or speech.names(said, named):
        return False
    return len(f"{move.say} {said}".split()) <= turn.reading.head.most_words


def _at_hand(turn: Turn, move: Move) -> IssueId | None:
    """Return what an addition may be about: the act's issue, else the one last spoken of."""
    issue = move.arguments.get("issue")
    if isinstance(issue, str):
        return issue
    if turn.brief.role == "adviser":
        kinds = ("ask", "state", "reject")
        return next(
            (e.issue for e in reversed(turn.past.news) if e.issue and e.kind in kinds), None
        )
    return next((q.issue for q in reversed(turn.past.questions(turn.me)) if q.issue), None)


def _suspected(turn: Turn, move: Move) -> Move | None:
    """Return the move with a word before it that somebody knows too much."""
    figure = _suspicious(turn)
    if figure is None or move.act == "walk-out":
        return None
    said = turn.speaker.say(Line(("suspect",), turn.slots(to=figure.seat)))
    both = f"{said} {move.say}".strip()
    if not said or len(both.split()) > turn.reading.head.most_words:
        return None
    claims = dict(move.claims)
    fact = secret(turn, turn.party_of(figure.seat))
    if turn.brief.party is not None and fact is not None:
        claims.setdefault(fact, True)
    return replace(move, say=both, claims=tuple(claims.items()))


def _suspicious(turn: Turn) -> Figure | None:
    """Return a figure that this seat remarks on: a lead's own affairs, or an answer evaded."""
    if turn.past.meeting.matter is not None or not turn.speaker.happens(SUSPECTS, "suspects"):
        return None
    if turn.brief.role == "lead":
        figure = figures.heard(turn)
        return figure if figure is not None and figure.about == turn.brief.party else None
    if turn.brief.role != "mediator" or turn.now.kind != "preliminary":
        return None
    questions = [e for e in turn.past.here if e.kind == "ask" and e.fact and e.issue and e.to]
    if not questions:
        return None
    last = questions[-1]
    assert last.to is not None and last.issue is not None
    answers = [e.n for e in turn.past.did(last.to, "said") if e.n > last.n]
    new = bool(answers) and any(event.n == answers[0] for event in turn.past.news)
    about = turn.party_of(last.to)
    return Figure(last.to, last.issue, about) if new and about else None
