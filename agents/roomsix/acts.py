"""What a seat can do: one act a turn, each with what it needs. What is not here cannot be done."""

from typing import Annotated, Literal, get_args

from pydantic import Field

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
    "advise",
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


class WalkOut(Frozen):
    """The talks are left."""

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
    | Advise
    | WalkOut
)
Act = Annotated[AnyAct, Field(discriminator="kind")]

_ALL: tuple[Role, ...] = ("lead", "adviser", "mediator", "observer")
_SITTINGS: tuple[SessionKind, ...] = ("preliminary", "plenary")

WHO: dict[ActName, tuple[Role, ...]] = {
    "pass": _ALL,
    "ask": _ALL,
    "state": ("lead", "adviser"),
    "present": _ALL,
    "disclose": _ALL,
    "inform": ("lead", "adviser", "mediator"),
    "propose": ("lead",),
    "draft": ("mediator",),
    "amend": ("lead",),
    "accept": ("lead",),
    "reject": ("lead",),
    "advise": ("adviser",),
    "walk-out": ("lead",),
}
"""The roles that may do each act."""

WHERE: dict[ActName, tuple[SessionKind, ...]] = {
    "pass": _SITTINGS,
    "ask": _SITTINGS,
    "state": _SITTINGS,
    "present": _SITTINGS,
    "disclose": _SITTINGS,
    "inform": _SITTINGS,
    "propose": ("plenary",),
    "draft": ("plenary",),
    "amend": ("plenary",),
    "accept": ("plenary",),
    "reject": ("plenary",),
    "advise": _SITTINGS,
    "walk-out": ("plenary",),
}
"""The kinds of session in which each act can be done."""
