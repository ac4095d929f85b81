"""Words of models and files, made safe to print: what would act on a terminal is shown instead."""

import re
import unicodedata

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_BLANK = re.compile(  # letters and marks that show nothing; the two selectors of emoji are let be
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0d\uffa0\U000e0100-\U000e01ef]"
)
_UNUSUAL = re.compile(r"[^\n -~]")
_MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_PILE = re.compile(f"({_MARK}{{4}})({_MARK}+)")


def visible(text: str) -> str:
    """Return the text with every control, direction and zero-width character made visible.

    Controls become their pictures (`␛`), all others their number (`⟨U+202E⟩`); of marks piled on
    one letter the fifth and later become their count. Line breaks stay; a tab becomes four spaces.
    """
    plain = text.replace("\r\n", "\n").replace("\t", "    ")
    shown = _UNUSUAL.sub(_shown, plain)
    return _PILE.sub(lambda pile: f"{pile[1]}⟨+{len(pile[2])} marks⟩", shown)


def one_line(text: str) -> str:
    """Return the text as `visible` does, with a space for each run of spaces and line breaks."""
    return " ".join(visible(text).split())


def _shown(match: re.Match[str]) -> str:
    character = match.group(0)
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    hidden = unicodedata.category(character) in _HIDDEN or _BLANK.match(character)
    return f"⟨U+{code:04X}⟩" if hidden else character
