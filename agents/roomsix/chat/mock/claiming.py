"""What words say about facts, declared with them; and free facts, told when someone asks.

Three ways of saying something about a fact are known, and no others, so that nothing is declared
that the words do not say: that somebody would accept or refuse, where the fact says what they
accept; that all are so, where the fact counts how many are; and how many, where it says that all.
"""

import re
from dataclasses import replace

from roomsix.chat.mock import figures
from roomsix.chat.mock.knowledge import Known
from roomsix.chat.mock.speech import Line, Words, names, spoken
from roomsix.chat.mock.turn import Move, Turn
from roomsix.deal import FactId, IssueId

FREELY = (10, 25, 40, 55, 70)
"""The chance, in per cent, of telling a free fact when the observer asks, by band of candour."""

BOASTS = 60
"""The chance, in per cent, that a talking point which claims something is sure to be heard."""

SURE = 50
"""From how likely on, in per cent, a fact is told as being so."""

ACCEPTS = frozenset(("accept", "agree", "allow", "take"))
REFUSES = frozenset(("refuse", "reject"))

_CONSENT = re.compile(r"\b(\w+) (?:will|would) (\w+)")
_COUNTS = frozenset(("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"))


def move(turn: Turn) -> Move | None:
    """Return a free fact on the issue that the observer asked about; None for nothing to tell."""
    if turn.now.kind != "preliminary" or "disclose" not in turn.now.acts:
        return None
    if turn.brief.party is None:
        return None
    watchers = turn.seated("observer")
    question = next((q for q in turn.past.questions(turn.me) if q.seat in watchers), None)
    if question is None or question.issue is None:
        return None
    if not turn.speaker.happens(FREELY[turn.band("candour")], "freely"):
        return None
    told = {fact for _, fact in turn.past.told}
    for name, known in turn.facts.items():
        free = not known.when and known.to is None and name not in told
        if free and (known.belief or 0) >= SURE and _concerns(turn, question.issue, known):
            slots = turn.slots(topic=known.topic, to=question.seat)
            say = turn.speaker.say(Line(("disclose", "present"), slots))
            thinking = "That much anyone may know."
            claims = ((name, True),)
            return Move("disclose", say, thinking=thinking, arguments={"fact": name}, claims=claims)
    return None


def declared(turn: Turn, move: Move) -> Move:
    """Return a move with its side's case added where it fits, and what its words claim."""
    if turn.brief.party is None:
        return move
    say = _with_boast(turn, replace(move, say=_with_case(turn, move)))
    claims: dict[FactId, bool] = dict(move.claims)
    for name, known in turn.facts.items():
        holds = stance(say, known.text)
        if holds is not None:
            claims.setdefault(name, holds)
    return replace(move, say=say, claims=tuple(claims.items()))


def stance(words: str, fact: str) -> bool | None:
    """Return what words say of a fact: that it is so, that it is not, or nothing."""
    consent = _CONSENT.search(fact)
    if consent is not None and consent[2] in ACCEPTS:
        said = re.search(rf"\b{consent[1]}\b[^,.;]*? (?:will|would) (not )?(\w+)", words)
        if said is None:
            return None
        if said[1] or said[2] in REFUSES:
            return False
        return True if said[2] in ACCEPTS else None
    if fact.startswith("All ") and figures.counts(fact):
        return _of_all(words, fact)
    counted = len(_COUNTS & set(figures.plain(fact))) > 1
    for sentence in re.split(r"[.!?;,]", words) if counted else ():
        shared = figures.content(sentence) & figures.content(fact)
        if "all" in figures.plain(sentence) and len(shared) > 2:
            return False
    return None


def _of_all(words: str, fact: str) -> bool | None:
    """Return what words say of a fact that all of so many are so: yes, or that fewer are.

    A sentence speaks of it that gives the number and shares what else carries the sense; another
    number in it says how many are so.
    """
    number = figures.counts(fact)
    for sentence in re.split(r"(?<=[.!?]) +", words):
        shared = figures.content(sentence) & figures.content(fact)
        if number <= figures.counts(sentence) and len(shared) > 1:
            if figures.counts(sentence) > number:
                return False
            if len(shared) > 2:
                return True
    return None


def _with_case(turn: Turn, move: Move) -> str:
    """Return the words with the sentence of the side's case on the issue, once, if they fit."""
    issue = move.arguments.get("issue")
    stated = move.act == "state" and turn.now.kind == "preliminary" and turn.brief.role == "lead"
    if not stated or not isinstance(issue, str) or not move.say:
        return move.say
    sentence = _case(turn, issue)
    room = turn.reading.head.most_words - len(move.say.split()) - len(sentence.split())
    if not sentence or room < 0 or spoken(sentence, [*turn.past.mine, move.say]):
        return move.say
    case = turn.speaker.say(Words(sentence))
    return f"{move.say} {case}" if case else move.say


def _with_boast(turn: Turn, move: Move) -> str:
    """Return the words with a talking point on the issue that claims something it believes.

    Now and then, so that the side's account of things is heard, and can be set right.
    """
    if move.act != "state" or turn.now.kind != "preliminary" or not move.say:
        return move.say
    issue, option = move.arguments.get("issue"), move.arguments.get("option")
    if not isinstance(issue, str) or not isinstance(option, str):
        return move.say
    room = turn.reading.head.most_words - len(move.say.split())
    for point in map(_joined, turn.brief.points.get(issue, ())):
        fact = _boasted(turn, point)
        against = names(point, turn.table.options[issue][option])
        if fact is None or against or len(point.split()) > room:
            continue
        new = not spoken(point, [*turn.past.mine, move.say])
        return f"{move.say} {point}" if new and turn.happens(BOASTS, "boasts", fact) else move.say
    return move.say


def _boasted(turn: Turn, point: str) -> FactId | None:
    """Return the free fact on which a talking point takes the seat's own stand; None for none."""
    for name, known in turn.brief.facts.items():
        free = not known.when and known.to is None and known.belief is not None
        holds = stance(point, known.text) if free else None
        if holds is not None and ((known.belief or 0) >= SURE) is holds:
            return name
    return None


def _joined(text: str) -> str:
    return " ".join(text.split())


def _case(turn: Turn, issue: IssueId) -> str:
    name = figures.content(turn.table.names[issue])
    sentences = re.split(r"(?<=[.!?]) +", " ".join(turn.brief.says.split()))
    found = (s for s in sentences if s and name & figures.content(s))
    return next(found, "")


def _concerns(turn: Turn, issue: IssueId, known: Known) -> bool:
    name = figures.content(turn.table.names[issue])
    return len(name & figures.content(known.text)) > 1
