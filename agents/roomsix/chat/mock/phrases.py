"""Plain words for a persona that has no lines of its own, and what a line of advice advises."""

import re
from collections.abc import Mapping
from functools import lru_cache

TONES: Mapping[str, str] = {
    "ask": "ask demand want push insist",
    "trade": "trade swap couple exchange bundle barter pair against",
    "give": "give concede pay accept take sign yield let cost agree",
    "hold": "hold keep don't wait not quit refuse never no budge reserve",
}
"""Words by which a line shows what it advises; the word that comes first decides."""

FITTING: Mapping[str, tuple[str, ...]] = {
    "accept": ("give", ""),
    "reject": ("hold", "ask", ""),
    "trade": ("trade", "ask", ""),
    "hold": ("hold", ""),
}
"""What a line may advise to go with an advice, the most fitting first."""


@lru_cache(maxsize=5_000)
def tone(template: str) -> str:
    """Return what a line advises; empty when no word shows it."""
    words = re.findall(r"[a-z']+", template.lower().replace("\u2019", "'"))
    kinds = (kind for word in words for kind, shown in TONES.items() if word in shown.split())
    return next(kinds, "")


PLAIN: Mapping[str, tuple[str, ...]] = {
    "open": ("Good. Let us begin.", "I am glad to be here; that makes one of us, I suspect."),
    "ask": (
        "Where do you stand on {issue}?",
        "Tell me about {issue}.",
        "What would you need on {issue}?",
        "And {issue}?",
        "What matters most to you here, {to}?",
        "How do you know that?",
    ),
    "answer": ("On {issue}, then.", "You ask about {issue}.", "That is a fair question."),
    "state": (
        "On {issue} we want {option}.",
        "Our position on {issue} is {option}.",
        "For us it is {option}.",
        "{option}; that is what we ask on {issue}.",
    ),
    "present": ("Please look at {topic}.", "I would like everyone to see {topic}."),
    "disclose": ("There is something you should know about {topic}.",),
    "propose": (
        "Here is an offer we could sign.",
        "We propose {option} on {issue}; read it with the rest.",
        "This is what we can put our name to.",
        "We have moved on {other_issue}, to {other_option}.",
    ),
    "trade": (
        "If you can see your way to {option}, we can take {other_option}.",
        "We move on {other_issue}; meet us on {issue}.",
        "Give us {option} and you may have {other_option}.",
    ),
    "draft": (
        "A new text. Look first at {issue}: it now says {option}.",
        "I have changed {issue}.",
        "Here is the paper again, with {option}.",
    ),
    "amend": ("Make {issue} read {option}, and I will look again.", "The trouble is {issue}."),
    "accept": (
        "Then we are agreed, for our part.",
        "{option} settles it. We accept.",
        "It is thin on {other_issue}, but we accept.",
    ),
    "reject": ("Not with {option} in it.", "{issue} is where this fails us.", "No. {issue}."),
    "advise": (
        "Mind {issue}.",
        "Take it; we will not see {option} twice.",
        "Hold on {issue}.",
        "Trade {issue} if you must.",
    ),
    "confer": ("Watch what they say about {issue}.", "They want this more than they admit."),
    "inform": ("A word with you alone, {to}.",),
    "deny": ("There is nothing behind it. We worked it out.",),
    "decline": ("I cannot tell you how we know that, {to}.",),
    "suspect": ("You seem to know a good deal, {to}. From whom?",),
    "adjourn": ("Let us stop here, {to}, and prepare what comes next.",),
    "object": ("I had expected fewer people, {to}.", "Must we be watched?"),
    "request": ("A word outside, {to}?", "May we speak off the record, {to}?"),
    "rule": ("Let us do that, {to}.", "You may, {to}.", "I keep the room as it is, {to}."),
    "call": ("I should like a word apart with {party}.", "{party}, please, next door."),
    "submit": ("We put {issue} first.", "Ask for more than they will show."),
    "debrief": ("I doubt {topic}.", "Watch {to}.", "They passed over {issue}."),
    "remark": (
        "We are not as far apart as it sounds.",
        "I am listening.",
        "First things first: we have all heard {topic}.",
    ),
    "close": ("That is as far as we come today.", "We have what we need to go on."),
}
