"""What a seat can do: one act a turn, each with what it needs. What is not here cannot be done."""

from typing import Literal, get_args

from roomsix.deal import FactId, Frozen, Id, IssueId, OptionId, Package, SeatId
from roomsix.scenario import Role, SessionKind

ActName = Literal[
    "pass",
    "ask",
    "state",
    "present",
    "disclose",
    "inform",
    "propose",
    "draft",
    "amend",
    "accept",
    "reject",
    "submit",
    "advise",
    "request",
    "call",
    "object",
    "rule",
    "walk-out",
]
ACTS: tuple[ActName, ...] = get_args(ActName)

Advice = Literal["accept", "reject", "trade", "hold"]


class Pass(Frozen):
    """Nothing is done; words may still be said."""

    kind: Literal["pass"] = "pass"


class Ask(Frozen):
    """A question to a seat: about an issue, about a fact, or a general one."""

    kind: Literal["ask"] = "ask"
    to: SeatId
    issue: IssueId | None = None
    fact: FactId | None = None


class State(Frozen):
    """A stated position on one issue; it binds nobody."""

    kind: Literal["state"] = "state"
    issue: IssueId
    option: OptionId
    firm: bool = False


class Present(Frozen):
    """An exhibit put on the table: a projection, a fact one may tell, or `timeline`."""

    kind: Literal["present"] = "present"
    exhibit: Id


class Disclose(Frozen):
    """A fact told to everyone present."""

    kind: Literal["disclose"] = "disclose"
    fact: FactId


class Inform(Frozen):
    """A fact told to the observer alone."""

    kind: Literal["inform"] = "inform"
    fact: FactId


class Propose(Frozen):
    """An offer that can be accepted as it stands; the side that makes it has accepted it."""

    kind: Literal["propose"] = "propose"
    package: Package


class Draft(Frozen):
    """A new revision of the single text.

    Attributes:
        brackets: Issues whose wording is still open; a text with any cannot be accepted.
    """

    kind: Literal["draft"] = "draft"
    package: Package
    brackets: tuple[IssueId, ...] = ()


class Amend(Frozen):
    """A suggestion to the mediator for the text on the table.

    Attributes:
        option: What the issue should read instead; None to put it in brackets.
    """

    kind: Literal["amend"] = "amend"
    issue: IssueId
    option: OptionId | None = None


class Accept(Frozen):
    """Acceptance of an offer or a text, subject to ratification.

    Attributes:
        paper: The `seq` of the event that put it on the table.
    """

    kind: Literal["accept"] = "accept"
    paper: int


class Reject(Frozen):
    """Refusal of an offer or a text.

    Attributes:
        issue: Where the trouble lies; None when that is not said.
    """

    kind: Literal["reject"] = "reject"
    paper: int
    issue: IssueId | None = None


class Advise(Frozen):
    """An adviser's counsel to the own side.

    Attributes:
        paper: What it is about, by `seq`; None for the talks in general.
    """

    kind: Literal["advise"] = "advise"
    advice: Advice
    paper: int | None = None
    issue: IssueId | None = None


class Term(Frozen):
    """One mechanism: which promise is checked, how, and how often."""

    obligation: Id
    measure: Id
    schedule: Id


class Submit(Frozen):
    """A side's sealed proposal for checking what is agreed.

    Attributes:
        allow: What it lets others check of its own promises.
        need: What it must see of the others' promises.
    """

    kind: Literal["submit"] = "submit"
    allow: tuple[Term, ...]
    need: tuple[Term, ...]


Wish = Literal["caucus", "corridor", "off-record", "adjournment"]
Summons = Literal["caucus", "corridor", "plenary", "vote", "adjourn"]


class Request(Frozen):
    """A delegate's wish for a meeting apart, a word off the record or a break."""

    kind: Literal["request"] = "request"
    what: Wish


class Call(Frozen):
    """The mediator's change of session.

    Attributes:
        what: A caucus (with a whole side) or a corridor (with one seat) after this round; back to
            the `plenary`; a sealed `vote` on the text after this round; or to `adjourn`.
        to: A seat of the side that is called apart; None where nobody is.
        homework: What everyone is to bring to the next session, in words; empty for nothing.
    """

    kind: Literal["call"] = "call"
    what: Summons
    to: SeatId | None = None
    homework: str = ""


class Object(Frozen):
    """A lead's objection to a seat's presence, in the first round of a session."""

    kind: Literal["object"] = "object"
    seat: SeatId


class Rule(Frozen):
    """The mediator's answer to the last open request or objection of the session.

    Those raised before it stay open.
    """

    kind: Literal["rule"] = "rule"
    granted: bool


class WalkOut(Frozen):
    """The talks are left, unless the mediator brings the side back within a round."""

    kind: Literal["walk-out"] = "walk-out"


AnyAct = (
    Pass
    | Ask
    | State
    | Present
    | Disclose
    | Inform
    | Propose
    | Draft
    | Amend
    | Accept
    | Reject
    | Submit
    | Advise
    | Request
    | Call
    | Object
    | Rule
    | WalkOut
)

_ALL: tuple[Role, ...] = ("lead", "adviser", "mediator", "observer")
_DELEGATES: tuple[Role, ...] = ("lead", "adviser")

WHO: dict[ActName, tuple[Role, ...]] = {
    "pass": _ALL,
    "ask": _ALL,
    "state": _DELEGATES,
    "present": _ALL,
    "disclose": _ALL,
    "inform": ("lead", "adviser", "mediator"),
    "propose": ("lead",),
    "draft": ("mediator",),
    "amend": ("lead",),
    "accept": ("lead",),
    "reject": ("lead",),
    "submit": ("lead",),
    "advise": ("adviser",),
    "request": _DELEGATES,
    "call": ("mediator",),
    "object": ("lead",),
    "rule": ("mediator",),
    "walk-out": ("lead",),
}
"""The roles that may do each act."""

_MEETINGS: tuple[SessionKind, ...] = ("preliminary", "caucus", "corridor", "plenary")
_ROOMS: tuple[SessionKind, ...] = (*_MEETINGS, "debrief")
_APART: tuple[SessionKind, ...] = ("caucus", "corridor", "plenary")

WHERE: dict[ActName, tuple[SessionKind, ...]] = {
    "pass": (*_ROOMS, "proposals"),
    "ask": _ROOMS,
    "state": _MEETINGS,
    "present": _ROOMS,
    "disclose": _ROOMS,
    "inform": _ROOMS,
    "propose": _APART,
    "draft": _APART,
    "amend": _APART,
    "accept": _APART,
    "reject": _APART,
    "submit": ("proposals",),
    "advise": (*_MEETINGS, "proposals"),
    "request": _MEETINGS,
    "call": _ROOMS,
    "object": _MEETINGS,
    "rule": _ROOMS,
    "walk-out": ("plenary",),
}
"""The kinds of session in which each act can be done."""
