"""Traits in words: the fixed sentences a persona's numbers are rendered to, and back again."""

from collections.abc import Mapping
from typing import Literal, get_args

from roomsix.persona import Register, Traits, Voice

TRAITS_VERSION = 1
"""Raised when a sentence or an edge of a band changes."""

BANDS = 5

Trait = Literal["assertiveness", "candour", "patience", "warmth", "curiosity"]

SENTENCES: Mapping[Trait, tuple[str, ...]] = {
    "assertiveness": (
        "You give way readily; you would rather settle than stand firm.",
        "You hold your ground for a while, then look for a way to meet.",
        "You give ground step by step, and expect as much in return.",
        "You yield late and little, and make others work for each step.",
        "You yield almost nothing until the very end, whatever the pressure.",
    ),
    "candour": (
        "You keep what you want well hidden behind what you say you want.",
        "You say less than you mean and let others guess at the rest.",
        "You tell the truth about some things and are quiet about others.",
        "You mostly say what you are after, and say it early.",
        "You say plainly what you want and how much it matters to you.",
    ),
    "patience": (
        "Waiting is hard for you; a clock on the wall makes you hurry.",
        "You grow restless when talks go in circles.",
        "You can wait, within reason.",
        "You take your time, and a deadline has to be near before you feel it.",
        "You could sit here all night; no deadline has ever hurried you.",
    ),
    "warmth": (
        "You keep people at a distance and make no effort to be liked.",
        "You are civil, and no more than that.",
        "You are friendly when others are.",
        "You take an interest in the people across the table.",
        "You look after everyone in the room, even those who are against you.",
    ),
    "curiosity": (
        "You seldom ask; you came to say what you have to say.",
        "You ask when you must.",
        "You ask about as often as you tell.",
        "You would rather ask than claim.",
        "You question everything, and the answers after that.",
    ),
}
"""By trait, from the lowest band to the highest; no sentence stands twice."""

_REGISTERS: Mapping[Register, str] = {
    "formal": "You speak formally, in whole and careful sentences.",
    "plain": "You speak plainly, in everyday words.",
    "warm": "You speak warmly, as to people you know.",
    "blunt": "You speak bluntly and briefly.",
    "technical": "You speak like an expert, in exact terms.",
}


def band(value: float) -> int:
    """Return the band of a trait, 0 to 4, cut at .2, .4, .6 and .8; an edge belongs above."""
    return min(BANDS - 1, int(round(value * 1000) // 200))


def sentences(traits: Traits) -> tuple[str, ...]:
    """Return one sentence for each trait."""
    return tuple(SENTENCES[trait][band(getattr(traits, trait))] for trait in get_args(Trait))


def read(text: str) -> dict[Trait, int]:
    """Return the band of every trait whose sentence stands in a text."""
    return {
        trait: place
        for trait, scale in SENTENCES.items()
        for place, sentence in enumerate(scale)
        if sentence in text
    }


def voice_sentences(voice: Voice) -> tuple[str, ...]:
    """Return how a voice is described: its register, then its longest turn."""
    return (
        _REGISTERS[voice.register_],
        f"You never speak for longer than {voice.max_words} words at a time.",
    )


def read_voice(text: str) -> Voice | None:
    """Return the voice that a text describes; None if it describes none."""
    register = next((name for name, sentence in _REGISTERS.items() if sentence in text), None)
    _, found, rest = text.partition("You never speak for longer than ")
    words = rest.partition(" ")[0]
    if register is None or not found or not words.isdigit():
        return None
    return Voice.model_validate({"register": register, "max_words": int(words)})
