"""Problems with who sits at a table: personas and casts."""

import re
from collections.abc import Mapping

from roomsix.consistency import names
from roomsix.consistency.doubt import NO_DOUBT, Derived, Doubt, Found
from roomsix.deal import PersonaId
from roomsix.errors import Problem, did_you_mean
from roomsix.persona import SLOTS, Persona
from roomsix.scenario import Scenario

_SLOT = re.compile(r"\{([^{}]*)\}")
_STAKES = re.compile(
    r"\b\d+ (?:points|pts)\b|[$€£] ?\d|\b(?:reservation|BATNA|utilit(?:y|ies)|red lines?)\b",
    re.IGNORECASE,
)


def persona_problems(persona: Persona, doubt: Doubt = NO_DOUBT) -> tuple[Problem, ...]:
    """Return what is wrong with a persona's lines, and warn of what belongs into a scenario."""
    return tuple(doubt.certain((*_lines(persona), *_stakes_in_prose(persona))))


def cast_problems(scenario: Scenario, personas: Mapping[PersonaId, Persona]) -> tuple[Problem, ...]:
    """Return the seats that nobody can sit in, and warn of two people with one name."""
    return tuple(NO_DOUBT.certain(_sitting(scenario, personas)))


def _sitting(scenario: Scenario, personas: Mapping[PersonaId, Persona]) -> Found:
    sitting: dict[str, PersonaId] = {}
    for seat_id, seat in scenario.seats.items():
        path = ("seats", seat_id, "persona")
        persona = personas.get(seat.persona)
        if persona is None:
            yield from names.known(seat.persona, personas, "persona", path)
        elif sitting.setdefault(persona.name, seat.persona) != seat.persona:
            message = f"{seat.persona!r} and {sitting[persona.name]!r} are both {persona.name!r}"
            yield Problem(path, message, severity="warning")


def _lines(persona: Persona) -> Found:
    for occasion, lines in persona.lines.items():
        for index, line in enumerate(lines):
            path = ("lines", occasion, index)
            for slot in _SLOT.findall(line):
                if slot not in SLOTS:
                    hint = did_you_mean(slot, SLOTS) or f"known: {', '.join(SLOTS)}"
                    yield Problem(path, f"no slot called {slot!r}", hint)
            if re.search(r"[{}]", _SLOT.sub("", line)):
                yield Problem(
                    path, "a brace that opens or closes nothing", "slots are written {issue}"
                )
            words = len(line.split())
            if words > persona.voice.max_words:
                message = f"{words} words, where the voice allows {persona.voice.max_words}"
                found = Problem(path, message, "shorten it or raise max_words", severity="warning")
                yield Derived(found, (("voice", "max_words"),))


def _stakes_in_prose(persona: Persona) -> Found:
    texts: list[tuple[tuple[str | int, ...], str]] = [
        ((part,), getattr(persona, part)) for part in ("summary", "body", "private")
    ]
    for occasion, lines in persona.lines.items():
        texts += [(("lines", occasion, index), line) for index, line in enumerate(lines)]
    for path, text in texts:
        if found := _STAKES.search(text):
            message = f"{found.group()!r} ties the persona to one negotiation"
            hint = "prices, utilities and limits belong into a scenario"
            yield Problem(path, message, hint, severity="warning")
