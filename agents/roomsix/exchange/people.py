"""Who sits at an imported table: plain people, named for whom they speak."""

from collections.abc import Mapping

from roomsix.deal import PartyId
from roomsix.exchange import ids
from roomsix.persona import Persona

LONGEST = 14
"""The most characters of the scenario's id that a persona's begins with."""


def leads(
    scenario: str,
    parties: Mapping[PartyId, str],
    traits: Mapping[PartyId, Mapping[str, float]] | None = None,
) -> list[Persona]:
    """Return whoever speaks for each party, in order; their ids begin as the scenario's does.

    Args:
        parties: What each is called.
        traits: Where they differ from the usual.
    """
    wanted = (f"{scenario[:LONGEST]}-{party}" for party in parties)
    return [
        _lead(name, ids.line(called, party), dict((traits or {}).get(party, {})))
        for name, (party, called) in zip(
            ids.unique(wanted, "persona"), parties.items(), strict=True
        )
    ]


def _lead(name: str, called: str, traits: dict[str, float]) -> Persona:
    return Persona.model_validate(
        {
            "persona": 1,
            "id": name,
            "name": called,
            "summary": f"Speaks for {called}.",
            "traits": traits,
            "body": f"You speak for {called}, and for nobody else.",
        }
    )
