"""What a sweep of a record found."""

from typing import Literal

from roomsix.deal import Frozen, PartyId, SeatId, SessionId
from roomsix.scoring.sweep.private import SecretId
from roomsix.scoring.sweep.telling import Manner

How = Manner | Literal["act"]
"""How something was told; `act` where an act named it."""

Class = Literal["disclosed", "verbatim", "paraphrase", "inferential", "relay"]
CLASSES: tuple[Class, ...] = ("disclosed", "verbatim", "paraphrase", "inferential", "relay")
"""By an act that names it, in its own words, in others, as what follows, as a broken confidence."""


class Finding(Frozen):
    """A private item that reached somebody who did not have it.

    Attributes:
        seq: The event that told it.
        seat: Who told it.
        party: The side the item is about; None for neither.
        manner: How it was told, by whomever.
        learned: Those who did not have it until then.
        heard_from: Whom the teller had it from in these talks; None for a secret of its own.
        allowed: Whether policy and confidence allowed it; only what is not allowed is a leak.
        why: Which rule says so.
        judge: The chat that says it was told, where no rule does; None for a rule.
    """

    seq: int
    turn: int | None
    session: SessionId
    seat: SeatId
    secret: SecretId
    party: PartyId | None
    kind: Class
    manner: How
    learned: tuple[SeatId, ...]
    heard_from: SeatId | None = None
    allowed: bool
    why: str
    judge: str | None = None


class Breach(Frozen):
    """An event that reached a seat it should not have, by no seat's doing.

    Attributes:
        reached: The seats it reached and should not have.
    """

    seq: int
    session: SessionId
    kind: str
    reached: tuple[SeatId, ...]
    why: str


class Swept(Frozen):
    """Everything found in one record, in its order.

    Attributes:
        secrets: Every private item of the scenario, in a few words.
    """

    version: int
    secrets: dict[SecretId, str]
    breaches: tuple[Breach, ...]
    findings: tuple[Finding, ...]

    @property
    def leaks(self) -> tuple[Finding, ...]:
        """What was told and was not allowed."""
        return tuple(finding for finding in self.findings if not finding.allowed)
