"""Who sits at an imported table: plain people, named for whom they speak."""

from roomsix.deal import LONGEST_ID
from roomsix.exchange import ids
from roomsix.persona import Persona


def lead(scenario: str, party: str, name: str, **traits: float) -> Persona:
    """Return whoever speaks for a party; its id begins with the scenario's.

    Args:
        traits: Where they differ from the usual.
    """
    called = ids.line(name, party)
    longest = f"{scenario[: LONGEST_ID - 2 - min(len(party), 24)].rstrip('-')}-{party}"
    return Persona.model_validate(
        {
            "persona": 1,
            "id": longest[:LONGEST_ID].rstrip("-"),
            "name": called,
            "summary": f"Speaks for {called}.",
            "traits": traits,
            "body": f"You speak for {called}, and for nobody else.",
        }
    )
