"""What an import makes: a scenario, the people it needs, and the account of what was lost."""

from dataclasses import dataclass, field

from roomsix.exchange.account import Account
from roomsix.persona import Persona
from roomsix.scenario import Scenario


@dataclass(frozen=True)
class Imported:
    """A game as definitions.

    Attributes:
        format: The format it came in.
        source: What was read, as the user named it.
        personas: Everyone at the table, in the order of the seats.
        rounding: For each party, how its points came of its numbers, in words.
    """

    format: str
    source: str
    scenario: Scenario
    personas: tuple[Persona, ...]
    account: Account = field(default_factory=Account)
    rounding: dict[str, str] = field(default_factory=dict)
