"""What words say about facts, declared with them; and free facts, told when someone asks.

Two ways of saying something about a fact are known, and no others, so that nothing is declared that
the words do not say: that somebody would accept or refuse, where the fact says what they accept;
and that all are so, where the fact counts how many are.
"""

import re
from dataclasses import replace

from roomsix.chat.mock.knowledge import Known
from roomsix.chat.mock.speech import Line, Words, spoken
from roomsix.chat.mock.turn import Move, Turn
from roomsix.deal import FactId, IssueId

FREELY = (10, 25, 40, 55, 70)
"""The chance, in per cent, of telling a free fact when the observer asks, by band of candour."""

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
    say = _with_case(turn, move)
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
    counted = len(_COUNTS & set(_plain(fact))) > 1
    for sentence in re.split(r"[.!?;,]", words) if counted else ():
        plain = _plain(sentence)
        if "all" in plain and len(_content(plain) & _content(_plain(fact))) > 2:
            return False
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


def _case(turn: Turn, issue: IssueId) -> str:
    name = _content(_plain(turn.table.names[issue]))
    sentences = re.split(r"(?<=[.!?]) +", " ".join(turn.brief.says.split()))
    found = (s for s in sentences if s and name & _content(_plain(s)))
    return next(found, "")


def _concerns(turn: Turn, issue: IssueId, known: Known) -> bool:
    name = _content(_plain(turn.table.names[issue]))
    return len(name & _content(_plain(known.text))) > 1


def _plain(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text.lower())


def _content(words: list[str]) -> set[str]:
    """Return the words that carry the sense, cut to what singular and plural have in common."""
    return {word.removesuffix("s") for word in words if len(word) > 3}
