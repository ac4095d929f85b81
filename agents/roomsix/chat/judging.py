"""What came of a call, told apart by what arrived and by what the seat had been sent."""

import json
import unicodedata
from collections import Counter
from functools import lru_cache

from roomsix import prompts, replies
from roomsix.calls import OutcomeKind, Request
from roomsix.chat.arrival import Arrived

FEWEST_WORDS = 5
"""With fewer words than these, the same ones again are no repetition."""

FEWEST_LETTERS = 20
"""With fewer letters than these, nothing is said of their script."""

KNOWN_SHARE = 0.02
"""The share of the letters of either message that makes a script one to answer in."""


def kind(came: Arrived, request: Request) -> OutcomeKind:
    """Return what arrived, of all that an answer can be."""
    if came.cut is not None:
        return came.cut
    if came.refusal or came.finish == "content_filter":
        return "refusal"
    if came.finish == "length":
        return "truncated"
    if not answer(came.text).strip():
        return "empty"
    turn = _turn(came.text)
    said = f"{turn.get('say') or ''} {turn.get('whisper') or ''}"
    if _is_foreign(said, request):
        return "wrong language"
    if turn.get("act", "pass") == "pass" and _is_repeated(turn, request):
        return "repeated"
    return "text"


def answer(text: str) -> str:
    """Return a reply without the thoughts some models put before it, in tags of their own."""
    _, ended, rest = text.rpartition("</think>")
    return rest if ended and text.lstrip().startswith("<think>") else text


def _turn(text: str) -> dict[str, object]:
    """Return the fields of a turn, unread; empty for none."""
    found = replies.object_in(answer(text))
    fields = json.loads(found) if found is not None else {}
    return fields if isinstance(fields, dict) else {}


def _is_repeated(turn: dict[str, object], request: Request) -> bool:
    """Tell whether the words are those of the seat's turn before, and something is made of them."""
    now = str(turn.get("say") or "").casefold().split()
    if len(now) < FEWEST_WORDS:
        return False
    lines, _ = prompts.apart(request.prompt.user)
    for line in reversed(lines):
        fields = json.loads(line)
        if fields.get("seat") == request.seat and "said" in fields:
            return bool(fields["said"].casefold().split() == now)
    return False


def _is_foreign(said: str, request: Request) -> bool:
    """Tell whether more than half of the letters are of scripts the seat has not met."""
    letters = _scripts(said)
    if letters.total() < FEWEST_LETTERS:
        return False
    lines, _ = prompts.apart(request.prompt.user)
    for told in (request.prompt.head, "\n".join(lines)):
        known = _known(told)
        foreign = sum(count for name, count in letters.items() if name not in known)
        if foreign * 2 <= letters.total():
            return False
    return True


@lru_cache(maxsize=64)  # a seat's system message stays what it is
def _known(told: str) -> frozenset[str]:
    letters = _scripts(told)
    least = KNOWN_SHARE * letters.total()
    return frozenset(name for name, count in letters.items() if count >= least)


def _scripts(text: str) -> Counter[str]:
    """Return how many letters there are of each script, which Unicode's names begin with."""
    found: Counter[str] = Counter()
    for letter, count in Counter(filter(str.isalpha, text)).items():
        found[unicodedata.name(letter, "UNKNOWN").split()[0]] += count
    return found
