"""Problems with scripts: turns that no reply and no verdict could be, signs never to be seen."""

from collections.abc import Iterable, Iterator, Mapping
from typing import get_args

from pydantic import JsonValue

from roomsix.consistency import names
from roomsix.consistency.doubt import NO_DOUBT, Doubt, Found
from roomsix.errors import Problem
from roomsix.script import NAMED, SPOKEN, Script, is_character


def script_problems(script: Script, doubt: Doubt = NO_DOUBT) -> tuple[Problem, ...]:
    """Return what no reply could hold in a script's turns, and signs that could never be seen.

    A turn with a `verdict` is a judge's, and has the fields of one. Whether there is such a mock as
    a script goes over is not asked.
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
    from roomsix import acts, replies, rubric

    forms = {form.model_fields["kind"].default: form for form in get_args(acts.AnyAct)}
    for number, turn in enumerate(script.turns):
        path = ("turns", number)
        if "verdict" in turn:
            for field in turn:
                yield from names.known(field, rubric.FIELDS, "field", (*path, field), of_key=True)
            continue
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
