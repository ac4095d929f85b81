"""Problems with who sits at a table: personas, casts and scripted turns."""

import re
from collections.abc import Mapping
from typing import get_args

from roomsix.consistency import names
from roomsix.consistency.doubt import NO_DOUBT, Derived, Doubt, Found
from roomsix.deal import PersonaId
from roomsix.errors import Problem, did_you_mean
from roomsix.persona import SLOTS, Persona
from roomsix.scenario import Scenario
from roomsix.script import Script

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


def script_problems(script: Script, doubt: Doubt = NO_DOUBT) -> tuple[Problem, ...]:
    """Return the fields of turns that no reply has, and those that an act needs and has not."""
    return tuple(doubt.certain(_turns(script)))


def _turns(script: Script) -> Found:
    # Imported here because only scripts need them.
    from roomsix import acts, replies

    forms = {form.model_fields["kind"].default: form for form in get_args(acts.AnyAct)}
    for number, turn in enumerate(script.turns):
        path = ("turns", number)
        for field in turn:
            yield from names.known(field, replies.FIELDS, "field", (*path, field), of_key=True)
        act = turn.get("act")
        form = forms.get(act) if isinstance(act, str) else None
        needed = (
            [name for name, field in form.model_fields.items() if field.is_required()]
            if form
            else []
        )
        fields = ["number" if name == "paper" else name for name in needed]
        given = [field for field in turn if turn[field] is not None]
        for field in names.unmet(fields, given, replies.FIELDS):
            message = f"the act {act!r} needs {field!r}"
            yield Problem((*path, "act"), message)


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
