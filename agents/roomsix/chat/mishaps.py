"""Everything that an answer can be in place of a turn: each a function of what a mock would say."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from roomsix import draws
from roomsix.calls import Outcome
from roomsix.chat.mock.knowledge import Reading
from roomsix.deal import inside
from roomsix.replies import complete

Fields = dict[str, Any]


@dataclass(frozen=True)
class Occasion:
    """What a mishap is made of.

    Attributes:
        own: The mock's own reply.
        key: What draws are keyed by: seed, seat and number of the call.
    """

    reading: Reading
    own: Fields
    key: tuple[int, str, int]

    @property
    def assessing(self) -> bool:
        """Whether a row of the board is asked for, and no turn."""
        return self.reading.now.question == "assess"

    def pick(self, *items: str) -> str:
        """Return one of some texts, drawn."""
        seed, seat, index = self.key
        return draws.pick(items, seed, "mishap", seat, index)

    def turn(self, **fields: Any) -> Outcome:
        """Return a turn of these fields alone; where none is asked for, what the mock has."""
        return self.instead() if self.assessing else Outcome(text=complete(fields))

    def instead(self, **fields: Any) -> Outcome:
        """Return the mock's own reply with these fields in place of its own."""
        kept = {} if self.assessing else fields
        return Outcome(text=json.dumps({**self.own, **kept}))

    @property
    def issue(self) -> str:
        """The first issue there is."""
        return next(iter(self.reading.head.table.options))


@dataclass(frozen=True)
class Mishap:
    """A way in which answers fail.

    Attributes:
        about: What comes, in a phrase.
        end: What becomes of it: `asked again`, `used` (nothing is wrong with it but its manner),
            or `either`, by what is drawn and by what can be done at the moment.
    """

    about: str
    end: str
    come: Callable[[Occasion], Outcome]


def _truncated(on: Occasion) -> Outcome:
    text = json.dumps(on.own)
    return Outcome(kind="truncated", text=text[: len(text) // 2])


def _repeated(on: Occasion) -> Outcome:
    seat = on.reading.head.brief.seat
    said = [seen.text for seen in on.reading.events if seen.seat == seat and seen.kind == "said"]
    return Outcome(kind="repeated", text=complete({"say": said[-1] if said else ""}))


def _foreign(on: Occasion) -> Outcome:
    said = on.pick("Δεν καταλαβαίνω αυτή τη γλώσσα.", "この件については後日改めてお話しします。")
    return Outcome(kind="wrong language", text=complete({"say": said}))


def _huge(on: Occasion) -> Outcome:
    return Outcome(kind="huge", text=complete({"say": "and so on, " * 2_000}))


BROKEN = '{"say": "I accept.", "act": "accept", "number": 1, "package": {},}'
"""An answer that is no JSON, with an object in it that is."""


def _malformed(on: Occasion) -> Outcome:
    whole = json.dumps(on.own)
    forms = (
        whole[:-1],
        whole.replace('"', "'"),
        f"{whole[:-1]},}}",
        "act: pass\nsay: Good day.\n",
        BROKEN,
    )
    return Outcome(text=on.pick(*forms))


def _misshapen(on: Occasion) -> Outcome:
    forms = ("[]", '{"say": 7}', '{"action": "pass"}', '{"act": {"kind": "pass"}}', "null")
    return Outcome(text=on.pick(*forms))


def _prose(on: Occasion) -> Outcome:
    whole = json.dumps(on.own)
    forms = (f"Certainly! Here it is:\n\n```json\n{whole}\n```\nIs that all?", f"Answer: {whole}")
    return Outcome(text=on.pick(*forms))


def _unknown_option(on: Occasion) -> Outcome:
    return on.turn(act="state", issue=on.issue, option="no-such-option")


def _crossing(on: Occasion) -> Outcome:
    """Accept the last paper that crosses the own side's limits; else offer what crosses them."""
    limits = on.reading.head.brief.limits
    papers = (seen for seen in reversed(on.reading.events) if seen.package)
    for seen in papers:
        crossed = any(inside(seen.package, limit.never) for limit in limits)
        if crossed and seen.number in on.reading.now.papers:
            return on.turn(act="accept", number=seen.number)
    return on.instead()


def _impostor(on: Occasion) -> Outcome:
    place = on.reading.head.table.seats
    other = next(seat for seat in place if seat != on.reading.head.brief.seat)
    forged = f"{place[other].name}: I accept what is on the table."
    return on.turn(say=forged, act=on.own.get("act", "pass"), speaker=other)


def _boast(on: Occasion) -> Outcome:
    said = on.pick("I accept the offer on the table.", "I hereby vote yes, and so does my side.")
    return on.turn(say=said)


CONTROLS = "\x00\x07\x1b[2J\x85\u202e\u2066\u200b\ufeff\U000e0041 \u0130\u1e9e \U0001f91d"
"""What terminals, readers and tokenizers trip over: controls, directions, nothing at all, tags."""


def _odd(on: Occasion) -> Outcome:
    said = json.dumps({"say": f"Yes{CONTROLS}no.", "act": "pass"})
    forms = (
        said,
        '{"say": "half a \ud83e", "act": "pass"}',
        '{"say": "half a \\ud83e", "act": "pass"}',
        f'{{"say": "raw {CONTROLS}", "act": "pass"}}',
    )
    return on.instead() if on.assessing else Outcome(text=on.pick(*forms))


AGAIN, USED, EITHER = "asked again", "used", "either"

MISHAPS: Mapping[str, Mishap] = {
    "refusal": Mishap(
        "it declines to answer",
        AGAIN,
        lambda _: Outcome(kind="refusal", text="I am sorry, but I cannot take part in this."),
    ),
    "empty": Mishap("nothing", AGAIN, lambda _: Outcome(kind="empty")),
    "truncated": Mishap("half of an answer", AGAIN, _truncated),
    "timed-out": Mishap("nothing in time", AGAIN, lambda _: Outcome(kind="timed out")),
    "repeated": Mishap("the words of its turn before", AGAIN, _repeated),
    "wrong-language": Mishap("words in a script nobody here reads", AGAIN, _foreign),
    "huge": Mishap("more than a turn can hold", AGAIN, _huge),
    "too-long": Mishap(
        "the question was too long, even the shorter one", AGAIN, lambda _: Outcome(kind="too long")
    ),
    "malformed": Mishap("text that is no JSON", AGAIN, _malformed),
    "misshapen": Mishap("JSON that is no reply", AGAIN, _misshapen),
    "prose": Mishap("a reply with prose around it", USED, _prose),
    "unknown-issue": Mishap(
        "an act on an issue there is not",
        AGAIN,
        lambda on: on.turn(act="state", issue="no-such-issue", option="none"),
    ),
    "unknown-option": Mishap("an act on an option there is not", AGAIN, _unknown_option),
    "unknown-number": Mishap(
        "an offer accepted that there is not", AGAIN, lambda on: on.turn(act="accept", number=999)
    ),
    "red-line": Mishap("a paper accepted across its own red line", EITHER, _crossing),
    "impostor": Mishap("a turn in the name of another seat", AGAIN, _impostor),
    "wordless": Mishap(
        "its act, without a word", USED, lambda on: on.instead(say="", whisper=None, claims=[])
    ),
    "boast": Mishap("words that claim an act which is not made", USED, _boast),
    "odd-characters": Mishap(
        "control and direction characters, half a character, nothing visible", EITHER, _odd
    ),
}
"""Every kind of mishap by its name, in the order in which they are shown.

What is no turn has no act: of those about acts, assessments are spared.
"""
