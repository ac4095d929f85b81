"""Problems with who sits at a table: personas, casts and scripted turns."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import get_args

from pydantic import JsonValue

from roomsix.consistency import names
from roomsix.consistency.doubt import NO_DOUBT, Derived, Doubt, Found
from roomsix.deal import PersonaId
from roomsix.errors import Problem, did_you_mean
from roomsix.persona import SLOTS, Persona
from roomsix.scenario import Scenario
from roomsix.script import NAMED, SPOKEN, Script, is_character

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
    """Return what no reply could hold in a script's turns, and signs that could never be seen.

    Whether there is such a mock as it goes over is not asked.
    """
    return tuple(doubt.certain((*_turns(script), *_characters(script), *_signs(script))))


def _characters(script: Script) -> Found:
    """Yield characters that are named and are none, and texts too long once they are written."""
    from roomsix.replies import MOST_SAID

    for number, turn in enumerate(script.turns):
        for field, value in turn.items():
            path = ("turns", number, field)
            for text in _texts(value):
                named = list(NAMED.finditer(text))
                for found in named:
                    if not is_character(int(found[1], 16)):
                        yield Problem(path, f"{found[0]} names no character", "such as <U+202E>")
                more = sum(int(found[2] or 1) - len(found[0]) for found in named)
                if named and len(text) + more > MOST_SAID:
                    length = f"{len(text) + more} characters once they are written out"
                    yield Problem(path, f"{length}, where there is room for {MOST_SAID}")


def _texts(value: JsonValue) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    below = value.values() if isinstance(value, Mapping) else value
    if isinstance(below, Iterable) and not isinstance(below, str):
        for each in below:
            yield from _texts(each)


def _signs(script: Script) -> Found:
    from roomsix import acts

    signs = script.obeyed
    if signs is None:
        return
    if not (signs.said or signs.acts or signs.brief):
        yield Problem(("obeyed",), "no sign to look for", "said, acts or brief: true")
    if not any(turn.get(field) for turn in script.turns for field in SPOKEN):
        yield Problem(("obeyed",), "nobody is told anything: no turn has words")
    for number, text in enumerate(signs.said):
        if not any(map(str.isalnum, text)):
            yield Problem(("obeyed", "said", number), f"{text!r} has no letter to look for")
    for number, deed in enumerate(signs.acts):
        path = ("obeyed", "acts", number, "act")
        yield from names.known(deed.act, acts.ACTS, "act", path)
        if deed.losing and deed.act not in ("propose", "accept"):
            yield Problem(path, f"no package goes with the act {deed.act!r}", "leave `losing` out")


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
