"""What can be typed after a slash: how each word is used, what it does, what completes it."""

from dataclasses import dataclass

from roomsix.cli.seat.told import Told


@dataclass(frozen=True)
class Form:
    """One word that can be typed after a slash.

    Attributes:
        usage: What follows it.
        does: What comes of it, in a few words.
        slots: What completes each word that follows; the last one goes on for any more.
        more: What else is to be known about how it is typed; may be empty.
    """

    usage: str
    does: str
    slots: tuple[str, ...] = ()
    more: str = ""


ACTS: dict[str, Form] = {
    "pass": Form("", "do nothing; words may still be said"),
    "ask": Form(
        "SEAT [ISSUE or FACT]",
        "ask a seat; whether it answers is plain to all",
        ("seat", "topic", ""),
    ),
    "state": Form(
        "ISSUE OPTION [firm]",
        "take a position on an issue; it binds nobody",
        ("issue", "option", "firm", ""),
    ),
    "present": Form(
        "EXHIBIT", "put a projection, a fact or the timeline on the table", ("exhibit", "")
    ),
    "disclose": Form("FACT", "tell a fact to everyone present", ("fact", "")),
    "inform": Form("FACT", "tell a fact to the observer alone", ("fact", "")),
    "propose": Form(
        "[NUMBER] [ISSUE=OPTION …]",
        "make an offer; your side has accepted it by that, and the others can",
        ("first-term", "term"),
        "what you do not name stays as in your last offer, or in paper NUMBER",
    ),
    "draft": Form(
        "[NUMBER] [ISSUE=OPTION …] [ISSUE=[OPTION] …]",
        "put a new single text on the table; what stands in brackets is still open",
        ("first-term", "term"),
        "what you do not name stays as in the last text, or in paper NUMBER",
    ),
    "amend": Form(
        "ISSUE=OPTION or ISSUE",
        "suggest to the mediator what the text should say, or that an issue be in brackets",
        ("term", ""),
    ),
    "accept": Form(
        "NUMBER", "accept a paper for your side, subject to ratification", ("paper", "")
    ),
    "reject": Form("NUMBER [ISSUE]", "refuse a paper, over an issue", ("paper", "issue", "")),
    "allow": Form(
        "OBLIGATION MEASURE SCHEDULE",
        "one term of your sealed proposal: what you let others check",
        ("own-obligation", "measure", "schedule", ""),
    ),
    "need": Form(
        "OBLIGATION MEASURE SCHEDULE",
        "one term of your sealed proposal: what you must see of theirs",
        ("their-obligation", "measure", "schedule", ""),
    ),
    "advise": Form(
        "accept|reject|trade|hold [NUMBER] [ISSUE]",
        "counsel your lead; only your own side hears it",
        ("advice", "paper-or-issue", "issue", ""),
    ),
    "request": Form(
        "caucus|corridor|off-record|adjournment", "ask it of the mediator", ("wish", "")
    ),
    "call": Form(
        "caucus|corridor|plenary|vote|adjourn [SEAT] [HOMEWORK …]",
        "change the session; for a meeting apart name a seat of the side",
        ("summons", "seat", ""),
    ),
    "object": Form("SEAT", "object to someone's presence; the mediator rules", ("seat", "")),
    "rule": Form("yes|no", "grant or refuse what was asked of you last", ("yes-no", "")),
    "walk-out": Form("", "leave the talks, unless the mediator brings you back within a round"),
}
"""The acts; one a turn, the last one typed."""

WORDS: dict[str, Form] = {
    "whisper": Form("TEXT", "to your own side alone; the others see that you confer"),
    "off": Form("", "what you say is off the record"),
    "claim": Form(
        "FACT yes|no",
        "declare that your words say a fact is so, or is not",
        ("fact", "yes-no", ""),
    ),
    "think": Form("TEXT", "a note for the record; nobody hears it"),
}
"""What goes with any act."""

BOARD: dict[str, Form] = {
    "priorities": Form(
        "PARTY ISSUE …", "what matters to it, the weightiest first", ("party", "issue")
    ),
    "least": Form("PARTY PERCENT", "what it insists on, of the best it could get", ("party", "")),
    "limit": Form(
        "PARTY ISSUE OPTION",
        "the furthest it would accept on an issue",
        ("party", "issue", "option", ""),
    ),
    "red-line": Form(
        "PARTY ISSUE OPTION", "what it will never accept", ("party", "issue", "option", "")
    ),
    "holds-back": Form("PARTY TEXT", "what it is not telling", ("party", "")),
    "doubt": Form("LINE PERCENT", "how likely a claim you heard is false", ("claim", "")),
    "belief": Form("FACT PERCENT", "how likely a fact is true", ("fact", "")),
    "think": WORDS["think"],
}
"""What a row of the board is made of."""

DRAFT: dict[str, Form] = {
    "show": Form("", "the draft, as it will be sent, and what it means"),
    "undo": Form("", "take back the last thing typed"),
    "clear": Form("", "take back all of it"),
    "send": Form("", "send it (so does an empty line)"),
}

LOOK: dict[str, Form] = {
    "brief": Form("", "the situation, who you are, what you were told"),
    "card": Form("", "your score card, your limits, what no deal is worth"),
    "facts": Form("", "what you know, how surely, and whom you may tell"),
    "papers": Form("", "what is on the table, and what it is worth to you"),
    "offers": Form("", "every offer and text you have seen"),
    "recap": Form("", "what happened since your last turn"),
    "help": Form("[WORD]", "this, or more about a word", ("word", "")),
    "leave": Form("", "leave the table for now; `roomsix resume` brings you back"),
}


def usable(told: Told) -> dict[str, Form]:
    """Return what can be typed now: what the seat can do at this moment, and what always goes."""
    if told.assessing:
        return {**BOARD, **DRAFT, **LOOK}
    can = told.now.acts | ({"allow", "need"} if "submit" in told.now.acts else set())
    acts = {name: form for name, form in ACTS.items() if name in can}
    return {**acts, **WORDS, **DRAFT, **LOOK}


def every() -> dict[str, Form]:
    """Return everything that can be typed at some time."""
    return {**ACTS, **WORDS, **BOARD, **DRAFT, **LOOK}
